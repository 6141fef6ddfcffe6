"""Text and tables cut into parts that keep to a size, at the best place there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from octavo.documents import Cell, Table
from octavo.render.table_json import header_rows

_SEAMS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])[\"'”»)\]]*\s+|(?<=[。！？])"),
    re.compile(r"(?<=[;:,])\s+|(?<=[，；、])"),
    re.compile(r"\s+"),
)
"""Where text may be cut, best first: paragraphs, lines, sentences, clauses, words."""


def cut_text(text: str, size: int) -> list[str]:
    """Parts of `text` of at most `size` characters, cut as coarsely as fits; nothing is dropped
    but the white space at the cuts."""
    return [part for part in _cut(text, size, 0) if part]


def _cut(text: str, size: int, seam: int) -> Iterator[str]:
    text = text.strip()
    if len(text) <= size:
        yield text
    elif seam == len(_SEAMS):
        yield from (text[start : start + size] for start in range(0, len(text), size))
    else:
        for part in _packed(text, size, _SEAMS[seam]):
            yield from _cut(part, size, seam + 1)


def _packed(text: str, size: int, seam: re.Pattern[str]) -> Iterator[str]:
    """Stretches between seams, joined while they fit; a longer one stands alone."""
    ends = [match.end() for match in seam.finditer(text)] + [len(text)]
    start = held = 0
    for end in ends:
        if held > start and len(text[start:end].rstrip()) > size:
            yield text[start:held]
            start = held
        held = end
    yield text[start:]


def cut_table(table: Table, size: int, render: Callable[[Table], str]) -> list[str]:
    """`table` rendered in parts of whole rows under its headers, each of at most `size`.

    A row that is too long by itself is given as text, cut like text; so is the whole table if
    its headers alone take more than half the size.
    """
    rows = _Rows(table)
    if rows.heads == table.rows or len(render(rows.part(rows.heads, rows.heads))) > size / 2:
        return cut_text("\n".join(rows.text(row) for row in range(table.rows)), size)
    parts: list[str] = []
    start = rows.heads
    while start < table.rows:
        end = _rows_that_fit(rows, start, size, render)
        rendered = render(rows.part(start, end))
        parts += [rendered] if len(rendered) <= size else cut_text(rows.text(start), size)
        start = end
    return parts


class _Rows:
    """A table's cells by every row they cover, so that a part costs no more than its rows."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.heads = header_rows(table)
        self._by_row: list[list[Cell]] = [[] for _ in range(table.rows)]
        for cell in table.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
                self._by_row[row].append(cell)

    def part(self, start: int, end: int) -> Table:
        """The header rows and rows `start` to `end`; a cell cut off keeps its part in it."""
        cells = [self._clipped(cell, 0, self.heads, 0) for cell in self._cells(0, self.heads)]
        shift = start - self.heads
        cells += [self._clipped(cell, start, end, shift) for cell in self._cells(start, end)]
        return replace(self.table, rows=self.heads + end - start, cells=cells)

    def text(self, row: int) -> str:
        return " | ".join(cell.text.strip() for cell in self._by_row[row] if cell.text.strip())

    def _cells(self, start: int, end: int) -> list[Cell]:
        rows = range(start, end)
        return [c for row in rows for c in self._by_row[row] if row in (start, c.row)]

    @staticmethod
    def _clipped(cell: Cell, start: int, end: int, shift: int) -> Cell:
        top, bottom = max(cell.row, start), min(cell.row + cell.row_span, end)
        return replace(cell, row=top - shift, row_span=bottom - top)


def _rows_that_fit(rows: _Rows, start: int, size: int, render: Callable[[Table], str]) -> int:
    """The row after the last that fits, by doubling and halving; at least one row is taken."""
    fits, fails = start + 1, rows.table.rows + 1
    step = 1
    while fits + 1 < fails:
        end = min(fits + step, fails - 1)
        if len(render(rows.part(start, end))) <= size:
            fits, step = end, step * 2
        else:
            fails, step = end, max(1, (end - fits) // 2)
    return fits
