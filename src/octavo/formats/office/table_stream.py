"""Tables told as a stream of cell and row ends (binary Word, RTF), made into blocks.

Rows there say where their cells end in twips, not in which grid column they lie; the grid is the
union of all those edges, and a cell spans the columns between its own. Tables nest by depth.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.grid import Placed, build, header_rows, looks_like_header, mark_header

SAME_EDGE = 30
"""Twips: edges nearer than this are one (1.5 points)."""
MAX_DEPTH = 20


@dataclass(slots=True)
class RowShape:
    """The cells of a row: left edge, right edges in twips, and which go on from left or above."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    from_left: set[int] = field(default_factory=set)
    from_above: set[int] = field(default_factory=set)
    header: bool = False


@dataclass(slots=True)
class _Row:
    shape: RowShape
    cells: list[list[Block]]


@dataclass(slots=True)
class _Open:
    """A table being read: its finished rows, the cells of the current one, the current cell."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)


class TableStream:
    """Takes blocks and the ends of cells and rows, and gives whole blocks to `add`."""

    def __init__(self, add: Callable[[Block], None]) -> None:
        self._add = add
        self._open: list[_Open] = []

    def block(self, block: Block, depth: int) -> None:
        """A block at a nesting depth; 0 is outside all tables."""
        self._reach(depth)
        self._put(block)

    def end_cell(self, depth: int) -> None:
        if self._reach(depth):
            table = self._open[-1]
            table.cells.append(table.cell)
            table.cell = []

    def end_row(self, depth: int, shape: RowShape) -> None:
        if not self._reach(depth):
            return
        table = self._open[-1]
        if table.cell:
            table.cells.append(table.cell)
        while shape.edges and len(table.cells) > len(shape.edges) and not table.cells[-1]:
            table.cells.pop()  # LibreOffice ends the last cell of a row twice
        if table.cells:
            table.rows.append(_Row(shape, table.cells))
        table.cells, table.cell = [], []

    def close(self) -> None:
        """No table goes on here."""
        self._reach(0)

    @property
    def depth(self) -> int:
        return len(self._open)

    def _reach(self, depth: int) -> bool:
        depth = min(depth, MAX_DEPTH)
        while len(self._open) > depth:
            table = self._open.pop()
            for block in _finished(table):
                self._put(block)
        while len(self._open) < depth:
            self._open.append(_Open())
        return bool(self._open)

    def _put(self, block: Block) -> None:
        if self._open:
            self._open[-1].cell.append(block)
        else:
            self._add(block)


def _finished(table: _Open) -> list[Block]:
    """A table's block and its pictures; what stands in it if it is one cell, or has no row end."""
    rest = [block for cell in (*table.cells, table.cell) for block in cell]
    if not table.rows:
        return rest
    if len(table.rows) == 1 and len(table.rows[0].cells) == 1:
        return table.rows[0].cells[0] + rest
    placed = _placed(table.rows)
    headers = 0
    while headers < len(table.rows) and table.rows[headers].shape.header:
        headers += 1
    if 0 < headers < len(table.rows):
        mark_header(placed, headers)
    elif looks_like_header(placed):
        mark_header(placed, header_rows(placed))
    inside = [block for row in table.rows for cell in row.cells for block in cell]
    figures = [block for block in inside if block.figure is not None]
    marks = [mark for block in inside for mark in block.note_refs]
    made = Block(BlockKind.TABLE, table=build(placed, rows=len(table.rows)), note_refs=marks)
    return [made, *figures, *rest]


def _placed(rows: list[_Row]) -> list[Placed]:
    grid = _grid([row.shape for row in rows])
    placed: list[Placed] = []
    above: dict[int, Placed] = {}
    for at, row in enumerate(rows):
        shape = row.shape
        starts = [shape.left, *shape.edges]
        before: Placed | None = None
        for index, blocks in enumerate(row.cells):
            first, last = _columns(grid, starts, index)
            if index in shape.from_left and before is not None:
                before.column_span = last - before.column
                continue
            top = above.get(first)
            if index in shape.from_above and top is not None:
                top.row_span = at - top.row + 1
                before = None
                continue
            text, markdown = cell_text(blocks)
            before = Placed(at, first, text, markdown, column_span=max(1, last - first))
            placed.append(before)
            above[first] = before
    return placed


def _columns(grid: list[int], starts: list[int], index: int) -> tuple[int, int]:
    """The first grid column of a row's cell and the one behind its last."""
    if index + 1 >= len(starts) or len(grid) < 2:
        return index, index + 1
    return _at(grid, starts[index]), max(_at(grid, starts[index + 1]), _at(grid, starts[index]) + 1)


def _at(grid: list[int], edge: int) -> int:
    near = bisect_left(grid, edge)
    if near and (near == len(grid) or edge - grid[near - 1] < grid[near] - edge):
        near -= 1
    return near


def _grid(shapes: list[RowShape]) -> list[int]:
    """All edges from left to right, those that hardly differ as one."""
    edges = sorted({edge for shape in shapes for edge in (shape.left, *shape.edges)})
    grid: list[int] = []
    for edge in edges:
        if not grid or edge - grid[-1] > SAME_EDGE:
            grid.append(edge)
    return grid
