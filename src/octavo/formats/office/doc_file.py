"""A binary Word document (97–2003) as text by character position, with its properties.

After [MS-DOC]: the FIB says where things lie; the piece table maps character positions (CP) to
bytes; pages of formatting (FKP) say by byte offset what paragraphs and runs look like.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats.office.ole import Ole, u8, u16, u32

MAX_CHARACTERS = 100_000_000
_FIB_LISTS = 0x9A
_PAGE = 512


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters from `first` up to `last` (CP), stored from byte `offset`, one or two each."""

    first: int
    last: int
    offset: int
    width: int
    changes: bytes


@dataclass(frozen=True, slots=True)
class Formatting:
    """What is said of a stretch of bytes: for paragraphs also their style (istd)."""

    first: int
    last: int
    changes: bytes
    style: int = 0


@dataclass(slots=True)
class Span:
    """Text of one look: its place, characters and direct formatting."""

    first: int
    text: str
    changes: bytes


class DocFile:
    """The streams of a document. Raises FileCorrupted or PasswordProtected on opening."""

    def __init__(self, ole: Ole) -> None:
        if "WordDocument" not in ole:
            raise FileCorrupted("The file is no Word document: it has no text stream")
        self.main = ole.read("WordDocument")
        flags = u16(self.main, 10)
        if u16(self.main, 0) not in (0xA5EC, 0xA5DC) or len(self.main) < 0x200:
            raise FileCorrupted("The file is no Word document of version 97 or later")
        if flags & 0x0100:
            raise PasswordProtected("The file is encrypted; remove the password and send it again")
        self.table = ole.read("1Table" if flags & 0x0200 else "0Table")
        self.data = ole.read("Data") if "Data" in ole else b""
        self.counts = [u32(self.main, 0x4C + 4 * at) for at in range(8)]
        if sum(self.counts) > MAX_CHARACTERS:
            raise FileCorrupted("The file claims more text than it can hold")
        self._read_pieces()
        self._paragraphs = self._formatting(13, paragraphs=True)
        self._runs = self._formatting(12, paragraphs=False)

    def block(self, index: int) -> bytes:
        """The bytes in the table stream that the FIB's pair of that index names."""
        at = _FIB_LISTS + 8 * index
        offset, size = u32(self.main, at), u32(self.main, at + 4)
        return self.table[offset : offset + size] if size else b""

    def start_of(self, part: int) -> int:
        """The CP at which a part begins: 0 text, 1 footnotes, 2 headers, 4 comments, 5 endnotes,
        6 text boxes."""
        return sum(self.counts[:part])

    def plc(self, index: int, size: int) -> tuple[list[int], list[bytes]]:
        """A PLC: positions, one more than there are entries, and entries of `size` bytes."""
        return plc(self.block(index), size)

    def text(self, first: int, last: int) -> str:
        return "".join(span.text for span in self.spans(first, last))

    def spans(self, first: int, last: int) -> list[Span]:
        """The text from one CP up to another, cut where its look changes."""
        found: list[Span] = []
        at = max(bisect_right(self._starts, first) - 1, 0)
        for piece in itertools.islice(self._pieces, at, bisect_left(self._starts, last)):
            low, high = max(first, piece.first), min(last, piece.last)
            if low < high:
                found += self._within(piece, low, high)
        return found

    def paragraph(self, last: int) -> Formatting:
        """What is said of the paragraph whose mark stands at a CP."""
        piece = self._piece_at(last)
        if piece is None:
            return Formatting(0, 0, b"")
        offset = piece.offset + (last - piece.first) * piece.width
        found = _at(self._paragraphs, self._paragraph_starts, offset)
        return Formatting(0, 0, found.changes + piece.changes, found.style)

    def _piece_at(self, place: int) -> Piece | None:
        at = bisect_right(self._starts, place) - 1
        return self._pieces[at] if at >= 0 and place < self._pieces[at].last else None

    def _within(self, piece: Piece, low: int, high: int) -> list[Span]:
        found = []
        while low < high:
            offset = piece.offset + (low - piece.first) * piece.width
            look = _at(self._runs, self._run_starts, offset)
            until = high
            if look.last > offset:
                until = min(high, low + max(1, (look.last - offset) // piece.width))
            elif (after := bisect_right(self._run_starts, offset)) < len(self._run_starts):
                until = min(high, low + max(1, (self._run_starts[after] - offset) // piece.width))
            end = offset + (until - low) * piece.width
            raw = self.main[offset:end]
            text = raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "replace")
            found.append(Span(low, text, look.changes + piece.changes))
            low = until
        return found

    def _read_pieces(self) -> None:
        clx = self.block(33)
        at, changes = 0, []
        while at < len(clx) and clx[at] == 1:
            size = u16(clx, at + 1)
            changes.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if u8(clx, at) != 2:
            raise FileCorrupted("The file's table of text pieces is damaged")
        places, entries = plc(clx[at + 5 : at + 5 + u32(clx, at + 1)], 8)
        self._pieces = []
        for first, last, entry in zip(places, places[1:], entries, strict=False):
            where, modifier = u32(entry, 2), u16(entry, 6)
            narrow = bool(where & 0x40000000)
            offset = (where & 0x3FFFFFFF) // 2 if narrow else where & 0x3FFFFFFF
            said = b""
            if modifier & 1 and (modifier >> 1) < len(changes):
                said = changes[modifier >> 1]
            if first < last <= MAX_CHARACTERS:
                self._pieces.append(Piece(first, last, offset, 1 if narrow else 2, said))
        self._pieces.sort(key=lambda piece: piece.first)
        self._starts = [piece.first for piece in self._pieces]

    def _formatting(self, index: int, *, paragraphs: bool) -> list[Formatting]:
        """All stretches of the formatting pages that a bin table names."""
        _, entries = self.plc(index, 4)
        found: list[Formatting] = []
        for entry in entries:
            start = (u32(entry, 0) & 0x3FFFFF) * _PAGE
            page = self.main[start : start + _PAGE]
            if len(page) == _PAGE:
                found += _paragraph_page(page) if paragraphs else _run_page(page)
        found.sort(key=lambda one: one.first)
        starts = [one.first for one in found]
        if paragraphs:
            self._paragraph_starts = starts
        else:
            self._run_starts = starts
        return found


def plc(data: bytes, size: int) -> tuple[list[int], list[bytes]]:
    """The positions and entries of a PLC's bytes."""
    count = max(0, (len(data) - 4) // (4 + size))
    places = [u32(data, 4 * at) for at in range(count + 1)] if data else []
    start = 4 * (count + 1)
    return places, [data[start + size * at : start + size * (at + 1)] for at in range(count)]


def _paragraph_page(page: bytes) -> list[Formatting]:
    count = page[-1]
    found = []
    for at in range(min(count, 29)):
        where = page[4 * (count + 1) + 13 * at] * 2 if 4 * (count + 1) + 13 * at < 511 else 0
        style, changes = 0, b""
        if where:
            size = u8(page, where)
            start = where + 1
            length = 2 * size - 1
            if size == 0:
                length, start = 2 * u8(page, where + 1), where + 2
            style, changes = u16(page, start), page[start + 2 : start + max(length, 2)]
        found.append(Formatting(u32(page, 4 * at), u32(page, 4 * at + 4), changes, style))
    return found


def _run_page(page: bytes) -> list[Formatting]:
    count = page[-1]
    found = []
    for at in range(min(count, 101)):
        place = 4 * (count + 1) + at
        where = page[place] * 2 if place < 511 else 0
        changes = page[where + 1 : where + 1 + u8(page, where)] if where else b""
        found.append(Formatting(u32(page, 4 * at), u32(page, 4 * at + 4), changes))
    return found


def _at(stretches: list[Formatting], starts: list[int], offset: int) -> Formatting:
    at = bisect_right(starts, offset) - 1
    if at >= 0 and offset < stretches[at].last:
        return stretches[at]
    return Formatting(offset, offset, b"")
