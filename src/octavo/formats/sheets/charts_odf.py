"""Charts of OpenDocument files, which are documents of their own with their data beside them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

from octavo.formats.sheets.charts import MAX_POINTS, MAX_SERIES, Chart, Points, Series
from octavo.formats.sheets.grid import area
from octavo.formats.sheets.ods_text import TABLE, attribute, plain
from octavo.formats.sheets.package import local

Element = Any
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
CHART = "{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}"
_TYPES = {
    "bar": "BarChart",
    "line": "LineChart",
    "circle": "PieChart",
    "ring": "DoughnutChart",
    "area": "AreaChart",
    "scatter": "ScatterChart",
    "bubble": "BubbleChart",
    "radar": "RadarChart",
    "filled-radar": "RadarChart",
    "stock": "StockChart",
    "surface": "SurfaceChart",
}


def read(root: Element) -> Chart | None:
    """The chart in a chart document; None if there is none."""
    node = next(root.iter(f"{CHART}chart"), None)
    if node is None:
        return None
    kind = node.get(CHART + "class", "").rpartition(":")[2]
    chart = Chart(_TYPES.get(kind, "Chart"), auto_title=False)
    for child in node:
        if local(child) == "title":
            chart.title = plain(child)[0].replace("\n", " ")
    _read_grouping(chart, root, node)
    held = _local_table(node)
    categories = next(
        (n.get(TABLE + "cell-range-address", "") for n in node.iter(f"{CHART}categories")), ""
    )
    columns = itertools.count(1)
    for series in itertools.islice(node.iter(f"{CHART}series"), MAX_SERIES):
        chart.series.append(_series(chart, series, categories, held, columns))
    return chart if chart.series else None


def _read_grouping(chart: Chart, root: Element, node: Element) -> None:
    """Whether its marks are piled up and which way its bars lie: the plot area's style says it."""
    area = next(node.iter(f"{CHART}plot-area"), None)
    name = area.get(CHART + "style-name") if area is not None else None
    for style in root.iter(f"{STYLE}style"):
        if name is None or style.get(STYLE + "name") != name:
            continue
        for said in style.iter(f"{STYLE}chart-properties"):
            chart.horizontal = said.get(CHART + "vertical") == "true"
            if said.get(CHART + "percentage") == "true":
                chart.grouping = "percentStacked"
            elif said.get(CHART + "stacked") == "true":
                chart.grouping = "stacked"


def _series(
    chart: Chart,
    node: Element,
    categories: str,
    held: list[list[Element]],
    columns: Iterator[int],
) -> Series:
    """A series: its ranges from the chart, its values from the table stored beside it.

    Points that lie at numbers name those as domains: x for scatter, y and then x for bubbles,
    whose values are their sizes; a series without takes those of the first.
    """
    one = Series(chart.type)
    domains = [
        _part(child, TABLE + "cell-range-address", held[1:], columns)
        for child in node
        if local(child) == "domain"
    ]
    at = _column(node.get(CHART + "values-cell-range-address", ""), next(columns))
    one.name = _stored(held[:1], at)
    one.name.source = _address(node.get(CHART + "label-cell-address", ""))
    one.values = _stored(held[1:], at)
    one.values.source = _address(node.get(CHART + "values-cell-range-address", ""))
    if chart.type == "BubbleChart" and domains:
        one.values, one.sizes = domains.pop(0), one.values
    if domains:
        one.categories = domains[0]
    elif chart.type in ("ScatterChart", "BubbleChart") and chart.series:
        one.categories = chart.series[0].categories
    else:
        one.categories = _stored(held[1:], 0)
        one.categories.source = _address(categories)
    return one


def _part(node: Element, name: str, held: list[list[Element]], columns: Iterator[int]) -> Points:
    address = node.get(name, "")
    points = _stored(held, _column(address, next(columns)))
    points.source = _address(address)
    return points


def _column(address: str, otherwise: int) -> int:
    """The column in the stored table: what an address in it says, else the next in order."""
    sheet, _, start = address.partition(":")[0].rpartition(".")
    box = area(start)
    return box.left if _is_local(sheet) and box is not None else otherwise


def _is_local(sheet: str) -> bool:
    """Whether an address is one in the table stored with the chart."""
    return sheet.strip("$'").startswith("local-")


def _number(text: str) -> float:
    """A number; absent ones are written NaN."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _local_table(node: Element) -> list[list[Element]]:
    table = next(node.iter(f"{TABLE}table"), None)
    if table is None:
        return []
    rows = list(table.iter(f"{TABLE}table-row"))[: MAX_POINTS + 1]
    return [[cell for cell in row if local(cell) == "table-cell"] for row in rows]


def _stored(rows: list[list[Element]], column: int) -> Points:
    points = Points()
    for at, row in enumerate(rows):
        if column >= len(row):
            continue
        text = plain(row[column])[0]
        text = "" if text.lower() == "nan" else text
        value = attribute(row[column], "value")
        points.count = at + 1
        if text:
            points.texts[at] = text
        if value is not None and attribute(row[column], "value-type") == "float":
            number = _number(value)
            if math.isfinite(number):
                points.numbers[at] = number
    return points


def _address(text: str) -> str:
    """An address like Sheet1.A1:Sheet1.A4 in A1 style: Sheet1!$A$1:$A$4."""
    first, _, last = text.partition(":")
    sheet, _, start = first.rpartition(".")
    if _is_local(sheet):
        return ""
    box = area(f"{start}:{last.rpartition('.')[2] or start}")
    return f"{sheet.lstrip('$')}!{box.fixed}" if sheet and box is not None else text
