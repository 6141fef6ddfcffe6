"""Which columns of a table are those of its continuation on the next page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from octavo.documents import Block, Table
from octavo.render.table_json import header_rows, is_number, text_grid

_EDGE = 0.02
"""How far, in page widths, the edges of one column may differ between pages."""


class Placed(Protocol):
    """A table in its block."""

    @property
    def block(self) -> Block: ...

    @property
    def table(self) -> Table: ...


def match(first: Placed, before: Placed, after: Placed) -> list[int] | None:
    """For each column of `after`, the column of `first` it continues; None if they differ.

    `first` is the part that has the headers, `before` the part on the page before. Headers that
    say the same are proof enough. Without headers of its own, `after` must lie where `before` lies.
    """
    by_headers = _by_headers(first.table, after.table)
    if by_headers is not None:
        return by_headers
    if _has_other_headers(first.table, after.table):
        return None
    whole = before if before.table.columns == first.table.columns else first
    return _by_place(whole, after)


def _by_headers(first: Table, after: Table) -> list[int] | None:
    """Columns whose headers are equal, in order; `after` may leave some out."""
    count = header_rows(first)
    if not count or after.rows <= 0:
        return None
    ours, theirs = _heads(first, count), _heads(after, min(count, after.rows))
    columns: list[int] = []
    for head in theirs:
        start = columns[-1] + 1 if columns else 0
        place = next((c for c in range(start, len(ours)) if ours[c] == head), None)
        if place is None:
            return None
        columns.append(place)
    return columns if any(theirs) and 2 * len(columns) > len(ours) else None


def _heads(table: Table, count: int) -> list[tuple[str, ...]]:
    grid = text_grid(table)
    return [
        tuple("".join(grid[row][column].lower().split()) for row in range(count))
        for column in range(table.columns)
    ]


def _has_other_headers(first: Table, after: Table) -> bool:
    """Whether `after` begins with headers of its own.

    Readers often take the first row they see for a header; one that looks like the rows of
    `first` (figures under figures) is a body row all the same.
    """
    if not header_rows(after):
        return False
    if not header_rows(first) or first.columns != after.columns:
        return True
    numeric = _numeric_columns(first, header_rows(first))
    row = text_grid(after)[0]
    filled = [column for column in numeric if row[column]]
    return not filled or not all(is_number(row[column]) for column in filled)


def _numeric_columns(table: Table, skipped: int) -> list[int]:
    rows = text_grid(table)[skipped:]
    columns = []
    for column in range(table.columns):
        filled = [row[column] for row in rows if row[column]]
        if filled and sum(map(is_number, filled)) >= 0.6 * len(filled):
            columns.append(column)
    return columns


def _by_place(before: Placed, after: Placed) -> list[int] | None:
    """Columns that lie over each other on the page; the same number of them without boxes."""
    ours, theirs = _edges(before.table), _edges(after.table)
    if ours is None or theirs is None:
        return _by_count(before, after)
    if len(ours) == len(theirs) and _aligned(ours, theirs):
        return list(range(len(ours)))
    return _by_overlap(ours, theirs)


def _by_count(before: Placed, after: Placed) -> list[int] | None:
    """Without cell boxes: as many columns, and blocks as wide."""
    if before.table.columns != after.table.columns:
        return None
    left, right = before.block.box, after.block.box
    if left is not None and right is not None:
        apart = max(abs(left.x0 - right.x0), abs(left.x1 - right.x1))
        if apart > 3 * _EDGE:
            return None
    return list(range(after.table.columns))


def _edges(table: Table) -> list[tuple[float, float]] | None:
    """The least left and greatest right edge of each column's own cells; None without boxes."""
    edges: list[tuple[float, float] | None] = [None] * table.columns
    for cell in table.cells:
        if cell.column_span == 1 and cell.box is not None:
            x0, x1 = edges[cell.column] or (1.0, 0.0)
            edges[cell.column] = (min(x0, cell.box.x0), max(x1, cell.box.x1))
    known = [edge for edge in edges if edge is not None]
    return known if len(known) == table.columns else None


def _aligned(ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]) -> bool:
    """Every column overlaps its fellow by most of the narrower one, and no other as much."""
    return all(_overlap(a, b) >= 0.5 for a, b in zip(ours, theirs, strict=True))


def _by_overlap(
    ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]
) -> list[int] | None:
    """Each of their columns to the one of ours it lies in; only if that keeps their order."""
    if len(theirs) > len(ours) or 2 * len(theirs) <= len(ours):
        return None
    columns = []
    for edge in theirs:
        best = max(range(len(ours)), key=lambda place: _overlap(ours[place], edge))
        if _overlap(ours[best], edge) < 0.5:
            return None
        columns.append(best)
    return columns if columns == sorted(set(columns)) else None


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Shared width as a share of the narrower one."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / max(min(a[1] - a[0], b[1] - b[0]), 1e-6)
