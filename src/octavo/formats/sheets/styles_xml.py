"""A workbook's cell styles, as far as they change what a cell shows: format, weight, frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from octavo.formats.sheets.number_format import BUILTIN, NumberFormat, compiled

Element = Any


@dataclass(frozen=True, slots=True)
class Style:
    """`strong`: bold or filled, as headers are; `framed`: seen also when the cell is empty."""

    format: NumberFormat
    strong: bool = False
    framed: bool = False


PLAIN = Style(compiled("General"))


class Styles:
    """The cell styles by their number; unknown numbers are plain."""

    def __init__(self, styles: list[Style]) -> None:
        self._styles = styles

    def __getitem__(self, number: int) -> Style:
        return self._styles[number] if 0 <= number < len(self._styles) else PLAIN


def read(root: Element) -> Styles:
    """The styles of a `styleSheet` element."""
    codes = dict(BUILTIN)
    for node in root.iterfind("{*}numFmts/{*}numFmt"):
        if (node.get("numFmtId") or "").isdigit():
            codes[int(node.get("numFmtId"))] = node.get("formatCode") or "General"
    bold = [_is_bold(node) for node in root.iterfind("{*}fonts/{*}font")]
    filled = [_is_filled(node) for node in root.iterfind("{*}fills/{*}fill")]
    lined = [_is_lined(node) for node in root.iterfind("{*}borders/{*}border")]
    styles = []
    for node in root.iterfind("{*}cellXfs/{*}xf"):
        fill = _pick(filled, node.get("fillId"))
        styles.append(
            Style(
                compiled(codes.get(_number(node.get("numFmtId")), "General")),
                strong=_pick(bold, node.get("fontId")) or fill,
                framed=fill or _pick(lined, node.get("borderId")),
            )
        )
    return Styles(styles)


def _is_bold(node: Element) -> bool:
    mark = node.find("{*}b")
    return mark is not None and mark.get("val", "1") not in ("0", "false")


def _is_filled(node: Element) -> bool:
    pattern = node.find("{*}patternFill")
    if pattern is None:
        return node.find("{*}gradientFill") is not None
    if pattern.get("patternType", "none") in ("none", "gray125"):
        return False
    colour = pattern.find("{*}fgColor")
    return colour is None or not _is_white(colour)


def _is_white(colour: Element) -> bool:
    """White fills cover whole sheets to hide their grid; they say nothing of a cell."""
    if colour.get("tint", "0") != "0":
        return False
    white = colour.get("rgb", "").upper().endswith("FFFFFF") and colour.get("rgb") != ""
    return white or colour.get("theme") == "0" or colour.get("indexed") in ("1", "9")


def _is_lined(node: Element) -> bool:
    return any(side.get("style", "none") != "none" for side in node)


def _pick(flags: list[bool], number: str | None) -> bool:
    at = _number(number)
    return at < len(flags) and flags[at]


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
