"""The text of a binary Word document into a flow: paragraphs, tables, notes, boxes, headers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.doc_file import DocFile, Span
from octavo.formats.office.doc_pictures import FloatingPictures, inline_picture
from octavo.formats.office.doc_sections import facing_pages, read_sections
from octavo.formats.office.doc_sprms import Sprm, look_of, row_shape, sprms
from octavo.formats.office.doc_styles import read_numbering, read_styles
from octavo.formats.office.flat_text import Paragraph
from octavo.formats.office.flow import Flow
from octavo.formats.office.inline import Run, note_mark, superscript
from octavo.formats.office.ole import u16, u32
from octavo.formats.office.symbols import symbol
from octavo.formats.office.table_stream import TableStream
from octavo.formats.office.word_context import PAGE_FIELD, Notes
from octavo.formats.office.word_fields import Fields
from octavo.formats.office.word_furniture import FlatFurniture
from octavo.formats.office.word_styles import Look

_ENDS = "\r\x07\x0c"
_PLAIN = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\xa0": "\xa0", "\t": "\t"}
_HEADER_ROLES = [
    "header-even", "header", "footer-even", "footer", "header-first", "footer-first",
]  # fmt: skip


@dataclass(slots=True)
class _Place:
    """What a paragraph's properties say of it."""

    depth: int = 0
    row_end: bool = False
    cell_end: bool = False
    changes: dict[int, Sprm] = field(default_factory=dict)


