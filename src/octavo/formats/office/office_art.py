"""OfficeArt records, the drawing format inside binary Word and PowerPoint: a tree of records."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.formats.office.ole import u16, u32

MAX_DEPTH = 40
MAX_PICTURE = 64 * 2**20
_RASTER = {0xF01D: 17, 0xF01E: 17, 0xF01F: 17, 0xF029: 17, 0xF02A: 17}
_METAFILES = {0xF01A: 16, 0xF01B: 16, 0xF01C: 16}
_TWO_IDS = frozenset({0x46B, 0x6E3, 0x6E1, 0x6E5, 0x7A9, 0x217, 0x3D5, 0x543})


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its type, instance, whether it holds records, and where its content lies."""

    kind: int
    instance: int
    container: bool
    start: int
    end: int


def records(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Record]:
    """The records side by side between two offsets; stops at one that is cut off."""
    end = len(data) if end is None else min(end, len(data))
    while start + 8 <= end:
        head, kind, size = u16(data, start), u16(data, start + 2), u32(data, start + 4)
        stop = start + 8 + size
        if stop > end:
            stop = end
        yield Record(kind, head >> 4, head & 0xF == 0xF, start + 8, stop)
        start = stop


def children(data: bytes, parent: Record) -> Iterator[Record]:
    return records(data, parent.start, parent.end)


def within(data: bytes, parent: Record, depth: int = 0) -> Iterator[Record]:
    """All records under one, depth first."""
    if depth > MAX_DEPTH:
        return
    for record in children(data, parent):
        yield record
        if record.container:
            yield from within(data, record, depth + 1)


def picture_of(data: bytes, record: Record) -> bytes:
    """The picture file in a BLIP record, b"" if it is none; a bare bitmap gets its header."""
    content = data[record.start : record.end]
    if record.kind in _RASTER:
        skip = _RASTER[record.kind] + (16 if record.instance in _TWO_IDS else 0)
        return _bitmap(content[skip:]) if record.kind == 0xF01F else content[skip:]
    if record.kind in _METAFILES:
        skip = 16 + (16 if record.instance in (0x3D5, 0x217, 0x543) else 0)
        packed = content[skip + 34 :]
        if u16(content, skip + 32) & 0xFF == 0xFE:
            return packed
        try:
            return zlib.decompressobj().decompress(packed, MAX_PICTURE)
        except zlib.error:
            return b""
    return b""


def properties(data: bytes, record: Record) -> dict[int, tuple[int, bytes]]:
    """The properties of an OfficeArt FOPT: by id, the value and what follows of a complex one."""
    found: dict[int, tuple[int, bytes]] = {}
    at = record.start + 6 * record.instance
    for index in range(record.instance):
        place = record.start + 6 * index
        if place + 6 > record.end:
            break
        code, value = u16(data, place), u32(data, place + 2)
        extra = b""
        if code & 0x8000:
            extra = data[at : min(at + value, record.end)]
            at += value
        found[code & 0x3FFF] = (value, extra)
    return found


def first_picture(data: bytes, start: int, end: int) -> bytes:
    """The first picture among the records between two offsets, embedded ones included."""
    for record in records(data, start, end):
        found = _picture_under(data, record, 0)
        if found:
            return found
    return b""


def _picture_under(data: bytes, record: Record, depth: int) -> bytes:
    if 0xF01A <= record.kind <= 0xF02A:
        return picture_of(data, record)
    if record.kind == 0xF007:
        return first_picture(data, record.start + 36, record.end)
    if record.container and depth < MAX_DEPTH:
        for inner in children(data, record):
            if found := _picture_under(data, inner, depth + 1):
                return found
    return b""


def _bitmap(data: bytes) -> bytes:
    depth, used = u16(data, 14), u32(data, 32)
    colours = (used or (1 << depth if depth <= 8 else 0)) * 4
    offset = 14 + u32(data, 0) + colours
    size = (14 + len(data)).to_bytes(4, "little")
    return b"BM" + size + b"\0\0\0\0" + offset.to_bytes(4, "little") + data
