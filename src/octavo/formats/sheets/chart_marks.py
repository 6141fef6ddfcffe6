"""The marks of drawn charts: bars, lines, areas, slices, dots and webs, within a frame."""

from __future__ import annotations

import math
from typing import Protocol

from octavo.formats.sheets.canvas import GREY, RULE, Canvas, Point, colour, shortened
from octavo.formats.sheets.chart_scale import Scale, fitting
from octavo.formats.sheets.charts import Chart, Series

MAX_DRAWN = 20_000
_LINES = ("Line", "Stock", "Surface", "Scatter")


class Place(Protocol):
    """The rectangle to draw in, pixels."""

    left: float
    top: float
    right: float
    bottom: float


Span = tuple[float, float]
"""From where to where a mark reaches on the value axis."""


def stacked(chart: Chart) -> list[dict[int, Span]]:
    """For every series the span of every point: from 0, or from the series beneath it."""
    piled = chart.grouping in ("stacked", "percentStacked")
    totals: dict[int, float] = {}
    for one in chart.series:
        for at, value in one.values.numbers.items():
            totals[at] = totals.get(at, 0.0) + abs(value)
    below: dict[tuple[int, bool], float] = {}
    spans = []
    running = 0.0
    for one in chart.series:
        line: dict[int, Span] = {}
        for at, value in sorted(one.values.numbers.items()):
            if chart.grouping == "percentStacked":
                value = value / (totals[at] or 1.0)
            if chart.type == "WaterfallChart":
                start, running = running, running + value
                line[at] = (start, running)
                continue
            down = value < 0 and "Area" not in one.type
            start = below.get((at, down), 0.0) if piled else 0.0
            below[at, down] = start + value
            line[at] = (start, start + value)
        spans.append(line)
    return spans


def by_category(
    canvas: Canvas,
    frame: Place,
    chart: Chart,
    spans: list[dict[int, Span]],
    scale: Scale,
    count: int,
    horizontal: bool,
) -> None:
    """Areas behind, then bars, then lines."""
    layers: dict[str, list[int]] = {"area": [], "bar": [], "line": []}
    for number, one in enumerate(chart.series):
        layers[_layer(one)].append(number)
    left = MAX_DRAWN
    for number in layers["area"]:
        _area(canvas, frame, spans[number], scale, count, colour(number))
    bars = layers["bar"]
    groups = 1 if chart.grouping in ("stacked", "percentStacked") else len(bars)
    for at, number in enumerate(bars):
        for index, span in list(spans[number].items())[: max(left, 0)]:
            left -= 1
            offset = (index + 0.15 + 0.7 * (at % groups) / groups) / count
            extent = (offset, offset + 0.7 / groups / count)
            _bar(canvas, frame, extent, span, scale, colour(number), horizontal)
    for number in layers["line"]:
        points = [
            _point(frame, (index + 0.5) / count, scale.share(span[1]))
            for index, span in list(spans[number].items())[:MAX_DRAWN]
        ]
        canvas.line(points, colour(number), 2.5)
        if len(points) <= 60:
            for x, y in points:
                canvas.dot(x, y, 4, colour(number))


def _layer(one: Series) -> str:
    if "Area" in one.type:
        return "area"
    return "line" if any(word in one.type for word in _LINES) else "bar"


def _point(frame: Place, across: float, up: float) -> Point:
    x = frame.left + across * (frame.right - frame.left)
    return x, frame.bottom - up * (frame.bottom - frame.top)


def _bar(
    canvas: Canvas, frame: Place, extent: Span, span: Span, scale: Scale, fill: str, lying: bool
) -> None:
    ends = scale.share(span[0]), scale.share(span[1])
    if lying:
        x0, x1 = (frame.left + end * (frame.right - frame.left) for end in ends)
        y0, y1 = (frame.bottom - part * (frame.bottom - frame.top) for part in extent)
        canvas.box(x0, y0, x1, y1, fill)
        return
    x0, y0 = _point(frame, extent[0], ends[0])
    x1, y1 = _point(frame, extent[1], ends[1])
    canvas.box(x0, y0, max(x1, x0 + 0.5), y1, fill)


def _area(
    canvas: Canvas, frame: Place, spans: dict[int, Span], scale: Scale, count: int, fill: str
) -> None:
    wide = max(count - 1, 1)
    items = sorted(spans.items())[:MAX_DRAWN]
    upper = [_point(frame, at / wide, scale.share(span[1])) for at, span in items]
    lower = [_point(frame, at / wide, scale.share(span[0])) for at, span in reversed(items)]
    canvas.shape(upper + lower, fill)


