"""The sections of a binary Word document: where they end, how they begin, their headers."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.formats.office.doc_file import DocFile
from octavo.formats.office.doc_sprms import sprms
from octavo.formats.office.ole import u8, u16, u32

_TITLE_PAGE, _BREAK = 0x300A, 0x3009
_CONTINUOUS = (0, 1)


@dataclass(frozen=True, slots=True)
class Section:
    """`end` is the CP behind its last character."""

    end: int
    titled: bool = False
    new_page: bool = True


def read_sections(doc: DocFile) -> list[Section]:
    """The sections in order, from PlcfSed and their property lists."""
    places, entries = doc.plc(6, 12)
    found = []
    for at, entry in enumerate(entries):
        where = u32(entry, 2)
        said = {}
        if where != 0xFFFFFFFF:
            size = u16(doc.main, where)
            said = {one.code: one.number for one in sprms(doc.main[where + 2 : where + 2 + size])}
        new_page = said.get(_BREAK, 2) not in _CONTINUOUS
        found.append(Section(places[at + 1], bool(said.get(_TITLE_PAGE)), new_page))
    return found


def facing_pages(doc: DocFile) -> bool:
    """Whether even pages have headers of their own (DOP, fFacingPages)."""
    return bool(u8(doc.block(31), 0) & 1)
