"""Files that want to hurt: bombs, phantoms, entities, links to elsewhere, damage everywhere."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from octavo.documents import BlockKind
from octavo.errors import EmptyFile, FileCorrupted, FileError, PasswordProtected
from tests.formats_sheets import workbooks
from tests.formats_sheets.reading import blocks, by_ref, ranges, read, tables

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def whole(path: Path) -> bytes:
    workbooks.make(path / "whole.xlsx", 7)
    return (path / "whole.xlsx").read_bytes()


def with_part(path: Path, name: str, data: bytes) -> Path:
    """A workbook of which one part was replaced."""
    with (
        zipfile.ZipFile(io.BytesIO(whole(path))) as source,
        zipfile.ZipFile(path / "made.xlsx", "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for info in source.infolist():
            out.writestr(info.filename, data if info.filename == name else source.read(info))
    return path / "made.xlsx"


def sheet(rows: str, after: str = "", before: str = "") -> bytes:
    body = f"<sheetData>{rows}</sheetData>{after}"
    return f'{before}<worksheet xmlns="{_NS}">{body}</worksheet>'.encode()


def with_sheet(path: Path, rows: str, after: str = "", before: str = "") -> Path:
    return with_part(path, "xl/worksheets/sheet1.xml", sheet(rows, after, before))


@pytest.mark.parametrize(
    ("empty", "prefix"),
    [('<c r="{ref}" s="1"/>', ""), ('<c s="1" r="{ref}"></c>', ""), ('<x:c r="{ref}"/>', "x:")],
)
def test_phantom_cells_add_nothing(tmp_path: Path, empty: str, prefix: str) -> None:
    names = {f"<{tag}": f"<{prefix}{tag}" for tag in ("row", "c r", "v")}
    names |= {f"</{tag}>": f"</{prefix}{tag}>" for tag in ("row", "c", "v")}
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>1</v></c></row>'
        for r in range(1, 21)
    )
    for plain, prefixed in names.items():
        rows = rows.replace(plain, prefixed)
    for r in range(21, 30_001):
        rows += f'<{prefix}row r="{r}">' + "".join(empty.format(ref=f"{c}{r}") for c in "AB")
        rows += f"</{prefix}row>"
    data = sheet(rows).replace(b"<worksheet ", b'<worksheet xmlns:x="%s" ' % _NS.encode())
    path = with_part(tmp_path, "xl/worksheets/sheet1.xml", data)
    for flags in ({"only_data_rows": True, "only_data_cols": True}, {}):
        assert ranges(read(path, pages="1", **flags)) == ["A1:B20"]


def test_cells_without_coordinates_keep_their_places(tmp_path: Path) -> None:
    row = '<row r="1"><c s="1"/><c/><c><v>3</v></c></row>'
    path = with_sheet(tmp_path, row + "".join(f'<row r="{r}"/>' for r in range(2, 9)))
    cells = by_ref(read(path, pages="1", only_data_rows=True, only_data_cols=True))
    assert not cells
    texts = blocks(read(path, pages="1", only_data_rows=True, only_data_cols=True), BlockKind.TEXT)
    assert [(block.text, block.place.range) for block in texts if block.place] == [("3", "C1")]


def test_a_tall_workbook_is_read_whole(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>{r / 7}</v></c></row>'
        for r in range(1, 30_001)
    )
    (table, *_) = tables(read(with_sheet(tmp_path, rows), pages="1"))
    assert (table.rows, table.columns) == (30_000, 2)


def test_scattered_cells_make_no_giant_table(tmp_path: Path) -> None:
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
    corners += '<c r="XFD1048576"><v>2</v></c></row>'
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    document = read(with_sheet(tmp_path, corners, merge), pages="1")
    assert "1" in [block.text for block in blocks(document, BlockKind.TEXT)]
    diagonal = "".join(
        f'<row r="{n}"><c r="{workbooks.letters(n % 600)}{n}"><v>{n}</v></c></row>'
        for n in range(1, 3000)
    )
    document = read(with_sheet(tmp_path, diagonal), pages="1")
    assert sum(len(table.cells) for table in tables(document)) < 2_500_000


def test_a_chequered_sheet_ends(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{workbooks.letters(c)}{r}"><v>1</v></c>' for c in range(0, 300, 2))
        + "</row>"
        for r in range(1, 200, 2)
    )
    assert read(with_sheet(tmp_path, rows), pages="1").pages


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    dtd = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b "boom">]>'
    rows = '<row r="1"><c r="A1" t="str"><v>&a;&b;</v></c><c r="B1"><v>5</v></c></row>'
    try:
        document = read(with_sheet(tmp_path, rows, before=dtd), pages="1")
    except FileCorrupted:
        return
    text = repr(document)
    assert "top secret" not in text
    assert "boom" not in text


def test_bombs_are_refused(tmp_path: Path) -> None:
    big = b'<sst xmlns="%s"><si><t>' % _NS.encode() + b"x" * 60_000_000 + b"</t></si></sst>"
    with pytest.raises(FileCorrupted):
        read(with_part(tmp_path, "xl/sharedStrings.xml", big))
    styles = b'<styleSheet xmlns="%s">' % _NS.encode() + b" " * 90_000_000 + b"</styleSheet>"
    with pytest.raises(FileCorrupted):
        read(with_part(tmp_path, "xl/styles.xml", styles))


def test_odd_cells_do_no_harm(tmp_path: Path) -> None:
    rows = (
        '<row r="0"><c r="A0"><v>1</v></c></row>'
        '<row><c><v>2</v></c><c t="s"><v>99999</v></c><c t="s"><v>x</v></c></row>'
        '<row r="5"><c r="A5"><v>nan</v></c><c r="B5"><v>1e999</v></c><c r="ZZZZ5"><v>1</v></c>'
        '<c r="D5" t="e"><v>#REF!</v></c><c r="E5" t="d"><v>2025-03-31</v></c></row>'
        '<row r="99999999"><c r="A99999999"><v>9</v></c></row>'
    )
    cells = by_ref(read(with_sheet(tmp_path, rows), pages="1"))
    assert cells["D5"].text == "#REF!"
    assert cells["E5"].text == "45747"


def test_a_bad_style_is_damage(tmp_path: Path) -> None:
    with pytest.raises(FileCorrupted):
        read(with_sheet(tmp_path, '<row r="1"><c r="A1" s="x"><v>1</v></c></row>'), pages="1")


def test_pictures_elsewhere_are_not_fetched(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "made.xlsx"))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "text")
    sheet.write_url(1, 0, "external:\\\\server\\share\\file.xlsx")
    book.close()
    assert read(tmp_path / "made.xlsx", images=True).pages[0].blocks


def test_empty_encrypted_and_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    for data in (b"PK\x03\x04", b"not a zip", whole(tmp_path)[:2000]):
        path.write_bytes(data)
        with pytest.raises(FileCorrupted):
            read(path)
    path.write_bytes(b"")
    with pytest.raises(EmptyFile):
        read(path)
    sample = next(Path(__file__).parents[2].rglob("encrypted.xlsx"), None)
    if sample is not None:
        with pytest.raises(PasswordProtected):
            read(sample)


def test_flipped_bits_end_in_a_document_or_a_file_error(tmp_path: Path) -> None:
    data = whole(tmp_path)
    dice = random.Random(5)
    path = tmp_path / "made.xlsx"
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 30)):
            broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
        path.write_bytes(bytes(broken[: dice.choice([len(broken), dice.randrange(len(broken))])]))
        try:
            read(path, images=True)
        except FileError:
            continue