def points(one: Series) -> list[tuple[float, float, float]]:
    """The points of a scatter series: x, y, and the size of its bubble (0 for none)."""
    found = []
    for at, y in sorted(one.values.numbers.items())[:MAX_DRAWN]:
        x = one.categories.numbers.get(at, float(at + 1))
        found.append((x, y, one.sizes.numbers.get(at, 0.0)))
    return found


def scatter(
    canvas: Canvas,
    frame: Place,
    places: list[list[tuple[float, float, float]]],
    across: Scale,
    up: Scale,
) -> None:
    """Dots; bubbles have areas in proportion to their sizes."""
    largest = max((abs(size) for line in places for _, _, size in line), default=0.0)
    for number, line in enumerate(places):
        for x, y, size in line:
            at_x, at_y = _point(frame, across.share(x), up.share(y))
            radius = 4 + 36 * math.sqrt(abs(size) / largest) if largest else 4.5
            canvas.dot(at_x, at_y, radius, colour(number))


def pie(canvas: Canvas, frame: Place, chart: Chart) -> None:
    """The first series as slices with their shares; a doughnut draws all as rings."""
    ring = "Doughnut" in chart.type
    series = [one for one in chart.series if any(v > 0 for v in one.values.numbers.values())]
    x, y = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    radius = min(frame.right - frame.left, frame.bottom - frame.top) / 2 - 6
    series = series[:6] if ring else series[:1]
    inner = radius * 0.5 if ring else 0.0
    band = (radius - inner) / max(len(series), 1)
    for at, one in enumerate(reversed(series)):
        _slices(canvas, (x, y), radius - at * band, one)
        if len(series) == 1:
            _shares(canvas, (x, y), radius * (0.75 if ring else 0.72), one)
    if ring:
        canvas.dot(x, y, inner, "white")


def _slices(canvas: Canvas, centre: Point, radius: float, one: Series) -> None:
    for at, start, end in _angles(one):
        canvas.slice(*centre, radius, start, end, colour(at))


def _shares(canvas: Canvas, centre: Point, radius: float, one: Series) -> None:
    """What each slice is of the whole, on the slice; the thinnest go without."""
    for _, start, end in _angles(one):
        if end - start >= 11:
            angle = math.radians((start + end) / 2)
            x = centre[0] + radius * math.sin(angle)
            y = centre[1] - radius * math.cos(angle)
            canvas.text(x, y, f"{(end - start) / 3.6:.0f}%", 13, fill="white")


def _angles(one: Series) -> list[tuple[int, float, float]]:
    """The slices: point, first and last angle in degrees from twelve o'clock."""
    numbers = {at: abs(value) for at, value in one.values.numbers.items() if value}
    total = sum(numbers.values()) or 1.0
    found, start = [], 0.0
    for at, value in sorted(numbers.items())[:360]:
        found.append((at, start, start + 360 * value / total))
        start = found[-1][2]
    return found


def radar(canvas: Canvas, frame: Place, chart: Chart) -> None:
    """A web with a spoke for every category."""
    count = max((one.values.count for one in chart.series), default=0)
    count = min(count, 60)
    if count < 3:
        return
    scale = fitting((v for one in chart.series for v in one.values.numbers.values()), zero=True)
    x, y = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    radius = min(frame.right - frame.left, frame.bottom - frame.top) / 2 - 26

    def spot(at: int, share: float) -> Point:
        angle = 2 * math.pi * at / count
        return x + radius * share * math.sin(angle), y - radius * share * math.cos(angle)

    for tick in scale.ticks():
        ring = [spot(at, scale.share(tick)) for at in range(count)]
        canvas.line([*ring, ring[0]], RULE)
        canvas.text(x - 6, ring[0][1], scale.label(tick), 11, anchor="rm", fill=GREY)
    for at in range(count):
        name = chart.series[0].categories.texts.get(at, str(at + 1))
        canvas.line([(x, y), spot(at, 1)], RULE)
        canvas.text(*spot(at, 1 + 16 / radius), shortened(name, 12, 120), fill=GREY)
    for number, one in enumerate(chart.series[:50]):
        line = [spot(at, scale.share(one.values.numbers.get(at, 0.0))) for at in range(count)]
        canvas.line([*line, line[0]], colour(number), 2.5)
