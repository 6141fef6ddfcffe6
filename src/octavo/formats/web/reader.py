"""The tree of a web page as blocks, in the order of its text.

The tree is walked without recursion, since a page may nest as it likes. What the open elements
say of the text within them is the current look; leaving an element restores the look before it.
Text outside a page's main part becomes page furniture.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from octavo.documents import Block, BlockKind
from octavo.formats.office import inline
from octavo.formats.office.inline import Run
from octavo.formats.web import marks, pictures, tables
from octavo.formats.web.dom import Node, attribute
from octavo.formats.web.lists import Listing
from octavo.formats.web.notes import Notes, reference
from octavo.formats.web.special import INSTEAD, formula
from octavo.render.markdown import escape

MAX_TABLE_DEPTH = 6
_BLANKS = re.compile(r"[ \t\r\n\f]+")

# Soft hyphens, zero-width spaces and joiners of lines: they part words that are one.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

Close = Callable[[], None]
"""What is to be done when an element ends."""


@dataclass(frozen=True)
class Setting:
    """What all of one page's reading shares; `main` are the `mem_id`s of its main parts."""

    notes: Notes
    main: frozenset[int] = frozenset()
    resource: pictures.Resource = pictures.nothing
    images: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What the open elements say of the text within them."""

    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    raised: bool = False
    link: str = ""
    pre: bool = False
    quotes: int = 0
    kind: BlockKind = BlockKind.TEXT
    level: int = 0
    note: str = ""
    outside: bool = False


class Reader:
    """Collects the blocks below one element."""

    def __init__(self, setting: Setting, table_depth: int = 0) -> None:
        self.blocks: list[Block] = []
        self._setting = setting
        self._table_depth = table_depth
        self._look = Look(outside=bool(setting.main) and not table_depth)
        self._runs: list[Run] = []
        self._figures: list[Block] = []
        self._refs: list[str] = []
        self._lists: list[Listing] = []
        self._items: list[_Item] = []
        self._note = ""
        self._noted: Block | None = None
        self._after_main = False

    def read(self, top: Node) -> list[Block]:
        """The blocks of `top` and all below it."""
        node, open_elements = top, list[Close]()
        while True:
            close = self._enter(node)
            child = node.child if close is not None else None
            if child is not None and close is not None:
                open_elements.append(close)
                node = child
                continue
            if close is not None:
                close()
            following = node.next
            while open_elements and following is None:
                parent = node.parent
                open_elements.pop()()
                if parent is None:
                    break
                node, following = parent, parent.next
            if not open_elements or following is None:
                break
            node = following
        self._flush()
        return self.blocks

    # -- elements: each handler gives what is to be done at the end, None to pass the inside over

    def _enter(self, node: Node) -> Close | None:
        if node.is_text_node:
            self._text(node.text_content or "")
            return None
        tag = str(node.tag)
        if not node.is_element_node or tag in marks.SKIPPED or marks.hidden(node):
            return None
        if tag in INSTEAD:
            self._run(INSTEAD[tag](node))
            return None
        if tag == "br":
            self._break()
            return None
        special = {"img": self._image, "math": self._formula, "table": self._table}.get(tag)
        if special is not None:
            return special(node)
        return self._block(tag, node) if tag in marks.BLOCKS else self._inline(tag, node)

    def _inline(self, tag: str, node: Node) -> Close | None:
        before = self._look
        if tag == "a":
            if self._is_way_back(node):
                return None
            if symbol := reference(node):
                self._refs.append(symbol)
            address = inline.safe_link(attribute(node, "href"))
            if address:
                self._look = replace(before, link=address)
        elif tag in _INLINE:
            self._look = replace(before, **_INLINE[tag])
        self._note = self._note or self._setting.notes.symbol_of(node)
        return lambda: self._restore(before)

    def _block(self, tag: str, node: Node) -> Close:
        self._flush()
        before = self._look
        change = dict(_BLOCK.get(tag, {}))
        if tag == "blockquote":
            change["quotes"] = before.quotes + 1
        if symbol := self._setting.notes.symbol_of(node):
            change |= {"note": symbol, "kind": BlockKind.FOOTNOTE}
            self._noted = None
        if node.mem_id in self._setting.main:
            change["outside"] = False
        elif self._setting.main and marks.is_navigation(node):
            change["outside"] = True
        if change:
            self._look = replace(before, **change)
        self._open_list(tag, node)
        return lambda: self._end_block(tag, node, before)

    def _end_block(self, tag: str, node: Node, before: Look) -> None:
        self._flush()
        if tag in _LISTS:
            self._lists.pop()
        elif tag == "li":
            self._items.pop()
        if node.mem_id in self._setting.main:
            self._after_main = True
        self._look = before

    def _open_list(self, tag: str, node: Node) -> None:
        if tag in _LISTS:
            self._lists.append(Listing.of(node))
        elif tag == "li":
            listing = self._lists[-1] if self._lists else Listing()
            self._items.append(_Item(listing.marker(node), max(0, len(self._lists) - 1)))

    def _table(self, node: Node) -> Close | None:
        data = self._table_depth < MAX_TABLE_DEPTH and tables.is_data(node)
        if not data or self._look.outside:
            return self._block("table", node)
        self._flush()
        caption = tables.caption(node)
        if caption is not None:
            for block in self._inner(caption):
                self._add(replace_kind(block, BlockKind.CAPTION))
        refs: list[str] = []
        pictured: list[Block] = []

        def cell(at: Node) -> list[Block]:
            blocks = self._inner(at)
            refs.extend(ref for block in blocks for ref in block.note_refs)
            pictured.extend(block for block in blocks if block.kind is BlockKind.FIGURE)
            return blocks

        table = tables.build(node, cell)
        if any(found.text for found in table.cells):
            self._add(Block(BlockKind.TABLE, table=table, note_refs=refs))
        self.blocks += pictured
        return None

    def _inner(self, node: Node) -> list[Block]:
        return Reader(self._setting, self._table_depth + 1).read(node)

    def _image(self, node: Node) -> None:
        if text := pictures.instead(node):
            self._run(text)
            return
        found = pictures.figure(node, self._setting.resource, wanted=self._setting.images)
        if found is not None and not self._look.outside:
            self._figures.append(found)

    def _formula(self, node: Node) -> None:
        tex, alone = formula(node)
        if alone and tex and not self._lists:
            self._flush()
            self._add(Block(BlockKind.FORMULA, tex, markdown=f"$${tex}$$"))
        elif tex:
            self._runs.append(Run(f"${tex}$", raw=True))

    # -- text ---------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        if not self._runs and not self._look.pre and text.isspace():
            return
        text = text.translate(_INVISIBLE)
        self._run(text.replace("\r\n", "\n") if self._look.pre else _BLANKS.sub(" ", text))

    def _run(self, text: str) -> None:
        if not text:
            return
        look = self._look
        if look.raised:
            text = inline.superscript(text)
        self._runs.append(Run(text, look.bold, look.italic, look.strike, look.link, code=look.code))

    def _break(self) -> None:
        """A line break; two of them end a paragraph."""
        while self._runs and self._runs[-1].text == " ":
            self._runs.pop()
        if self._runs and self._runs[-1].text == "\n" and not self._look.pre:
            self._flush()
        else:
            self._runs.append(Run("\n"))

    def _restore(self, look: Look) -> None:
        self._look = look

    def _is_way_back(self, link: Node) -> bool:
        symbol = self._look.note or self._note
        return bool(symbol) and self._setting.notes.is_way_back(link, symbol)

    def _flush(self) -> None:
        """End the paragraph that is open, if any."""
        if self._runs:
            runs, self._runs = self._runs, []
            refs, self._refs = self._refs, []
            note, self._note = self._look.note or self._note, ""
            block = self._paragraph(runs, note)
            if block is not None:
                block.note_refs = refs
                self._add(block)
        if self._figures:
            self.blocks += self._figures
            self._figures = []

    def _paragraph(self, runs: list[Run], note: str) -> Block | None:
        look = self._look
        if look.pre and not self._table_depth:
            text = "".join(run.text for run in runs).strip("\n").rstrip()
            return Block(BlockKind.CODE, text) if text else None
        heading = look.kind is BlockKind.HEADING
        text, markdown = inline.heading(runs) if heading else inline.compose(runs)
        if not text:
            return None
        if look.outside:
            kind = BlockKind.FOOTER if self._after_main else BlockKind.HEADER
            return Block(kind, text, markdown)
        kind = BlockKind.FOOTNOTE if note else look.kind
        block = Block(kind, text, markdown, level=look.level if heading else 0, marker=note)
        return self._quoted(block) if kind is BlockKind.TEXT else block

    def _quoted(self, block: Block) -> Block:
        if self._look.quotes and not self._items:
            prefix = "> " * self._look.quotes
            lines = (block.markdown or escape(block.text)).split("\n")
            block.markdown = "\n".join((prefix + line).rstrip() for line in lines)
        return block

    def _add(self, block: Block) -> None:
        """Put a block in its place: as a list's item, as more of an item or a note, or alone."""
        if block.kind is BlockKind.FOOTNOTE:
            if self._noted is not None and self._look.note:
                extend(self._noted, block)
                return
            _without_symbol(block)
            self._noted = block
        elif block.kind is BlockKind.TEXT and self._items:
            item = self._items[-1]
            if item.block is not None and self.blocks and self.blocks[-1] is item.block:
                extend(item.block, block)
                return
            if item.block is None:
                block.kind, block.marker, block.level = BlockKind.LIST_ITEM, item.marker, item.level
                item.block = block
        elif block.kind is BlockKind.CAPTION and self.blocks:
            figure = self.blocks[-1].figure
            if figure is not None:
                figure.caption = block.text
        self.blocks.append(block)


