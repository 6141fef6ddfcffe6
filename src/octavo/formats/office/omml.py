"""Office math (OMML) as LaTeX.

Every construct of ECMA-376 part 1, section 22.1 has its handler; an unknown element contributes
what its children say, so no symbol is lost.
"""

from __future__ import annotations

from collections.abc import Callable

from octavo.formats.office.latex_symbols import ACCENTS, FUNCTIONS, characters, squeeze
from octavo.formats.office.package import Element
from octavo.formats.office.word_names import listed, local, m

MAX_DEPTH = 60
NEW_ROW = " \\\\ "
_FENCES = {
    "(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": "|", "‖": r"\|", "": ".",
    "⟨": r"\langle", "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle", "⌊": r"\lfloor",
    "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil", "<": r"\langle", ">": r"\rangle",
    "/": "/", "∣": "|", "∥": r"\|",
}  # fmt: skip
_MATRICES = {("(", ")"): "p", ("[", "]"): "b", ("|", "|"): "v", ("‖", "‖"): "V", ("{", "}"): "B"}
_SKIPPED = listed(
    "rPr ctrlPr fPr sSupPr sSubPr sSubSupPr sPrePr radPr naryPr dPr funcPr limLowPr limUppPr "
    "accPr barPr groupChrPr boxPr borderBoxPr mPr eqArrPr phantPr oMathParaPr argPr del "
    "moveFrom"
)


def latex(node: Element) -> str:
    """The LaTeX of an `m:oMath`, without dollars."""
    return squeeze(_children(node, 0))


def _children(node: Element | None, depth: int) -> str:
    if node is None or depth > MAX_DEPTH:
        return ""
    return "".join(_one(inner, depth + 1) for inner in node)


def _one(node: Element, depth: int) -> str:
    name = local(node)
    if name in _SKIPPED:
        return ""
    handler = _HANDLERS.get(name)
    return _children(node, depth) if handler is None else handler(node, depth)


def _part(node: Element, name: str, depth: int) -> str:
    return _children(node.find(m(name)), depth).strip()


def _setting(node: Element, holder: str, name: str) -> str | None:
    """The `m:val` of a property; "" for one that stands without a value, None for none."""
    found = node.find(f"{m(holder)}/{m(name)}")
    return None if found is None else found.get(m("val"), "")


def _on(node: Element, holder: str, name: str) -> bool:
    setting = _setting(node, holder, name)
    return setting is not None and setting not in ("0", "off", "false")


def _run(node: Element, depth: int) -> str:  # noqa: ARG001 (one of the handlers)
    text = "".join(inner.text or "" for inner in node if local(inner) == "t")
    normal = _on(node, "rPr", "nor")
    upright = _setting(node, "rPr", "sty") == "p"
    if text.strip() in FUNCTIONS:
        return f"\\{text.strip()} "
    if normal and text.strip():
        return f"\\text{{{characters(text)}}}"
    if upright and len(text.strip()) > 1 and text.strip().isalpha():
        return f"\\mathrm{{{characters(text.strip())}}}"
    return characters(text)


def _fraction(node: Element, depth: int) -> str:
    top, bottom = _part(node, "num", depth), _part(node, "den", depth)
    form = _setting(node, "fPr", "type")
    if form == "noBar":
        return f"\\genfrac{{}}{{}}{{0pt}}{{}}{{{top}}}{{{bottom}}}"
    if form == "lin":
        return f"{{{top}}}/{{{bottom}}}"
    return f"\\frac{{{top}}}{{{bottom}}}"


def _scripted(node: Element, depth: int) -> str:
    base = _part(node, "e", depth)
    below, above = node.find(m("sub")), node.find(m("sup"))
    out = base if _is_atom(base) else f"{{{base}}}"
    if below is not None:
        out += f"_{{{_children(below, depth).strip()}}}"
    if above is not None:
        out += f"^{{{_children(above, depth).strip()}}}"
    return out


def _prescripted(node: Element, depth: int) -> str:
    below, above = _part(node, "sub", depth), _part(node, "sup", depth)
    return f"{{}}_{{{below}}}^{{{above}}}{_part(node, 'e', depth)}"


def _is_atom(base: str) -> bool:
    return len(base) <= 1 or (base.startswith("\\") and base[1:].isalpha()) or base.isdigit()


def _radical(node: Element, depth: int) -> str:
    degree = "" if _on(node, "radPr", "degHide") else _part(node, "deg", depth)
    root = f"[{degree}]" if degree else ""
    return f"\\sqrt{root}{{{_part(node, 'e', depth)}}}"


def _nary(node: Element, depth: int) -> str:
    sign = _setting(node, "naryPr", "chr")
    out = characters(sign if sign else "∫").strip()
    below, above = _part(node, "sub", depth), _part(node, "sup", depth)
    if below and not _on(node, "naryPr", "subHide"):
        out += f"_{{{below}}}"
    if above and not _on(node, "naryPr", "supHide"):
        out += f"^{{{above}}}"
    return f"{out} {_part(node, 'e', depth)}"


