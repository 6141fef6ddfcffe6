"""Whether what lines up is a table at all: lists, contents, forms and charts line up too."""

from __future__ import annotations

import re

from octavo.reading.tables_grid import Grid
from octavo.reading.tables_regions import Region
from octavo.reading.tables_rows import is_number
from octavo.reading.tables_text import reading_text

MARKER = re.compile(r"[•●○▪■◦\-–—*·❖➢✓]|\(?[0-9ivxlcdm]{1,5}[.)]|\(?[a-z][.)]", re.I)
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
    cells = [t for row in body for t in row[1:]]
    filled = [t for t in cells if t]
    if not filled:
        return 0.0
    share = len(filled) / len(cells)
    numbers = sum(map(is_number, filled)) / len(filled)
    long = sum(len(t.split()) > 12 for t in filled) / len(filled)
    ruled = _ruled(region)
    score = 0.25 + 0.35 * numbers + 0.2 * min(1.0, share / 0.6) + 0.3 * ruled - 0.4 * long
    score += 0.1 * min(grid.columns - 2, 2) + 0.02 * min(len(body) - 3, 5)
    if share < 0.3:
        score -= 0.3
    return max(0.0, min(1.0, score))


def _ruled(region: Region) -> float:
    width = region.x1 - region.x0
    wide = [r for r in region.flat if min(r.end, region.x1) - max(r.start, region.x0) > 0.75 * width]
    return min(1.0, len(wide) / 2)


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
