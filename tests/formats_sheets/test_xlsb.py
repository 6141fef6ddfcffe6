"""Binary workbooks within a zip."""

from pathlib import Path

import pytest
import python_calamine

from octavo.errors import FileCorrupted
from tests.formats_sheets import xlsb_writer as w
from tests.formats_sheets.reading import by_ref, grid, read, tables


@pytest.fixture
def path(tmp_path: Path) -> Path:
    data = w.sheet(
        w.row(0, w.shared(0, 0), w.shared(1, 1), w.shared(2, 1)),
        w.row(1, w.shared(0, 2), w.number(1, 1234.5, 1), w.small(2, 7)),
        w.row(2, w.shared(0, 2), w.number(1, -1, 1), w.small(2, 8), hidden=True),
        w.row(3, w.cell(6, 0, 0, w.wide("inline")), w.number(1, 45747, 2), w.cell(4, 2, 0, b"\1")),
        w.row(4, w.cell(9, 0, 0, w.number(0, 2.5)[10:] + bytes(10)), w.cell(3, 1, 0, b"\x07")),
        columns=w.hidden_column(2),
        after=w.merge(4, 4, 1, 2),
    )
    file = tmp_path / "made.xlsb"
    sheets = [("First", 0, data), ("Secret", 1, w.sheet(w.row(0, w.small(0, 1))))]
    w.write(file, sheets, ["Name", "Value", "Müller"], ["$#,##0.00", "d mmm yyyy"])
    return file


def test_the_writer_makes_files_that_others_read(path: Path) -> None:
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Name", "Value", "Value"]
    assert rows[1] == ["Müller", 1234.5, 7.0]


def test_values_show_as_formatted(path: Path) -> None:
    document = read(path)
    assert [page.name for page in document.pages] == ["First"]
    assert grid(tables(document)[0]) == [
        ["Name", "Value"],
        ["Müller", "$1,234.50"],
        ["inline", "31 Mar 2025"],
        ["2.5", "#DIV/0!"],
    ]


def test_hidden_things_on_demand(path: Path) -> None:
    document = read(
        path, include_hidden_rows=True, include_hidden_cols=True, include_hidden_sheets=True
    )
    cells = by_ref(document)
    assert [page.name for page in document.pages] == ["First", "Secret"]
    assert cells["B3"].text == "-$1.00"
    assert (cells["C4"].text, cells["C4"].value) == ("TRUE", True)
    assert cells["B5"].column_span == 2


def test_raw_values(path: Path) -> None:
    cells = by_ref(read(path, use_raw_values=True))
    assert (cells["B2"].text, cells["B4"].text) == ("1234.5", "31 Mar 2025")


def test_truncated_records_are_damage(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsb"
    w.write(broken, [("First", 0, w.sheet(w.row(0, w.number(0, 1)))[:-9])], [], [])
    with pytest.raises(FileCorrupted):
        read(broken)
