"""Paragraphs that a stream (binary Word, RTF) tells with their looks, made into blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind
from octavo.formats.office.inline import Run, compose, heading


@dataclass(slots=True)
class Paragraph:
    """A paragraph as read: its runs and what its style and properties make of it.

    `level` is 1..9 for headings, 0 for body text; `marker` and `depth` those of its list.
    """

    runs: list[Run] = field(default_factory=list)
    objects: list[Block] = field(default_factory=list)
    note_refs: list[str] = field(default_factory=list)
    level: int = 0
    marker: str = ""
    depth: int = 0
    caption: bool = False
    code: bool = False
    contents: bool = False

    def blocks(self) -> list[Block]:
        """Its text as one block, if it says something, and what is anchored in it."""
        block = self._text_block()
        if block is None:
            return self.objects
        block.note_refs = self.note_refs
        return [block, *self.objects]

    def _text_block(self) -> Block | None:
        if not any(run.text.strip() for run in self.runs):
            return None
        if self.code:
            return Block(BlockKind.CODE, "".join(run.text for run in self.runs).rstrip())
        if self.level and not self.contents:
            number = [Run(self.marker + " ")] if self.marker not in ("", "-") else []
            text, markdown = heading([*number, *self.runs])
            return Block(BlockKind.HEADING, text, markdown, level=min(self.level, 6))
        text, markdown = compose(self.runs)
        if self.caption:
            return Block(BlockKind.CAPTION, text, markdown)
        if self.marker:
            return Block(BlockKind.LIST_ITEM, text, markdown, level=self.depth, marker=self.marker)
        return Block(BlockKind.TEXT, text, markdown)
