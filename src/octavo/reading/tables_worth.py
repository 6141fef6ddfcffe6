"""Whether what lines up is a table at all: lists, contents, forms and charts line up too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from statistics import median

from octavo.reading.tables_grid import Grid, GridCell
from octavo.reading.tables_regions import Region
from octavo.reading.tables_rows import is_number
from octavo.reading.tables_text import reading_text

Area = tuple[float, float, float, float]
MARKER = re.compile(r"[•●○▪■◦\-–—*·❖➢✓]|\(?[0-9ivxlcdm]{1,5}[.)]|\(?[a-z][.)]", re.I)
_PLAIN = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
LEADERS = re.compile(r"(\.\s?){4,}")


def keep(grid: Grid, region: Region, fills: Sequence[Area] = ()) -> bool:
    """Set the confidence of `grid` and say whether it is worth keeping.

    `fills` are the filled rectangles of the page in points.
    """
    grid.confidence = 0.0 if is_chart(region, fills) else worth(grid, region)
    return grid.confidence >= 0.5


def is_chart(region: Region, fills: Sequence[Area]) -> bool:
    """Whether lines run through the middle of text, or bars stand among it."""
    width = region.x1 - region.x0
    struck = 0
    for rule in region.flat:
        if rule.length > 0.3 * width:
            struck += any(abs(rule.at - line.middle) < 0.2 * line.em for line in region.lines)
    pieces = [p for line in region.lines for p in line.pieces]
    bars = 0
    for x0, y0, x1, y1 in fills:
        inside = region.x0 <= (x0 + x1) / 2 <= region.x1 and y0 < region.y1 and y1 > region.y0
        high = y1 - y0 > 2.5 * pieces[0].em and x1 - x0 < 0.3 * width
        if inside and high:
            bars += not any(x0 < p.centre < x1 and y0 < p.middle < y1 for p in pieces)
    return struck >= 3 or bars >= 3


def worth(grid: Grid, region: Region) -> float:
    """How sure it is that `grid` is a table, 0..1."""
    texts = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.pieces:
            texts[cell.row][cell.column] = reading_text(cell.pieces)
    body = texts[grid.header_rows :]
    if len(body) < 2 or grid.columns < 2 or _is_list(body) or _is_contents(body):
        return 0.0
    if grid.header_rows == 1 and all(is_number(t) for t in texts[0] if t) and _lone(texts[0]):
        return 0.0
    full = [row for row in body if sum(map(bool, row)) > 1]
    filled = [t for row in full for t in row[1:] if t]
    ruled = _ruled(region)
    if not filled or (not ruled and len(full) < 0.5 * len(body)):
        return 0.0
    if _has_scale(body) or _has_scale([list(column) for column in zip(*texts, strict=True)]):
        return 0.0
    share = len(filled) / (len(full) * (grid.columns - 1))
    if share < 0.6 and ruled < 1:
        return 0.0
    numbers = sum(map(is_number, filled)) / len(filled)
    long = sum(len(t.split()) > 12 for t in filled) / len(filled)
    score = 0.1 + 0.3 * numbers + 0.35 * ruled + 0.3 * (_alignment(grid) - 0.5) - 0.4 * long
    score += 0.2 * min(1.0, share) + 0.05 * min(grid.columns - 2, 2) + 0.02 * min(len(body) - 3, 5)
    return max(0.0, min(1.0, score))


def _alignment(grid: Grid) -> float:
    """The share of body cells that keep to a common left, right or middle of their column."""
    columns: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.pieces and cell.column_span == 1 and cell.row >= grid.header_rows:
            columns.setdefault(cell.column, []).append(cell)
    kept = total = 0
    for cells in columns.values():
        lefts = [min(p.x0 for p in cell.pieces) for cell in cells]
        rights = [max(p.x1 for p in cell.pieces) for cell in cells]
        middles = [(x0 + x1) / 2 for x0, x1 in zip(lefts, rights, strict=True)]
        near = 0.3 * cells[0].pieces[0].em
        kept += max(_agreeing(edges, near) for edges in (lefts, rights, middles))
        total += len(cells)
    return kept / total if total else 0.0


def _agreeing(edges: list[float], near: float) -> int:
    middle = median(edges)
    return sum(abs(edge - middle) <= near for edge in edges)


def _ruled(region: Region) -> float:
    width = region.x1 - region.x0
    wide = [
        r for r in region.flat if min(r.end, region.x1) - max(r.start, region.x0) > 0.75 * width
    ]
    return min(1.0, len(wide) / 2)


def _lone(row: list[str]) -> bool:
    return sum(map(bool, row)) == 1


def _has_scale(rows: list[list[str]]) -> bool:
    """Whether a column holds the even steps of a chart's axis while the others are half empty."""
    for column in zip(*rows, strict=True):
        steps = [float(t.replace(",", "").rstrip("%")) for t in column if _PLAIN.fullmatch(t)]
        if len(steps) < 4 or len(steps) < sum(map(bool, column)) - 1:
            continue
        step = steps[1] - steps[0]
        even = all(abs(b - a - step) < 1e-6 for a, b in itertools.pairwise(steps))
        rest = sum(map(bool, (t for row in rows for t in row))) - len(steps)
        if even and step < 0 and rest < 0.5 * len(rows) * (len(rows[0]) - 1):
            return True
    return False


def _is_list(body: list[list[str]]) -> bool:
    """Nothing but markers in the first of two columns."""
    marked = sum(bool(MARKER.fullmatch(row[0])) for row in body if row[0])
    return len(body[0]) == 2 and marked >= 0.6 * len(body)


def _is_contents(body: list[list[str]]) -> bool:
    """Entries with rising page numbers at the end, most often after dots."""
    last = [row[-1] for row in body if row[-1]]
    pages = [int(t) for t in last if t.isdigit() and len(t) <= 4]
    rising = all(a <= b for a, b in itertools.pairwise(pages))
    dotted = sum(any(LEADERS.search(t) for t in row) for row in body)
    whole = len(pages) >= 0.8 * len(last) and rising and len(pages) >= 3
    return whole and (dotted >= 0.5 * len(body) or len(body[0]) <= 3)