class DocReader:
    """Reads one document; `warnings` say what was lost."""

    def __init__(self, doc: DocFile, *, images: bool) -> None:
        self.doc = doc
        self.warnings: list[str] = []
        self._images = images
        self._styles = read_styles(doc)
        self._numbering = read_numbering(doc)
        self._notes = Notes()
        self._fields = Fields()
        self._references = {
            "footnote": self._note_places(2, 3, 1),
            "endnote": self._note_places(46, 47, 5),
        }
        self._boxes = self._box_texts()
        self._anchors = dict(_shape_anchors(doc))
        self._pictures = FloatingPictures(doc.main, doc.block(50))
        self._sections = read_sections(doc)
        self._section_behind = {one.end: at for at, one in enumerate(self._sections, start=1)}
        self._waiting: list[Block] = []
        self._endnotes: list[Block] = []
        self._depth = 0
        self._counts_pages = False
        self._contents = False

    def body(self, flow: Flow) -> None:
        """The main text, its notes where they belong."""
        self._part(0, self.doc.counts[0], flow, main=True)
        for note in self._endnotes:
            flow.note(note)

    def furniture(self) -> FlatFurniture:
        """The headers and footers of every section: six texts for each, behind six separators."""
        places, _ = self.doc.plc(11, 0)
        start, even = self.doc.start_of(2), facing_pages(self.doc)
        sections: list[dict[str, list[Block]]] = [{} for _ in self._sections]
        self._counts_pages = True
        for at in range(6, len(places) - 1):
            section, role = (at - 6) // 6, _HEADER_ROLES[(at - 6) % 6]
            unused = role.endswith("-even") and not even
            if unused or section >= len(sections) or places[at + 1] <= places[at]:
                continue
            blocks = self._blocks(start + places[at], start + places[at + 1])
            texts = [cell_text([block])[0] for block in blocks]
            sections[section][role] = [Block(BlockKind.HEADER, text) for text in texts if text]
        self._counts_pages = False
        return FlatFurniture(sections, [section.titled for section in self._sections])

    def _blocks(self, first: int, last: int) -> list[Block]:
        """What a note, header or box says."""
        if self._depth > 8:
            return []
        flow = Flow()
        outer, self._fields = self._fields, Fields()
        self._depth += 1
        self._part(first, last, flow, main=False)
        self._depth -= 1
        self._fields = outer
        return flow.blocks()

    def _part(self, first: int, last: int, flow: Flow, *, main: bool) -> None:
        tables = TableStream(lambda block: flow.add(block, contents=self._contents))
        spans: list[Span] = []
        for span in self.doc.spans(first, last):
            for piece, end in _split(span):
                spans.append(piece)
                if not end:
                    continue
                self._paragraph(spans, flow, tables, main=main)
                spans = []
        if spans:
            self._paragraph(spans, flow, tables, main=main)
        tables.close()

    def _paragraph(self, spans: list[Span], flow: Flow, tables: TableStream, *, main: bool) -> None:
        last = spans[-1].first + len(spans[-1].text) - 1
        mark = spans[-1].text[-1:]
        said = self.doc.paragraph(last)
        place = _place(said.changes, mark)
        style = str(said.style)
        before = self._fields.in_contents
        paragraph = self._read(spans, style)
        paragraph.contents = before or self._fields.in_contents or self._styles.is_contents(style)
        self._contents = paragraph.contents
        self._properties(paragraph, style, place)
        self._fields.end_paragraph()
        if main and place.depth == 0 and self._breaks_before(place, style):
            flow.break_page()
        for block in paragraph.blocks():
            tables.block(block, place.depth)
        if place.row_end:
            tables.end_row(place.depth, row_shape(place.changes))
        elif place.cell_end:
            tables.end_cell(place.depth)
        for note in self._waiting if main else ():
            flow.note(note)
        self._waiting = [] if main else self._waiting
        if main and mark == "\x0c":
            tables.close()
            self._break(last + 1, flow)

    def _break(self, place: int, flow: Flow) -> None:
        """A form feed ends a section where one ends there, else a page."""
        after = self._section_behind.get(place)
        if after is None:
            flow.break_page()
            return
        last = after >= len(self._sections)
        flow.begin_section(new_page=last or self._sections[after].new_page)

    def _breaks_before(self, place: _Place, style: str) -> bool:
        said = place.changes.get(0x2407)
        return bool(said.number) if said is not None else self._styles.page_break(style)

    def _properties(self, paragraph: Paragraph, style: str, place: _Place) -> None:
        changes = place.changes
        outline = changes.get(0x2640)
        if outline is not None:
            paragraph.level = outline.number + 1 if outline.number < 9 else 0
        else:
            paragraph.level = self._styles.heading_level(style)
        paragraph.caption = self._styles.is_caption(style)
        paragraph.code = self._styles.is_code(style)
        number, level = self._styles.numbering(style)
        if 0x460B in changes:
            number = str(changes[0x460B].number)
        if 0x260A in changes:
            level = changes[0x260A].number
        if number and number not in ("0", "2047"):
            paragraph.depth = min(level or 0, 8)
            paragraph.marker = self._numbering.next(number, paragraph.depth) or ""

    def _read(self, spans: list[Span], style: str) -> Paragraph:
        paragraph = Paragraph()
        base = self._styles.look(style)
        for span in spans:
            look, changes = look_of(span.changes, self._character_base(span.changes, base))
            self._span(span, look, changes, paragraph)
        return paragraph

    def _character_base(self, changes: bytes, base: Look) -> Look:
        """The look under direct formatting: a character style's over the paragraph's."""
        style = next((sprm.number for sprm in sprms(changes) if sprm.code == 0x4A30), None)
        return base if style is None else self._styles.look(str(style)).over(base)

    def _span(self, span: Span, look: Look, changes: dict[int, Sprm], paragraph: Paragraph) -> None:
        special = bool(changes[0x0855].number) if 0x0855 in changes else False
        gathered = ""
        for at, char in enumerate(span.text):
            if char >= " " and not (special and char == "("):
                gathered += char
                continue
            if char in _PLAIN:
                gathered += _PLAIN[char]
                continue
            self._say(gathered, look, paragraph)
            gathered = ""
            self._control(char, span.first + at, look, changes, paragraph)
        self._say(gathered, look, paragraph)

    def _control(
        self,
        char: str,
        place: int,
        look: Look,
        changes: dict[int, Sprm],
        paragraph: Paragraph,
    ) -> None:
        if char == "\x13":
            self._fields.begin()
        elif char == "\x14":
            self._fields.separate()
        elif char == "\x15":
            self._say(self._fields.end(), look, paragraph)
        elif char == "\x02":
            self._note(place, paragraph)
        elif char == "\x01":
            paragraph.objects += self._picture(changes)
        elif char == "\x08":
            paragraph.objects += self._floating(place)
        elif char == "(" and 0x6A09 in changes:
            code = u16(changes[0x6A09].operand, 2)
            self._say(symbol(code, "wingdings" if code >= 0xF000 else ""), look, paragraph)
        elif char == "(":
            self._say(char, look, paragraph)

    def _say(self, text: str, look: Look, paragraph: Paragraph) -> None:
        fields = self._fields
        if not text or look.hidden:
            return
        if fields.open and not fields.open[-1].result:
            fields.code(text)
            return
        if fields.unseen:
            return
        if self._counts_pages and fields.shows_page:
            text = PAGE_FIELD
        shown = superscript(text) if look.raised else text
        paragraph.runs.append(
            Run(shown, bool(look.bold), bool(look.italic), bool(look.strike), fields.link)
        )

    def _note(self, place: int, paragraph: Paragraph) -> None:
        for kind, places in self._references.items():
            if place not in places:
                continue
            mark = self._notes.refer(kind, str(place), "")
            paragraph.note_refs.append(mark)
            paragraph.runs.append(Run(note_mark(mark)))
            text, markdown = cell_text(self._blocks(*places[place]))
            note = Block(BlockKind.FOOTNOTE, text, markdown, marker=mark)
            (self._waiting if kind == "footnote" else self._endnotes).append(note)

    def _note_places(self, references: int, texts: int, part: int) -> dict[int, tuple[int, int]]:
        """By the CP of each reference, from where to where its note's text reaches."""
        places, _ = self.doc.plc(references, 2)
        bounds, _ = self.doc.plc(texts, 0)
        start = self.doc.start_of(part)
        ranges = itertools.pairwise(bounds)
        return {
            place: (start + low, start + high)
            for place, (low, high) in zip(places[:-1], ranges, strict=False)
        }

    def _box_texts(self) -> dict[int, tuple[int, int]]:
        """By the id of each text box, from where to where its text reaches."""
        bounds, boxes = self.doc.plc(56, 22)
        start = self.doc.start_of(6)
        texts: dict[int, tuple[int, int]] = {}
        for at, box in enumerate(boxes):
            texts.setdefault(u32(box, 14), (start + bounds[at], start + bounds[at + 1]))
        return texts

    def _floating(self, place: int) -> list[Block]:
        """The text box or picture anchored at a CP."""
        shape = self._anchors.pop(place, None)
        if shape is None:
            return []
        if shape in self._boxes:
            return self._blocks(*self._boxes[shape])
        return self._figure(*self._pictures.block(shape, images=self._images))

    def _figure(self, block: Block | None, warning: str) -> list[Block]:
        if warning and warning not in self.warnings:
            self.warnings.append(warning)
        return [] if block is None else [block]

    def _picture(self, changes: dict[int, Sprm]) -> list[Block]:
        where = changes.get(0x6A03)
        if where is None or (0x0806 in changes and changes[0x0806].number):
            return []
        return self._figure(*inline_picture(self.doc.data, where.number, images=self._images))


