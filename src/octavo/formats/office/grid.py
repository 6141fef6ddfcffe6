"""Cells as a source places them into a Table whose every position is covered exactly once.

Sources overlap, leave holes and reach past their own grid; here the first cell placed wins, spans
shrink to what is free, and holes become empty cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.documents import Box, Cell, Table

MAX_COLUMNS = 1_000
MAX_CELLS = 500_000
LEFT_OUT = "rows_left_out"
"""In the info of a table cut at MAX_CELLS: how many rows it lost."""

_NUMERIC = re.compile(r"[\s$€£¥%()+\-−–.,:/'’\d]*\d[\s$€£¥%()+\-−–.,:/'’\d]*")


@dataclass(slots=True)
class Placed:
    """A cell where its source has it, before the grid is made whole."""

    row: int
    column: int
    text: str
    markdown: str | None = None
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    bold: bool = False
    box: Box | None = None


def build(placed: list[Placed], rows: int = 0, columns: int = 0) -> Table:
    """The table of some placed cells, at least `rows` by `columns`; empty edge columns stay."""
    placed = [cell for cell in placed if cell.column < MAX_COLUMNS]
    rows = max([rows, *(cell.row + 1 for cell in placed)])
    columns = min(MAX_COLUMNS, max([columns, *(c.column + c.column_span for c in placed)]))
    wanted = rows
    if rows * columns > MAX_CELLS:
        rows = max(1, MAX_CELLS // max(columns, 1))
    taken: set[tuple[int, int]] = set()
    cells = []
    for cell in sorted(placed, key=lambda cell: (cell.row, cell.column)):
        if cell.row < rows and (cell.row, cell.column) not in taken:
            cells.append(_fitted(cell, rows, columns, taken))
    cells += [
        Cell(row, column, "")
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    info = {LEFT_OUT: wanted - rows} if wanted > rows else {}
    return Table(rows, columns, cells, info=info)


def looks_like_header(placed: list[Placed]) -> bool:
    """Whether the first row names the columns: no number in it, hardly a gap, rows below."""
    first = [cell for cell in placed if cell.row == 0]
    below = [cell for cell in placed if cell.row > 0]
    filled = [cell for cell in first if cell.text.strip()]
    if not below or len(first) < 2 or len(filled) * 2 < len(first):
        return False
    return not any(_NUMERIC.fullmatch(cell.text) for cell in filled)


def header_rows(placed: list[Placed]) -> int:
    """How many rows a header at the top takes: two where titles over several columns stand
    beside titles that reach down past them."""
    first = [cell for cell in placed if cell.row == 0]
    deepest = max((cell.row_span for cell in first), default=1)
    return deepest if deepest == 2 and any(cell.column_span > 1 for cell in first) else 1


def mark_header(placed: list[Placed], rows: int = 1) -> None:
    """Make the cells of the first `rows` rows header cells, in place."""
    for cell in placed:
        if cell.row < rows:
            cell.header = True


def _fitted(cell: Placed, rows: int, columns: int, taken: set[tuple[int, int]]) -> Cell:
    """The cell with its span cut back to free positions, which it takes."""
    width = 1
    while (
        width < min(cell.column_span, columns - cell.column)
        and (cell.row, cell.column + width) not in taken
    ):
        width += 1
    height = 1
    span = range(cell.column, cell.column + width)
    while height < min(cell.row_span, rows - cell.row) and not any(
        (cell.row + height, column) in taken for column in span
    ):
        height += 1
    taken.update((cell.row + down, column) for down in range(height) for column in span)
    return Cell(
        cell.row,
        cell.column,
        cell.text,
        row_span=height,
        column_span=width,
        header=cell.header,
        box=cell.box,
        markdown=cell.markdown,
    )
