"""Charts and pictures of workbooks: as data, and drawn."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.chart
import pytest
import xlsxwriter
from PIL import Image

from octavo.documents import BlockKind, Figure
from octavo.formats.sheets import chart_png
from octavo.formats.sheets.canvas import PALETTE
from octavo.formats.sheets.charts import Chart, Points, Series
from tests.formats_sheets.reading import blocks, grid, read

KINDS = ["column", "bar", "line", "area", "pie", "doughnut", "radar", "scatter"]


def workbook(path: Path, kind: dict[str, str]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Data")
    for row, line in enumerate([["Month", "Up", "Down"], [1, 10, 3], [2, 20, 2], [3, 40, 1]]):
        sheet.write_row(row, 0, line)
    chart = book.add_chart(kind)
    for column in (1, 2):
        chart.add_series({
            "name": ["Data", 0, column],
            "categories": ["Data", 1, 0, 3, 0],
            "values": ["Data", 1, column, 3, column],
        })  # fmt: skip
    chart.set_title({"name": "Ups and downs"})
    sheet.insert_chart("E2", chart)
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()


def figures(path: Path, **flags: Any) -> list[Figure]:
    found = blocks(read(path, **flags), BlockKind.FIGURE)
    return [block.figure for block in found if block.figure is not None]


def colours(figure: Figure) -> set[str]:
    """The palette colours that a picture shows in more than a few pixels."""
    assert figure.image is not None
    image = Image.open(io.BytesIO(figure.image)).convert("RGB")
    assert image.size == (chart_png.WIDTH, chart_png.HEIGHT)
    pixels = image.tobytes()
    counted = Counter(pixels[at : at + 3].hex() for at in range(0, len(pixels), 3))
    return {f"#{colour}" for colour, count in counted.items() if count > 20} & set(PALETTE)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_and_drawn(tmp_path: Path, kind: str) -> None:
    workbook(tmp_path / "made.xlsx", {"type": kind})
    (figure,) = figures(tmp_path / "made.xlsx", images=True, include_hidden_rows=True)
    name = {"column": "Bar"}.get(kind, kind.capitalize())
    assert figure.kind == "chart"
    assert figure.caption == "Chart: Ups and downs"
    assert figure.chart["chart_type"] == f"{name}Chart"
    assert figure.chart["chart_title"] == "Ups and downs"
    assert "Data!$B$2:$B$4" in figure.chart["source_ranges"]
    assert figure.data is not None
    assert grid(figure.data)[1:] == [["1", "10", "3"], ["2", "20", "2"], ["3", "40", "1"]]
    assert len(colours(figure)) >= 2


@pytest.mark.parametrize("subtype", ["stacked", "percent_stacked"])
def test_stacked_bars_reach_higher(tmp_path: Path, subtype: str) -> None:
    workbook(tmp_path / "made.xlsx", {"type": "column", "subtype": subtype})
    (figure,) = figures(tmp_path / "made.xlsx", images=True)
    assert len(colours(figure)) == 2


def test_points_of_hidden_rows_are_not_shown(tmp_path: Path) -> None:
    workbook(tmp_path / "made.xlsx", {"type": "line"})
    (figure,) = figures(tmp_path / "made.xlsx")
    assert figure.image is None
    assert figure.data is not None
    assert grid(figure.data)[1:] == [["1", "10", "3"], ["3", "40", "1"]]


def test_charts_without_stored_values_take_them_from_the_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for line in [["k", "Sum"], ["a", 1.5], ["b", 2.5]]:
        sheet.append(line)
    book.create_sheet("Other")
    chart = openpyxl.chart.BarChart()
    data = openpyxl.chart.Reference(sheet, min_col=2, min_row=1, max_row=3)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(openpyxl.chart.Reference(sheet, min_col=1, min_row=2, max_row=3))
    book["Other"].add_chart(chart, "B2")
    book.save(tmp_path / "made.xlsx")
    (figure,) = figures(tmp_path / "made.xlsx", pages="2")
    assert figure.data is not None
    assert grid(figure.data) == [["", "Sum"], ["a", "1.5"], ["b", "2.5"]]


def test_pictures_and_text_boxes(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(picture, "BMP")
    book = xlsxwriter.Workbook(str(tmp_path / "made.xlsx"))
    sheet = book.add_worksheet()
    sheet.insert_image("B2", "p.bmp", {"image_data": picture, "description": "A red field"})
    sheet.insert_textbox("F2", "Read this first")
    sheet.insert_image("B9", "broken.png", {"image_data": io.BytesIO(_header_only())})
    book.close()
    document = read(tmp_path / "made.xlsx", images=True)
    assert [block.text for block in blocks(document, BlockKind.TEXT)] == ["Read this first"]
    red, broken = figures(tmp_path / "made.xlsx", images=True)
    assert red.caption == "A red field"
    assert red.image is not None
    assert Image.open(io.BytesIO(red.image)).getpixel((3, 3))[:3] == (255, 0, 0)  # type: ignore[index]
    assert broken.image is None
    assert "cannot be drawn" in document.warnings[0]


def _header_only() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (20, 10)).save(picture, "PNG")
    return picture.getvalue()[:45]


def test_odd_charts_are_drawn_too() -> None:
    empty = Chart("BarChart", series=[Series("BarChart")])
    numbers = dict(enumerate([float(n) for n in range(4000)]))
    wide = Points(texts={at: f"a rather long name {at}" for at in numbers}, count=4000)
    long = Series("LineChart", categories=wide, values=Points(numbers=numbers, count=4000))
    negative = Series("PieChart", values=Points(numbers={0: -1.0, 1: -2.0}, count=2))
    flat = Series("BarChart", values=Points(numbers={0: 1e300, 1: -1e300}, count=2))
    for chart in (
        empty,
        Chart("LineChart", series=[long]),
        Chart("PieChart", series=[negative]),
        Chart("WaterfallChart", title="合計 " * 80, series=[flat]),
        Chart("RadarChart", series=[long] * 80),
        Chart(),
    ):
        assert chart_png.draw(chart).startswith(b"\x89PNG")
