"""Binary workbooks of the old kind."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from octavo.documents import BlockKind
from octavo.errors import EmptyFile, FileCorrupted
from octavo.formats.sheets.number_format import BUILTIN, compiled
from tests.formats_sheets.known_formats import KNOWN
from tests.formats_sheets.reading import blocks, by_ref, grid, read, tables
from tests.formats_web.compound import compound

# xlwt numbers the built-in accounting formats in another order than Excel
FORMATS = [known for known in KNOWN if known[0] not in BUILTIN.values() or "_(" not in known[0]]


def test_every_known_format(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    sheet.write(0, 0, "n")
    sheet.write(0, 1, "shown")
    for row, (code, value, _) in enumerate(FORMATS, start=1):
        style = xlwt.XFStyle()
        style.num_format_str = code
        sheet.write(row, 0, f"row {row}")
        sheet.write(row, 1, value, style)
    book.save(str(tmp_path / "made.xls"))
    cells = by_ref(read(tmp_path / "made.xls", use_raw_values=True))
    assert [cells[f"B{row}"].text for row in range(2, len(FORMATS) + 2)] == [
        shown for _, _, shown in FORMATS
    ]


def test_hidden_merged_and_typed(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Shown")
    book.add_sheet("Hidden").visibility = 1
    sheet.write_merge(0, 0, 0, 2, "Title")
    for column, name in enumerate(["k", "v", "w"]):
        sheet.write(1, column, name)
        sheet.write(2, column, column + 0.5)
        sheet.write(3, column, bool(column))
    sheet.write(4, 0, xlwt.Formula('HYPERLINK("https://example.org";"x")'))
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    book.save(str(tmp_path / "made.xls"))
    document = read(tmp_path / "made.xls")
    assert [page.name for page in document.pages] == ["Shown"]
    cells = by_ref(document)
    assert cells["A1"].column_span == 2
    assert "A3" not in cells
    assert (cells["B4"].text, cells["B4"].value) == ("TRUE", True)
    everything = read(tmp_path / "made.xls", include_hidden_rows=True, include_hidden_cols=True)
    assert by_ref(everything)["C3"].text == "2.5"


def test_dates_of_the_1904_system(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("S")
    style = xlwt.XFStyle()
    style.num_format_str = "yyyy-mm-dd"
    sheet.write(0, 0, 44285, style)
    sheet.write(0, 1, 1)
    book.save(str(tmp_path / "made.xls"))
    assert by_ref(read(tmp_path / "made.xls"))["A1"].text == compiled("yyyy-mm-dd").number(45747)


def with_names(book: xlwt.Workbook, names: dict[str, bytes]) -> bytes:
    """The workbook's records with further ones for names, each with its compiled formula."""
    data, made = book.get_biff_data(), b""
    for name, formula in names.items():
        head = struct.pack("<HBBHHHI", 0, 0, len(name), len(formula), 0, 0, 0)
        body = head + b"\0" + name.encode("latin-1") + formula
        made += struct.pack("<HH", 0x18, len(body)) + body
    out, at, placed = bytearray(), 0, False
    while at < len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        record = bytearray(data[at : at + 4 + size])
        if kind == 0x85:  # where a sheet begins, which moves
            record[4:8] = struct.pack("<I", struct.unpack_from("<I", record, 4)[0] + len(made))
        if kind == 0x0A and not placed:
            out, placed = out + made, True
        out += record
        at += 4 + size
    return compound({"Workbook": bytes(out)})


def test_names_and_names_that_nobody_understands(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("One").write(0, 0, 7)
    book.add_sheet("Two").write(0, 0, xlwt.Formula("One!A1"))
    area = b"\x3b" + struct.pack("<5H", 1, 0, 2, 0, 1)
    path = tmp_path / "made.xls"
    names = {"prices": area, "broken": b"\x2d" + bytes(8), "odd": b"\xff\xff"}
    path.write_bytes(with_names(book, names))
    document = read(path)
    assert {name["name"]: name["value"] for name in document.defined_names} == {
        "prices": "One!$A$1:$B$3",
        "broken": "",
        "odd": "",
    }
    assert blocks(document, BlockKind.TEXT)[0].text == "7"


@pytest.mark.parametrize("cut", [1, 100, 600, 3000])
def test_damaged_files_are_refused(tmp_path: Path, cut: int) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row in range(200):
        sheet.write(row, 0, f"text {row}")
    book.save(str(tmp_path / "whole.xls"))
    data = (tmp_path / "whole.xls").read_bytes()
    (tmp_path / "cut.xls").write_bytes(data[:cut])
    with pytest.raises(FileCorrupted):
        read(tmp_path / "cut.xls")


def test_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "made.xls").write_bytes(b"")
    with pytest.raises(EmptyFile):
        read(tmp_path / "made.xls")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_charts_of_binary_workbooks(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "made.xlsx"))
    sheet = book.add_worksheet("My data")
    for row, line in enumerate([["k", "Sum"], ["a", 1.5], ["b", 2.5]]):
        sheet.write_row(row, 0, line)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    chart.add_series({"name": "='My data'!$B$1", "categories": "='My data'!$A$2:$A$3",
                      "values": "='My data'!$B$2:$B$3"})  # fmt: skip
    chart.set_title({"name": "Sums"})
    sheet.insert_chart("D2", chart)
    book.close()
    command = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "made.xlsx")], check=True, capture_output=True)
    (block,) = blocks(read(tmp_path / "made.xls", images=True), BlockKind.FIGURE)
    figure = block.figure
    assert figure is not None
    assert block.place is not None
    assert (block.place.range or "").startswith("D2:")
    assert (figure.chart["chart_type"], figure.chart["chart_title"]) == ("BarChart", "Sums")
    assert "'My data'!$B$2:$B$3" in figure.chart["source_ranges"]
    assert figure.data is not None
    assert grid(figure.data) == [["", "Sum"], ["a", "1.5"], ["b", "2.5"]]
    assert figure.image is not None


CHART_SHEETS = Path(__file__).parents[2] / "../shared/documents/xls_charts.xls"


@pytest.mark.skipif(not CHART_SHEETS.exists(), reason="needs a document beside the checkout")
def test_a_chart_on_a_sheet_of_its_own() -> None:
    document = read(CHART_SHEETS)
    assert [page.name for page in document.pages] == ["charttabyodawg", "Sheet1", "Sheet2"]
    figures = [block.figure for block in blocks(document, BlockKind.FIGURE)]
    assert [figure.chart["chart_title"] for figure in figures if figure] == [
        "WhamPuff",
        "fizzlepuff",
    ]
    assert "Test Excel Spreasheet" in [block.text for block in document.pages[1].blocks]
    assert tables(document)
