"""A row that a page break cut in two, joined where its halves clearly complete each other."""

from __future__ import annotations

from msgspec.structs import replace

from octavo.documents import Cell
from octavo.render.table_json import is_number

_OPEN_ENDS = ("-", "\u00ad", ",", ";", ":", "/", "&", "(", "–")


def plain_row(cells: list[Cell], columns: int) -> list[Cell] | None:
    """A row's cells in order, if it has one to a column and none spans anything."""
    plain = len(cells) == columns and all(c.row_span == c.column_span == 1 for c in cells)
    return sorted(cells, key=lambda cell: cell.column) if plain else None


def halves(upper: list[Cell], lower: list[Cell], always: list[int]) -> bool:
    """Whether two rows are one that a page break cut.

    `always` are the columns that every other row fills. The lower half must lack something in
    one of them, and must go on where the upper half broke off.
    """
    lacks_below = [column for column in always if not lower[column].text.strip()]
    lacks_above = [column for column in always if not upper[column].text.strip()]
    filled = [(a.text.strip(), b.text.strip()) for a, b in zip(upper, lower, strict=True)]
    both = [(a, b) for a, b in filled if a and b]
    if not lacks_below or not any(b for _, b in filled):
        return False
    if any(is_number(a) or is_number(b) for a, b in both):
        return False
    if lacks_above:
        return True
    alone = any(b and not a for a, b in filled)
    return not alone and all(_goes_on(a, b) for a, b in both)


def joined(upper: list[Cell], lower: list[Cell]) -> list[Cell]:
    """The two halves as one row, in the place of the upper one."""
    return [_joined(a, b) for a, b in zip(upper, lower, strict=True)]


def _goes_on(upper: str, lower: str) -> bool:
    """Whether `lower` reads as the rest of `upper`."""
    if upper.endswith(_OPEN_ENDS):
        return True
    return not upper.endswith((".", "!", "?")) and (lower[0].islower() or lower[0] in ")(&")


def _joined(upper: Cell, lower: Cell) -> Cell:
    a, b = upper.text.strip(), lower.text.strip()
    if not b:
        return upper
    hyphenated = a.endswith(("-", "\u00ad")) and a[-2:-1].isalpha() and b[0].islower()
    text = a[:-1] + b if hyphenated else f"{a} {b}".strip()
    confidence = min(upper.confidence, lower.confidence)
    return replace(upper, text=text, markdown=None, confidence=confidence)
