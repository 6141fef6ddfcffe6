"""Separated values: encodings, separators, quotes, shapes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.documents import BlockKind
from octavo.errors import EmptyFile
from octavo.formats.sheets import csv_rows
from tests.formats_sheets.reading import blocks, by_ref, grid, read, tables

GERMAN = "Name;Straße;Betrag\nMüller;Königsweg 5;12,50\nGrün;Ölgasse 1;3,75\nWeiß;Am Bächle;8,00\n"


def document_of(path: Path, data: bytes, name: str = "made.csv"):  # type: ignore[no-untyped-def]
    (path / name).write_bytes(data)
    return read(path / name)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (table,) = tables(document_of(tmp_path, GERMAN.encode(encoding)))
    assert grid(table)[1] == ["Müller", "Königsweg 5", "12,50"]


RUSSIAN = "Имя,Город,Сумма\nАнна,Москва,5\nИван Петров,Новосибирск,7\nОльга,Тверь,9\n"
JAPANESE = "名前,都市,金額\n山田太郎,東京都千代田区,5\n鈴木花子,大阪市中央区,7\nテスト,カタカナ,9\n"
CHINESE = "姓名,城市,金额\n王小明,北京市朝阳区,5\n李华,上海市浦东新区,7\n张伟,广州市天河区,9\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", RUSSIAN * 3), ("shift_jis", JAPANESE * 3), ("gb18030", CHINESE * 3)],
)
def test_older_encodings_of_other_scripts(tmp_path: Path, encoding: str, text: str) -> None:
    (table,) = tables(document_of(tmp_path, text.encode(encoding)))
    assert grid(table)[1] == text.split("\n")[1].split(",")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_separators(tmp_path: Path, separator: str, decimal: str) -> None:
    lines = [["Item", "Price", "Note"], ["Nut", f"1{decimal}5", "a; b, c | d"], ["Bolt", "2", ""]]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(lines)
    (table,) = tables(document_of(tmp_path, text.getvalue().encode()))
    assert grid(table) == lines
    assert {cell.row for cell in table.cells if cell.header} == {0}


def test_the_separator_hint_of_excel(tmp_path: Path) -> None:
    (table,) = tables(document_of(tmp_path, b"sep=|\r\na|b,c\r\n1|2\r\n"))
    assert grid(table) == [["a", "b,c"], ["1", "2"]]


def test_quotes_and_line_breaks(tmp_path: Path) -> None:
    data = b'a,b\n"x ""y"", z","two\nlines"\n5" pipe,1\n"never closed,2\nlast,3\n'
    document = document_of(tmp_path, data)
    assert grid(tables(document)[0]) == [
        ["a", "b"],
        ['x "y", z', "two\nlines"],
        ['5" pipe', "1"],
        ['"never closed', "2"],
        ["last", "3"],
    ]
    assert "never closed" in document.warnings[0]


def test_ragged_rows_titles_and_empty_lines(tmp_path: Path) -> None:
    data = b"Stock list,,\nItem,Qty,Price\nNut,5\nBolt,7,2.5,extra\n\n\nK,V\na,1\n"
    document = document_of(tmp_path, data)
    first, second = tables(document)
    assert blocks(document, BlockKind.TEXT)[0].text == "Stock list"
    assert grid(first)[1] == ["Nut", "5", "", ""]
    assert grid(second) == [["K", "V"], ["a", "1"]]
    assert by_ref(document)["B8"].text == "1"
    assert document.pages[0].name == ""


def test_one_line_of_five_megabytes(tmp_path: Path) -> None:
    document = document_of(tmp_path, b"x," * 2_500_000)
    (table,) = tables(document)
    assert (table.rows, table.columns) == (1, 32_768)
    assert "is cut after 32768" in document.warnings[0]
    text = document_of(tmp_path, b"y" * 5_000_000).pages[0].blocks[0].text
    assert len(text) == 5_000_000


def test_twenty_thousand_columns_and_ragged_millions(tmp_path: Path) -> None:
    wide = ",".join(f"c{at}" for at in range(20_000))
    (table,) = tables(document_of(tmp_path, f"{wide}\n{wide}\n".encode()))
    assert (table.rows, table.columns) == (2, 20_000)
    ragged = document_of(tmp_path, (wide + "\n" + "a,b\n" * 50_000).encode())
    assert sum(table.rows * table.columns for table in tables(ragged)) == 120_000


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\r\n  \t\n", b"\xff\xfe"])
def test_nothing_in_it(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyFile):
        document_of(tmp_path, data)


_FIELD = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_FIELD, min_size=2, max_size=5), min_size=1, max_size=6))
def test_what_is_written_is_read(lines: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(lines)
    body = "sep=,\n" + text.getvalue()
    assert [row for row in csv_rows.rows(body, tabs=False, warnings=[]) if row] == lines


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_end_well(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("csv")
    try:
        document_of(folder, data)
    except EmptyFile:
        return
