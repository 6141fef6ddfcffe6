"""The newer kinds of charts (waterfall, treemap, sunburst, funnel, box, histogram) as data.

They have a part format of their own, `cx:chartSpace`, that keeps the data apart from the series.
"""

from __future__ import annotations

from typing import Any

from octavo.formats.sheets.charts import MAX_POINTS, Chart, Points, Series
from octavo.formats.sheets.package import local

Element = Any


def is_extended(root: Element) -> bool:
    """Whether a chart part is of the newer kind."""
    return "chartex" in str(root.tag)


def read(root: Element) -> Chart | None:
    """The chart of such a part; None if it has no series."""
    data = {node.get("id", ""): node for node in root.iter() if local(node) == "data"}
    chart = Chart(type="Chart", auto_title=False)
    for node in root.iter():
        if local(node) == "series":
            layout = node.get("layoutId", "")
            if chart.type == "Chart" and layout:
                chart.type = layout[0].upper() + layout[1:] + "Chart"
            chart.series.append(_series(node, data, chart.type))
        elif local(node) == "title" and not chart.title and local(node.getparent()) == "chart":
            chart.title = "".join(t.text or "" for t in node.iter() if local(t) in ("t", "v"))
    return chart if chart.series else None


def _series(node: Element, data: dict[str, Element], kind: str) -> Series:
    one = Series(kind)
    for child in node:
        if local(child) == "tx":
            texts = [v.text or "" for v in child.iter() if local(v) == "v"]
            one.name = Points(_source(child), dict(enumerate(texts[:1])), count=len(texts[:1]))
        elif local(child) == "dataId":
            _read_data(one, data.get(child.get("val", "")))
    return one


def _read_data(one: Series, data: Element | None) -> None:
    for dimension in data if data is not None else ():
        points = _points(dimension)
        if local(dimension) == "strDim":
            one.categories = points
        elif local(dimension) == "numDim":
            one.values = points


def _points(dimension: Element) -> Points:
    points = Points(_source(dimension))
    for level in dimension:
        if local(level) != "lvl":
            continue
        for node in level:
            index = int(node.get("idx", "0"))
            if local(node) == "pt" and 0 <= index < MAX_POINTS:
                _keep(points, index, node.text or "", numeric=local(dimension) == "numDim")
    return points


def _keep(points: Points, index: int, text: str, *, numeric: bool) -> None:
    if numeric:
        try:
            points.numbers[index] = float(text)
        except ValueError:
            return
    held = points.texts.get(index)
    points.texts[index] = f"{text} {held}" if held else text
    points.count = max(points.count, index + 1)


def _source(node: Element) -> str:
    return next(((f.text or "").strip() for f in node.iter() if local(f) == "f"), "")
