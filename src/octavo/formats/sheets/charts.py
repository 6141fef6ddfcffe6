"""Charts as data: DrawingML charts (ECMA-376 part 1, 21.2) with the values stored in them.

The same part describes charts of workbooks, decks and text documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from octavo.documents import Cell, Table
from octavo.formats.sheets.number_format import compiled

Element = Any
MAX_POINTS = 5_000
MAX_SERIES = 255

_TYPES = {
    "barChart": "BarChart",
    "bar3DChart": "BarChart3D",
    "lineChart": "LineChart",
    "line3DChart": "LineChart3D",
    "pieChart": "PieChart",
    "pie3DChart": "PieChart3D",
    "ofPieChart": "ProjectedPieChart",
    "doughnutChart": "DoughnutChart",
    "areaChart": "AreaChart",
    "area3DChart": "AreaChart3D",
    "scatterChart": "ScatterChart",
    "bubbleChart": "BubbleChart",
    "radarChart": "RadarChart",
    "stockChart": "StockChart",
    "surfaceChart": "SurfaceChart",
    "surface3DChart": "SurfaceChart3D",
}


@dataclass(slots=True)
class Points:
    """The values of one role of a series: where they come from, and what is stored of them.

    `texts` are as shown, by index; `numbers` beside them where they are numbers.
    """

    source: str = ""
    texts: dict[int, str] = field(default_factory=dict)
    numbers: dict[int, float] = field(default_factory=dict)
    count: int = 0

    def keep(self, indices: list[int]) -> None:
        """Keep only some points, closing the gaps."""
        places = {index: at for at, index in enumerate(indices)}
        self.texts = {places[i]: text for i, text in self.texts.items() if i in places}
        self.numbers = {places[i]: number for i, number in self.numbers.items() if i in places}
        self.count = len(indices)


@dataclass(slots=True)
class Series:
    """One series: its name, what its points are called (or lie at), and their values."""

    type: str
    name: Points = field(default_factory=Points)
    categories: Points = field(default_factory=Points)
    values: Points = field(default_factory=Points)
    sizes: Points = field(default_factory=Points)

    @property
    def label(self) -> str:
        return " ".join(self.name.texts[i] for i in sorted(self.name.texts))

    def parts(self) -> tuple[Points, ...]:
        return self.name, self.categories, self.values, self.sizes


@dataclass(slots=True)
class Chart:
    """A chart. `type` is named as its class in spreadsheet libraries ("BarChart")."""

    type: str = "Chart"
    title: str = ""
    series: list[Series] = field(default_factory=list)
    grouping: str = ""
    horizontal: bool = False
    x_title: str = ""
    y_title: str = ""
    visible_only: bool = True
    auto_title: bool = True

    @property
    def shown_title(self) -> str:
        """Its title; a chart of one series without one shows the name of the series."""
        if self.title or not self.auto_title or len(self.series) != 1:
            return self.title
        return self.series[0].label

    def source_ranges(self) -> list[str]:
        """Where its data comes from, each range once."""
        sources = (part.source for one in self.series for part in one.parts())
        return list(dict.fromkeys(source for source in sources if source))

    def info(self) -> dict[str, Any]:
        """What the API tells of a chart."""
        return {
            "chart_type": self.type,
            "chart_title": self.shown_title,
            "source_ranges": self.source_ranges(),
            "series": [one.label for one in self.series],
        }

    def table(self) -> Table | None:
        """Its data: a row for every point, a column for the categories and one for each series."""
        columns = list(self._columns())
        rows = max((points.count for _, points in columns), default=0)
        if not rows:
            return None
        cells = []
        for column, (name, points) in enumerate(columns):
            cells.append(Cell(0, column, name, header=True))
            cells += [_cell(points, row, column) for row in range(rows)]
        cells.sort(key=lambda cell: (cell.row, cell.column))
        return Table(rows + 1, len(columns), cells, info=self.info() | {"is_chart": True})

    def _columns(self) -> Iterator[tuple[str, Points]]:
        shared: Points | None = None
        for number, one in enumerate(self.series, start=1):
            if one.categories.count and (shared is None or not _same(shared, one.categories)):
                shared = one.categories
                yield self.x_title, shared
            yield one.label or f"Series {number}", one.values
            if one.sizes.count:
                yield "Size", one.sizes


def _same(one: Points, other: Points) -> bool:
    return (one.source, one.texts) == (other.source, other.texts) or one.texts == other.texts


def _cell(points: Points, row: int, column: int) -> Cell:
    text = points.texts.get(row, "")
    return Cell(row + 1, column, text, value=points.numbers.get(row))


def read(root: Element) -> Chart | None:
    """The chart of a chart part's root element; None if it holds none we know."""
    space = _first(root, "chart") if _local(root) == "chartSpace" else root
    area = None if space is None else _first(space, "plotArea")
    if space is None or area is None:
        return None
    chart = Chart(title=_title(_first(space, "title")))
    chart.auto_title = _flag(space, "autoTitleDeleted", default=False) is False
    chart.visible_only = _flag(space, "plotVisOnly", default=True)
    for plot in area:
        name = _TYPES.get(_local(plot))
        if name is not None:
            _read_plot(chart, plot, name)
    _axis_titles(chart, area)
    return chart if chart.series or chart.title else None


