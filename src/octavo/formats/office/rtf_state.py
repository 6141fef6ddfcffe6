"""What an RTF reader carries through groups: looks, paragraph properties, where text goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from octavo.documents import Block
from octavo.formats.office.flat_text import Paragraph
from octavo.formats.office.flow import Flow
from octavo.formats.office.inline import Run, superscript
from octavo.formats.office.table_stream import RowShape, TableStream

Number = int | None


@dataclass(slots=True)
class State:
    """Properties in force; a group's end brings back those before it.

    `opens` says what the end of this very group ends; `marked` that `\\*` has just been read.
    """

    bold: bool = False
    italic: bool = False
    strike: bool = False
    hidden: bool = False
    raised: bool = False
    font: int = 0
    skip_after_unicode: int = 1
    style: int = 0
    list_number: int = 0
    list_level: int = 0
    outline: int = -1
    in_table: bool = False
    nesting: int = 1
    page_break: bool = False
    destination: str = ""
    opens: str = ""
    marked: bool = False

    def copy(self) -> State:
        return replace(self, opens="", marked=False)

    @property
    def depth(self) -> int:
        return self.nesting if self.in_table else 0

    def plain(self) -> None:
        self.bold = self.italic = self.strike = self.hidden = self.raised = False

    def paragraph_default(self) -> None:
        self.style = self.list_number = self.list_level = 0
        self.outline = -1
        self.in_table = self.page_break = False
        self.nesting = 1

    def apply(self, word: str, number: Number) -> bool:
        """Take a property's control word in; False if it is none of these."""
        on = number is None or number != 0
        if word in _TOGGLES:
            setattr(self, _TOGGLES[word], on)
        elif word in _NUMBERS:
            setattr(self, _NUMBERS[word], number or 0)
        elif word in ("nosupersub", "sub"):
            self.raised = False
        elif word == "intbl":
            self.in_table = True
        elif word == "plain":
            self.plain()
        elif word == "pard":
            self.paragraph_default()
        else:
            return False
        return True

    def run(self, text: str, link: str) -> Run:
        shown = superscript(text) if self.raised else text
        return Run(shown, self.bold, self.italic, self.strike, link)


_TOGGLES = {
    "b": "bold", "i": "italic", "strike": "strike", "striked": "strike", "v": "hidden",
    "deleted": "hidden", "super": "raised", "pagebb": "page_break",
}  # fmt: skip
_NUMBERS = {
    "f": "font", "uc": "skip_after_unicode", "s": "style", "ls": "list_number",
    "ilvl": "list_level", "outlinelevel": "outline", "itap": "nesting",
}  # fmt: skip


class Sink:
    """Where text goes: the body, a note, a header, a text box; its paragraph and its tables."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.tables = TableStream(self._add)
        self.paragraph = Paragraph()
        self.shapes: dict[int, RowShape] = {}
        self._contents = False

    def end_paragraph(self, depth: int) -> None:
        self._contents = self.paragraph.contents
        for block in self.paragraph.blocks():
            self.tables.block(block, depth)
        self.paragraph = Paragraph()

    def blocks(self, depth: int) -> list[Block]:
        self.end_paragraph(depth)
        self.tables.close()
        return self.flow.blocks()

    def _add(self, block: Block) -> None:
        self.flow.add(block, contents=self._contents)


@dataclass(slots=True)
class RowParts:
    """The row definition being read: merges announced for the next `cellx`."""

    shape: RowShape = field(default_factory=RowShape)
    left: bool = False
    above: bool = False

    def take(self, word: str, number: Number) -> bool:
        """Take a word of a row's definition in; False if it is none."""
        if word == "trowd":
            self.shape, self.left, self.above = RowShape(), False, False
        elif word == "trleft":
            self.shape.left = number or 0
        elif word == "trhdr":
            self.shape.header = True
        elif word == "clmrg":
            self.left = True
        elif word == "clvmrg":
            self.above = True
        elif word == "cellx":
            self._cell(number or 0)
        else:
            return False
        return True

    def _cell(self, edge: int) -> None:
        at = len(self.shape.edges)
        if self.left:
            self.shape.from_left.add(at)
        if self.above:
            self.shape.from_above.add(at)
        self.shape.edges.append(edge)
        self.left = self.above = False
