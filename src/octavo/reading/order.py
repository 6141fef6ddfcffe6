"""Reading order: a page cut into bands and columns, as one reads it.

A gutter is an upright strip that few things cross. Whatever crosses it (a title, a table, a
figure over the full width) cuts the page into bands; between those the columns are read one after
the other. A gutter between labels and their values, or between short aligned rows, is not one:
such text is read row by row. After the recursive cuts of Nagy and Seth (1984), with the spanning
things taken out first, as in Sun's "featured string" order.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

MIN_GUTTER = 0.6
"""Ems: a narrower strip of white is a space between words."""
MIN_STRIP = 0.15
"""Ems: narrower strips between the edges of things are not looked at."""
MAX_STRIPS = 40
MAX_EDGES = 400
MAX_DEPTH = 12


@dataclass(slots=True)
class Item:
    """A thing to put in order: its rectangle in points, and `key`, whatever the caller wants back.

    `solid` things (tables, figures) never count as lines of a column.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    key: int
    solid: bool = False

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    def crosses(self, x: float) -> bool:
        """Whether it stands over the upright line at `x`, not merely touching it by an edge."""
        slack = 0.03 * (self.x1 - self.x0)
        return self.x0 + slack < x < self.x1 - slack


def columns(items: list[Item], em: float, depth: int = 0) -> list[list[Item]]:
    """`items` as groups in reading order, each group a piece of one column, top to bottom.

    `em` is the size of the body type in points.
    """
    if len(items) < 2 or depth > MAX_DEPTH:
        return [_by_height(items)] if items else []
    gutter = _gutter(items, em)
    if gutter is None:
        return _bands(items, em, depth)
    groups: list[list[Item]] = []
    for band, split in _cut(items, gutter):
        if not split:
            groups += columns(band, em, depth + 1) if len(band) < len(items) else [_by_height(band)]
            continue
        left = [i for i in band if i.centre <= gutter]
        right = [i for i in band if i.centre > gutter]
        groups += columns(left, em, depth + 1) + columns(right, em, depth + 1)
    return groups


def _bands(items: list[Item], em: float, depth: int) -> list[list[Item]]:
    """No gutter runs down all of it: cut at wide white bands and look for gutters in each."""
    rows = _by_height(items)
    bands: list[list[Item]] = [[]]
    bottom = rows[0].y1
    for item in rows:
        if bands[-1] and item.y0 - bottom > 1.2 * em:
            bands.append([])
        bands[-1].append(item)
        bottom = max(bottom, item.y1)
    if len(bands) == 1:
        return [rows]
    groups: list[list[Item]] = []
    for band in bands:
        found = columns(band, em, depth + 1)
        if groups and len(found) == 1 and len(groups[-1]) and _single(groups[-1], found[0]):
            groups[-1] += found[0]
        else:
            groups += found
    return groups


def _single(above: list[Item], below: list[Item]) -> bool:
    """Whether two groups in one another's line may be one column: they overlap across."""
    left = max(min(i.x0 for i in above), min(i.x0 for i in below))
    right = min(max(i.x1 for i in above), max(i.x1 for i in below))
    return right > left and max(i.y1 for i in above) <= min(i.y0 for i in below) + 1


def _by_height(items: list[Item]) -> list[Item]:
    """Rows top to bottom, each left to right."""
    ordered = sorted(items, key=lambda i: (i.y0, i.x0))
    rows: list[list[Item]] = []
    for item in ordered:
        row = rows[-1] if rows else None
        if row and _level(row[0], item):
            row.append(item)
        else:
            rows.append([item])
    return [item for row in rows for item in sorted(row, key=lambda i: i.x0)]


def _level(a: Item, b: Item) -> bool:
    shared = min(a.y1, b.y1) - max(a.y0, b.y0)
    return shared > 0.5 * min(a.y1 - a.y0, b.y1 - b.y0)


