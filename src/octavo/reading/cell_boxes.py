"""Where the cells of a table lie, for tables whose reader gave only their text.

Each cell is looked for among the words of the table, in reading order; columns and rows then get
the extent of the cells found in them, which places the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from octavo.documents import Box, Cell, Table
from octavo.reading.evidence import StyledWord


def place(table: Table, box: Box, words: Sequence[StyledWord]) -> None:
    """Give every cell of `table` a box within `box`, in place. `words` are the table's own."""
    found = _matched(table, words)
    columns = _bands(table.columns, [(c.column, c.column_span, b.x0, b.x1) for c, b in found])
    rows = _bands(table.rows, [(c.row, c.row_span, b.y0, b.y1) for c, b in found])
    xs, ys = _edges(columns, box.x0, box.x1), _edges(rows, box.y0, box.y1)
    for cell in table.cells:
        right = min(cell.column + cell.column_span, table.columns)
        below = min(cell.row + cell.row_span, table.rows)
        cell.box = Box(xs[cell.column], ys[cell.row], xs[right], ys[below])


def _matched(table: Table, words: Sequence[StyledWord]) -> list[tuple[Cell, Box]]:
    """Cells with the box of the words that say their text, each word used once."""
    free: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        free.setdefault(word.text, []).append(index)
    found = []
    for cell in table.cells:
        taken = [places.pop(0) for token in cell.text.split() if (places := free.get(token))]
        if taken and len(taken) >= 0.6 * len(cell.text.split()):
            box = words[taken[0]].box
            for index in taken[1:]:
                box = box.union(words[index].box)
            found.append((cell, box))
    return found


def _bands(
    count: int, spans: Sequence[tuple[int, int, float, float]]
) -> list[tuple[float, float] | None]:
    """The extent of each row or column, by the median of the cells that lie in it alone."""
    edges: list[list[tuple[float, float]]] = [[] for _ in range(count)]
    for place, span, low, high in spans:
        if span == 1 and place < count:
            edges[place].append((low, high))
    bands: list[tuple[float, float] | None] = []
    for found in edges:
        middle = len(found) // 2
        lows, highs = sorted(low for low, _ in found), sorted(high for _, high in found)
        bands.append((lows[middle], highs[middle]) if found else None)
    return bands


def _edges(bands: Sequence[tuple[float, float] | None], low: float, high: float) -> list[float]:
    """Lines between neighbouring bands, ascending from `low` to `high`; unknown ones evenly."""
    lines: list[float | None] = [low]
    for before, after in itertools.pairwise(bands):
        known = before is not None and after is not None and before[0] < after[1]
        lines.append((before[1] + after[0]) / 2 if known and before and after else None)
    lines.append(high)
    return _filled(lines)


def _filled(lines: list[float | None]) -> list[float]:
    """Gaps filled evenly, everything ascending."""
    done: list[float] = []
    for index, line in enumerate(lines):
        last = done[-1] if done else (lines[0] or 0.0)
        if line is None:
            ahead = next(i for i in range(index, len(lines)) if lines[i] is not None)
            goal = max(lines[ahead] or 0.0, last)
            line = last + (goal - last) / (ahead - index + 1)
        end = lines[-1] if lines[-1] is not None else 1.0
        done.append(min(max(line, last), end))
    return done
