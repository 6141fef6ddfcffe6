"""Styles and lists of a binary Word document, in the shape the XML reader uses."""

from __future__ import annotations

from octavo.formats.office.doc_file import DocFile
from octavo.formats.office.doc_sprms import look_of, sprms
from octavo.formats.office.ole import u8, u16, u32
from octavo.formats.office.rtf_tables import list_form
from octavo.formats.office.word_numbering import Level, ListDefinition, Numbering
from octavo.formats.office.word_styles import Look, Style, Styles

MAX_STYLES = 4_096
MAX_LISTS = 4_096
_BUILT_IN = {34: "caption", 62: "Title", 74: "Subtitle", 101: "HTML Preformatted"}
_BUILT_IN |= {at: f"heading {at}" for at in range(1, 10)}
_BUILT_IN |= {at: f"toc {at - 18}" for at in range(19, 28)}


def read_styles(doc: DocFile) -> Styles:
    """The style sheet (STSH); styles are known by their index, built-in ones by their names."""
    data = doc.block(1)
    header = u16(data, 0)
    count, base = min(u16(data, 2), MAX_STYLES), u16(data, 4)
    at = 2 + header
    found = []
    for index in range(count):
        size = u16(data, at)
        if size:
            found.append(_style(data[at + 2 : at + 2 + size], index, base))
        at += 2 + size
    return Styles.of(*found)


def _style(data: bytes, index: int, base: int) -> Style:
    kind, parent = u16(data, 2) & 0xF, u16(data, 2) >> 4
    updates = u16(data, 4) & 0xF
    length = u16(data, base)
    name = data[base + 2 : base + 2 + 2 * length].decode("utf-16-le", "replace")
    built_in = u16(data, 0) & 0x0FFF
    style = Style(
        name=_BUILT_IN.get(built_in, name),
        identifier=str(index),
        based_on="" if parent == 0x0FFF else str(parent),
        default=index == 0,
    )
    at = base + 2 + 2 * length + 2
    for number in range(updates):
        at += at % 2
        size = u16(data, at)
        body = data[at + 2 : at + 2 + size]
        if kind == 1 and number == 0:
            _paragraph_update(style, body[2:])
        elif kind in (1, 2):
            style.look, _ = look_of(body, Look())
        at += 2 + size
    return style


def _paragraph_update(style: Style, changes: bytes) -> None:
    number, level = style.numbering
    for sprm in sprms(changes):
        if sprm.code == 0x2640:
            style.outline = sprm.number
        elif sprm.code == 0x460B:
            number = str(sprm.number)
        elif sprm.code == 0x260A:
            level = sprm.number
        elif sprm.code == 0x2407:
            style.page_break = bool(sprm.number)
    style.numbering = (number, level)


def read_numbering(doc: DocFile) -> Numbering:
    """The lists (PlfLst) and the paragraphs' ways to them (PlfLfo, counted from 1)."""
    numbering = Numbering(None)
    definitions = _definitions(doc)
    data = doc.block(74)
    count = min(u32(data, 0), MAX_LISTS)
    at = 4 + 16 * count
    for index in range(count):
        entry = data[4 + 16 * index : 20 + 16 * index]
        identifier = u32(entry, 0)
        levels = dict(definitions.get(identifier, {}))
        starts: dict[int, int] = {}
        at += 4
        for _ in range(min(u8(entry, 12), 9)):
            flags = u32(data, at + 4)
            depth = flags & 0xF
            if flags & 0x10:
                starts[depth] = u32(data, at)
            at += 8
            if flags & 0x20:
                levels[depth], at = _level(data, at)
        if levels:
            numbering.add(str(index + 1), ListDefinition(str(identifier), levels, starts))
    return numbering


def _definitions(doc: DocFile) -> dict[int, dict[int, Level]]:
    """The levels of every list, by its id. They lie behind the list table in the stream."""
    start = u32(doc.main, 0x9A + 8 * 73)
    if not doc.block(73):
        return {}
    data = doc.table[start:]
    count = min(u16(data, 0), MAX_LISTS)
    at = 2 + 28 * count
    found: dict[int, dict[int, Level]] = {}
    for index in range(count):
        entry = data[2 + 28 * index : 30 + 28 * index]
        levels: dict[int, Level] = {}
        for depth in range(1 if u8(entry, 26) & 1 else 9):
            if at + 28 > len(data):
                return found
            levels[depth], at = _level(data, at)
        found[u32(entry, 0)] = levels
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """The LVL at an offset, and the offset behind it."""
    flags = u8(data, at + 5)
    at_text = at + 28 + u8(data, at + 24) + u8(data, at + 25)
    length = u16(data, at_text)
    text = data[at_text + 2 : at_text + 2 + 2 * length].decode("utf-16-le", "replace")
    level = Level(
        start=u32(data, at),
        form=list_form(u8(data, at + 4)),
        text="".join(f"%{ord(char) + 1}" if ord(char) < 9 else char for char in text),
        legal=bool(flags & 0x04),
        restart=u8(data, at + 26) if flags & 0x08 else None,
    )
    return level, at_text + 2 + 2 * length
