"""A binary PowerPoint file (97–2003) as its records: the newest version of every object.

After [MS-PPT]: each save appends; the chain of user edits says where each object lies now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats.office.office_art import Record, children, picture_of, records, within
from octavo.formats.office.ole import Ole, u8, u32

DOCUMENT, SLIDE, NOTES = 0x03E8, 0x03EE, 0x03F0
SLIDE_LIST, SLIDE_PERSIST = 0x0FF0, 0x03F3
DRAWING = 0x040C
_USER_EDIT, _PERSIST_DIRECTORY = 0x0FF5, 0x1772
_ENCRYPTED = 0xF3D1C4DF
_DUAL = "PP97_DUALSTORAGE/"
"""Holds the presentation where the file was saved for PowerPoint 95 as well."""
MAX_EDITS = 10_000
_USUAL_SIZE = (5760.0, 4320.0)


@dataclass(frozen=True, slots=True)
class Listed:
    """A slide or notes page in its list: its object, its id, the outline text kept beside it."""

    persist: int
    identifier: int
    texts: tuple[Record, ...]


class PptFile:
    """The streams and objects. Raises FileCorrupted or PasswordProtected on opening."""

    def __init__(self, ole: Ole) -> None:
        base = _DUAL if f"{_DUAL}PowerPoint Document" in ole else ""
        if f"{base}PowerPoint Document" not in ole:
            raise FileCorrupted("The presentation was not made by PowerPoint 97 or later")
        self.data = ole.read(f"{base}PowerPoint Document")
        self._pictures = ole.read(f"{base}Pictures") if f"{base}Pictures" in ole else b""
        user = ole.read(f"{base}Current User") if f"{base}Current User" in ole else b""
        if u32(user, 12) == _ENCRYPTED:
            raise PasswordProtected("The file is encrypted; remove the password and send it again")
        self._places: dict[int, int] = {}
        document = self._read_edits(u32(user, 16))
        self.document = self.object(document, DOCUMENT)
        self._stored = self._picture_places()

    def object(self, persist: int, kind: int) -> Record:
        """The object of an id. Raises FileCorrupted if it is missing or of another kind."""
        found = next(records(self.data, self._places.get(persist, len(self.data))), None)
        if found is None or found.kind != kind:
            raise FileCorrupted("A slide of the presentation is missing from the file")
        return found

    def child(self, parent: Record, kind: int) -> Record | None:
        return next((one for one in children(self.data, parent) if one.kind == kind), None)

    def listed(self, instance: int) -> list[Listed]:
        """The slides (0) or notes (2) in their order."""
        found: list[Listed] = []
        for record in children(self.data, self.document):
            if record.kind != SLIDE_LIST or record.instance != instance:
                continue
            for inner in children(self.data, record):
                if inner.kind == SLIDE_PERSIST:
                    persist, name = u32(self.data, inner.start), u32(self.data, inner.start + 12)
                    found.append(Listed(persist, name, ()))
                elif found:
                    last = found[-1]
                    found[-1] = Listed(last.persist, last.identifier, (*last.texts, inner))
        return found

    def size(self) -> tuple[float, float]:
        """Width and height of the slides, in master units (576 an inch)."""
        atom = self.child(self.document, 0x03E9)
        if atom is None:
            return _USUAL_SIZE
        wide, high = u32(self.data, atom.start), u32(self.data, atom.start + 4)
        return (float(wide), float(high)) if wide and high else _USUAL_SIZE

    def picture(self, number: int) -> bytes:
        """The picture of a number from 1, b"" if there is none."""
        if not 1 <= number <= len(self._stored):
            return b""
        place = self._stored[number - 1]
        record = next(records(self._pictures, place), None) if place is not None else None
        return b"" if record is None else picture_of(self._pictures, record)

    def _read_edits(self, offset: int) -> int:
        """Fill the places of all objects; gives the document's id."""
        document = 0
        seen: set[int] = set()
        offset = offset or self._last_edit()
        while offset and offset not in seen and len(seen) < MAX_EDITS:
            seen.add(offset)
            edit = next(records(self.data, offset), None)
            if edit is None or edit.kind != _USER_EDIT:
                break
            document = document or u32(self.data, edit.start + 16)
            self._read_directory(u32(self.data, edit.start + 12))
            offset = u32(self.data, edit.start + 8)
        if not document:
            raise FileCorrupted("The presentation's list of objects is damaged")
        return document

    def _last_edit(self) -> int:
        """The newest user edit, for a file whose pointer to it is lost."""
        at = 0
        for record in records(self.data):
            if record.kind == _USER_EDIT:
                at = record.start - 8
        return at

    def _read_directory(self, offset: int) -> None:
        record = next(records(self.data, offset), None)
        if record is None or record.kind != _PERSIST_DIRECTORY:
            return
        at = record.start
        while at + 4 <= record.end:
            head = u32(self.data, at)
            first, count = head & 0xFFFFF, head >> 20
            for step in range(count):
                place = at + 4 + 4 * step
                if place + 4 <= record.end:
                    self._places.setdefault(first + step, u32(self.data, place))
            at += 4 + 4 * count

    def _picture_places(self) -> list[int | None]:
        """Where each stored picture lies in the Pictures stream."""
        group = self.child(self.document, 0x040B)
        if group is None:
            return []
        return [
            u32(self.data, one.start + 28) if one.end - one.start >= 36 else None
            for one in within(self.data, group)
            if one.kind == 0xF007
        ]


def strings(data: bytes, parent: Record) -> Iterator[tuple[int, str]]:
    """The CString atoms under a record, by their instance."""
    for record in children(data, parent):
        if record.kind == 0x0FBA:
            raw = data[record.start : record.end]
            yield record.instance, raw.decode("utf-16-le", "replace").strip("\0 ")


def flag(data: bytes, at: int, bit: int) -> bool:
    return bool(u8(data, at) >> bit & 1)
