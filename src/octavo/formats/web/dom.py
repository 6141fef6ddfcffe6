"""Bytes of a web page as a tree: its encoding found, its nesting bounded, nothing in it run.

The tree is built by the HTML5 rules (Lexbor), so broken markup reads as a browser would read it.
Those rules cost time that grows with the square of the nesting, hence the bounds.
"""

from __future__ import annotations

import codecs
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from octavo.formats.sheets.encoding import decode

Node = LexborNode

MAX_DEPTH = 400
"""Elements within elements; deeper ones are dissolved into their text."""
MAX_FORMATTING = 24
"""Open formatting elements, which the HTML5 rules repeat in every paragraph."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>?")
_FORMATTING = frozenset(
    {
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    }
)
# Void elements, and those whose end may be left out: they do not add up to a depth.
_SHALLOW = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"}
    | {"track", "wbr", "p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "thead"}
    | {"tbody", "tfoot", "colgroup", "html", "head", "body", "rp", "rt"}
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What browsers take these labels for (WHATWG Encoding Standard).
_LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
}
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"}
    | {"track", "wbr"}
)
_STRANGE = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Codecs that are no encodings of text: they would run escapes, or take quadratic time."""
_SUBSET = re.compile(r"<!DOCTYPE[^<>\[]{0,500}\[.*?\]\s*>", re.DOTALL)
_SELF_CLOSED = re.compile(r"<([a-zA-Z][\w-]*)((?:\s[^<>]*?)?)\s*/>")


def text_of(data: bytes, declared: str | None = None) -> str:
    """The text of a page: by its byte order mark, `declared` (its transport's word), what it
    says itself, or what its bytes can be."""
    if not data.startswith(_MARKS):
        for label in (declared, _inner_label(data)):
            text = labelled(data, label)
            if text is not None:
                return text
    return decode(data)


def labelled(data: bytes, label: str | None) -> str | None:
    """The text by the encoding that `label` names; None if it names none.

    A western label on bytes that are sound UTF-8 is a mistake and is overruled; a label whose
    encoding fails is, too, where UTF-8 does not.
    """
    codec = _codec(label)
    if codec is None:
        return None
    western = codec.startswith(("cp125", "iso8859"))
    for attempt in ("utf-8", codec) if western else (codec, "utf-8"):
        try:
            return data.decode(attempt)
        except UnicodeDecodeError:
            continue
    return data.decode(codec, "replace")


def parse(markup: str, warnings: list[str]) -> LexborHTMLParser:
    """The tree of a page. A word goes to `warnings` if its nesting had to be cut."""
    bounded = _bounded(markup)
    if bounded is not markup:
        warnings.append(f"Elements nested deeper than {MAX_DEPTH} were read as plain text.")
    return LexborHTMLParser(bounded)


def open_xml_tags(markup: str) -> str:
    """XHTML's `<a/>` as `<a></a>`: to an HTML parser the former would never end. What an XML
    doctype declares within brackets, which that parser would take for text, is left out."""

    def opened(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name.lower() in _VOID else f"<{name}{match[2]}></{name}>"

    return _SELF_CLOSED.sub(opened, _without_subset(markup))


def _without_subset(markup: str) -> str:
    at = markup.find("<!DOCTYPE", 0, 4096)
    found = _SUBSET.match(markup, at) if at >= 0 else None
    return markup if found is None else f"{markup[:at]}<!DOCTYPE html>{markup[found.end() :]}"


def attribute(node: Node, name: str) -> str:
    """An attribute's value, "" where it is missing."""
    return node.attributes.get(name) or ""


def _inner_label(data: bytes) -> str | None:
    found = _XML_ENCODING.match(data[:1024]) or _CHARSET.search(data[:4096])
    label = found[1].decode("ascii", "replace").lower() if found else None
    # Nothing is read as UTF-7 because a page asks for it: tags could hide in it.
    if label in ("utf-7", "utf7", "u7", "unicode-1-1-utf-7"):
        return None
    # A page whose ASCII could be read to find this label is not in UTF-16.
    return "utf-8" if label and label.startswith("utf-16") else label


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    name = _LABELS.get(name, name)
    if name.replace("-", "_") in _STRANGE:
        return None
    try:
        return name if isinstance(b"".decode(name), str) else None
    except (LookupError, ValueError):
        return None


def _bounded(markup: str) -> str:
    """The markup without the tags that open below the depths allowed; itself where none do."""
    depth = formatting = 0
    cut = False

    def kept(match: re.Match[str]) -> str:
        nonlocal depth, formatting, cut
        name = match[2].lower()
        if name in _SHALLOW or match[0].endswith("/>"):
            return match[0]
        step = -1 if match[1] else 1
        if name in _FORMATTING:
            formatting = max(0, formatting + step)
            over = formatting + (step < 0) > MAX_FORMATTING
        else:
            depth = max(0, depth + step)
            over = depth + (step < 0) > MAX_DEPTH
        cut = cut or over
        return " " if over else match[0]

    bounded = _TAG.sub(kept, markup)
    return bounded if cut else markup