def _read_plot(chart: Chart, plot: Element, name: str) -> None:
    if chart.type == "Chart":
        chart.type = name
        chart.grouping = _value(plot, "grouping")
        chart.horizontal = _value(plot, "barDir") == "bar"
    for node in plot:
        if _local(node) == "ser" and len(chart.series) < MAX_SERIES:
            chart.series.append(_series(node, name))


def _series(node: Element, name: str) -> Series:
    one = Series(name)
    for child in node:
        tag = _local(child)
        if tag == "tx":
            one.name = _points(child)
        elif tag in ("cat", "xVal"):
            one.categories = _points(child)
        elif tag in ("val", "yVal"):
            one.values = _points(child)
        elif tag == "bubbleSize":
            one.sizes = _points(child)
    return one


def _points(node: Element) -> Points:
    """The points beneath a reference or literal; of several levels of names, joined."""
    points = Points()
    direct = next((child for child in node if _local(child) == "v"), None)
    if direct is not None:
        return Points(texts={0: direct.text or ""}, count=1)
    for child in node.iter():
        tag = _local(child)
        if tag == "f":
            points.source = points.source or (child.text or "").strip()
        elif tag == "ptCount":
            points.count = max(points.count, min(_int(child.get("val")), MAX_POINTS))
        elif tag == "pt":
            _read_point(points, child)
    return points


def _read_point(points: Points, node: Element) -> None:
    index = _int(node.get("idx"))
    if index >= MAX_POINTS:
        return
    text = next((child.text or "" for child in node if _local(child) == "v"), "")
    numeric = _local(node.getparent()) in ("numCache", "numLit")
    if numeric:
        try:
            number = float(text)
        except ValueError:
            return
        points.numbers[index] = number
        text = compiled(_format_code(node)).number(number)
    held = points.texts.get(index)
    points.texts[index] = f"{text} {held}" if held else text
    points.count = max(points.count, index + 1)


def _format_code(node: Element) -> str:
    own: str | None = node.get("formatCode")
    if own:
        return own
    found = _first(node.getparent(), "formatCode")
    return (found.text or "General") if found is not None else "General"


def _axis_titles(chart: Chart, area: Element) -> None:
    axes = [node for node in area if _local(node) in ("catAx", "valAx", "dateAx", "serAx")]
    for at, axis in enumerate(axes):
        title = _title(_first(axis, "title"))
        value_axis = _local(axis) == "valAx" and (at > 0 or len(axes) == 1)
        if value_axis:
            chart.y_title = chart.y_title or title
        else:
            chart.x_title = chart.x_title or title


def _title(node: Element | None) -> str:
    """The text of a title: its paragraphs, or the stored text of the cell it refers to."""
    if node is None:
        return ""
    paragraphs = [p for p in node.iter() if _local(p) == "p"]
    lines = ["".join(t.text or "" for t in p.iter() if _local(t) == "t") for p in paragraphs]
    text = " ".join(line.strip() for line in lines if line.strip())
    return text or " ".join((v.text or "").strip() for v in node.iter() if _local(v) == "v")


def _local(node: Element) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _first(node: Element, name: str) -> Element | None:
    return next((child for child in node if _local(child) == name), None)


def _value(node: Element, name: str) -> str:
    child = _first(node, name)
    return "" if child is None else str(child.get("val", ""))


def _flag(node: Element, name: str, *, default: bool) -> bool:
    child = _first(node, name)
    return default if child is None else child.get("val", "1") in ("1", "true")


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 8 else 0
