"""Word tables: spans both ways, header rows, nesting, frames of one cell, size."""

from __future__ import annotations

import time
from pathlib import Path

from octavo.formats.docx import DOCX
from tests.formats_office import ooxml
from tests.formats_office.ooxml import cell, paragraph, row, run, table
from tests.formats_office.outline import body, covered_once, grid, read


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


BEGIN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_spans_to_the_right_and_down(tmp_path: Path) -> None:
    text = table(
        row(cell("a", span(2)), cell("b", BEGIN)),
        row(cell("c", BEGIN), cell("d"), cell("", ON)),
        row(cell("", ON), cell("e"), cell("f")),
    )
    block = read(DOCX, ooxml.write(tmp_path / "a.docx", text)).pages[0].blocks[0]
    assert grid(block.table) == [["a", "<", "b"], ["c", "d", "^"], ["^", "e", "f"]]
    assert block.table is not None
    assert covered_once(block.table)


def test_rows_that_begin_late_or_end_early_leave_empty_cells(tmp_path: Path) -> None:
    text = table(
        row(cell("a"), cell("b"), cell("c")),
        row(cell("d"), properties='<w:gridBefore w:val="1"/>'),
    )
    block = read(DOCX, ooxml.write(tmp_path / "a.docx", text)).pages[0].blocks[0]
    assert grid(block.table) == [["a", "b", "c"], ["", "d", ""]]


def test_header_rows_are_those_marked_else_a_first_row_of_titles(tmp_path: Path) -> None:
    marked = table(
        row(cell("1"), cell("2"), properties="<w:tblHeader/>"),
        row(cell("3"), cell("4"), properties="<w:tblHeader/>"),
        row(cell("5"), cell("6")),
    )
    titled = table(row(cell("Item"), cell("Price")), row(cell("Nut"), cell("3")))
    bare = table(row(cell("7"), cell("8")), row(cell("9"), cell("10")))
    path = ooxml.write(tmp_path / "a.docx", paragraph("").join([marked, titled, bare]))
    tables = [block.table for block in read(DOCX, path).pages[0].blocks]
    heads = [[cell.text for cell in one.cells if cell.header] for one in tables if one]
    assert heads == [["1", "2", "3", "4"], ["Item", "Price"], []]


def test_a_nested_table_stays_in_its_cell_in_reading_order(tmp_path: Path) -> None:
    inner = table(row(cell("x"), cell("y")), row(cell("z"), cell("w")))
    text = table(
        row(cell("head"), cell("head 2")),
        row(cell(paragraph("before") + inner + paragraph("after")), cell("right")),
    )
    block = read(DOCX, ooxml.write(tmp_path / "a.docx", text)).pages[0].blocks[0]
    assert grid(block.table)[1] == ["before\nx | y\nz | w\nafter", "right"]


def test_a_table_of_one_cell_is_a_frame_around_text(tmp_path: Path) -> None:
    inner = table(row(cell("x"), cell("y")), row(cell("z"), cell("w")))
    text = table(row(cell(paragraph("Note", "Heading2") + inner + paragraph("end"))))
    assert body(read(DOCX, ooxml.write(tmp_path / "a.docx", text))) == [
        "h2 Note",
        "table 2x2",
        "text end",
    ]


def test_deleted_rows_are_gone_and_inserted_ones_there(tmp_path: Path) -> None:
    text = table(
        row(cell("a"), cell("b")),
        row(cell("old"), cell("old"), properties='<w:del w:id="1"/>'),
        row(cell("new"), cell("new"), properties='<w:ins w:id="2"/>'),
    )
    block = read(DOCX, ooxml.write(tmp_path / "a.docx", text)).pages[0].blocks[0]
    assert grid(block.table) == [["a", "b"], ["new", "new"]]


def test_marks_and_lines_within_cells(tmp_path: Path) -> None:
    text = table(
        row(cell("k"), cell("v")),
        row(cell("a"), cell(paragraph(run("fat", "<w:b/>")) + paragraph("thin"))),
    )
    block = read(DOCX, ooxml.write(tmp_path / "a.docx", text)).pages[0].blocks[0]
    assert block.table is not None
    last = block.table.cells[-1]
    assert (last.text, last.markdown) == ("fat\nthin", "**fat**<br>thin")


def test_a_large_table_is_read_in_linear_time(tmp_path: Path) -> None:
    rows = [row(*(cell(f"{at}.{column}") for column in range(10))) for at in range(1_000)]
    path = ooxml.write(tmp_path / "a.docx", table(*rows))
    start = time.process_time()
    block = read(DOCX, path).pages[0].blocks[0]
    assert block.table is not None
    assert (block.table.rows, block.table.columns) == (1_000, 10)
    assert time.process_time() - start < 6
