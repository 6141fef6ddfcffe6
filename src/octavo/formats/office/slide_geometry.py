"""Where shapes stand on a slide, and the order a reader's eye takes them in."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from octavo.documents import Box
from octavo.formats.office.package import Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLACK = 0.012
"""Boxes are drawn a little larger than their text: overlaps up to this share are none."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in EMU: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    def box(self, slide: tuple[float, float]) -> Box:
        """As fractions of a slide of that size, cut to it."""
        wide, high = slide
        right, bottom = (self.x + self.width) / wide, (self.y + self.height) / high
        return Box(self.x / wide, self.y / high, right, bottom).clipped()


@dataclass(frozen=True, slots=True)
class Frame:
    """How a group's inner coordinates lie on the slide: scaled, then moved."""

    scale_x: float = 1.0
    scale_y: float = 1.0
    move_x: float = 0.0
    move_y: float = 0.0

    def place(self, rect: Rect) -> Rect:
        return Rect(
            rect.x * self.scale_x + self.move_x,
            rect.y * self.scale_y + self.move_y,
            rect.width * self.scale_x,
            rect.height * self.scale_y,
        )

    def within(self, transform: Element | None) -> Frame:
        """The frame of a group that stands in this one, from its `a:xfrm`."""
        outer = rect_of(transform)
        inner = _inner_rect(transform)
        return self if outer is None or inner is None else self.group(outer, inner)

    def group(self, outer: Rect, inner: Rect) -> Frame:
        """The frame of a group at `outer`, whose own coordinates show `inner`."""
        x = outer.width / inner.width if inner.width else 1.0
        y = outer.height / inner.height if inner.height else 1.0
        return Frame(
            self.scale_x * x,
            self.scale_y * y,
            (outer.x - inner.x * x) * self.scale_x + self.move_x,
            (outer.y - inner.y * y) * self.scale_y + self.move_y,
        )


def rect_of(transform: Element | None) -> Rect | None:
    """The rectangle of an `a:xfrm`: the upright one around it if it is turned."""
    if transform is None:
        return None
    rect = _rect(transform.find(_A + "off"), transform.find(_A + "ext"))
    if rect is None:
        return None
    angle = math.radians(number(transform.get("rot")) / 60_000)
    if not angle:
        return rect
    wide = abs(rect.width * math.cos(angle)) + abs(rect.height * math.sin(angle))
    high = abs(rect.width * math.sin(angle)) + abs(rect.height * math.cos(angle))
    middle_x, middle_y = rect.x + rect.width / 2, rect.y + rect.height / 2
    return Rect(middle_x - wide / 2, middle_y - high / 2, wide, high)


def number(text: str | None) -> float:
    try:
        found = float(text) if text else 0.0
    except ValueError:
        return 0.0
    return found if math.isfinite(found) else 0.0


def _inner_rect(transform: Element | None) -> Rect | None:
    if transform is None:
        return None
    return _rect(transform.find(_A + "chOff"), transform.find(_A + "chExt"))


def _rect(offset: Element | None, extent: Element | None) -> Rect | None:
    if offset is None or extent is None:
        return None
    x, y = number(offset.get("x")), number(offset.get("y"))
    return Rect(x, y, number(extent.get("cx")), number(extent.get("cy")))


class Boxed(Protocol):
    """Something with a place; `order` is where its author put it in the file."""

    @property
    def box(self) -> Box | None: ...

    @property
    def order(self) -> int: ...


Item = TypeVar("Item", bound=Boxed)


def reading_order(items: Sequence[Item]) -> list[Item]:
    """The items from top to bottom and left to right, columns one after the other.

    A recursive cut at empty bands (XY-cut, Nagy & Seth 1984). Where bands run both ways the
    author's own order decides between rows and columns, and failing that the wider band. Items
    without a place stand where their author put them, behind the one before.
    """
    placed = [item for item in items if item.box is not None]
    ordered = _cut(placed, 0)
    for item in sorted((one for one in items if one.box is None), key=lambda one: one.order):
        before = [at for at, one in enumerate(ordered) if one.order < item.order]
        ordered.insert(before[-1] + 1 if before else 0, item)
    return ordered


def _cut(items: list[Item], depth: int) -> list[Item]:
    if len(items) < 2 or depth > 40:
        return _by_rows(items)
    rows, row_gap = _bands(items, upright=False)
    columns, column_gap = _bands(items, upright=True)
    if len(rows) < 2 and len(columns) < 2:
        return _by_rows(items)
    bands = rows if _rows_first(rows, columns, row_gap, column_gap) else columns
    return [item for band in bands for item in _cut(band, depth + 1)]


def _rows_first(
    rows: list[list[Item]], columns: list[list[Item]], row_gap: float, column_gap: float
) -> bool:
    if len(rows) < 2 or len(columns) < 2:
        return len(rows) >= 2
    by_rows, by_columns = _follows_author(rows), _follows_author(columns)
    if by_rows != by_columns:
        return by_rows
    return row_gap >= column_gap


def _follows_author(bands: list[list[Item]]) -> bool:
    """Whether the author wrote each band out before the next."""
    pairs = itertools.pairwise(bands)
    return all(max(a.order for a in one) < min(b.order for b in two) for one, two in pairs)


def _bands(items: list[Item], *, upright: bool) -> tuple[list[list[Item]], float]:
    """The items in groups with an empty band between each two, and the width of the widest."""
    spans = sorted(((*_span(item, upright), item) for item in items), key=lambda span: span[:2])
    bands: list[list[Item]] = []
    end, widest = -1.0, 0.0
    for low, high, item in spans:
        if bands and low < end:
            bands[-1].append(item)
        else:
            widest = max(widest, low - end) if bands else widest
            bands.append([item])
        end = max(end, high)
    return bands, widest


def _span(item: Item, upright: bool) -> tuple[float, float]:
    assert item.box is not None
    box = item.box
    low, high = (box.x0, box.x1) if upright else (box.y0, box.y1)
    slack = min(SLACK, (high - low) / 4)
    return low + slack, high - slack


def _by_rows(items: list[Item]) -> list[Item]:
    """Items that overlap: by their upper edges, those level with each other from the left."""

    def key(item: Item) -> tuple[float, float, int]:
        assert item.box is not None
        return round(item.box.y0 / (2 * SLACK)), item.box.x0, item.order

    return sorted(items, key=key)
