"""OpenDocument text content into blocks: headings, paragraphs, lists, notes, tables, frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.flow import Flow
from octavo.formats.office.inline import Run, compose, heading, note_mark, safe_link, superscript
from octavo.formats.office.odf_lists import Counter, Lists
from octavo.formats.office.odf_names import count, get, q, tag
from octavo.formats.office.odf_styles import OdfStyles
from octavo.formats.office.package import Element
from octavo.formats.office.word_context import PAGE_FIELD
from octavo.formats.office.word_styles import Look

MAX_DEPTH = 60
_CONTENTS = frozenset(
    {"text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index"}
)
_SKIPPED = frozenset(
    {"text:tracked-changes", "office:annotation", "text:sequence-decls", "office:forms"}
    | {"text:index-title-template", "text:table-of-content-source", "text:ruby-text"}
    | {"office:annotation-end", "text:bookmark", "text:variable-decls", "text:user-field-decls"}
)


@dataclass(slots=True)
class _Paragraph:
    """What one paragraph has brought so far."""

    runs: list[Run] = field(default_factory=list)
    objects: list[Block] = field(default_factory=list)
    note_refs: list[str] = field(default_factory=list)
    broken: bool = False


class OdfReader:
    """Reads content; `read_object` gives the blocks of a `draw:` element.

    `footnotes` wait for the end of their paragraph, `endnotes` for that of the document.
    """

    def __init__(self, styles: OdfStyles, read_object: Callable[[Element], list[Block]]) -> None:
        self.styles = styles
        self.counts_pages = False
        self.dropped_comments = False
        self.endnotes: list[Block] = []
        self.footnotes: list[Block] = []
        self.masters = ["Standard"]
        self._read_object = read_object
        self._lists = Lists(styles.lists)
        self._outline = Counter(styles.outline)
        self._depth = 0
        self._paragraph = _Paragraph()

    def blocks(self, container: Element) -> list[Block]:
        """What a cell, frame, note or header says."""
        flow = Flow()
        outer, self._paragraph = self._paragraph, _Paragraph()
        self._depth += 1
        if self._depth < MAX_DEPTH:
            self.walk(container, flow)
        self._depth -= 1
        self._paragraph = outer
        return flow.blocks()

    def walk(self, container: Element, flow: Flow, *, contents: bool = False) -> None:
        """Read the paragraphs, lists, tables and sections of a container into a flow."""
        for node in container:
            name = tag(node)
            if name in ("text:p", "text:h"):
                self._text(node, flow, None, contents)
            elif name == "text:list":
                self._list(node, flow, None, 0, contents)
            elif name == "table:table":
                self._table(node, flow)
            elif name in _CONTENTS:
                self.walk(node, flow, contents=True)
            elif name == "text:soft-page-break":
                flow.break_page()
            elif name.startswith("draw:"):
                for block in self._read_object(node):
                    flow.add(block)
            elif name and name not in _SKIPPED:
                self.walk(node, flow, contents=contents)

    def _place_notes(self, flow: Flow) -> None:
        """Notes stand at the foot of the page, also those of a cell or a box."""
        if not self._depth:
            for note in self.footnotes:
                flow.note(note)
            self.footnotes = []

    def _table(self, node: Element, flow: Flow) -> None:
        from octavo.formats.office.odf_tables import read_table

        for block in read_table(node, self):
            flow.add(block)
        self._place_notes(flow)
        if next(node.iter(q("text:soft-page-break")), None) is not None:
            flow.break_page()

    def _list(
        self, node: Element, flow: Flow, counter: Counter | None, depth: int, contents: bool
    ) -> None:
        if depth > 20:
            return
        if counter is None:
            style = get(node, "text:style-name") or self._style_of_first(node)
            go_on = get(node, "text:continue-numbering") == "true"
            identifier = get(node, "xml:id")
            continues = get(node, "text:continue-list")
            counter = self._lists.open(style, identifier, continues, go_on)
        for item in node:
            if tag(item) not in ("text:list-item", "text:list-header"):
                continue
            numbered = tag(item) == "text:list-item"
            start = get(item, "text:start-value")
            self._item(item, flow, counter, depth, contents, numbered, start)

    def _item(
        self,
        item: Element,
        flow: Flow,
        counter: Counter,
        depth: int,
        contents: bool,
        numbered: bool,
        start: str,
    ) -> None:
        for inner in item:
            name = tag(inner)
            if name in ("text:p", "text:h"):
                marker = None
                if numbered:
                    marker = (counter.next(depth, int(start) if start.isdigit() else None), depth)
                numbered = False
                self._text(inner, flow, marker, contents)
            elif name == "text:list":
                self._list(inner, flow, counter, depth + 1, contents)
            elif name == "text:soft-page-break":
                flow.break_page()

    def _style_of_first(self, node: Element) -> str:
        first = next(node.iter(q("text:p"), q("text:h")), None)
        return self.styles.list_style(get(first, "text:style-name"))

    def _text(
        self, node: Element, flow: Flow, marker: tuple[str, int] | None, contents: bool
    ) -> None:
        style = get(node, "text:style-name")
        self._break_before(style, flow)
        self._paragraph = _Paragraph()
        look = self.styles.look("paragraph", style)
        self._inline(node, Look(look.bold, look.italic, look.strike, look.hidden), "")
        read = self._paragraph
        block = self._block(node, style, read, marker, contents)
        if block is not None:
            block.note_refs = read.note_refs
            flow.add(block, contents=contents)
        for one in read.objects:
            flow.add(one)
        self._place_notes(flow)
        after = self.styles.attribute(
            "paragraph", style, "style:paragraph-properties", "fo:break-after"
        )
        if read.broken or after == "page":
            flow.break_page()

    def _break_before(self, style: str, flow: Flow) -> None:
        master = self.styles.master(style)
        if master and master in self.styles.masters:
            self.masters.append(master)
            flow.begin_section(new_page=True)
            return
        before = self.styles.attribute(
            "paragraph", style, "style:paragraph-properties", "fo:break-before"
        )
        if before == "page":
            flow.break_page()

    def _block(
        self,
        node: Element,
        style: str,
        read: _Paragraph,
        marker: tuple[str, int] | None,
        contents: bool,
    ) -> Block | None:
        level = count(get(node, "text:outline-level"), 1) if tag(node) == "text:h" else 0
        level = level or self.styles.title_level(style)
        if level and tag(node) == "text:h":
            read.runs[:0] = self._heading_number(node, level, marker)
        if not any(run.text.strip() for run in read.runs):
            return None
        if level and not contents:
            text, markdown = heading(read.runs)
            return Block(BlockKind.HEADING, text, markdown, level=min(level, 6))
        if all(run.raw or not run.text.strip() for run in read.runs):
            latex = " \\\\ ".join(run.text.strip("$") for run in read.runs if run.raw)
            return Block(BlockKind.FORMULA, latex, f"$${latex}$$")
        if self.styles.named(style, "preformatted text", "source code", "code"):
            return Block(BlockKind.CODE, "".join(run.text for run in read.runs).rstrip())
        text, markdown = compose(read.runs)
        if self.styles.named(style, "caption", "illustration", "table", "figure", "drawing"):
            return Block(BlockKind.CAPTION, text, markdown)
        if marker is not None and marker[0]:
            return Block(BlockKind.LIST_ITEM, text, markdown, level=marker[1], marker=marker[0])
        return Block(BlockKind.TEXT, text, markdown)

    def _heading_number(
        self, node: Element, level: int, marker: tuple[str, int] | None
    ) -> list[Run]:
        if marker is not None and marker[0] not in ("", "-"):
            return [Run(marker[0] + " ")]
        if get(node, "text:is-list-header") == "true" or level - 1 not in self.styles.outline:
            return []
        number = self._outline.next(level - 1)
        return [Run(number + " ")] if number and number != "-" else []

    def _inline(self, node: Element, look: Look, link: str) -> None:
        self._say(node.text, look, link)
        for inner in node:
            self._inline_element(inner, look, link)
            self._say(inner.tail, look, link)

    def _inline_element(self, node: Element, look: Look, link: str) -> None:
        name = tag(node)
        if name == "text:span":
            own = self.styles.look("text", get(node, "text:style-name"))
            self._inline(node, own.over(look), link)
        elif name == "text:a":
            self._inline(node, look, safe_link(get(node, "xlink:href")))
        elif name in _BLANKS:
            self._paragraph.runs.append(Run(_BLANKS[name] * count(get(node, "text:c"), 1, 1000)))
        elif name == "text:note":
            self._note(node)
        elif name == "text:page-number" and self.counts_pages:
            self._say(PAGE_FIELD, look, link)
        elif name == "text:soft-page-break":
            self._paragraph.broken = True
        elif name == "office:annotation":
            self.dropped_comments = True
        elif name.startswith("draw:"):
            self._object(node)
        elif name and name not in _SKIPPED:
            self._inline(node, look, link)

    def _object(self, node: Element) -> None:
        """Formulas stand in the line; whatever else is drawn follows the paragraph."""
        for block in self._read_object(node):
            if block.kind is BlockKind.FORMULA:
                self._paragraph.runs.append(Run(f"${block.text}$", raw=True))
            else:
                self._paragraph.objects.append(block)

    def _say(self, text: str | None, look: Look, link: str) -> None:
        if not text or look.hidden:
            return
        text = " ".join(text.replace("\n", " ").split(" ")) if "\n" in text else text
        if look.raised:
            text = superscript(text)
        self._paragraph.runs.append(
            Run(text, bool(look.bold), bool(look.italic), bool(look.strike), link)
        )

    def _note(self, node: Element) -> None:
        citation = node.find(q("text:note-citation"))
        body = node.find(q("text:note-body"))
        mark = get(citation, "text:label") or "".join(
            () if citation is None else citation.itertext()
        )
        mark = mark.strip()
        self._paragraph.note_refs.append(mark)
        self._paragraph.runs.append(Run(note_mark(mark)))
        text, markdown = ("", None) if body is None else cell_text(self.blocks(body))
        note = Block(BlockKind.FOOTNOTE, text, markdown, marker=mark)
        waiting = self.endnotes if get(node, "text:note-class") == "endnote" else self.footnotes
        waiting.append(note)


_BLANKS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