def _shape_anchors(doc: DocFile) -> Iterator[tuple[int, int]]:
    """The CP of each anchor in the text with the id of its shape (PlcSpaMom)."""
    anchors, shapes = doc.plc(40, 26)
    for anchor, shape in zip(anchors, shapes, strict=False):
        yield anchor, u32(shape, 0)


def _split(span: Span) -> list[tuple[Span, bool]]:
    """A span cut behind every mark that ends a paragraph."""
    found: list[tuple[Span, bool]] = []
    start = 0
    for at, char in enumerate(span.text):
        if char in _ENDS:
            text = span.text[start : at + 1]
            found.append((Span(span.first + start, text, span.changes), True))
            start = at + 1
    if start < len(span.text):
        found.append((Span(span.first + start, span.text[start:], span.changes), False))
    return found


def _place(changes: bytes, mark: str) -> _Place:
    """How deep in tables a paragraph stands, and whether it ends a cell or row."""
    found = {sprm.code: sprm for sprm in sprms(changes)}

    def number(code: int) -> int:
        return found[code].number if code in found else 0

    depth = number(0x6649) if 0x6649 in found else int(bool(number(0x2416)))
    depth = min(depth, 20)
    inner_row, inner_cell = bool(number(0x244C)), bool(number(0x244B))
    row_end = depth > 0 and (bool(number(0x2417)) or inner_row)
    return _Place(depth, row_end, depth > 0 and (mark == "\x07" or inner_cell), found)
