"""Unruled and partly ruled tables: from lines of text that are known to make one, to its grid."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from octavo.reading import tables_columns, tables_header, tables_rows
from octavo.reading.tables_grid import Grid, GridCell
from octavo.reading.tables_rows import is_number
from octavo.reading.tables_rules import Rule
from octavo.reading.tables_text import Line, Segment

MAX_HEADER = 8
"""Lines; more above the first row of figures is no header."""


def grid(lines: Sequence[Line], flat: Sequence[Rule], hard: Sequence[float] = ()) -> Grid | None:
    """The table that `lines` make, with rules `flat` among them, or None for a single column.

    `hard` are places where upright lines part columns whatever the text does.
    """
    partings = merged_partings(tables_columns.partings(lines), hard, lines)
    if not partings:
        return None
    whole = _extents(lines, partings)
    lines = [_recut(line, partings, whole) for line in lines]
    depth = header_depth(lines, partings, flat)
    rows = tables_rows.grouped(lines[depth:], partings, flat)
    extents = _extents(lines[depth:] or lines, partings)
    header = tables_header.read(lines[:depth], tables_header.Columns(partings, extents, hard), flat)
    cells = list(header.cells)
    for number, row in enumerate(rows, header.rows):
        cells += _row_cells(number, row, partings)
    ys = _row_edges(lines, header, rows, depth)
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Grid([x0, *partings, x1], ys, cells, header.rows)


def merged_partings(
    soft: Sequence[float], hard: Sequence[float], lines: Sequence[Line]
) -> list[float]:
    """All of `hard`, and those of `soft` that are not the same place seen twice."""
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    kept = [h for h in hard if x0 < h < x1]
    gaps = sorted([x0, *kept, x1])
    for place in soft:
        left = max(g for g in gaps if g <= place)
        right = min(g for g in gaps if g >= place)
        middles = [s.centre for line in lines for s in line.segments]
        if any(left <= m < place for m in middles) and any(place < m <= right for m in middles):
            kept.append(place)
    return sorted(kept)


def _recut(line: Line, partings: Sequence[float], extents: Sequence[tuple[float, float]]) -> Line:
    """`line` with its segments cut at partings that run between two of their words.

    A line of one segment is cut only if its parts then keep to the edges of their columns.
    """
    cut = [part for segment in line.segments for part in _cut(segment, partings)]
    if len(line.segments) > 1:
        return Line(cut)
    kept = sum(_keeps_to(s, extents[tables_columns.band(s, partings, 1.0)[0]]) for s in cut)
    enough = 0.7 * len(cut) if len(cut) == len(extents) else len(cut)
    return Line(cut) if len(cut) > 1 and kept >= enough else line


def _keeps_to(segment: Segment, extent: tuple[float, float]) -> bool:
    x0, x1 = extent
    offsets = (segment.x0 - x0, segment.x1 - x1, segment.centre - (x0 + x1) / 2)
    return min(map(abs, offsets)) < 0.5 * segment.em


def _cut(segment: Segment, partings: Sequence[float]) -> list[Segment]:
    """A segment cut at partings between its words; those between two figures may be nudged."""
    runs = [[segment.pieces[0]]]
    for piece in segment.pieces[1:]:
        last = runs[-1][-1]
        figures = is_number(last.text) and is_number(piece.text)
        slack = 0.6 * piece.em if figures else 0.5
        if any(last.x1 - slack <= p <= piece.x0 + slack for p in partings):
            runs.append([piece])
        else:
            runs[-1].append(piece)
    return [Segment(run) for run in runs]


def header_depth(lines: Sequence[Line], partings: Sequence[float], flat: Sequence[Rule]) -> int:
    """How many of the first lines are headings."""
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    data = next((i for i, line in enumerate(lines) if _is_data(line, partings)), None)
    wide = [r.at for r in flat if min(r.end, x1) - max(r.start, x0) > 0.8 * (x1 - x0)]
    ruled = [
        number
        for number in range(1, min(MAX_HEADER + 1, len(lines)))
        if any(lines[number - 1].middle < at < lines[number].middle for at in wide)
    ]
    if ruled:
        return max([n for n in ruled if data is not None and n <= data], default=ruled[0])
    if data is not None and 0 < data <= MAX_HEADER:
        return _without_sections(lines, data)
    return 1 if data is None else 0


def _without_sections(lines: Sequence[Line], data: int) -> int:
    """Lines before the first figures, less a section's title right above them."""
    last = lines[data - 1]
    alone = len(last.segments) == 1 and abs(last.x0 - lines[data].x0) < 1.5 * last.em
    return data - 1 if alone and data > 1 else data


def _is_data(line: Line, partings: Sequence[float]) -> bool:
    """Whether most of a line beyond its first column is figures (years in all of it are not)."""
    texts = [s.text for c, s in tables_rows.columns_of(line, partings).items() if c > 0]
    if not texts:
        return False
    numbers = [t for t in texts if is_number(t)]
    return len(numbers) >= 0.5 * len(texts) and not all(tables_rows.is_year(t) for t in texts)


def _extents(lines: Sequence[Line], partings: Sequence[float]) -> list[tuple[float, float]]:
    """The left and right ends of what stands in each column alone."""
    spans: list[list[Segment]] = [[] for _ in range(len(partings) + 1)]
    for line in lines:
        for segment in line.segments:
            first, last = tables_columns.band(segment, partings, 1.0)
            if first == last:
                spans[first].append(segment)
    edges = [lines[0].x0, *partings, max(line.x1 for line in lines)]
    return [
        (min(s.x0 for s in span), max(s.x1 for s in span)) if span else (edges[c], edges[c + 1])
        for c, span in enumerate(spans)
    ]


def _row_cells(number: int, row: tables_rows.Row, partings: Sequence[float]) -> list[GridCell]:
    """The cells of one body row; text that crosses partings spans the columns it covers."""
    cells = {c: GridCell(number, c) for c in range(len(partings) + 1)}
    for line in row.lines:
        for segment in line.segments:
            first, last = tables_columns.band(segment, partings, 0.4 * segment.em)
            for column in range(first + 1, last + 1):
                if column in cells and not cells[column].pieces and first in cells:
                    cells[first].column_span = max(cells[first].column_span, column - first + 1)
                    del cells[column]
            owner = max(c for c in cells if c <= first)
            cells[owner].pieces += segment.pieces
    return _without_gaps(cells, len(partings) + 1, number)


def _without_gaps(cells: dict[int, GridCell], count: int, number: int) -> list[GridCell]:
    """Cells of a row made to cover every column exactly once."""
    made, column = [], 0
    while column < count:
        cell = cells.get(column) or GridCell(number, column)
        following = min((c for c in cells if c > column), default=count)
        cell.column_span = min(cell.column_span, following - column)
        made.append(cell)
        column += cell.column_span
    return made


def _row_edges(
    lines: Sequence[Line],
    header: tables_header.Header,
    rows: Sequence[tables_rows.Row],
    depth: int,
) -> list[float]:
    ys = [lines[0].y0, *header.ends]
    if depth and rows:
        ys.append((max(line.y1 for line in lines[:depth]) + rows[0].y0) / 2)
    for above, below in itertools.pairwise(rows):
        ys.append((above.y1 + below.y0) / 2)
    return [*ys, max(line.y1 for line in lines)]
