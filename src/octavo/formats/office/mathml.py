"""MathML, as OpenDocument formulas carry it, as LaTeX."""

from __future__ import annotations

from octavo.formats.office.latex_symbols import ACCENTS, FUNCTIONS, characters, squeeze
from octavo.formats.office.package import Element
from octavo.formats.office.word_names import local

MAX_DEPTH = 60
NEW_ROW = " \\\\ "
_BIG = frozenset("∑∏∫∬∭∮⋃⋂∐")


def latex(node: Element) -> str:
    """The LaTeX of a `math:math`, without dollars."""
    return squeeze(_one(node, 0))


def _one(node: Element, depth: int) -> str:
    name = local(node)
    if depth > MAX_DEPTH or name in ("annotation", "annotation-xml", ""):
        return ""
    parts = [_one(inner, depth + 1) for inner in node]
    text = " ".join("".join(node.itertext()).split()) if not len(node) else ""
    if name in ("mi", "mo", "mn", "mtext", "ms"):
        return _token(name, text)
    if name in _SHAPES and len(parts) >= _SHAPES[name][0]:
        return _shaped(name, node, parts)
    if name == "msqrt":
        return f"\\sqrt{{{''.join(parts)}}}"
    if name == "mfenced":
        left, right = node.get("open", "("), node.get("close", ")")
        return f"\\left{left}{','.join(parts)}\\right{right}"
    if name == "mtable":
        return f"\\begin{{matrix}}{NEW_ROW.join(parts)}\\end{{matrix}}"
    if name in ("mtr", "mlabeledtr"):
        return " & ".join(parts)
    return "".join(parts)


def _token(name: str, text: str) -> str:
    if name == "mtext":
        return f"\\text{{{text}}}" if text else ""
    if text in FUNCTIONS:
        return f"\\{text} "
    shown = characters(text)
    if name == "mi" and len(text) > 1 and text.isalpha() and text.isascii():
        return f"\\mathrm{{{shown}}}"
    return shown


_SHAPES = {
    "mfrac": (2, "\\frac{{{0}}}{{{1}}}"),
    "mroot": (2, "\\sqrt[{1}]{{{0}}}"),
    "msub": (2, "{0}_{{{1}}}"),
    "msup": (2, "{0}^{{{1}}}"),
    "msubsup": (3, "{0}_{{{1}}}^{{{2}}}"),
    "munderover": (3, "{0}_{{{1}}}^{{{2}}}"),
    "munder": (2, "\\underset{{{1}}}{{{0}}}"),
    "mover": (2, "\\overset{{{1}}}{{{0}}}"),
}


def _shaped(name: str, node: Element, parts: list[str]) -> str:
    base = "".join(node[0].itertext()).strip()
    limits = base in _BIG or base in FUNCTIONS
    if name == "munder" and limits:
        return f"{parts[0].strip()}_{{{parts[1].strip()}}} "
    if name == "mover":
        sign = "".join(node[1].itertext()).strip()
        if limits:
            return f"{parts[0].strip()}^{{{parts[1].strip()}}} "
        if sign in ACCENTS:
            return f"\\{ACCENTS[sign]}{{{parts[0]}}}"
    return _SHAPES[name][1].format(*(part.strip() for part in parts))
