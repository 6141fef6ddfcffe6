"""A row that a page break cut in two, joined where its halves clearly complete each other."""

from __future__ import annotations

from msgspec.structs import replace

from octavo.documents import Cell, Table
from octavo.render.table_json import is_number

_FILLED = 0.9
"""Share of rows in which a column has something for it to be one that every row fills."""
_OPEN_ENDS = ("-", "\u00ad", ",", ";", ":", "/", "&", "(", "–")


def join_cut_row(table: Table, seam: int, body: int) -> Table:
    """`table`, with row `seam` joined to the one above it if both are halves of one row.

    `seam` is the first row after a page break, `body` the first row below the headers. The lower
    half must lack something that every row has, and must go on where the upper half broke off.
    """
    if not body < seam < table.rows:
        return table
    upper, lower = _plain_row(table, seam - 1), _plain_row(table, seam)
    if upper is None or lower is None or not _halves(table, upper, lower, seam, body):
        return table
    joined = [_joined(a, b) for a, b in zip(upper, lower, strict=True)]
    cells = [*(c for c in table.cells if c.row < seam - 1), *joined]
    cells += [replace(cell, row=cell.row - 1) for cell in table.cells if cell.row > seam]
    return Table(
        rows=table.rows - 1,
        columns=table.columns,
        cells=cells,
        footer_rows=table.footer_rows,
        confidence=table.confidence,
        info=table.info,
    )


def _plain_row(table: Table, row: int) -> list[Cell] | None:
    """The row's cells, if it has one to a column and none reaches into another row."""
    cells = [c for c in table.cells if c.row <= row < c.row + c.row_span]
    plain = len(cells) == table.columns and all(c.row_span == c.column_span == 1 for c in cells)
    return sorted(cells, key=lambda cell: cell.column) if plain else None


def _halves(table: Table, upper: list[Cell], lower: list[Cell], seam: int, body: int) -> bool:
    always = _always_filled(table, seam, body)
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


def _always_filled(table: Table, seam: int, body: int) -> list[int]:
    """Columns that have something in nearly every body row but the two at the seam."""
    rows = [row for row in range(body, table.rows) if row not in (seam - 1, seam)]
    counts = [0] * table.columns
    for cell in table.cells:
        if cell.row in rows and cell.text.strip():
            counts[cell.column] += 1
    return [c for c in range(table.columns) if rows and counts[c] >= _FILLED * len(rows)]


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