def _delimited(node: Element, depth: int) -> str:
    begin, end = _setting(node, "dPr", "begChr"), _setting(node, "dPr", "endChr")
    begin, end = "(" if begin is None else begin, ")" if end is None else end
    items = node.findall(m("e"))
    if len(items) == 1 and (whole := _fenced_whole(items[0], begin, end, depth)):
        return whole
    separator = _setting(node, "dPr", "sepChr")
    between = characters("|" if separator is None else separator)
    body = between.join(_children(item, depth).strip() for item in items)
    left, right = _FENCES.get(begin, begin), _FENCES.get(end, end)
    return f"\\left{left} {body} \\right{right}".replace("\\left( ", "\\left(").replace(
        " \\right)", "\\right)"
    )


def _fenced_whole(item: Element, begin: str, end: str, depth: int) -> str:
    """A fence around one matrix, list of cases or bar-less fraction has LaTeX of its own."""
    inner = [one for one in item if local(one) not in _SKIPPED]
    if len(inner) != 1:
        return ""
    name = local(inner[0])
    if name == "m" and (begin, end) in _MATRICES:
        return _grid(inner[0], _MATRICES[begin, end] + "matrix", depth)
    if name == "eqArr" and (begin, end) == ("{", ""):
        return _rows(inner[0], "cases", depth)
    if name == "f" and _setting(inner[0], "fPr", "type") == "noBar" and begin == "(":
        top, bottom = _part(inner[0], "num", depth), _part(inner[0], "den", depth)
        return f"\\binom{{{top}}}{{{bottom}}}"
    return ""


def _matrix(node: Element, depth: int) -> str:
    return _grid(node, "matrix", depth)


def _grid(node: Element, name: str, depth: int) -> str:
    rows = [
        " & ".join(_children(cell, depth).strip() for cell in row.findall(m("e")))
        for row in node.findall(m("mr"))
    ]
    return f"\\begin{{{name}}}{NEW_ROW.join(rows)}\\end{{{name}}}"


def _equations(node: Element, depth: int) -> str:
    return _rows(node, "aligned", depth)


def _rows(node: Element, name: str, depth: int) -> str:
    """Word marks the columns of equation arrays by a bare `&`, which is LaTeX's mark too."""
    rows = [_children(row, depth).strip().replace("\\&", "&") for row in node.findall(m("e"))]
    return f"\\begin{{{name}}}{NEW_ROW.join(rows)}\\end{{{name}}}"


def _function(node: Element, depth: int) -> str:
    name = _part(node, "fName", depth)
    bare = name.removeprefix("\\mathrm{").removesuffix("}").strip()
    if bare in FUNCTIONS:
        name = "\\" + bare
    elif bare.isalpha() and len(bare) > 1:
        name = f"\\operatorname{{{bare}}}"
    return f"{name} {_part(node, 'e', depth)}"


def _limit_below(node: Element, depth: int) -> str:
    base, limit = _part(node, "e", depth), _part(node, "lim", depth)
    if base.lstrip("\\") in FUNCTIONS or base.startswith("\\underbrace"):
        return f"\\{base.lstrip(chr(92))}_{{{limit}}} "
    return f"\\underset{{{limit}}}{{{base}}}"


def _limit_above(node: Element, depth: int) -> str:
    base, limit = _part(node, "e", depth), _part(node, "lim", depth)
    if base.startswith("\\overbrace"):
        return f"{base}^{{{limit}}}"
    return f"\\overset{{{limit}}}{{{base}}}"


def _accent(node: Element, depth: int) -> str:
    sign = _setting(node, "accPr", "chr")
    name = ACCENTS.get("\u0302" if sign is None else sign, "hat")
    body = _part(node, "e", depth)
    if name in ("hat", "tilde") and len(body) > 1 and not body.startswith("\\"):
        name = "wide" + name
    return f"\\{name}{{{body}}}"


def _bar(node: Element, depth: int) -> str:
    name = "overline" if _setting(node, "barPr", "pos") == "top" else "underline"
    return f"\\{name}{{{_part(node, 'e', depth)}}}"


def _group_character(node: Element, depth: int) -> str:
    sign = _setting(node, "groupChrPr", "chr") or "⏟"
    top = _setting(node, "groupChrPr", "pos") == "top"
    body = _part(node, "e", depth)
    if sign in ("⏞", "⏟"):
        return f"\\{'overbrace' if top or sign == '⏞' else 'underbrace'}{{{body}}}"
    return f"\\{'overset' if top else 'underset'}{{{characters(sign).strip()}}}{{{body}}}"


def _boxed(node: Element, depth: int) -> str:
    return f"\\boxed{{{_part(node, 'e', depth)}}}"


def _phantom(node: Element, depth: int) -> str:
    shown = _setting(node, "phantPr", "show")
    body = _part(node, "e", depth)
    return f"\\phantom{{{body}}}" if shown in ("0", "off", "false") else body


_HANDLERS: dict[str, Callable[[Element, int], str]] = {
    "r": _run,
    "f": _fraction,
    "sSup": _scripted,
    "sSub": _scripted,
    "sSubSup": _scripted,
    "sPre": _prescripted,
    "rad": _radical,
    "nary": _nary,
    "d": _delimited,
    "m": _matrix,
    "eqArr": _equations,
    "func": _function,
    "limLow": _limit_below,
    "limUpp": _limit_above,
    "acc": _accent,
    "bar": _bar,
    "groupChr": _group_character,
    "borderBox": _boxed,
    "phant": _phantom,
}
