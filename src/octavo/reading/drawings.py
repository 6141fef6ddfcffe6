"""What a PDF page draws besides text: pictures, straight lines, filled rectangles, by PDFium.

Tables are ruled with strokes, with rectangles a hair thick, or with shaded bands; all three come
out here as `Ruling` and fill boxes in fractions of the page as shown. Curves and slanted lines
are left out: they belong to drawings.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from octavo.documents import Box
from octavo.reading.evidence import Ruling

HAIR = 3.0
"""Points: a filled rectangle thinner than this is a line."""
SPECK = 0.01, 0.005
"""Width and height, in fractions of the page, up to which a picture is none."""
MAX_SEGMENTS = 40_000
"""Drawings with more than this are maps and charts; the rest of them is not read."""
MAX_OBJECTS = 40_000
"""Objects looked at on a page."""
MAX_DEPTH = 6
"""How deep forms may nest within forms."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Array = NDArray[np.float64]
Coordinate = TypeVar("Coordinate", float, Array)
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Frame:
    """Maps PDF user space of one page to fractions of the page as shown."""

    left: float
    bottom: float
    width: float
    height: float
    turns: int

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> Frame:
        left, bottom, right, top = page.get_bbox()
        width, height = max(right - left, 1e-6), max(top - bottom, 1e-6)
        return cls(left, bottom, width, height, page.get_rotation() // 90 % 4)

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height in points of the page as shown."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)

    def point(self, x: Coordinate, y: Coordinate) -> tuple[Coordinate, Coordinate]:
        u, v = (x - self.left) / self.width, 1 - (y - self.bottom) / self.height
        return ((u, v), (1 - v, u), (1 - u, 1 - v), (v, 1 - u))[self.turns]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The rectangle given by two corners, clipped to the page."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)).clipped()

    def boxes(self, corners: Array) -> list[Box]:
        """As `box`, for rows of left, bottom, right and top."""
        (xa, ya), (xb, yb) = (self.point(corners[:, at], corners[:, at + 1]) for at in (0, 2))
        low = np.minimum(xa, xb), np.minimum(ya, yb)
        high = np.maximum(xa, xb), np.maximum(ya, yb)
        return [Box(*edges) for edges in np.stack((*low, *high), axis=1).clip(0.0, 1.0).tolist()]


@dataclass
class Drawings:
    """The straight lines, filled rectangles and raster images of a page, in fractions of it."""

    rulings: list[Ruling]
    fills: list[Box]
    pictures: list[Box]
    parts: int = 0
    """Paths and images, whether or not they were taken."""


def read(page: pdfium.PdfPage) -> Drawings:
    """What is drawn on `page`, forms included, in drawing order."""
    frame = Frame.of(page)
    drawings, budget = Drawings([], [], []), MAX_SEGMENTS
    objects = _objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    for item, kind, matrix in itertools.islice(objects, MAX_OBJECTS):
        drawings.parts += kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            _add_picture(drawings, frame, item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_PATH and budget > 0:
            count = raw.FPDFPath_CountSegments(item)
            budget -= count + 1
            if budget >= 0:
                _add(drawings, frame, item, _compose(_matrix(item), matrix), count)
    return drawings


def _objects(
    holder: object, count: object, get: object, matrix: Matrix = IDENTITY, depth: int = 0
) -> Iterator[tuple[object, int, Matrix]]:
    """Every object with its kind and the matrix of the forms it lies in."""
    for index in range(count(holder)):  # type: ignore[operator]
        item = get(holder, index)  # type: ignore[operator]
        kind = raw.FPDFPageObj_GetType(item)
        yield item, kind, matrix
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = _compose(_matrix(item), matrix)
            yield from _objects(
                item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, inner, depth + 1
            )


def _add_picture(drawings: Drawings, frame: Frame, item: object, matrix: Matrix) -> None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *edges):
        return
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    if not all(map(math.isfinite, (*xs, *ys))):
        return
    box = frame.box(min(xs), min(ys), max(xs), max(ys))
    if box.width > SPECK[0] and box.height > SPECK[1]:
        drawings.pictures.append(box)


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _compose(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        *(a * ta + b * tc, a * tb + b * td),
        *(c * ta + d * tc, c * tb + d * td),
        *(e * ta + f * tc + te, e * tb + f * td + tf),
    )


def _add(drawings: Drawings, frame: Frame, path: object, matrix: Matrix, count: int) -> None:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, mode, stroke):
        return
    filled = bool(mode.value) and _opacity(path, raw.FPDFPageObj_GetFillColor) > 0
    stroked = bool(stroke.value) and _opacity(path, raw.FPDFPageObj_GetStrokeColor) > 0
    for points, closed in _subpaths(path, count):
        corners = [_apply(matrix, x, y) for x, y in points]
        if filled:
            _add_fill(drawings, frame, corners, white=not stroked and _is_white(path))
        if stroked:
            _add_strokes(drawings, frame, corners, closed)


def _colour(path: object, get: object) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not get(path, *parts):  # type: ignore[operator]
        return (0, 0, 0, 255)
    return (parts[0].value, parts[1].value, parts[2].value, parts[3].value)


def _opacity(path: object, get: object) -> int:
    return _colour(path, get)[3]


def _is_white(path: object) -> bool:
    return min(_colour(path, raw.FPDFPageObj_GetFillColor)[:3]) >= 250


def _subpaths(path: object, count: int) -> Iterator[tuple[list[Point], bool]]:
    """The straight-sided parts of a path; a part with a curve in it is dropped."""
    points: list[Point] = []
    closed = curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points, closed
            points, closed, curved = [], False, False
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            curved = True
        if not curved:
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
            closed = closed or bool(raw.FPDFPathSegment_GetClose(segment))
    if len(points) > 1 and not curved:
        yield points, closed


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def _add_fill(drawings: Drawings, frame: Frame, points: list[Point], *, white: bool) -> None:
    """A thin rectangle is a line through its middle; others are fills unless white as paper."""
    if not _is_rectangle(points):
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if not all(map(math.isfinite, (left, right, bottom, top))):
        return
    if min(right - left, top - bottom) > HAIR:
        if not white:
            drawings.fills.append(frame.box(left, bottom, right, top))
    elif right - left >= top - bottom:
        _add_line(drawings, frame, (left, (bottom + top) / 2), (right, (bottom + top) / 2))
    else:
        _add_line(drawings, frame, ((left + right) / 2, bottom), ((left + right) / 2, top))


def _is_rectangle(points: list[Point]) -> bool:
    return 4 <= len(points) <= 6 and all(
        min(abs(xb - xa), abs(yb - ya)) < 0.5 for (xa, ya), (xb, yb) in itertools.pairwise(points)
    )


def _add_strokes(drawings: Drawings, frame: Frame, points: list[Point], closed: bool) -> None:
    ends = [*points[1:], points[0]] if closed else points[1:]
    for start, end in zip(points, ends, strict=False):
        _add_line(drawings, frame, start, end)


def _add_line(drawings: Drawings, frame: Frame, start: Point, end: Point) -> None:
    """Keep a line that runs flat or upright and lies on the page, if only in part."""
    across, along = sorted((abs(end[0] - start[0]), abs(end[1] - start[1])))
    if not math.isfinite(along) or across > 1.0 or along <= across:
        return
    (xa, ya), (xb, yb) = frame.point(*start), frame.point(*end)
    inside = max(xa, xb) >= 0 and min(xa, xb) <= 1 and max(ya, yb) >= 0 and min(ya, yb) <= 1
    if inside:
        box = Box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)).clipped()
        drawings.rulings.append(Ruling(box.x0, box.y0, box.x1, box.y1))
