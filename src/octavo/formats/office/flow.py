"""Flowing text (Word, RTF, OpenDocument text) into pages of blocks.

Such files have no pages of their own. A page here ends at every break its author wrote and, where
the writing program left its last layout in the file, where that layout ended one; a paragraph
belongs to the page it starts on, and pages on which nothing stands are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Document, Page
from octavo.formats import pages as page_ranges
from octavo.formats.base import ReadOptions
from octavo.formats.office.grid import LEFT_OUT

Furniture = Callable[[int, int, bool], list[Block]]
"""Headers and footers of a page: from its number, its section and whether it begins the section."""

_BODY = frozenset({BlockKind.HEADING, BlockKind.TEXT, BlockKind.LIST_ITEM, BlockKind.CAPTION})


@dataclass(slots=True)
class FlowPage:
    """A page being filled: its body, its notes, the section it began in."""

    section: int = 0
    begins_section: bool = False
    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)


class Flow:
    """Takes blocks and breaks in reading order and makes the pages of a document."""

    def __init__(self) -> None:
        self.pages = [FlowPage(begins_section=True)]
        self._section = 0
        self._contents: dict[int, Block] = {}

    def add(self, block: Block, *, contents: bool = False) -> None:
        """Put a block at the end; `contents` says that it belongs to a table of contents."""
        page = self.pages[-1]
        if not page.blocks:
            page.section = self._section
        last = page.blocks[-1] if page.blocks else None
        if last is not None and last.kind is block.kind is BlockKind.CODE:
            last.text += "\n" + block.text
            return
        page.blocks.append(block)
        if contents:
            self._contents[id(block)] = block

    def note(self, block: Block) -> None:
        """Put a footnote at the foot of the page."""
        self.pages[-1].notes.append(block)

    def break_page(self) -> None:
        if self.pages[-1].blocks:
            self.pages.append(FlowPage(section=self._section))

    def begin_section(self, *, new_page: bool) -> None:
        self._section += 1
        if new_page:
            self.break_page()
        if not self.pages[-1].blocks:
            self.pages[-1].section = self._section
            self.pages[-1].begins_section = True

    def blocks(self) -> list[Block]:
        """Everything on one heap, for what stands in a cell or a text box."""
        tidied = [block for page in self.pages for block in (*page.blocks, *page.notes)]
        level_lists(tidied)
        return tidied

    def drop_contents(self) -> bool:
        """Leave the table of contents out, if the body says its entries again.

        An entry is repeated if some block outside the table has its words, numbers aside. Where
        fewer than half are, the table is kept: then it is the only place that says them.
        """
        entries = list(self._contents.values())
        body = {
            _words(block.text)
            for page in self.pages
            for block in page.blocks
            if block.kind in _BODY and id(block) not in self._contents
        }
        repeated = sum(_words(entry.text) in body for entry in entries)
        if not entries or repeated * 2 < len(entries):
            return False
        for page in self.pages:
            page.blocks = [one for one in page.blocks if id(one) not in self._contents]
        self.pages = [page for page in self.pages if page.blocks] or [FlowPage()]
        return True

    def document(self, kind: str, options: ReadOptions, furniture: Furniture) -> Document:
        """The pages asked for. Raises InvalidPageRange."""
        if len(self.pages) > 1 and not self.pages[-1].blocks:
            self.pages[-2].notes += self.pages.pop().notes
        wanted = page_ranges.parse(options.pages, len(self.pages))
        made = []
        for number in wanted:
            page = self.pages[number - 1]
            level_lists(page.blocks)
            link_captions(page.blocks)
            around = furniture(number, page.section, page.begins_section)
            heads = [block for block in around if block.kind is BlockKind.HEADER]
            feet = [block for block in around if block.kind is not BlockKind.HEADER]
            made.append(Page(number, blocks=[*heads, *page.blocks, *page.notes, *feet]))
        document = Document(kind, made, page_count=len(self.pages))
        for _, block in document.blocks():
            lost = block.table.info.get(LEFT_OUT, 0) if block.table is not None else 0
            if lost:
                document.warnings.append(f"A table was too large: {lost} of its rows were left out")
        return document


def level_lists(blocks: Iterable[Block]) -> None:
    """Nesting without holes: the first item of a list stands at 0, each deeper one just below."""
    outer: list[int] = []
    for block in blocks:
        if block.kind is not BlockKind.LIST_ITEM:
            outer = []
            continue
        while outer and outer[-1] > block.level:
            outer.pop()
        if not outer or outer[-1] < block.level:
            outer.append(block.level)
        block.level = len(outer) - 1


def link_captions(blocks: list[Block]) -> None:
    """Give each figure the caption beside it: the one that follows, else the one before."""
    for at, block in enumerate(blocks):
        if block.figure is None:
            continue
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        before = blocks[at - 1] if at else None
        for beside in (after, before):
            if beside is not None and beside.kind is BlockKind.CAPTION:
                block.figure.caption = beside.text
                break


def _words(text: str) -> str:
    """The letters alone: numbering, leaders and page numbers differ between entry and heading."""
    letters = re.sub(r"[\W\d_]+", "", text).casefold()
    return letters or text.strip()
