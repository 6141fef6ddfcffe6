"""What a workbook's sheets become: tables apart, text beside them, spans, notes, names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from octavo.documents import BlockKind, Document
from octavo.errors import InvalidPageRange
from tests.formats_sheets.reading import blocks, by_ref, grid, ranges, read, tables

Fill = Callable[[Any, Any], None]


def made(path: Path, fill: Fill, options: dict[str, Any] | None = None, **flags: Any) -> Document:
    """The document of a workbook whose first sheet, "Data", was filled."""
    book = xlsxwriter.Workbook(str(path / "made.xlsx"), options or {})
    fill(book, book.add_worksheet("Data"))
    book.close()
    return read(path / "made.xlsx", **flags)


def test_tables_and_texts_stand_apart(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write("A1", "Report of the year")
        for row, line in enumerate([["Name", "Sum"], ["a", 1], ["b", 2]]):
            sheet.write_row(2 + row, 0, line)
            sheet.write_row(2 + row, 4, line)
            sheet.write_row(8 + row, 1, line)
        sheet.write("I3", "Note: in thousands")

    document = made(tmp_path, fill)
    page = document.pages[0]
    assert (page.number, page.name) == (1, "Data")
    assert page.blocks[0].kind is BlockKind.HEADING
    assert page.blocks[0].text == "Sheet: Data"
    assert ranges(document) == ["A3:B5", "E3:F5", "B9:C11"]
    assert ranges(document, BlockKind.TEXT) == ["A1", "I3"]
    assert [block.text for block in blocks(document, BlockKind.TEXT)] == [
        "Report of the year",
        "Note: in thousands",
    ]
    assert grid(tables(document)[1]) == [["Name", "Sum"], ["a", "1"], ["b", "2"]]


def test_a_column_of_texts_stays_together_beside_a_table(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_column("A1", ["Terms", "Net 30 days", "No returns"])
        sheet.write_column("D2", ["Price", 7, 9])

    document = made(tmp_path, fill)
    places = [block.place.range for block in document.pages[0].blocks if block.place]
    assert places == [None, "A1", "A2", "A3", "D2:D4"]


def test_headers_totals_and_raw_values(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row("B2", ["Region", "2023", "Share", "Ok"])
        sheet.write_row("B3", ["North", 10.5, 0.25, True])
        sheet.write_row("B4", ["South", 20, 0.75, False])
        sheet.write_row("B5", ["Grand total"])
        sheet.write_formula("C5", "=SUM(C3:C4)", None, 30.5)
        sheet.write_formula("D5", "=D3/0", None, "#DIV/0!")

    (table,) = tables(made(tmp_path, fill))
    cells = {cell.ref: cell for cell in table.cells}
    assert {cell.row for cell in table.cells if cell.header} == {0}
    assert table.footer_rows == 1
    assert cells["C3"].value == 10.5
    assert (cells["E3"].text, cells["E3"].value) == ("TRUE", True)
    assert (cells["C5"].text, cells["C5"].formula) == ("30.5", "=SUM(C3:C4)")
    assert cells["D5"].text == "#DIV/0!"


def test_merged_cells_span_and_hidden_ones_shrink_them(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.merge_range("A1:D1", "Title")
        sheet.write_row("A2", ["k", "v", "w", "x"])
        sheet.merge_range("A3:A4", "both")
        sheet.write_row("B3", [1, 2, 3])
        sheet.write_row("B4", [4, 5, 6])
        sheet.set_column("C:C", None, None, {"hidden": True})

    hidden, whole = made(tmp_path, fill), read(tmp_path / "made.xlsx", include_hidden_cols=True)
    assert by_ref(hidden)["A1"].column_span == 3
    assert by_ref(whole)["A1"].column_span == 4
    assert by_ref(whole)["A3"].row_span == 2
    assert "C3" not in by_ref(hidden)
    assert by_ref(whole)["C3"].text == "2"


def test_comments_links_names_and_native_tables(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        columns = [{"header": "Item"}, {"header": "Price", "total_function": "sum"}]
        sheet.add_table("B3:C6", {"name": "Prices", "total_row": True, "columns": columns,
                                  "data": [["Nut", 1], ["Bolt", 2]]})  # fmt: skip
        sheet.write_comment("B4", "Checked by hand")
        sheet.write_url("B5", "https://example.org/bolt", string="Bolt")
        sheet.write("E3", "beside")
        book.define_name("Rate", "=Data!$C$4")
        book.define_name("Data!Local", "=Data!$B$4:$B$5")

    document = made(tmp_path, fill)
    (table,) = tables(document)
    assert table.info["table_name"] == "Prices"
    assert (table.rows, table.footer_rows) == (4, 1)
    cells = by_ref(document)
    assert cells["B3"].header
    assert cells["B4"].comment == "Checked by hand"
    assert cells["B5"].link == "https://example.org/bolt"
    names = {entry["name"]: entry for entry in document.defined_names}
    assert names["Rate"]["value"] == "Data!$C$4"
    assert names["Local"]["sheet_name"] == "Data"


def test_shared_formulas_move_with_their_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["a", "b"])
    for row in range(2, 5):
        sheet.append([row, None])
    sheet["B2"] = openpyxl.worksheet.formula.ArrayFormula("B2", "=A2*$A$2")
    book.save(tmp_path / "made.xlsx")
    document = read(tmp_path / "made.xlsx")
    assert by_ref(document)["B2"].formula == "=A2*$A$2"
    assert "1 formulas have no stored value" in document.warnings[0]


def test_the_1904_workbook(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row("A1", ["day", "n"])
        sheet.write_number("A2", 44285, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write("B2", 1)

    cell = by_ref(made(tmp_path, fill, {"date_1904": True}))["A2"]
    assert (cell.text, cell.value) == ("2025-03-31", "2025-03-31")


@pytest.mark.parametrize(("flags", "wanted"), [
    ({}, "A1:C8"),
    ({"only_data_rows": True}, "A1:C3"),
    ({"only_data_cols": True}, "A1:B8"),
    ({"only_data_rows": True, "only_data_cols": True}, "A1:B3"),
])  # fmt: skip
def test_framed_empty_edges_are_trimmed_on_demand(
    tmp_path: Path, flags: dict[str, Any], wanted: str
) -> None:
    def fill(book: Any, sheet: Any) -> None:
        border = book.add_format({"border": 1})
        for row in range(8):
            for column in range(3):
                sheet.write_blank(row, column, None, border)
        for row, line in enumerate([["k", "v"], ["a", 1], ["b", 2]]):
            sheet.write_row(row, 0, line, border)

    document = made(tmp_path, fill, **flags)
    assert [r for r in ranges(document) if r] == [wanted]


def test_pages_are_the_visible_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Two", "Three"):
        book.create_sheet(name)
    for sheet in book.worksheets:
        sheet["A1"] = f"on {sheet.title}"
    book["Two"].sheet_state = "veryHidden"
    book.save(tmp_path / "made.xlsx")
    path = tmp_path / "made.xlsx"
    visible, second = read(path), read(path, pages="2")
    assert [(page.number, page.name) for page in visible.pages] == [(1, "Sheet"), (2, "Three")]
    assert [page.name for page in second.pages] == ["Three"]
    place = second.pages[0].blocks[0].place
    assert place is not None
    assert (place.sheet_index, place.workbook_index) == (2, 3)
    assert len(read(path, include_hidden_sheets=True).pages) == 3
    with pytest.raises(InvalidPageRange):
        read(path, pages="3")


def test_rich_text_line_breaks_and_escapes(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A1", "half ", bold, "bold")
        sheet.write("B1", "two\nlines")
        sheet.write("A2", "tab_x0009_it")
        sheet.write("B2", 5)

    cells = by_ref(made(tmp_path, fill))
    assert cells["A1"].text == "half bold"
    assert cells["B1"].text == "two\nlines"
    assert cells["A2"].text == "tab_x0009_it"
