"""A small writer of .xlsb files, enough to test the reader: records by [MS-XLSB] 2.1.4."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while True:
        size, byte = size >> 7, size & 0x7F
        length += bytes([byte | (0x80 if size else 0)])
        if not size:
            return head + length + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(kind: int, column: int, style: int, data: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, style) + data)


def number(column: int, value: float, style: int = 0) -> bytes:
    return cell(5, column, style, struct.pack("<d", value))


def small(column: int, value: int, style: int = 0) -> bytes:
    """An integer in the short form."""
    return cell(2, column, style, struct.pack("<i", value << 2 | 2))


def shared(column: int, at: int) -> bytes:
    return cell(7, column, 0, struct.pack("<I", at))


def row(at: int, *cells: bytes, hidden: bool = False) -> bytes:
    flags = struct.pack("<BB", 0, 0x10 if hidden else 0)
    head = struct.pack("<IIH", at, 0, 300) + flags + bytes(5)
    return record(0, head) + b"".join(cells)


def sheet(*rows: bytes, columns: bytes = b"", after: bytes = b"") -> bytes:
    size = record(148, struct.pack("<4I", 0, 99, 0, 25))
    body = record(145) + b"".join(rows) + record(146)
    return record(129) + size + columns + body + after + record(130)


def hidden_column(at: int) -> bytes:
    return record(390) + record(60, struct.pack("<4IH", at, at, 2560, 0, 1)) + record(391)


def merge(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(177) + record(176, struct.pack("<4I", top, bottom, left, right)) + record(178)


def styles(codes: list[str]) -> bytes:
    """Styles 1.. for the codes, style 0 being General."""
    formats = b"".join(
        record(44, struct.pack("<H", 200 + at) + wide(code)) for at, code in enumerate(codes)
    )
    numbers = [0, *(200 + at for at in range(len(codes)))]
    xfs = b"".join(record(47, struct.pack("<5H", 0, code, 0, 0, 0) + bytes(6)) for code in numbers)
    return record(278) + formats + record(617, struct.pack("<I", len(numbers))) + xfs + record(618)


def write(
    path: Path, sheets: list[tuple[str, int, bytes]], strings: list[str], codes: list[str]
) -> None:
    """Write a workbook of (name, state, records) sheets; state 1 is hidden."""
    bundles = b"".join(
        record(156, struct.pack("<II", state, at) + wide(f"rId{at}") + wide(name))
        for at, (name, state, _) in enumerate(sheets, start=1)
    )
    book = record(131) + record(153, bytes(12)) + record(143) + bundles + record(144) + record(132)
    items = b"".join(record(19, b"\0" + wide(text)) for text in strings)
    count = len(sheets)
    targets = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.bin") for at in range(1, count + 1)]
    targets += [("s", "styles", "styles.bin"), ("t", "sharedStrings", "sharedStrings.bin")]
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        out.writestr("_rels/.rels", _relations([("r", "officeDocument", "xl/workbook.bin")]))
        out.writestr("xl/_rels/workbook.bin.rels", _relations(targets))
        out.writestr("xl/workbook.bin", book)
        out.writestr("xl/styles.bin", styles(codes))
        counts = struct.pack("<II", len(strings), len(strings))
        out.writestr("xl/sharedStrings.bin", record(159, counts) + items)
        for at, (_, _, data) in enumerate(sheets, start=1):
            out.writestr(f"xl/worksheets/sheet{at}.bin", data)


def _relations(targets: list[tuple[str, str, str]]) -> str:
    nodes = (f'<Relationship Id="{i}" Type="{_MAIN}/{t}" Target="{n}"/>' for i, t, n in targets)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(nodes)}</Relationships>'
