"""RTF tokens into a flow of blocks.

Groups nest; each may be a destination: text for elsewhere (notes, headers, boxes), a definition,
or something not to be shown. Unknown destinations marked `\\*` are skipped, as the format asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.documents import Block, BlockKind, Figure
from octavo.formats.office import pictures
from octavo.formats.office.alt_text import said
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.inline import Run, note_mark
from octavo.formats.office.rtf_pictures import description, picture_bytes
from octavo.formats.office.rtf_state import RowParts, Sink, State
from octavo.formats.office.rtf_tables import Definitions
from octavo.formats.office.rtf_tokens import Token, tokens
from octavo.formats.office.rtf_words import (
    CHARACTERS,
    COLLECTED,
    CONTAINERS,
    ENCODINGS,
    HEADERS,
    SIGNS,
    SKIPPED,
    UNDERSTOOD,
)
from octavo.formats.office.symbols import symbol
from octavo.formats.office.word_context import PAGE_FIELD, Notes
from octavo.formats.office.word_fields import Fields
from octavo.formats.office.word_styles import Style, Styles

_UNKNOWN = "\ue0f1"
"""Stands for a note's mark until the note says of which kind it is."""


class RtfReader:
    """Reads one RTF file; then `body`, `furniture`, `title` and `warnings` hold what it says."""

    def __init__(self, data: bytes, *, images: bool) -> None:
        self._tokens: Iterator[Token] = tokens(data)
        self._images = images
        self.definitions = Definitions()
        self.furniture: list[dict[str, list[Block]]] = [{}]
        self.endnotes: list[Block] = []
        self.title = ""
        self.titled = [False]
        self.warnings: list[str] = []
        self.body = Sink()
        self._sinks = [self.body]
        self._states = [State()]
        self._fields = Fields()
        self._notes = Notes()
        self._rows = RowParts()
        self._outer_rows: list[RowParts] = []
        self._encoding = "cp1252"
        self._bytes = b""
        self._units: list[int] = []
        self._skip = 0
        self._list_text = ""
        self._continuous = False
        self._section_waits = False

    @property
    def _state(self) -> State:
        return self._states[-1]

    @property
    def _sink(self) -> Sink:
        return self._sinks[-1]

    def read(self) -> None:
        """Read to the end; a file that ends within a group gives what came before."""
        for token in self._tokens:
            self._token(token)
        self._flush()
        while len(self._states) > 1:
            self._close_group()
        self.body.end_paragraph(self._state.depth)
        self.body.tables.close()

    def _token(self, token: Token) -> None:
        if token.kind == "text":
            self._text(token.data)
            return
        if token.kind == "word" and token.word == "u":
            self._unicode(token.number or 0)
            return
        self._flush()
        if token.kind == "{":
            self._states.append(self._state.copy())
        elif token.kind == "}":
            self._close_group()
        elif token.kind == "sign":
            self._sign(token.word)
        else:
            self._word(token)

    def _text(self, data: bytes) -> None:
        if self._skip:
            cut = min(self._skip, len(data))
            self._skip -= cut
            data = data[cut:]
        if data:
            if self._units:
                self._flush()
            self._bytes += data

    def _unicode(self, number: int) -> None:
        if self._bytes:
            self._flush()
        self._units.append(number % 65_536)
        self._skip = self._state.skip_after_unicode

    def _flush(self) -> None:
        """Decode what has been gathered and say it."""
        if self._units:
            raw = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units = []
            text = raw.decode("utf-16-le", "replace")
            font = self.definitions.fonts.get(self._state.font)
            name = font.name if font else ""
            self._say("".join(_picture_font(char, name) for char in text))
        elif self._bytes:
            data, self._bytes = self._bytes, b""
            self._say(self._decode(data))

    def _decode(self, data: bytes) -> str:
        font = self.definitions.fonts.get(self._state.font)
        if font is not None and font.encoding == "symbol":
            return "".join(symbol(byte, font.name) for byte in data)
        encoding = (font.encoding if font else "") or self._encoding
        try:
            return data.decode(encoding, "replace")
        except LookupError:
            return data.decode("cp1252", "replace")

    def _say(self, text: str) -> None:
        state = self._state
        if state.destination == "fldinst":
            self._fields.code(text)
        elif state.destination in ("listtext", "pntext"):
            self._list_text += text
        elif not state.destination and not state.hidden and not self._fields.unseen:
            if self._fields.shows_page and len(self._sinks) > 1:
                text = PAGE_FIELD
            self._sink.paragraph.runs.append(state.run(text, self._fields.link))

    def _sign(self, sign: str) -> None:
        self._skip = max(0, self._skip - 1) if sign in "\\{}" and self._skip else 0
        if sign in "\\{}":
            self._say(sign)
        elif sign == "*":
            self._state.marked = True
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in SIGNS:
            self._say(SIGNS[sign])

    def _word(self, token: Token) -> None:
        word, number, state = token.word, token.number, self._state
        self._skip = 0
        marked, state.marked = state.marked, False
        if word in COLLECTED:
            self._collect(word)
        elif self._destination(word):
            return
        elif word in SKIPPED or (marked and word not in UNDERSTOOD):
            state.destination = "skipped"
        elif state.destination and word not in ("par", "uc", "tab"):
            state.apply(word, number)
        elif not state.apply(word, number) and not self._rows.take(word, number):
            self._act(word, number)

    def _destination(self, word: str) -> bool:
        """Whether a word opens a place for text; that place is then open."""
        state = self._state
        if state.destination == "skipped":
            return False
        if word in HEADERS or word in ("footnote", "shptxt"):
            self._sinks.append(Sink())
            state.destination, state.opens = "", f"sink:{word}"
            state.plain()
            state.paragraph_default()
        elif word == "field":
            self._fields.begin()
            state.opens = "field"
        elif word in ("fldinst", "sn", "sv"):
            state.destination = word
        elif word == "fldrslt":
            self._fields.separate()
        elif word in ("listtext", "pntext"):
            self._list_text = ""
            state.destination = word
        elif word == "nesttableprops":
            state.opens = "nested row"
            self._outer_rows.append(self._rows)
            self._rows = RowParts()
        else:
            return word in CONTAINERS
        return True

    def _close_group(self) -> None:
        if len(self._states) == 1:
            return
        closed = self._states.pop()
        if closed.opens == "field":
            self._fields.end()
        elif closed.opens == "nested row":
            self._rows = self._outer_rows.pop()
        elif closed.opens.startswith("sink:") and len(self._sinks) > 1:
            sink = self._sinks.pop()
            self._finish_sink(closed.opens.removeprefix("sink:"), sink, closed)

    def _finish_sink(self, word: str, sink: Sink, state: State) -> None:
        self._style_paragraph(sink, state)
        blocks = sink.blocks(state.depth)
        if word == "shptxt":
            self._sink.paragraph.objects += blocks
        elif word in ("footnote", "endnote"):
            self._finish_note(blocks, word)
        else:
            texts = (cell_text([block])[0] for block in blocks)
            made = [Block(BlockKind.HEADER, text) for text in texts if text]
            self.furniture[-1].setdefault(HEADERS[word], made)

    def _finish_note(self, blocks: list[Block], kind: str) -> None:
        paragraph = self._sink.paragraph
        text, markdown = cell_text(blocks)
        mark = ""
        if _UNKNOWN in paragraph.note_refs:
            mark = self._notes.refer(kind, str(len(self._notes.marks)), "")
            paragraph.note_refs[paragraph.note_refs.index(_UNKNOWN)] = mark
            at = next(n for n, one in enumerate(paragraph.runs) if one.text == _UNKNOWN)
            paragraph.runs[at] = Run(note_mark(mark))
        note = Block(BlockKind.FOOTNOTE, text, markdown and markdown.strip(), marker=mark)
        if kind == "endnote":
            self.endnotes.append(note)
        else:
            self.body.flow.note(note)

    def _collect(self, word: str) -> None:
        """Take the rest of the group in as a whole."""
        group = self._rest_of_group()
        if self._state.destination == "skipped" and word != "title":
            self._close_group()
            return
        if word == "fonttbl":
            self.definitions.read_fonts(group)
        elif word == "stylesheet":
            self.definitions.read_styles(group, self._encoding)
        elif word == "listtable":
            self.definitions.read_lists(group)
        elif word == "listoverridetable":
            self.definitions.read_overrides(group)
        elif word == "title":
            raw = b"".join(token.data for token in group if token.kind == "text")
            self.title = self._decode(raw).strip()
        else:
            self._picture(group)
        self._close_group()

    def _rest_of_group(self) -> list[Token]:
        """The tokens up to the brace that closes the open group, which is taken too."""
        group: list[Token] = []
        depth = 0
        for token in self._tokens:
            if token.kind == "}":
                if depth == 0:
                    break
                depth -= 1
            elif token.kind == "{":
                depth += 1
            group.append(token)
        return group

    def _picture(self, group: list[Token]) -> None:
        image = None
        if self._images:
            image = pictures.to_png(picture_bytes(group))
            if image is None:
                self.warn("A picture could not be drawn")
        figure = Figure(caption=said(description(group)), image=image)
        self._sink.paragraph.objects.append(Block(BlockKind.FIGURE, figure=figure))

    def warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)

    def _act(self, word: str, number: int | None) -> None:
        if word in CHARACTERS:
            self._say(CHARACTERS[word])
        elif word == "par":
            self._end_paragraph()
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._table_end(word)
        elif word in ("page", "sect", "sbknone", "sbkpage", "sbkcol", "titlepg"):
            self._break(word)
        elif word in ("chftn", "ftnalt", "chpgn"):
            self._mark(word)
        elif word == "ansicpg" and number:
            self._encoding = "utf-8" if number == 65001 else f"cp{number}"
        elif word in ENCODINGS:
            self._encoding = ENCODINGS[word]

    def _end_paragraph(self) -> None:
        self._begin_section()
        self._style_paragraph(self._sink, self._state)
        self._sink.end_paragraph(self._state.depth)

    def _style_paragraph(self, sink: Sink, state: State) -> None:
        """Say of the paragraph that ends what its properties make of it."""
        paragraph = sink.paragraph
        style = self.definitions.styles.get(state.style)
        name = Style(name=style.name if style else "", identifier="p")
        names = Styles.of(name)
        paragraph.level = state.outline + 1 if 0 <= state.outline < 9 else 0
        paragraph.level = paragraph.level or names.heading_level("p")
        paragraph.caption = names.is_caption("p")
        paragraph.code = names.is_code("p")
        paragraph.contents = self._fields.in_contents or names.is_contents("p")
        shown, self._list_text = self._list_text.strip(), ""
        counted = None
        if state.list_number:
            counted = self.definitions.numbering.next(str(state.list_number), state.list_level)
            paragraph.depth = state.list_level
        if any(char.isalnum() for char in shown):
            paragraph.marker = shown  # what the writer saw, where it says so
        else:
            paragraph.marker = ("-" if shown else "") if counted is None else counted
        if state.page_break and sink is self.body and not state.in_table:
            self.body.flow.break_page()

    def _table_end(self, word: str) -> None:
        state, sink = self._state, self._sink
        depth = max(state.depth, 2 if word.startswith("nest") else 1)
        if word in ("row", "nestrow"):
            level = depth if word == "nestrow" else 1
            sink.tables.end_row(level, self._rows.shape)
            return
        self._begin_section()
        self._style_paragraph(sink, state)
        sink.end_paragraph(depth)
        sink.tables.end_cell(depth)

    def _break(self, word: str) -> None:
        if word in ("sbknone", "sbkpage", "sbkcol"):
            self._continuous = word != "sbkpage"
        elif word == "titlepg":
            self.titled[-1] = True
        elif self._sink is self.body:
            self._end_paragraph()
            if not self._state.in_table:
                self.body.tables.close()
            if word == "sect":
                self._section_waits, self._continuous = True, False
                self.furniture.append({})
                self.titled.append(False)
            else:
                self.body.flow.break_page()

    def _begin_section(self) -> None:
        """A section says how it begins only after the mark that ends the one before."""
        if self._section_waits and self._sink is self.body:
            self._section_waits = False
            self.body.flow.begin_section(new_page=not self._continuous)

    def _mark(self, word: str) -> None:
        """Note marks: `chftn` counts in the text and is no news within the note itself."""
        if word == "chpgn":
            self._say(PAGE_FIELD)
        elif word == "ftnalt":
            self._note_state().opens = "sink:endnote"
        elif len(self._sinks) == 1:
            self._sink.paragraph.note_refs.append(_UNKNOWN)
            self._sink.paragraph.runs.append(Run(_UNKNOWN))

    def _note_state(self) -> State:
        return next((s for s in reversed(self._states) if s.opens.startswith("sink:")), self._state)


def _picture_font(char: str, font: str) -> str:
    return symbol(ord(char), font) if 0xF020 <= ord(char) <= 0xF0FF else char
