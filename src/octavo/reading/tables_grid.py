"""What table finders agree on: a grid of cells with the pieces of text in each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from octavo.reading.tables_text import Piece

MAX_CELLS = 20_000
"""A grid of more positions is no table of a page."""


@dataclass(slots=True)
class GridCell:
    """A cell: its place and spans, and what stands in it."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    pieces: list[Piece] = field(default_factory=list)

    @property
    def positions(self) -> list[tuple[int, int]]:
        return [
            (r, c)
            for r in range(self.row, self.row + self.row_span)
            for c in range(self.column, self.column + self.column_span)
        ]


@dataclass(slots=True)
class Grid:
    """A table in points: `xs` and `ys` are the edges of its columns and rows, ascending.

    `cells` cover every position exactly once. `header_rows` counts rows of headings at the top.
    """

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    header_rows: int = 0
    confidence: float = 1.0

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def pieces(self) -> list[Piece]:
        return [p for cell in self.cells for p in cell.pieces]


def place(edges: Sequence[float], at: float) -> int | None:
    """The number of the band between `edges` that `at` lies in, None outside."""
    if not edges or at < edges[0] or at > edges[-1]:
        return None
    return min(max(bisect_right(edges, at) - 1, 0), len(edges) - 2)


def merged(rows: int, columns: int, joined: Callable[[int, int, int], bool]) -> list[GridCell]:
    """Cells of a grid where neighbours for which `joined(row, column, way)` holds are one.

    `way` 0 asks about the right neighbour, 1 about the lower one. Shapes that are no rectangle
    are filled up until all are.
    """
    owner = {(r, c): (r, c, r, c) for r in range(rows) for c in range(columns)}
    for row in range(rows):
        for column in range(columns):
            if column + 1 < columns and joined(row, column, 0):
                _unite(owner, owner[row, column], owner[row, column + 1])
            if row + 1 < rows and joined(row, column, 1):
                _unite(owner, owner[row, column], owner[row + 1, column])
    boxes = sorted(set(owner.values()))
    return [GridCell(t, left, b - t + 1, r - left + 1) for t, left, b, r in boxes]


_Span = tuple[int, int, int, int]


def _unite(owner: dict[tuple[int, int], _Span], a: _Span, b: _Span) -> None:
    """Make one rectangle of two, taking in every rectangle it cuts."""
    if a == b:
        return
    span = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    while True:
        inside = {owner[p] for p in _within(span)}
        grown = (
            min(s[0] for s in inside),
            min(s[1] for s in inside),
            max(s[2] for s in inside),
            max(s[3] for s in inside),
        )
        if grown == span:
            break
        span = grown
    for position in _within(span):
        owner[position] = span


def _within(span: _Span) -> list[tuple[int, int]]:
    top, left, bottom, right = span
    return [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]


def fill(grid: Grid, pieces: Iterable[Piece]) -> None:
    """Put each piece into the cell its middle lies in; those outside are left."""
    at = {position: cell for cell in grid.cells for position in cell.positions}
    for piece in pieces:
        row, column = place(grid.ys, piece.middle), place(grid.xs, piece.centre)
        if row is not None and column is not None:
            at[row, column].pieces.append(piece)


def without_empty(grid: Grid, narrow: float, *, homes: bool = True) -> Grid:
    """`grid` less its rows and columns that hold no text of their own.

    A row goes if no cell with text lies in it alone; a column only if it is also narrower than
    `narrow` points or wholly empty. With `homes`, a cell with text keeps one of its rows and
    columns at least; without, it may go with them.
    """
    rows = [r for r in range(grid.rows) if _holds(grid, r, by_row=True)]
    columns = [
        c
        for c in range(grid.columns)
        if _holds(grid, c, by_row=False)
        or (grid.xs[c + 1] - grid.xs[c] >= narrow and _touched(grid, c))
    ]
    if homes:
        filled = [cell for cell in grid.cells if cell.pieces]
        rows = _with_homes(rows, [(c.row, c.row_span) for c in filled])
        columns = _with_homes(columns, [(c.column, c.column_span) for c in filled])
    if len(rows) == grid.rows and len(columns) == grid.columns:
        return grid
    return _kept(grid, rows, columns)


def _with_homes(kept: list[int], spans: Iterable[tuple[int, int]]) -> list[int]:
    """`kept` and the first index of every span (first, length) that none of it lies in."""
    homes = set(kept)
    for first, length in sorted(spans, key=sum):
        if homes.isdisjoint(range(first, first + length)):
            homes.add(first)
    return sorted(homes)


def _holds(grid: Grid, index: int, *, by_row: bool) -> bool:
    for cell in grid.cells:
        first, span = (cell.row, cell.row_span) if by_row else (cell.column, cell.column_span)
        if first == index and span == 1 and cell.pieces:
            return True
    return False


def _touched(grid: Grid, column: int) -> bool:
    return any(
        cell.pieces and cell.column <= column < cell.column + cell.column_span
        for cell in grid.cells
    )


def _kept(grid: Grid, rows: list[int], columns: list[int]) -> Grid:
    """`grid` of the `rows` and `columns` alone; edges close up to the next kept one."""
    cells = []
    for cell in grid.cells:
        inside_rows = [i for i, r in enumerate(rows) if cell.row <= r < cell.row + cell.row_span]
        inside = [
            i for i, c in enumerate(columns) if cell.column <= c < cell.column + cell.column_span
        ]
        if inside_rows and inside:
            cells.append(
                GridCell(inside_rows[0], inside[0], len(inside_rows), len(inside), cell.pieces)
            )
    ys = [grid.ys[r] for r in rows] + [grid.ys[rows[-1] + 1]] if rows else []
    xs = [grid.xs[c] for c in columns] + [grid.xs[columns[-1] + 1]] if columns else []
    return Grid(xs, ys, cells, grid.header_rows, grid.confidence)