def _gutter(items: list[Item], em: float) -> float | None:
    """Where the best gutter of the region lies, or None."""
    scored = [(_worth(items, x, em), x) for x in _strips(items, em)]
    best = max(scored, default=(0.0, 0.0))
    return best[1] if best[0] > 0 else None


def _strips(items: list[Item], em: float) -> list[float]:
    """The middles of upright strips that few things cross, the clearest and widest of them."""
    edges = sorted({i.x0 for i in items} | {i.x1 for i in items})
    if len(edges) > MAX_EDGES:
        edges = edges[:: len(edges) // MAX_EDGES + 1]
    strips = []
    for x0, x1 in itertools.pairwise(edges):
        crossing = sum(i.x0 < x1 - 0.01 and i.x1 > x0 + 0.01 for i in items)
        if crossing <= max(0.34 * len(items), 1) and x1 - x0 >= MIN_STRIP * em:
            strips.append((crossing - min((x1 - x0) / em, 2.0), (x0 + x1) / 2))
    return [x for _, x in sorted(strips)[:MAX_STRIPS]]


def _worth(items: list[Item], x: float, em: float) -> float:
    """How much text stands in columns beside the gutter at `x`; 0 if it is none."""
    worth = 0.0
    for band, split in _cut(items, x):
        if split:
            worth += _columnar(band, x, em)
        elif any(i.crosses(x) for i in band):
            worth -= 0.1
    return worth


def _columnar(band: list[Item], x: float, em: float) -> float:
    left = [i for i in band if i.centre <= x]
    right = [i for i in band if i.centre > x]
    if _is_rows(left, right, em) or min(_tall(left), _tall(right)) < 1.5 * em:
        return 0.0
    gap = _near_edge([i.x0 for i in right]) + _near_edge([-i.x1 for i in left])
    if gap < MIN_GUTTER * em:
        return 0.0
    top = max(min(i.y0 for i in left), min(i.y0 for i in right))
    bottom = min(max(i.y1 for i in left), max(i.y1 for i in right))
    return max(0.0, (bottom - top) / em) * (1 + min(gap / em, 3.0) / 10)


def _near_edge(edges: list[float]) -> float:
    """Where a side begins: the lowest of its edges, or the next where one alone sticks out."""
    ordered = sorted(edges)
    return ordered[1] if len(ordered) > 8 else ordered[0]


def _tall(items: list[Item]) -> float:
    return max(i.y1 for i in items) - min(i.y0 for i in items)


def _is_rows(left: list[Item], right: list[Item], em: float) -> bool:
    """Labels and values, a table, a list of figures: short pieces standing level."""
    if any(i.solid for i in left + right):
        return False
    few = min(left, right, key=len)
    many = right if few is left else left
    level = sum(any(_level(a, b) for b in many) for a in few)
    if level < 0.7 * len(few):
        return False
    return min(_typical_width(left), _typical_width(right)) < 11 * em


def _typical_width(items: list[Item]) -> float:
    widths = sorted(i.x1 - i.x0 for i in items)
    return widths[len(widths) // 2]


def _cut(items: list[Item], x: float) -> list[tuple[list[Item], bool]]:
    """Bands from top to bottom: those things that cross `x`, and those that stand beside it."""
    spanning = [i for i in items if i.crosses(x)]
    beside = [i for i in items if not i.crosses(x)]
    bands: list[tuple[list[Item], bool]] = []
    marked = [(i, True) for i in spanning] + [(i, False) for i in beside]
    for item, spans in sorted(marked, key=lambda m: m[0].middle):
        if bands and bands[-1][1] is not spans:
            bands[-1][0].append(item)
        else:
            bands.append(([item], not spans))
    whole: list[tuple[list[Item], bool]] = []
    for band, split in bands:
        parted = split and _two_sided(band, x)
        if whole and not parted and not whole[-1][1]:
            whole[-1][0].extend(band)
        else:
            whole.append((band, parted))
    return whole


def _two_sided(band: list[Item], x: float) -> bool:
    left = [i for i in band if i.centre <= x]
    return bool(left) and len(left) < len(band)
