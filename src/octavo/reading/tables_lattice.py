"""Ruled tables: where upright and flat lines cross, they draw the grid themselves."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from octavo.reading import tables_columns, tables_rows, tables_text
from octavo.reading.tables_grid import MAX_CELLS, Grid, GridCell, fill, merged, without_empty
from octavo.reading.tables_rules import Rule, Rules, covers, positions
from octavo.reading.tables_text import Piece, Segment

TOUCH = 4.0
"""Points: lines that miss each other by no more than this meet."""
APART = 4.0
"""Points: lines nearer than this bound the same row or column."""
OPEN = 8.0
"""Points by which lines must pass the outermost crossing one to leave an open side."""


def components(rules: Rules) -> list[Rules]:
    """Groups of lines that meet one another, each with flat and upright ones."""
    flat = sorted(rules.flat, key=lambda r: r.at)
    heights = [r.at for r in flat]
    parent = list(range(len(flat) + len(rules.upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for number, upright in enumerate(rules.upright, len(flat)):
        low = bisect_left(heights, upright.start - TOUCH)
        high = bisect_right(heights, upright.end + TOUCH)
        for index in range(low, high):
            if flat[index].start - TOUCH <= upright.at <= flat[index].end + TOUCH:
                parent[root(index)] = root(number)
    groups: dict[int, Rules] = {}
    for index, rule in enumerate(flat):
        groups.setdefault(root(index), Rules([], [])).flat.append(rule)
    for index, rule in enumerate(rules.upright, len(flat)):
        groups.setdefault(root(index), Rules([], [])).upright.append(rule)
    return [g for g in groups.values() if g.flat and g.upright]


def edges(component: Rules) -> tuple[list[float], list[float]]:
    """Column and row edges of a component, open sides closed where its lines end."""
    xs = _closed(positions(component.upright, APART), component.flat)
    ys = _closed(positions(component.flat, APART), component.upright)
    return xs, ys


def _closed(found: list[float], crossing: Sequence[Rule]) -> list[float]:
    """`found` with an edge added at the ends of the `crossing` lines if most pass the last."""
    if not found:
        return found
    starts = sorted(r.start for r in crossing)
    ends = sorted(r.end for r in crossing)
    first, last = starts[len(starts) // 2], ends[len(ends) // 2]
    before = [first] if first < found[0] - OPEN else []
    after = [last] if last > found[-1] + OPEN else []
    return before + found + after


def grid(component: Rules, pieces: Sequence[Piece]) -> Grid | None:
    """The table a component draws, with its text, or None if it draws none."""
    xs, ys = edges(component)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MAX_CELLS:
        return None

    upright, flat = _near(component.upright, xs), _near(component.flat, ys)

    def joined(row: int, column: int, way: int) -> bool:
        if way == 0:
            return covers(upright[column + 1], xs[column + 1], ys[row], ys[row + 1], APART) < 0.5
        return covers(flat[row + 1], ys[row + 1], xs[column], xs[column + 1], APART) < 0.5

    made = Grid(xs, ys, merged(rows, columns, joined))
    fill(made, pieces)
    made.cells = [part for cell in made.cells for part in _parted(cell, xs)]
    em = _em(made)
    if not _is_table(without_empty(made, narrow=1.5 * em, homes=False)):
        return None
    made = without_empty(made, narrow=1.5 * em)
    made.header_rows = _header_rows(made)
    return made


def _near(rules: Sequence[Rule], places: Sequence[float]) -> list[list[Rule]]:
    """For each place, the rules that lie there."""
    rules = sorted(rules, key=lambda r: r.at)
    ats = [r.at for r in rules]
    return [
        list(rules[bisect_left(ats, place - APART) : bisect_right(ats, place + APART)])
        for place in places
    ]


def _parted(cell: GridCell, xs: Sequence[float]) -> list[GridCell]:
    """A cell no line parts, cut where its text keeps to the columns lines draw elsewhere.

    An empty one beside full rows is cut into them: a line missing there says little.
    """
    if not cell.pieces and cell.row > 0 and cell.column > 0:
        return [GridCell(row, column) for row, column in cell.positions]
    if cell.column_span == 1 or len(cell.pieces) < 2:
        return [cell]
    rows = tables_text.lines(cell.pieces)
    if max(len(line.segments) for line in rows) < 2:
        return [cell]
    found = [s for line in rows for s in line.segments]
    inner = range(cell.column + 1, cell.column + cell.column_span)
    free = [c for c in inner if not any(_crosses(s, xs[c]) for s in found)]
    starts = [cell.column, *free, cell.column + cell.column_span]
    parts = []
    for first, after in itertools.pairwise(starts):
        part = GridCell(cell.row, first, cell.row_span, after - first)
        inside = (s for s in found if xs[first] <= s.centre < xs[after])
        part.pieces = [p for s in inside for p in s.pieces]
        parts.append(part)
    return parts


def _crosses(segment: Segment, place: float) -> bool:
    """Whether text runs across `place`, by more than a cell that is carelessly set does."""
    slack = max(1.0, 0.12 * segment.width)
    return segment.x0 + slack < place < segment.x1 - slack


def is_coarse(grid: Grid) -> bool:
    """Whether its lines leave rows or columns unparted that its text shows.

    Rows: figures stand below each other in most columns of one row. Columns: the text of one
    column falls into several, line after line.
    """
    rows: dict[int, list[GridCell]] = {}
    columns: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.pieces and cell.row_span == 1:
            rows.setdefault(cell.row, []).append(cell)
        if cell.pieces and cell.column_span == 1:
            columns.setdefault(cell.column, []).append(cell)
    return (
        any(map(_stacks_figures, rows.values()))
        or any(map(_has_strips, rows.values()))
        or any(map(_has_columns, columns.values()))
    )


def _has_strips(cells: Sequence[GridCell]) -> bool:
    """Whether a white strip runs across all cells of a row with text to both sides in two."""
    pieces = [p for cell in cells for p in cell.pieces]
    found = tables_text.lines(pieces)
    for above, below in itertools.pairwise(found):
        if below.y0 - above.y1 < 0.5 * below.em:
            continue
        middle = (above.y1 + below.y0) / 2
        sides = [{p.middle < middle for p in cell.pieces} == {True, False} for cell in cells]
        if sum(sides) >= 2 and sum(sides) > 0.5 * len(sides):
            return True
    return False


def _stacks_figures(cells: Sequence[GridCell]) -> bool:
    stacked = filled = 0
    for cell in cells:
        found = tables_text.lines(cell.pieces)
        filled += 1
        figures = sum(tables_rows.is_number(s.text) for line in found for s in line.segments)
        stacked += len(found) >= 3 and figures >= 0.7 * len(found)
    return filled >= 2 and stacked >= max(1, 0.4 * filled)


def _has_columns(cells: Sequence[GridCell]) -> bool:
    found = [line for cell in cells for line in tables_text.lines(cell.pieces)]
    several = sum(len(line.segments) > 1 for line in found)
    if len(found) < 3 or several < 0.6 * len(found):
        return False
    return bool(tables_columns.partings(found))


def _header_rows(grid: Grid) -> int:
    """How many rows at the top are headings: those the cells of the first row reach down to.

    A first row with figures in it (other than years) is none, nor one in a grid of labels.
    """
    first = [cell for cell in grid.cells if cell.row == 0 and cell.pieces]
    plain = [c for c in first if not tables_rows.is_figure(tables_text.reading_text(c.pieces))]
    if len(first) < 2 or len(plain) < len(first):
        return 0
    rest = [cell for cell in grid.cells if cell.row > 0 and cell.column > 0 and cell.pieces]
    figures = any(tables_rows.is_figure(tables_text.reading_text(c.pieces)) for c in rest)
    bold = all(c.pieces[0].bold for c in first) and not all(c.pieces[0].bold for c in rest)
    if not figures and not bold and grid.columns < 3:
        return 0
    depth = max(cell.row_span for cell in first)
    wide = any(1 < cell.column_span < grid.columns for cell in first)
    return min(max(depth, 2 if wide else 1), grid.rows - 1)


def _em(grid: Grid) -> float:
    sizes = sorted(p.em for p in grid.pieces)
    return sizes[len(sizes) // 2] if sizes else 10.0


def _is_table(grid: Grid) -> bool:
    """Two rows and two columns at least, and text in a good part of them (charts have none)."""
    if grid.rows < 2 or grid.columns < 2:
        return False
    filled = [c for c in grid.cells if c.pieces]
    columns = {c.column for c in filled}
    return len(columns) >= 2 and len(filled) >= max(3, 0.25 * len(grid.cells))
