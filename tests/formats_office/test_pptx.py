"""PowerPoint slides: order by place, bullets, tables, charts, groups, furniture, diagrams."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from octavo.documents import Box
from octavo.formats.office.slide_geometry import reading_order
from octavo.formats.office.slide_shapes import Shape
from octavo.formats.pptx import PPTX
from tests.formats_office.outline import body, covered_once, grid, nodes, read

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def blank(layout: int = 6) -> tuple[Any, Any]:
    show = Presentation()
    return show, show.slides.add_slide(show.slide_layouts[layout])


def save(show: Any, folder: Path) -> Path:
    path = folder / "a.pptx"
    show.save(str(path))
    return path


def box(slide: Any, text: str, left: float, top: float, width: float = 2.0) -> Any:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(0.5))
    shape.text_frame.text = text
    return shape


def test_numbers_bullets_and_plain_paragraphs(tmp_path: Path) -> None:
    show, slide = blank(1)
    slide.shapes.title.text = "Plan\vfor all"
    frame = slide.placeholders[1].text_frame
    marks = [
        ("one", 0, '<a:buAutoNum {} type="arabicPeriod"/>'),
        ("sub", 1, '<a:buAutoNum {} type="alphaLcParenR"/>'),
        ("two", 0, '<a:buAutoNum {} type="arabicPeriod"/>'),
        ("five", 0, '<a:buAutoNum {} type="romanUcPeriod" startAt="5"/>'),
        ("dot", 0, ""),
        ("bare", 0, "<a:buNone {}/>"),
    ]
    for at, (text, level, mark) in enumerate(marks):
        one = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        one.text, one.level = text, level
        if mark:
            one._p.get_or_add_pPr().insert(0, parse_xml(mark.format(A)))
    assert body(read(PPTX, save(show, tmp_path))) == [
        "h1 Plan for all", "1. 0 one", "a) 1 sub", "2. 0 two", "V. 0 five", "- 0 dot",
        "text bare",
    ]  # fmt: skip


def test_looks_and_links(tmp_path: Path) -> None:
    show, slide = blank()
    frame = box(slide, "", 1, 1).text_frame
    said = (("plain ", False, ""), ("fat", True, ""), (" go", False, "https://a.b"))
    for text, bold, link in said:
        run = frame.paragraphs[0].add_run()
        run.text, run.font.bold = text, bold
        if link:
            run.hyperlink.address = link
    block = read(PPTX, save(show, tmp_path)).pages[0].blocks[0]
    assert (block.text, block.markdown) == ("plain fat go", "plain **fat** [go](https://a.b)")


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    show, slide = blank(4)
    slide.shapes.title.text = "Compare"
    for at, text in ((1, "left head"), (2, "left"), (3, "right head"), (4, "right")):
        slide.placeholders[at].text = text
    texts = [block.text for _, block in read(PPTX, save(show, tmp_path)).blocks()]
    assert texts == ["Compare", "left head", "left", "right head", "right"]


@pytest.mark.parametrize(
    ("places", "order"),
    [
        # a grid written row by row, and one written column by column
        ([("a", 0, 0), ("b", 5, 0), ("c", 0, 5), ("d", 5, 5)], "abcd"),
        ([("a", 0, 0), ("c", 0, 5), ("b", 5, 0), ("d", 5, 5)], "acbd"),
        # no author's order: the wider band parts first
        ([("d", 5, 2), ("a", 0, 0), ("c", 5, 0), ("b", 0, 2)], "abcd"),
        ([("b", 3, 0), ("a", 0, 0), ("c", 0, 7)], "abc"),
    ],
)
def test_reading_order(places: list[tuple[str, float, float]], order: str) -> None:
    shapes = [
        Shape([], Box(x / 10, y / 10, (x + 2) / 10, (y + 1) / 10), at)
        for at, (_, x, y) in enumerate(places)
    ]
    assert "".join(places[shape.order][0] for shape in reading_order(shapes)) == order


def test_tables_with_merges_and_cell_boxes(tmp_path: Path) -> None:
    show, slide = blank()
    frame = slide.shapes.add_table(3, 3, Inches(1), Inches(1.5), Inches(6), Inches(3))
    table = frame.table
    for at, text in enumerate(["Head", "", "Last", "A", "b", "c", "", "d", "e"]):
        table.cell(at // 3, at % 3).text = text
    table.columns[0].width, table.columns[1].width = Inches(1), Inches(3)
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    found = read(PPTX, save(show, tmp_path)).pages[0].blocks[0].table
    assert found is not None
    assert grid(found) == [["Head", "<", "Last"], ["A", "b", "c"], ["^", "d", "e"]]
    assert covered_once(found)
    assert [cell.text for cell in found.cells if cell.header] == ["Head", "Last"]
    head = found.cells[0].box
    assert head is not None
    assert [round(edge, 3) for edge in (head.x0, head.y0, head.x1, head.y1)] == [
        0.1, 0.2, 0.5, 0.333,
    ]  # fmt: skip


def test_charts_are_data_and_a_drawing(tmp_path: Path) -> None:
    show, slide = blank()
    data = CategoryChartData(number_format="0.0")
    data.categories = ["Q1", "Q2"]
    data.add_series("North", (1.25, 2))
    data.add_series("South", (3, None))
    place = (Inches(1), Inches(1), Inches(5), Inches(3))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *place, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Sales"
    points = XyChartData()
    series = points.add_series("Runs")
    series.add_data_point(1, 10)
    series.add_data_point(2, 20)
    slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, Inches(1), Inches(4.5), *place[2:], points)
    first, second = (
        block.figure for block in read(PPTX, save(show, tmp_path), images=True).pages[0].blocks
    )
    assert first is not None
    assert second is not None
    assert (first.kind, first.caption) == ("chart", "Chart: Sales")
    assert first.chart["chart_type"] == "LineChart"
    assert first.chart["series"] == ["North", "South"]
    assert grid(first.data) == [["", "North", "South"], ["Q1", "1.3", "3.0"], ["Q2", "2.0", ""]]
    assert grid(second.data)[1:] == [["1", "10"], ["2", "20"]]
    assert first.image is not None
    assert Image.open(io.BytesIO(first.image)).format == "PNG"


def test_nested_groups_are_placed_on_the_slide(tmp_path: Path) -> None:
    show, slide = blank()
    outer = slide.shapes.add_group_shape()
    inner = outer.shapes.add_group_shape()
    box(inner, "deep", 2, 2)
    box(outer, "shallow", 2, 1)
    for group in (outer, inner):
        group.left, group.top = Inches(5), Inches(3.75)
    blocks = read(PPTX, save(show, tmp_path)).pages[0].blocks
    assert sorted(nodes(blocks)) == ["text deep", "text shallow"]
    for block in blocks:
        assert block.box is not None
        assert block.box.x0 > 0.4
        assert block.box.x1 <= 1


def test_footers_dates_and_numbers_are_furniture(tmp_path: Path) -> None:
    show, slide = blank(5)
    slide.shapes.title.text = "T"
    for kind, text, index in (("ftr", "Confidential", 11), ("sldNum", "7", 12), ("dt", "May", 10)):
        slide.shapes._spTree.append(
            parse_xml(
                f'<p:sp {A} xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
                f'<p:nvSpPr><p:cNvPr id="{index}" name="f"/><p:cNvSpPr/><p:nvPr>'
                f'<p:ph type="{kind}" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>'
                f"<a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
            )
        )
    found = read(PPTX, save(show, tmp_path)).pages[0].blocks
    assert nodes(found) == ["h1 T", "footer May", "footer Confidential", "page_number 7"]
    assert all(block.box is not None for block in found)


def test_pages_can_be_chosen(tmp_path: Path) -> None:
    show = Presentation()
    for number in range(4):
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = f"S{number + 1}"
    document = read(PPTX, save(show, tmp_path), pages="2,4")
    assert [(page.number, page.name) for page in document.pages] == [(2, "S2"), (4, "S4")]
    assert document.page_count == 4


def test_hidden_shapes_are_not_read(tmp_path: Path) -> None:
    show, slide = blank()
    box(slide, "seen", 1, 1)
    box(slide, "unseen", 1, 2)._element.nvSpPr.cNvPr.set("hidden", "1")
    assert body(read(PPTX, save(show, tmp_path))) == ["text seen"]


def test_a_large_line_on_top_is_the_title_where_no_placeholder_is(tmp_path: Path) -> None:
    show, slide = blank()
    for text, top, size in (("small print", 3.0, 12), ("Our results", 0.5, 36), ("12 %", 2.0, 20)):
        shape = box(slide, text, 1, top)
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    assert body(read(PPTX, save(show, tmp_path))) == [
        "h1 Our results",
        "text 12 %",
        "text small print",
    ]
