"""What floats over an OpenDocument sheet: pictures, and charts as documents within the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.errors import FileCorrupted
from octavo.formats.office.package import Package
from octavo.formats.sheets.charts import MAX_POINTS, MAX_SERIES, Chart, Points, Series
from octavo.formats.sheets.grid import Area, Drawing, area
from octavo.formats.sheets.ods_text import DRAW, TABLE, XLINK, attribute, plain
from octavo.formats.sheets.package import local

Element = Any
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


def read(package: Package, table: Element, warnings: list[str]) -> list[Drawing]:
    """The drawings of a sheet."""
    found = []
    for frame, box in _frames(table):
        try:
            drawing = _drawing(package, frame, box)
        except FileCorrupted as error:
            warnings.append(f"A drawing at {box.a1} was not read: {error.message}")
            continue
        if drawing is not None:
            found.append(drawing)
    return found


def _frames(table: Element) -> Iterator[tuple[Element, Area]]:
    """Frames with the cells they lie on; a frame belongs to a cell, or to the sheet as a whole."""
    row = 0
    for node in table.iter(f"{TABLE}shapes", f"{TABLE}table-row"):
        if local(node) == "shapes":
            for frame in node.iter(f"{DRAW}frame"):
                yield frame, Area(0, 0, 0, 0)
            continue
        column = 0
        for cell in node:
            for frame in cell.iter(f"{DRAW}frame"):
                yield frame, _area(frame, row, column)
            column += _count(cell, "number-columns-repeated")
        row += _count(node, "number-rows-repeated")


def _count(node: Element, name: str) -> int:
    text = attribute(node, name) or "1"
    return int(text) if text.isdigit() and len(text) < 8 else 1


def _area(frame: Element, row: int, column: int) -> Area:
    end = area((frame.get(TABLE + "end-cell-address") or "").rpartition(".")[2])
    if end is None:
        return Area(row, column, row, column)
    return Area(row, column, max(row, end.bottom), max(column, end.right))


def _drawing(package: Package, frame: Element, box: Area) -> Drawing | None:
    for node in frame:
        name = node.get(XLINK + "href", "").removeprefix("./").rstrip("/")
        if local(node) == "object" and f"{name}/content.xml" in package:
            chart = _chart(package.xml(f"{name}/content.xml"))
            return None if chart is None else Drawing(box, chart=chart)
        if local(node) == "image" and name in package:
            return Drawing(box, picture=package.read(name), name=frame.get(DRAW + "name", ""))
        if local(node) == "text-box":
            text = plain(node)[0].strip()
            return Drawing(box, text=text) if text else None
    return None


def _chart(root: Element) -> Chart | None:
    node = next(root.iter(f"{CHART}chart"), None)
    if node is None:
        return None
    kind = node.get(CHART + "class", "").rpartition(":")[2]
    chart = Chart(_TYPES.get(kind, "Chart"), auto_title=False)
    for child in node:
        if local(child) == "title":
            chart.title = plain(child)[0].replace("\n", " ")
    held = _local_table(node)
    categories = next(
        (n.get(TABLE + "cell-range-address", "") for n in node.iter(f"{CHART}categories")), ""
    )
    for at, series in enumerate(node.iter(f"{CHART}series")):
        if at >= MAX_SERIES:
            break
        chart.series.append(_series(chart.type, series, categories, held, at + 1))
    return chart if chart.series else None


def _series(
    kind: str, node: Element, categories: str, held: list[list[Element]], column: int
) -> Series:
    """A series: its ranges from the chart, its values from the table stored beside it."""
    one = Series(kind)
    one.name = _stored(held[:1], column)
    one.name.source = _address(node.get(CHART + "label-cell-address", ""))
    one.categories = _stored(held[1:], 0)
    one.categories.source = _address(categories)
    one.values = _stored(held[1:], column)
    one.values.source = _address(node.get(CHART + "values-cell-range-address", ""))
    return one


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
        value = attribute(row[column], "value")
        points.count = at + 1
        if text:
            points.texts[at] = text
        if value is not None and attribute(row[column], "value-type") == "float":
            try:
                points.numbers[at] = float(value)
            except ValueError:
                continue
    return points


def _address(text: str) -> str:
    """An address like Sheet1.A1:Sheet1.A4 in A1 style: Sheet1!$A$1:$A$4."""
    first, _, last = text.partition(":")
    sheet, _, start = first.rpartition(".")
    box = area(f"{start}:{last.rpartition('.')[2] or start}")
    return f"{sheet.lstrip('$')}!{box.fixed}" if sheet and box is not None else text
