"""The records of Excel's binary parts (.bin of .xlsb, [MS-XLSB] 2.1.4) and the values in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator

ROW, BLANK, RK, ERROR, BOOL, REAL, STRING, SHARED = range(8)
FORMULA_STRING, FORMULA_NUMBER, FORMULA_BOOL, FORMULA_ERROR = range(8, 12)
SST_ITEM, NAME, FONT, FORMAT, FILL, BORDER, XF, COLUMN, RICH = 19, 39, 43, 44, 45, 46, 47, 60, 62
BOOK_PROPERTIES, BUNDLE_SHEET, FILTER, MERGE, LIST = 153, 156, 161, 176, 343
EXTERNAL_SHEETS, LINK, CELL_XFS, CELL_XFS_END, COMMENT, COMMENT_TEXT = 362, 494, 617, 618, 635, 637

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and content of every record; a record that reaches past the end raises ValueError."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        if at + size > end:
            raise ValueError("a record reaches past the end of its part")
        yield kind, data[at : at + size]
        at += size


def wide(data: bytes, at: int) -> tuple[str, int]:
    """The wide string at an offset, "" for a null one, and the offset behind it."""
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    if count == 0xFFFFFFFF:
        return "", at
    if at + 2 * count > len(data):
        raise ValueError("a string reaches past the end of its record")
    return data[at : at + 2 * count].decode("utf-16-le", "replace"), at + 2 * count


def rich(data: bytes, at: int = 0) -> str:
    """The text of a rich string."""
    return wide(data, at + 1)[0]


def rk(data: bytes, at: int) -> float:
    """A number in Excel's short form: an integer or the upper half of a double, maybe times 100."""
    (bits,) = struct.unpack_from("<I", data, at)
    if bits & 2:
        value = float(struct.unpack_from("<i", data, at)[0] >> 2)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (bits & 0xFFFFFFFC) << 32))
    return value / 100 if bits & 1 else value


def real(data: bytes, at: int) -> float:
    return float(struct.unpack_from("<d", data, at)[0])


def integers(data: bytes, at: int, count: int) -> tuple[int, ...]:
    """Unsigned 32-bit integers from an offset."""
    return struct.unpack_from(f"<{count}I", data, at)
