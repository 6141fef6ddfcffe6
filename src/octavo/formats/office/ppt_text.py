"""Text of a binary PowerPoint shape: its characters with paragraph and character styles."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind
from octavo.formats.office.inline import Run, compose, superscript
from octavo.formats.office.office_art import Record
from octavo.formats.office.ole import s16, u16, u32

TITLE_TYPES, BULLET_TYPES = frozenset({0, 6}), frozenset({1, 7, 8})
_HEADER, _CHARS, _BYTES, _STYLES, _REFERENCE = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FA1, 0x0F9E

# mask bits of a paragraph exception, in the order their fields are written, with field sizes
_PARAGRAPH = [
    (0x0F, 2), (0x80, 2), (0x10, 2), (0x40, 2), (0x20, 4), (0x800, 2), (0x1000, 2), (0x2000, 2),
    (0x4000, 2), (0x100, 2), (0x400, 2), (0x8000, 2), (0x100000, 0), (0x10000, 2), (0xE0000, 2),
    (0x200000, 2),
]  # fmt: skip
_CHARACTER = [
    (0x3EB7, 2), (0x10000, 2), (0x200000, 2), (0x400000, 2), (0x800000, 2), (0x20000, 2),
    (0x40000, 4), (0x80000, 2),
]  # fmt: skip
_TABS, _STYLE, _POSITION, _BULLET = 0x100000, 0x3EB7, 0x80000, 0x0F


@dataclass(slots=True)
class Text:
    """The text of one shape. `kind` is its textType (0 title, 1 body, 2 notes, 4 other …)."""

    kind: int = 4
    characters: str = ""
    paragraphs: list[tuple[int, int, bool | None]] = field(default_factory=list)
    looks: list[tuple[int, int, bool]] = field(default_factory=list)
    _known_ends: dict[str, list[int]] = field(default_factory=dict)

    def blocks(self) -> list[Block]:
        """A block for each paragraph that says something."""
        found: list[Block] = []
        at = 0
        for line in self.characters.split("\r"):
            level, bullet = self._paragraph(at)
            text, markdown = compose(self._runs(at, line))
            at += len(line) + 1
            if not text.strip():
                continue
            bulleted = self.kind in BULLET_TYPES if bullet is None else bullet
            if bulleted:
                found.append(
                    Block(BlockKind.LIST_ITEM, text, markdown, level=min(level, 8), marker="-")
                )
            else:
                found.append(Block(BlockKind.TEXT, text, markdown))
        return found

    def plain(self) -> str:
        return self.characters.replace("\r", "\n").replace("\v", "\n").strip()

    def _runs(self, first: int, line: str) -> list[Run]:
        """A line in runs of one look."""
        runs: list[Run] = []
        ends = self._ends(self.looks)
        low, last = first, first + len(line)
        while low < last:
            at = bisect_right(ends, low)
            _, style, raised = self.looks[at] if at < len(ends) else (0, 0, False)
            high = min(last, ends[at]) if at < len(ends) else last
            text = line[low - first : high - first].replace("\v", "\n")
            text = superscript(text) if raised else text
            runs.append(Run(text, bold=bool(style & 1), italic=bool(style & 2)))
            low = high
        return runs

    def _ends(self, counted: Sequence[tuple[int, int, object]]) -> list[int]:
        """Where each of some counted stretches ends; found once, for both kinds."""
        key = "looks" if counted is self.looks else "paragraphs"
        if key not in self._known_ends:
            self._known_ends[key] = list(itertools.accumulate(one[0] for one in counted))
        return self._known_ends[key]

    def _paragraph(self, place: int) -> tuple[int, bool | None]:
        """Level and bullet of the paragraph style that holds at a character."""
        at = bisect_right(self._ends(self.paragraphs), place)
        if at >= len(self.paragraphs):
            return 0, None
        return self.paragraphs[at][1:]


def texts_of(data: bytes, atoms: Iterable[Record]) -> list[Text]:
    """The texts that a run of atoms tells: each begins with its header."""
    found: list[Text] = []
    for atom in atoms:
        if atom.kind == _HEADER:
            found.append(Text(u32(data, atom.start)))
        elif not found:
            continue
        elif atom.kind == _CHARS:
            found[-1].characters = data[atom.start : atom.end].decode("utf-16-le", "replace")
        elif atom.kind == _BYTES:
            found[-1].characters = data[atom.start : atom.end].decode("latin-1")
        elif atom.kind == _STYLES:
            _read_styles(data[atom.start : atom.end], found[-1])
    return found


def outline_reference(data: bytes, atoms: Iterable[Record]) -> int | None:
    """Which of the slide's outline texts stands here, if the shape only refers to one."""
    for atom in atoms:
        if atom.kind == _REFERENCE:
            return u32(data, atom.start)
    return None


def _read_styles(data: bytes, text: Text) -> None:
    total = len(text.characters) + 1
    at, covered = 0, 0
    while covered < total and at + 10 <= len(data):
        count, level = u32(data, at), u16(data, at + 4)
        said, at = _exception(data, at + 6, _PARAGRAPH)
        bullet = None
        if _BULLET in said and said[0] & 1:
            bullet = bool(said[_BULLET] & 1)
        text.paragraphs.append((count, level, bullet))
        covered += max(count, 1)
    covered = 0
    while covered < total and at + 8 <= len(data):
        count = u32(data, at)
        said, at = _exception(data, at + 4, _CHARACTER)
        style = said.get(_STYLE, 0) & (said[0] & 0xFFFF)
        text.looks.append((count, style, said.get(_POSITION, 0) > 0))
        covered += max(count, 1)


def _exception(data: bytes, at: int, fields: list[tuple[int, int]]) -> tuple[dict[int, int], int]:
    """The fields an exception's mask announces (the mask itself under 0), and what follows."""
    mask = u32(data, at)
    at += 4
    said = {0: mask}
    for bits, size in fields:
        if not mask & bits:
            continue
        if bits == _TABS:
            at += 2 + 4 * u16(data, at)
            continue
        said[bits] = s16(data, at)
        at += size
    return said, at
