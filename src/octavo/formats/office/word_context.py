"""What the parts of the Word reader share while one document is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.documents import Block
from octavo.formats.base import ReadOptions
from octavo.formats.office.counting import counted
from octavo.formats.office.package import Element, Package, Relation
from octavo.formats.office.word_fields import Fields
from octavo.formats.office.word_numbering import Numbering
from octavo.formats.office.word_styles import Styles

PAGE_FIELD = "\ue0f0"
"""Stands for the number of the page in a header or footer until the page is known."""


@dataclass(slots=True)
class Notes:
    """Which notes have been referred to, in what order, and under what mark.

    `forms` are the number forms of footnotes and endnotes, `starts` their first numbers;
    `referred` the (kind, id, mark) not yet taken by the flow.
    """

    forms: dict[str, str] = field(
        default_factory=lambda: {"footnote": "decimal", "endnote": "lowerRoman"}
    )
    starts: dict[str, int] = field(default_factory=lambda: {"footnote": 1, "endnote": 1})
    counts: dict[str, int] = field(default_factory=lambda: {"footnote": 0, "endnote": 0})
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    referred: list[tuple[str, str, str]] = field(default_factory=list)

    def refer(self, kind: str, identifier: str, own_mark: str) -> str:
        """The mark of a note referred to at this place."""
        key = (kind, identifier)
        if key not in self.marks:
            if own_mark:
                self.marks[key] = own_mark
            else:
                number = self.starts[kind] + self.counts[kind]
                self.counts[kind] += 1
                self.marks[key] = counted(number, self.forms[kind])
            self.referred.append((kind, identifier, self.marks[key]))
        return self.marks[key]


@dataclass(slots=True)
class Context:
    """The document being read: its parts, its definitions, and what is open or counted so far."""

    package: Package
    part: str
    options: ReadOptions
    styles: Styles
    numbering: Numbering
    notes: Notes = field(default_factory=Notes)
    fields: Fields = field(default_factory=Fields)
    warnings: list[str] = field(default_factory=list)
    counts_pages: bool = False
    depth: int = 0
    note_nodes: dict[tuple[str, str], tuple[str, Element]] = field(default_factory=dict)
    read_blocks: Callable[[Element], list[Block]] = lambda _: []
    read_note: Callable[[str, Element], Block] | None = None

    def relation(self, identifier: str) -> Relation | None:
        return self.package.relations(self.part).get(identifier)

    def take_notes(self, kind: str) -> list[Block]:
        """The notes of a kind referred to since they were last taken, as FOOTNOTE blocks.

        A note may itself refer to further ones, which follow it.
        """
        taken: list[Block] = []
        while waiting := [one for one in self.notes.referred if one[0] == kind]:
            self.notes.referred = [one for one in self.notes.referred if one[0] != kind]
            for _, identifier, mark in waiting:
                found = self.note_nodes.get((kind, identifier))
                if found is None or self.read_note is None:
                    continue
                block = self.read_note(*found)
                block.marker = mark
                taken.append(block)
        return taken

    def warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)
