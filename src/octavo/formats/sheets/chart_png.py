"""Charts drawn to PNG: a plain picture of what kind a chart is and what it shows.

Not a copy of Excel's drawing: title, axes with their titles, series in its default colours,
legend. Kinds without a drawing of their own take the nearest: stock and surface charts become
lines, treemap and sunburst a pie, funnel lying bars. A second value axis is drawn on the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from octavo.formats.sheets import chart_marks
from octavo.formats.sheets.canvas import (
    GREY,
    RULE,
    Canvas,
    colour,
    shortened,
    text_width,
)
from octavo.formats.sheets.chart_scale import Scale, fitting
from octavo.formats.sheets.charts import Chart

WIDTH, HEIGHT = 960, 540
MAX_LEGEND = 24
MAX_LABELS = 60
_ROUND = ("Pie", "Doughnut", "Treemap", "Sunburst")
_SIZE = 12


@dataclass(slots=True)
class Frame:
    """The rectangle that the data is drawn in, pixels."""

    left: float
    top: float
    right: float
    bottom: float


def draw(chart: Chart) -> bytes:
    """The chart as PNG, 960 by 540 pixels."""
    canvas = Canvas(WIDTH, HEIGHT)
    frame = Frame(24, 24, WIDTH - 24, HEIGHT - 20)
    if chart.shown_title:
        title = shortened(chart.shown_title, 20, WIDTH - 60)
        canvas.text(WIDTH / 2, 30, title, size=20)
        frame.top = 62
    round_kind = any(word in chart.type for word in _ROUND)
    _legend(canvas, frame, _entries(chart, round_kind))
    if round_kind:
        chart_marks.pie(canvas, frame, chart)
    elif "Radar" in chart.type:
        chart_marks.radar(canvas, frame, chart)
    elif chart.type in ("ScatterChart", "BubbleChart"):
        _scatter(canvas, frame, chart)
    else:
        _by_category(canvas, frame, chart)
    return canvas.png()


def _entries(chart: Chart, round_kind: bool) -> list[str]:
    if round_kind and chart.series:
        points = chart.series[0].categories
        count = max(points.count, chart.series[0].values.count)
        return [points.texts.get(at, str(at + 1)) for at in range(count)]
    return [one.label or f"Series {at}" for at, one in enumerate(chart.series, start=1)]


def _legend(canvas: Canvas, frame: Frame, names: list[str]) -> None:
    """Names with their colours at the right, as many as there is room for."""
    shown = [shortened(name, _SIZE, 170) for name in names[:MAX_LEGEND]]
    if not shown:
        return
    left = frame.right - max(text_width(name, _SIZE) for name in shown) - 20
    step = min(22.0, (frame.bottom - frame.top) / len(shown))
    y = (frame.top + frame.bottom) / 2 - step * (len(shown) - 1) / 2
    for at, name in enumerate(shown):
        canvas.box(left, y - 5, left + 10, y + 5, colour(at))
        canvas.text(left + 16, y, name, anchor="lm", fill=GREY)
        y += step
    frame.right = left - 20


def _by_category(canvas: Canvas, frame: Frame, chart: Chart) -> None:
    """Bars, lines and areas over named categories."""
    share = chart.grouping == "percentStacked"
    stacks = chart_marks.stacked(chart)
    values = [end for series in stacks for span in series.values() for end in span]
    bars = any("Bar" in one.type or "Area" in one.type for one in chart.series)
    scale = fitting(values, zero=bars or not chart.series, percent=share)
    names = _category_names(chart)
    horizontal = chart.horizontal or chart.type.startswith("Funnel")
    _axis_titles(canvas, frame, chart, horizontal=horizontal)
    if horizontal:
        _value_axis_below(canvas, frame, scale)
        _names_left(canvas, frame, names)
    else:
        frame.bottom -= _names_height(names, frame)
        _value_axis_left(canvas, frame, scale)
        _names_below(canvas, frame, names)
    chart_marks.by_category(canvas, frame, chart, stacks, scale, max(len(names), 1), horizontal)


def _category_names(chart: Chart) -> list[str]:
    count = max((one.values.count for one in chart.series), default=0)
    held = next((one.categories for one in chart.series if one.categories.texts), None)
    return [held.texts.get(at, "") if held else str(at + 1) for at in range(count)]


def _axis_titles(canvas: Canvas, frame: Frame, chart: Chart, *, horizontal: bool) -> None:
    below, left = (chart.y_title, chart.x_title) if horizontal else (chart.x_title, chart.y_title)
    if below:
        canvas.text((frame.left + frame.right) / 2, frame.bottom - 4, shortened(below, 13, 600), 13)
        frame.bottom -= 24
    if left:
        middle = (frame.top + frame.bottom) / 2
        canvas.turned(frame.left, middle, shortened(left, 13, 380), 13, angle=90, end=False)
        frame.left += 18


def _value_axis_left(canvas: Canvas, frame: Frame, scale: Scale) -> None:
    labels = [scale.label(tick) for tick in scale.ticks()]
    frame.left += max(text_width(label, _SIZE) for label in labels) + 8
    for tick, label in zip(scale.ticks(), labels, strict=True):
        y = frame.bottom - scale.share(tick) * (frame.bottom - frame.top)
        canvas.line([(frame.left, y), (frame.right, y)], RULE)
        canvas.text(frame.left - 6, y, label, anchor="rm", fill=GREY)


def _value_axis_below(canvas: Canvas, frame: Frame, scale: Scale) -> None:
    """Ticks of horizontal bars; their labels stand below, so the frame gives way first."""
    frame.bottom -= 22
    frame.left += 110
    for tick in scale.ticks():
        x = frame.left + scale.share(tick) * (frame.right - frame.left)
        canvas.line([(x, frame.top), (x, frame.bottom)], RULE)
        canvas.text(x, frame.bottom + 12, scale.label(tick), fill=GREY)


def _names_left(canvas: Canvas, frame: Frame, names: list[str]) -> None:
    step = (frame.bottom - frame.top) / max(len(names), 1)
    every = max(1, round(16 / step))
    for at, name in list(enumerate(names))[::every]:
        y = frame.bottom - (at + 0.5) * step
        canvas.text(frame.left - 8, y, shortened(name, _SIZE, 104), anchor="rm", fill=GREY)


def _turned(names: list[str], frame: Frame) -> bool:
    room = (frame.right - frame.left - 60) / max(len(names), 1)
    return any(text_width(name[:40], _SIZE) > room - 6 for name in names[:200])


def _names_height(names: list[str], frame: Frame) -> float:
    if not _turned(names, frame):
        return 24
    longest = max(text_width(shortened(name, _SIZE, 130), _SIZE) for name in names[:200])
    return longest * 0.72 + 22


def _names_below(canvas: Canvas, frame: Frame, names: list[str]) -> None:
    step = (frame.right - frame.left) / max(len(names), 1)
    every = max(1, -(-len(names) // MAX_LABELS))
    turned = _turned(names, frame)
    for at, name in list(enumerate(names))[::every]:
        x = frame.left + (at + 0.5) * step
        if turned:
            text = shortened(name, _SIZE, 130)
            canvas.turned(x + 4, frame.bottom + 6, text, _SIZE, angle=45, end=True)
        else:
            canvas.text(x, frame.bottom + 13, name, fill=GREY)


def _scatter(canvas: Canvas, frame: Frame, chart: Chart) -> None:
    """Points by their two values; a series without x values counts its points."""
    places = [chart_marks.points(one) for one in chart.series]
    across = fitting((x for line in places for x, _, _ in line), zero=False)
    up = fitting((y for line in places for _, y, _ in line), zero=False)
    _axis_titles(canvas, frame, chart, horizontal=False)
    frame.bottom -= 24
    _value_axis_left(canvas, frame, up)
    for tick in across.ticks():
        x = frame.left + across.share(tick) * (frame.right - frame.left)
        canvas.line([(x, frame.top), (x, frame.bottom)], RULE)
        canvas.text(x, frame.bottom + 13, across.label(tick), fill=GREY)
    chart_marks.scatter(canvas, frame, places, across, up)