@dataclass
class _Item:
    """An open list item, and the block that has its marker once there is one."""

    marker: str
    level: int
    block: Block | None = None


_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_INLINE: dict[str, dict[str, Any]] = {
    **{tag: {"bold": True} for tag in marks.BOLD},
    **{tag: {"italic": True} for tag in marks.ITALIC},
    **{tag: {"strike": True} for tag in marks.STRUCK},
    **{tag: {"code": True} for tag in marks.CODE},
    "sup": {"raised": True},
}
_BLOCK: dict[str, dict[str, Any]] = {
    **{tag: {"kind": BlockKind.HEADING, "level": at} for tag, at in marks.HEADINGS.items()},
    **{tag: {"pre": True} for tag in ("pre", "listing", "xmp", "plaintext")},
    "figcaption": {"kind": BlockKind.CAPTION},
    "dt": {"bold": True},
}


def extend(block: Block, more: Block) -> None:
    """Add the text of `more` to `block`, on a line of its own."""
    if block.markdown is not None or more.markdown is not None:
        parts = (part.markdown or escape(part.text) for part in (block, more))
        block.markdown = "\n".join(parts)
    block.text += "\n" + more.text
    block.note_refs = block.note_refs + more.note_refs


def replace_kind(block: Block, kind: BlockKind) -> Block:
    """`block` as one of another kind, if it is text."""
    if block.kind is BlockKind.TEXT:
        block.kind = kind
    return block


def _without_symbol(note: Block) -> None:
    """A note's own symbol is its marker and is not said twice."""
    symbol = re.escape(note.marker) + "|" + re.escape(inline.superscript(note.marker))
    lead = re.compile(rf"\s*[\[(]?(?:{symbol})[\])]?[.:]?\s+")
    note.text = lead.sub("", note.text, count=1) if lead.match(note.text) else note.text
    if note.markdown is not None:
        note.markdown = lead.sub("", note.markdown, count=1)
