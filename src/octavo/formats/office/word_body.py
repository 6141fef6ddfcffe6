"""The body of a Word document, paragraph by paragraph and table by table, into a flow of blocks."""

from __future__ import annotations

from dataclasses import replace

from octavo.documents import Block, BlockKind
from octavo.formats.office.flow import Flow
from octavo.formats.office.inline import Run, compose, heading
from octavo.formats.office.package import Element
from octavo.formats.office.word_context import Context
from octavo.formats.office.word_inline import Content, InlineReader
from octavo.formats.office.word_names import child, chosen, local, switched_on, value, w
from octavo.formats.office.word_numbering import LEVELS
from octavo.formats.office.word_styles import Look, read_numbering, read_outline
from octavo.formats.office.word_tables import read_table

_WRAPPERS = frozenset({"sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"})
_BREAKING = frozenset({"nextPage", "oddPage", "evenPage"})


class BodyReader:
    """Walks block-level content. `notes` gives the block of a note referred to."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._inline = InlineReader(context)
        self._carried: list[Content] = []
        self._sections: list[Element] = []
        self._places: dict[Element, int] = {}
        context.read_blocks = self.blocks

    def blocks(self, container: Element) -> list[Block]:
        """What a cell, text box, note or header says, pages aside."""
        flow = Flow()
        fields, self._context.fields = self._context.fields, type(self._context.fields)()
        carried, self._carried = self._carried, []
        self.walk(container, flow, inner=True)
        self._context.fields, self._carried = fields, carried
        return flow.blocks()

    def body(self, container: Element, flow: Flow) -> list[Element]:
        """Read the whole body into `flow`; gives the `w:sectPr` of its sections in order."""
        self._sections = [
            node for node in container.iter(w("sectPr")) if not _in_change(node, container)
        ]
        self._places = {node: at for at, node in enumerate(self._sections)}
        self.walk(container, flow)
        return self._sections

    def walk(
        self, container: Element, flow: Flow, *, inner: bool = False, contents: bool = False
    ) -> None:
        for node in container:
            name = local(node)
            if name == "p":
                self._paragraph(node, flow, inner, contents)
            elif name == "tbl":
                self._table(node, flow, inner)
            elif name == "sdt":
                content = child(node, "sdtContent")
                if content is not None:
                    within = contents or _is_contents(node)
                    self.walk(content, flow, inner=inner, contents=within)
            elif name in _WRAPPERS:
                self.walk(node, flow, inner=inner, contents=contents)
            elif name == "AlternateContent" and (branch := chosen(node)) is not None:
                self.walk(branch, flow, inner=inner, contents=contents)
            elif name == "oMathPara":
                self._paragraph(node, flow, inner, contents)
            elif name == "altChunk":
                self._context.warn("A document embedded as a whole (altChunk) was left out")

    def _table(self, node: Element, flow: Flow, inner: bool) -> None:
        for block in read_table(node, self._context):
            flow.add(block)
        if not inner and next(node.iter(w("lastRenderedPageBreak")), None) is not None:
            flow.break_page()

    def _paragraph(self, node: Element, flow: Flow, inner: bool, contents: bool) -> None:
        properties = child(node, "pPr")
        style = value(properties, "pStyle")
        styles = self._context.styles
        before = contents or self._context.fields.in_contents
        content = self._inline.read(node, _paragraph_look(styles.look(style)))
        contents = before or self._context.fields.in_contents or styles.is_contents(style)
        if _mark_deleted(properties):
            self._carried.append(content)
            return
        content = self._with_carried(content)
        broken = switched_on(properties, "pageBreakBefore")
        if styles.page_break(style) if broken is None else broken:
            flow.break_page()
        _Emitter(self._context, flow, properties, style, contents).emit(content)
        self._place_notes(flow, inner)
        section = child(properties, "sectPr")
        if section is not None and not inner:
            self._end_section(section, flow)

    def _with_carried(self, content: Content) -> Content:
        """The paragraphs before whose ends were deleted run on into this one."""
        for earlier in reversed(self._carried):
            content.pieces = earlier.pieces + content.pieces
            content.note_refs = earlier.note_refs + content.note_refs
            content.formulas = earlier.formulas + content.formulas
        self._carried = []
        return content

    def _place_notes(self, flow: Flow, inner: bool) -> None:
        if inner:
            return
        for note in self._context.take_notes("footnote"):
            flow.note(note)

    def _end_section(self, section: Element, flow: Flow) -> None:
        at = self._places.get(section, len(self._sections))
        following = self._sections[at + 1] if at + 1 < len(self._sections) else None
        kind = value(following, "type") or "nextPage"
        flow.begin_section(new_page=kind in _BREAKING)


class _Emitter:
    """Makes the blocks of one paragraph: split where its author broke the page."""

    def __init__(
        self,
        context: Context,
        flow: Flow,
        properties: Element | None,
        style: str | None,
        contents: bool,
    ) -> None:
        self._context = context
        self._flow = flow
        self._properties = properties
        self._style = style
        self._contents = contents
        self._numbered: tuple[str, int] | None = self._number()
        self._refs: list[str] = []

    def emit(self, content: Content) -> None:
        runs: list[Run] = []
        objects: list[Block] = []
        self._refs = content.note_refs
        late_break = False
        for piece in content.pieces:
            if isinstance(piece, Block):
                self._object(piece, runs, objects)
            elif isinstance(piece, Run):
                runs.append(piece)
            elif not _visible(runs):
                self._flow.break_page()
            elif piece.rendered:
                late_break = True
            else:
                self._flush(runs, objects, content)
                self._flow.break_page()
                runs, objects = [], []
        self._flush(runs, objects, content)
        if late_break:
            self._flow.break_page()

    def _object(self, block: Block, runs: list[Run], objects: list[Block]) -> None:
        """Pictures stand before the text they precede, after the text they are set in."""
        if _visible(runs) or block.figure is None:
            objects.append(block)
        else:
            self._add(block)

    def _flush(self, runs: list[Run], objects: list[Block], content: Content) -> None:
        block = self._text_block(runs, content)
        if block is not None:
            block.note_refs, self._refs = self._refs, []
            self._add(block)
        for one in objects:
            self._add(one)

    def _add(self, block: Block) -> None:
        self._flow.add(block, contents=self._contents)

    def _text_block(self, runs: list[Run], content: Content) -> Block | None:
        if not _visible(runs):
            return None
        if content.only_formulas:
            formulas = " \\\\ ".join(content.formulas)
            return Block(BlockKind.FORMULA, formulas, f"$${formulas}$$")
        styles = self._context.styles
        if styles.is_code(self._style):
            return Block(BlockKind.CODE, "".join(run.text for run in runs).rstrip())
        level = self._heading_level()
        if level and not self._contents:
            return self._heading(runs, level)
        text, markdown = compose(runs)
        if styles.is_caption(self._style):
            return Block(BlockKind.CAPTION, text, markdown)
        marker, depth = self._numbered or ("", 0)
        self._numbered = None
        if marker:
            return Block(BlockKind.LIST_ITEM, text, markdown, level=depth, marker=marker)
        return Block(BlockKind.TEXT, text, markdown)

    def _heading(self, runs: list[Run], level: int) -> Block:
        marker = self._numbered[0] if self._numbered else ""
        if marker and marker != "-":
            runs = [Run(f"{marker} "), *runs]
        text, markdown = heading(runs)
        return Block(BlockKind.HEADING, text, markdown, level=min(level, 6))

    def _heading_level(self) -> int:
        outline = read_outline(self._properties)
        if outline is not None:
            return outline + 1 if outline < 9 else 0
        return self._context.styles.heading_level(self._style)

    def _number(self) -> tuple[str, int] | None:
        """The paragraph's marker and depth; counts it, also if nothing stands in it."""
        styles, numbering = self._context.styles, self._context.numbering
        number, depth = read_numbering(self._properties)
        by_hand = number is not None
        style_number, style_depth = styles.numbering(self._style)
        number = style_number if number is None else number
        if number is None or number == "0":
            return None
        if depth is None:
            depth = style_depth
        if depth is None and not by_hand:
            depth = numbering.level_of_style(number, self._style or "")
        marker = numbering.next(number, depth or 0)
        if marker is None:
            return None
        return marker, min((depth or 0) or styles.list_depth(self._style), LEVELS - 1)


def _visible(runs: list[Run]) -> bool:
    return any(run.text.strip() for run in runs)


def _paragraph_look(look: Look) -> Look:
    return replace(look, raised=None)


def _mark_deleted(properties: Element | None) -> bool:
    mark = child(properties, "rPr")
    return mark is not None and any(local(one) in ("del", "moveFrom") for one in mark)


def _is_contents(control: Element) -> bool:
    gallery = value(control, "sdtPr", "docPartObj", "docPartGallery") or ""
    return gallery.lower() in ("table of contents", "table of figures")


def _in_change(node: Element, stop: Element) -> bool:
    """Whether a `w:sectPr` is the former one of a tracked change."""
    parent = node.getparent()
    return parent is not None and parent is not stop and local(parent) == "sectPrChange"
