"""Tables between flat lines alone whose cells hold sentences, which a search for figures misses.

Lines of one width stand above each other; what lies between two of them is a row, or the header.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from octavo.reading import tables_columns, tables_regions, tables_rules, tables_text
from octavo.reading.tables_grid import Grid, GridCell, fill, without_empty
from octavo.reading.tables_regions import Region
from octavo.reading.tables_rows import is_number
from octavo.reading.tables_rules import Rule
from octavo.reading.tables_text import Line, Piece, Segment

MAX_LINES = 14
"""Lines of text between two drawn lines, on average: more is a page with rules on it."""


def regions(pieces: Sequence[Piece], flat: Sequence[Rule]) -> list[Region]:
    """Tables between lines with sentences in them; those without are found by their columns."""
    found = []
    for stack in tables_rules.stacks(flat):
        region = _region(_with_header(stack, pieces), pieces)
        if region is not None:
            found.append(region)
    return found


def _with_header(stack: Sequence[Rule], pieces: Sequence[Piece]) -> Sequence[Rule]:
    """`stack` with an edge added above headings that stand right over its first line."""
    first = stack[0]
    near = [
        p
        for p in pieces
        if first.at - 4.5 * p.em < p.middle < first.at
        and first.start - 2 <= p.centre <= first.end + 2
    ]
    top, columns = first.at, list[Segment]()
    for line in reversed(tables_text.lines(near, tables_regions.LOOSE)):
        text = line.segments[0].text
        titled = tables_regions.CAPTION.match(text) or any(
            map(tables_regions.is_prose, line.segments)
        )
        if titled or top - line.y1 > 0.8 * line.em:
            break
        top, columns = min(top, line.y0), [*columns, *line.segments]
    spread = {round((s.centre - first.start) / max(first.length, 1.0) * 8) for s in columns}
    return [Rule(top - 0.5, first.start, first.end), *stack] if len(spread) > 1 else stack


def _region(stack: Sequence[Rule], pieces: Sequence[Piece]) -> Region | None:
    first, last = stack[0], stack[-1]
    inside = [
        p
        for p in pieces
        if first.at < p.middle < last.at and first.start - 2 <= p.centre <= first.end + 2
    ]
    lines = tables_text.lines(inside, tables_regions.LOOSE)
    bands = [
        [line for line in lines if above.at < line.middle < below.at]
        for above, below in itertools.pairwise(stack)
    ]
    full = [band for band in bands if band]
    if len(full) < 2 or len(lines) > MAX_LINES * len(full) or not _has_prose(lines):
        return None
    if any(_stacks_figures(band) for band in full):
        return None
    partings = tables_columns.partings(lines)
    if not partings or not all(_keeps_columns(band, partings) for band in full):
        return None
    return Region(lines, list(stack))


def _has_prose(lines: Sequence[Line]) -> bool:
    return any(tables_regions.is_prose(s) for line in lines for s in line.segments)


def _stacks_figures(band: Sequence[Line]) -> bool:
    """Whether a band holds more than one row: lines with a label and figures each."""
    return sum(any(is_number(s.text) for s in line.segments[1:]) for line in band) > 1


def _keeps_columns(band: Sequence[Line], partings: Sequence[float]) -> bool:
    """Whether the text of a row stands in columns, two at least, but for a title alone in it."""
    segments = [s for line in band for s in line.segments]
    crossing = sum(len(set(tables_columns.band(s, partings, s.em))) > 1 for s in segments)
    columns = {tables_columns.band(s, partings, s.em)[0] for s in segments}
    return len(band) == 1 or (crossing <= 0.1 * len(segments) and len(columns) > 1)


def grid(region: Region) -> Grid | None:
    """The table of a region: a row between every two lines."""
    partings = tables_columns.partings(region.lines)
    x0, x1 = region.flat[0].start, region.flat[0].end
    xs = [min(x0, region.x0), *[p for p in partings if x0 < p < x1], max(x1, region.x1)]
    ys = [rule.at for rule in region.flat]
    cells = [GridCell(r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)]
    made = Grid(xs, ys, cells, header_rows=1, confidence=0.8)
    if made.columns < 2:
        return None
    fill(made, [p for line in region.lines for p in line.pieces])
    return without_empty(made, narrow=0.0)
