"""The headings of an unruled table: stacked lines, headings over several columns, levels.

A heading over several columns shows by the line drawn under it, by crossing the parting of
columns, or by standing over the middle of more than one.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from octavo.reading.tables_columns import band
from octavo.reading.tables_grid import GridCell
from octavo.reading.tables_rules import Rule
from octavo.reading.tables_text import Line, Segment


@dataclass(slots=True)
class _Heading:
    """A piece of heading: its line, and the columns it stands over."""

    line: int
    first: int
    last: int
    segment: Segment

    @property
    def wide(self) -> bool:
        return self.last > self.first


@dataclass(slots=True)
class Header:
    """Rows of headings: their cells, and the height at which each level but the last ends."""

    cells: list[GridCell] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return len(self.ends) + 1 if self.cells else 0


@dataclass(frozen=True, slots=True)
class Columns:
    """The partings of a table and, for each column, the extent of what stands in its body."""

    partings: Sequence[float]
    extents: Sequence[tuple[float, float]]
    hard: Sequence[float] = ()

    @property
    def count(self) -> int:
        return len(self.partings) + 1


def read(lines: Sequence[Line], columns: Columns, flat: Sequence[Rule]) -> Header:
    """The header that `lines`, those above the body, make."""
    if not lines:
        return Header()
    found = _headings(lines, columns, flat)
    ends = _levels(lines, found)
    level = [sum(end < line.middle for end in ends) for line in lines]
    grid: dict[tuple[int, int], GridCell] = {}
    for heading in found:
        if heading.wide:
            _add(grid, level[heading.line], heading)
    breaks = {level[i + 1] for i in range(len(lines) - 1) if _changes_style(lines[i], lines[i + 1])}
    for heading in found:
        if not heading.wide:
            _add_leaf(grid, len(ends), level[heading.line], heading, breaks)
    _fill(grid, len(ends) + 1, columns.count)
    cells = list({id(cell): cell for cell in grid.values()}.values())
    return Header(sorted(cells, key=lambda c: (c.row, c.column)), ends)


def _headings(lines: Sequence[Line], columns: Columns, flat: Sequence[Rule]) -> list[_Heading]:
    found = []
    for number, line in enumerate(lines):
        below = lines[number + 1].middle if number + 1 < len(lines) else line.y1 + line.em
        ranges = [_own_range(s, columns) for s in line.segments]
        for index, segment in enumerate(line.segments):
            first, last = ranges[index]
            under = _underline(segment, below, columns, flat)
            if under is not None:
                first, last = under
            elif number + 1 < len(lines):
                low = ranges[index - 1][1] + 1 if index else 1
                high = ranges[index + 1][0] - 1 if index + 1 < len(ranges) else columns.count - 1
                first, last = _centred(segment, (first, last), (low, high), columns)
            found.append(_Heading(number, first, last, segment))
    return found


def _own_range(segment: Segment, columns: Columns) -> tuple[int, int]:
    return band(segment, columns.partings, 0.35 * segment.em)


def _underline(
    segment: Segment, below: float, columns: Columns, flat: Sequence[Rule]
) -> tuple[int, int] | None:
    """The columns over which a line is drawn right under `segment`, unless it is a long one."""
    whole = columns.extents[-1][1] - columns.extents[0][0]
    for rule in flat:
        if not segment.middle < rule.at < below or rule.length > 0.85 * whole:
            continue
        if not rule.start - 2 <= segment.centre <= rule.end + 2:
            continue
        over = [
            c
            for c, (x0, x1) in enumerate(columns.extents)
            if min(x1, rule.end) - max(x0, rule.start) > 0.5 * (x1 - x0)
        ]
        if over:
            return over[0], over[-1]
    return None


def _centred(
    segment: Segment, own: tuple[int, int], room: tuple[int, int], columns: Columns
) -> tuple[int, int]:
    """The range of columns around `own`, within `room`, that `segment` stands in the middle of."""

    def miss(first: int, last: int) -> float:
        return abs((columns.extents[first][0] + columns.extents[last][1]) / 2 - segment.centre)

    best, least = own, miss(*own)
    if own[0] == own[1] and _aligned(segment, columns.extents[own[0]]):
        return own
    low, high = _room(segment, room, columns)
    for first in range(low, own[0] + 1):
        for last in range(own[1], high + 1):
            if miss(first, last) < 0.4 * least:
                best, least = (first, last), miss(first, last)
    return best


def _room(segment: Segment, room: tuple[int, int], columns: Columns) -> tuple[int, int]:
    """`room` cut at the upright lines to the left and to the right of `segment`."""
    left = [
        i for i, x in enumerate(columns.partings, 1) if x in columns.hard and x < segment.centre
    ]
    right = [i for i, x in enumerate(columns.partings) if x in columns.hard and x > segment.centre]
    return max(room[0], 0, *left), min(room[1], columns.count - 1, *right)


def _aligned(segment: Segment, extent: tuple[float, float]) -> bool:
    """Whether a heading keeps to the left, the right or the middle of its own column."""
    near = 0.7 * segment.em
    offsets = (
        segment.x0 - extent[0],
        segment.x1 - extent[1],
        segment.centre - (extent[0] + extent[1]) / 2,
    )
    return min(map(abs, offsets)) < near


def _levels(lines: Sequence[Line], found: Sequence[_Heading]) -> list[float]:
    """Heights that end a level: below every line with a wide heading not carried on below it."""
    ends = []
    for number in range(len(lines) - 1):
        here = {(h.first, h.last) for h in found if h.line == number and h.wide}
        after = {(h.first, h.last) for h in found if h.line == number + 1 and h.wide}
        if (here and not here & after) or _changes_style(lines[number], lines[number + 1]):
            ends.append((lines[number].middle + lines[number + 1].middle) / 2)
    return ends


def _changes_style(above: Line, below: Line) -> bool:
    """Whether headings in bold end here and plain ones begin, each in several columns."""
    if min(len(above.segments), len(below.segments)) < 2:
        return False
    return all(p.bold for p in above.pieces) and not any(p.bold for p in below.pieces)


def _add(grid: dict[tuple[int, int], GridCell], level: int, heading: _Heading) -> None:
    cell = grid.get((level, heading.first))
    if cell is None:
        cell = GridCell(level, heading.first, 1, heading.last - heading.first + 1)
        if any(position in grid for position in cell.positions):
            return _append(grid, level, heading)
        for position in cell.positions:
            grid[position] = cell
    cell.pieces += heading.segment.pieces
    return None


def _append(grid: dict[tuple[int, int], GridCell], level: int, heading: _Heading) -> None:
    for column in range(heading.first, heading.last + 1):
        if (level, column) in grid:
            grid[level, column].pieces += heading.segment.pieces
            return


def _add_leaf(
    grid: dict[tuple[int, int], GridCell],
    last: int,
    level: int,
    heading: _Heading,
    breaks: Set[int],
) -> None:
    """A heading of one column reaches from below the wide one over it to the body.

    It does not reach over `breaks`, levels at which the style changes.
    """
    column = heading.first
    top = max((r + 1 for r in range(last + 1) if _wide_at(grid, r, column)), default=0)
    top = max([top, *(b for b in breaks if b <= level)])
    if top > last or level < top:
        top = level
    cell = grid.get((top, column))
    if cell is None:
        cell = GridCell(top, column)
        row = top
        while row <= last and (row, column) not in grid and (row == top or row not in breaks):
            grid[row, column] = cell
            row += 1
        cell.row_span = row - top
    cell.pieces += heading.segment.pieces


def _wide_at(grid: dict[tuple[int, int], GridCell], row: int, column: int) -> bool:
    cell = grid.get((row, column))
    return cell is not None and cell.column_span > 1


def _fill(grid: dict[tuple[int, int], GridCell], rows: int, columns: int) -> None:
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in grid:
                grid[row, column] = GridCell(row, column)
