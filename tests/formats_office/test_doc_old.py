"""Word documents of before 97, made here record by record: their text, tables and fields."""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path

import pytest

from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats.doc import DOC
from tests.formats_office.outline import body, grid, read
from tests.formats_web.compound import compound

_TEXT = 768
_IN_TABLE, _ROW = b"\x18\x01", b"\x18\x01\x19\x01"


def old_word(
    paragraphs: list[tuple[bytes, bytes]], *, flags: int = 0, pieces: list[int] | None = None
) -> bytes:
    """A Word 6 file of paragraphs, each with its mark and properties; `pieces` are the lengths
    that its text is cut into and stored in backwards."""
    text = b"".join(content for content, _ in paragraphs)
    places, chunks = [_TEXT], [text]
    if pieces:
        cuts = [sum(pieces[:at]) for at in range(len(pieces) + 1)]
        chunks = [text[first:last] for first, last in pairwise(cuts)]
        behind = [sum(map(len, chunks[at + 1 :])) for at in range(len(chunks))]
        places = [_TEXT + length for length in behind]
    main = bytearray(_TEXT) + b"".join(reversed(chunks))
    main += bytes(-len(main) % 512)
    page = len(main) // 512
    main += _properties(paragraphs)
    bins = len(main)
    main += struct.pack("<IIH", _TEXT, _TEXT + len(text), page)
    table = len(main)
    ends = [sum(map(len, chunks[:at])) for at in range(len(chunks) + 1)]
    plc = struct.pack(f"<{len(ends)}I", *ends)
    plc += b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    main += b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<HH", main, 0, 0xA5DC, 104)
    struct.pack_into("<H", main, 10, flags | (4 if pieces else 0))
    struct.pack_into("<II", main, 0x18, _TEXT, _TEXT + len(text))
    struct.pack_into("<I", main, 0x34, len(text))
    struct.pack_into("<II", main, 0xC0, bins, 10)
    struct.pack_into("<II", main, 0x160, table, len(main) - table)
    return compound({"WordDocument": bytes(main), "x": b"y" * 5000})


def _properties(paragraphs: list[tuple[bytes, bytes]]) -> bytes:
    """The page that says where paragraphs end and what is said of each."""
    page = bytearray(512)
    count, at, where = len(paragraphs), _TEXT, 500
    for number, (content, said) in enumerate(paragraphs):
        struct.pack_into("<I", page, 4 * number, at)
        at += len(content)
        said += bytes(len(said) % 2)
        where -= 4 + len(said)
        where -= where % 2
        page[where : where + 3 + len(said)] = bytes([1 + len(said) // 2, 0, 0]) + said
        page[4 * (count + 1) + 7 * number] = where // 2
    struct.pack_into("<I", page, 4 * count, at)
    page[511] = count
    return bytes(page)


PARAGRAPHS = [
    (b"Prices \x13 DATE \\@ \x14in May\x15\r", b""),
    (b"Name\x07", _IN_TABLE),
    (b"two\r", _IN_TABLE),
    (b"lines\x07", _IN_TABLE),
    (b"\x07", _ROW),
    (b"\x07", _IN_TABLE),
    (b"5\x07", _IN_TABLE),
    (b"\x07", _ROW),
    ("Übermorgen – Schluß\r".encode("cp1252"), b""),
    (b"\x0cnext page\x0bgoes on\r", b""),
]


@pytest.mark.parametrize("pieces", [None, [10, 30, 41]])
def test_text_tables_fields_and_pages(tmp_path: Path, pieces: list[int] | None) -> None:
    length = sum(len(content) for content, _ in PARAGRAPHS)
    cut = [*pieces, length - sum(pieces)] if pieces else None
    paragraphs = PARAGRAPHS if not pieces else [(content, b"") for content, _ in PARAGRAPHS]
    path = tmp_path / "old.doc"
    path.write_bytes(old_word(paragraphs, pieces=cut))
    document = read(DOC, path)
    texts = [node for node in body(document) if node.startswith("text")]
    assert texts[0] == "text Prices in May"
    assert texts[-2:] == ["text Übermorgen – Schluß", "text next page\ngoes on"]
    assert document.page_count == 2
    assert "before 97" in document.warnings[0]
    if not pieces:
        tables = [block.table for _, block in document.blocks() if block.table]
        assert [grid(table) for table in tables] == [[["Name", "two\nlines"], ["", "5"]]]


def test_locked_and_damaged(tmp_path: Path) -> None:
    path = tmp_path / "old.doc"
    path.write_bytes(old_word(PARAGRAPHS, flags=0x0100))
    with pytest.raises(PasswordProtected):
        read(DOC, path)
    path.write_bytes(old_word([(b"", b"")]))
    with pytest.raises(FileCorrupted):
        read(DOC, path)
