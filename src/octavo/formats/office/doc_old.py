"""Word documents of before 97 (Word 6 and 95): what they say, without how it looks.

Their records are another format than 97's. The text is stored in bytes of the writer's code page;
paragraphs, cells, fields and pages end at control characters, and only the paragraphs' properties
tell which of them stand in a table and which end a row of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from octavo.documents import Block, BlockKind
from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats.office.flow import Flow
from octavo.formats.office.grid import Placed, build
from octavo.formats.office.ole import u8, u16, u32
from octavo.formats.sheets import encoding

_FIRST_OF_97 = 0xC1
_CLX, _PARAGRAPH_PAGES = 0x160, 0xC0
_PAGE = 512
_CELL, _ROW = "\x07", "\x1c"
_IN_TABLE, _ENDS_ROW = b"\x18\x01", b"\x19\x01"
"""Properties of a paragraph (sprmPFInTable, sprmPFTtp)."""
_FIELD = re.compile("\x13[^\x13-\x15]*(?:\x14([^\x13-\x15]*))?\x15")
_CONTROLS = str.maketrans({"\x0b": "\v", "\x0e": "\v", "\x1e": "-", "\xa0": " "})
_INVISIBLE = re.compile("[\x00-\x06\x08\x0f-\x1b\x1d-\x1f]")


def is_old(main: bytes) -> bool:
    """Whether a document stream is of a version before 97."""
    return u16(main, 2) < _FIRST_OF_97


def read(main: bytes, flow: Flow) -> None:
    """Put the document's text into `flow`. Raises FileCorrupted or PasswordProtected."""
    flags = u16(main, 10)
    if flags & 0x0100:
        raise PasswordProtected("The file is encrypted; remove the password and send it again")
    marked = _marked(main)
    raw = _pieces(marked) if flags & 0x0004 else bytes(marked[u32(main, 0x18) : u32(main, 0x1C)])
    text = encoding.decode(raw[: u32(main, 0x34)].replace(b"\r", b"\n"))
    if not text:
        raise FileCorrupted("The document's text is missing from the file")
    fields = 1
    while fields:
        text, fields = _FIELD.subn(lambda match: match[1] or "", text)
    for page in _INVISIBLE.sub("", text.translate(_CONTROLS)).split("\x0c"):
        _page(page, flow)
        flow.break_page()


def _pieces(main: bytes | bytearray) -> bytes:
    """The text of a file saved by appending, by its table of pieces."""
    data = bytes(main)
    at, end = u32(data, _CLX), u32(data, _CLX) + u32(data, _CLX + 4)
    while at < end and u8(data, at) == 1:
        at += 3 + u16(data, at + 1)
    count = (u32(data, at + 1) - 4) // 12
    if u8(data, at) != 2 or not 0 < count <= len(data) // 12:
        raise FileCorrupted("The file's table of text pieces is damaged")
    places = [u32(data, at + 5 + 4 * number) for number in range(count + 1)]
    table = at + 5 + 4 * (count + 1)
    out = bytearray()
    for number in range(count):
        start = u32(data, table + 8 * number + 2)
        out += data[start : start + max(0, places[number + 1] - places[number])]
        if len(out) > len(data):
            raise FileCorrupted("The file's table of text pieces is damaged")
    return bytes(out)


def _marked(main: bytes) -> bytearray:
    """The stream with the marks that end rows, and lines within cells, told from others."""
    marked = bytearray(main)
    for place, properties in _paragraphs(main):
        if _ENDS_ROW in properties:
            marked[place : place + 1] = _ROW.encode()
        elif _IN_TABLE in properties and marked[place : place + 1] == b"\r":
            marked[place : place + 1] = b"\v"
    return marked


def _paragraphs(main: bytes) -> Iterator[tuple[int, bytes]]:
    """Where each paragraph's mark lies in the stream, and the first of its properties."""
    table, size = u32(main, _PARAGRAPH_PAGES), u32(main, _PARAGRAPH_PAGES + 4)
    count = min(max(0, size - 4) // 6, len(main) // _PAGE)
    for number in range(count):
        start = u16(main, table + 4 * (count + 1) + 2 * number) * _PAGE
        page = main[start : start + _PAGE]
        runs = u8(page, _PAGE - 1)
        for at in range(min(runs, 45)):
            where = u8(page, 4 * (runs + 1) + 7 * at) * 2
            place = u32(page, 4 * at + 4) - 1
            if where and 0 <= place < len(main):
                yield place, page[where + 3 : where + 1 + 2 * u8(page, where)][:12]


def _page(text: str, flow: Flow) -> None:
    """Paragraphs as texts; those that end in cell marks as tables."""
    ended = re.findall(f"([^\n{_CELL}{_ROW}]*)([\n{_CELL}{_ROW}]|$)", text)
    for in_table, run in groupby(ended, key=lambda one: one[1] in (_CELL, _ROW)):
        placed: list[Placed] = []
        row = column = 0
        for content, end in run:
            content = content.replace("\v", "\n").strip()
            if not in_table:
                flow.add(Block(BlockKind.TEXT, content)) if content else None
            elif end == _ROW:
                row, column = row + 1, 0
            else:
                placed.append(Placed(row, column, content))
                column += 1
        if placed:
            flow.add(Block(BlockKind.TABLE, table=build(placed)))
