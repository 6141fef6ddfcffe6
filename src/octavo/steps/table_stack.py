"""Tables of the same columns put under each other as one, page after page."""

from __future__ import annotations

import re

from msgspec.structs import replace

from octavo.documents import Cell, Table
from octavo.render.table_json import header_rows, text_grid
from octavo.steps.table_rows import halves, joined, plain_row

_CONTINUES = (
    r"(?:continued|continues|cont['’.]?d?|fortsetzung|forts\.|suite|continuaci[oó]n|continua|"
    r"continua[çz][ãi]on?e?|segue|vervolg|fortsättning|fortsat|ciąg dalszy|продолжение|续表?|続き)"
)
CONTINUED = re.compile(
    rf"\(\s*{_CONTINUES}[^)]*\)|\b{_CONTINUES}\W*$|^\W*{_CONTINUES}\b", re.IGNORECASE
)
_FILLED = 0.9
"""Share of rows in which a column has something for it to be one that every row fills."""


class Stack:
    """A table that grows downward. Adding a part costs no more than the part has cells."""

    def __init__(self, first: Table) -> None:
        self._first = first
        self._heads = header_rows(first)
        self._head_texts = text_grid(first)[: self._heads]
        self._cells = list(first.cells)
        self._rows = first.rows
        self._footers = first.footer_rows
        self._confidence = first.confidence
        self._last = [c for c in first.cells if c.row + c.row_span >= first.rows]
        self._filled = [0] * first.columns
        self._count(first.cells, self._heads)

    def add(self, more: Table, columns: list[int]) -> None:
        """Put the body rows of `more` below; its columns are the stack's `columns`.

        Headers that say the same again are dropped. A row that the page break cut in two is
        joined where its halves clearly complete each other.
        """
        skipped = self._repeated_headers(more, columns)
        if skipped == more.rows:
            return
        cells = [_moved(c, columns, self._rows - skipped) for c in more.cells if c.row >= skipped]
        rows = range(self._rows, self._rows + more.rows - skipped)
        cells += _missing(cells, rows, self._first.columns)
        cells.sort(key=lambda cell: (cell.row, cell.column))
        self._count(cells, 0)
        cells, taken = self._without_cut_row(cells, rows)
        self._cells += cells
        self._rows = rows.stop - taken
        self._footers = more.footer_rows
        self._confidence = min(self._confidence, more.confidence)
        self._last = [c for c in cells or self._last if c.row + c.row_span >= self._rows]

    def table(self) -> Table:
        """The table as it stands."""
        return replace(
            self._first,
            rows=self._rows,
            cells=self._cells,
            footer_rows=self._footers,
            confidence=self._confidence,
        )

    def _count(self, cells: list[Cell], start: int) -> None:
        for cell in cells:
            if cell.row >= start and cell.text.strip():
                self._filled[cell.column] += 1

    def _repeated_headers(self, more: Table, columns: list[int]) -> int:
        """How many rows at the top of `more` say again what stands at the top of the stack."""
        if not self._heads or more.rows < self._heads:
            return 0
        theirs = text_grid(more)
        for row, texts in enumerate(self._head_texts):
            wanted = [_squeezed(texts[column]) for column in columns]
            if [_squeezed(text) for text in theirs[row]] != wanted:
                return 0
        return self._heads

    def _without_cut_row(self, cells: list[Cell], rows: range) -> tuple[list[Cell], int]:
        """The new cells less their first row, if it went into the stack's last one; 1 if so."""
        width = self._first.columns
        upper = plain_row(self._last, width) if self._rows > self._heads else None
        lower = plain_row([cell for cell in cells if cell.row == rows.start], width)
        if upper is None or lower is None:
            return cells, 0
        others = self._rows - self._heads + len(rows) - 2
        always = self._always(upper, lower, others)
        if not halves(upper, lower, always):
            return cells, 0
        for old, new in zip(upper, joined(upper, lower), strict=True):
            self._cells[self._cells.index(old, -2 * width)] = new
        if len(rows) == 1:
            self._last = joined(upper, lower)
        return [replace(cell, row=cell.row - 1) for cell in cells if cell.row > rows.start], 1

    def _always(self, upper: list[Cell], lower: list[Cell], others: int) -> list[int]:
        """Columns that have something in nearly every one of the `others`, body rows but these."""
        counts = [
            filled - bool(a.text.strip()) - bool(b.text.strip())
            for filled, a, b in zip(self._filled, upper, lower, strict=True)
        ]
        return [c for c, count in enumerate(counts) if others > 0 and count >= _FILLED * others]


def _squeezed(text: str) -> str:
    return "".join(CONTINUED.sub("", text).lower().split())


def _moved(cell: Cell, columns: list[int], down: int) -> Cell:
    """A copy of the cell at its place in the merged table. A header there would head nothing."""
    last = cell.column + cell.column_span - 1
    return replace(
        cell,
        row=cell.row + down,
        column=columns[cell.column],
        column_span=columns[last] - columns[cell.column] + 1,
        header=cell.header and cell.column == 0 and cell.column_span == 1,
    )


def _missing(cells: list[Cell], rows: range, columns: int) -> list[Cell]:
    """Empty cells for the places in `rows` that no cell covers."""
    covered = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return [
        Cell(row=row, column=column, text="")
        for row in rows
        for column in range(columns)
        if (row, column) not in covered
    ]
