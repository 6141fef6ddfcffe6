"""Whether what lines up is a table at all: lists, contents, forms and charts line up too."""

from __future__ import annotations

import re

from octavo.reading.tables_grid import Grid
from octavo.reading.tables_regions import Region
from octavo.reading.tables_rows import is_number
from octavo.reading.tables_text import reading_text

MARKER = re.compile(r"[•●○▪■◦\-–—*·❖➢✓]|\(?[0-9ivxlcdm]{1,5}[.)]|\(?[a-z][.)]", re.I)
_PLAIN = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
LEADERS = re.compile(r"(\.\s?){4,}")


def keep(grid: Grid, region: Region) -> bool:
    """Set the confidence of `grid` and say whether it is worth keeping."""
    grid.confidence = worth(grid, region)
    return grid.confidence >= 0.5


def worth(grid: Grid, region: Region) -> float:
    """How sure it is that `grid` is a table, 0..1."""
    texts = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.pieces:
            texts[cell.row][cell.column] = reading_text(cell.pieces)
    body = texts[grid.header_rows :]
    if len(body) < 2 or grid.columns < 2 or _is_list(body) or _is_contents(body):
        return 0.0
    full = [row for row in body if sum(map(bool, row)) > 1]
    filled = [t for row in full for t in row[1:] if t]
    ruled = _ruled(region)
    if not filled or (not ruled and len(full) < 0.5 * len(body)):
        return 0.0
    if _has_scale(body) or _has_scale([list(column) for column in zip(*texts, strict=True)]):
        return 0.0
    share = len(filled) / (len(full) * (grid.columns - 1))
    numbers = sum(map(is_number, filled)) / len(filled)
    long = sum(len(t.split()) > 12 for t in filled) / len(filled)
    score = 0.25 + 0.35 * numbers + 0.2 * min(1.0, share / 0.6) + 0.3 * ruled - 0.4 * long
    score += 0.1 * min(grid.columns - 2, 2) + 0.02 * min(len(body) - 3, 5)
    if share < 0.5:
        score -= 0.3
    return max(0.0, min(1.0, score))


def _ruled(region: Region) -> float:
    width = region.x1 - region.x0
    wide = [r for r in region.flat if min(r.end, region.x1) - max(r.start, region.x0) > 0.75 * width]
    return min(1.0, len(wide) / 2)


def _has_scale(rows: list[list[str]]) -> bool:
    """Whether a column holds the even steps of a chart's axis while the others are half empty."""
    for column in zip(*rows, strict=True):
        steps = [float(t.replace(",", "").rstrip("%")) for t in column if _PLAIN.fullmatch(t)]
        if len(steps) < 4 or len(steps) < sum(map(bool, column)) - 1:
            continue
        step = steps[1] - steps[0]
        even = all(abs(b - a - step) < 1e-6 for a, b in zip(steps, steps[1:], strict=False))
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
    rising = all(a <= b for a, b in zip(pages, pages[1:], strict=False))
    dotted = sum(any(LEADERS.search(t) for t in row) for row in body)
    whole = len(pages) >= 0.8 * len(last) and rising and len(pages) >= 3
    return whole and (dotted >= 0.5 * len(body) or len(body[0]) <= 3)
