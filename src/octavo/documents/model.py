"""The one document model: what a page is made of, whatever file it came from.

Coordinates are fractions of the page's width and height as it is shown (after its rotation),
origin at the top left, so every box lies within 0..1. Pages and everything that names one count
from 1 and keep the number they have in the source, also when only some pages were read. Sources
without geometry (office text, spreadsheets, mail) leave boxes None.

The model is msgspec structs: plain data that pickles, compares, and encodes to JSON.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class Box(msgspec.Struct, frozen=True, array_like=True):
    """An upright rectangle: left, top, right, bottom as fractions of the page, top-left origin."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def union(self, other: Box) -> Box:
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def overlap(self, other: Box) -> float:
        """The area both cover, 0 if they do not meet."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, width) * max(0.0, height)

    def clipped(self) -> Box:
        """The part of it that lies on the page."""
        x0, x1 = sorted((min(max(self.x0, 0.0), 1.0), min(max(self.x1, 0.0), 1.0)))
        y0, y1 = sorted((min(max(self.y0, 0.0), 1.0), min(max(self.y1, 0.0), 1.0)))
        return Box(x0, y0, x1, y1)


class BlockKind(StrEnum):
    """What a block is. Header, footer and page number are page furniture, kept out of the body."""

    HEADING = "heading"
    TEXT = "text"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    FOOTNOTE = "footnote"
    CODE = "code"
    FORMULA = "formula"
    TABLE = "table"
    FIGURE = "figure"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"


FURNITURE = frozenset({BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER})


class Word(msgspec.Struct):
    """One word. `confidence` 0..1 is the recogniser's; words of a text layer have 1."""

    text: str
    box: Box
    confidence: float = 1.0


class SheetPlace(msgspec.Struct):
    """Where on a workbook something lies. `range` is A1 style without the sheet ("B2:D9")."""

    sheet: str
    sheet_index: int
    workbook_index: int
    range: str | None = None


class Cell(msgspec.Struct):
    """One table cell; row and column count from 0 and name its top left corner.

    `markdown` is the cell's content with inline marks (bold, links, line breaks as <br>), given
    only where it differs from `text`. `ref` is the A1 coordinate on a sheet. `value` is the raw
    number, boolean or ISO date behind a displayed text, where the source has one.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    box: Box | None = None
    markdown: str | None = None
    confidence: float = 1.0
    ref: str | None = None
    value: str | float | bool | None = None
    formula: str | None = None
    comment: str | None = None
    link: str | None = None
    id: str = ""


class Table(msgspec.Struct):
    """A grid of cells. Cells are in row-major order and never overlap; empty ones are present.

    `footer_rows` is the number of total rows at the end. `info` holds further keys of
    `table_info` (table_name, layout_type, is_chart, chart_type, chart_title, source_ranges …).
    """

    rows: int
    columns: int
    cells: list[Cell]
    footer_rows: int = 0
    confidence: float = 1.0
    continued: bool = False
    info: dict[str, Any] = {}


class Figure(msgspec.Struct):
    """A picture or chart. `image` is PNG bytes, kept only when images were asked for.

    `kind` is the API's visual_type: "image", "chart", "diagram", "signature" …; `chart` holds
    what is known of a native chart (chart_type, chart_title, source_ranges) and `data` its table.
    """

    kind: str = "image"
    caption: str = ""
    description: str = ""
    image: bytes | None = None
    confidence: float = 1.0
    chart: dict[str, Any] = {}
    data: Table | None = None


class Block(msgspec.Struct):
    """One element of a page, in reading order.

    `text` is plain; `markdown` the same with inline marks (bold, links, code), set only where it
    differs from escaped text. `level` is 1..6 for headings and the nesting depth from 0 for list
    items, whose `marker` is what stands before them ("-", "3.", "a)"). `words` are given where
    the source has geometry, in the order of `text`. A footnote's `marker` is its symbol, and
    `note_refs` are the symbols of the notes a block refers to. `id` is set by
    `octavo.documents.ids`.
    """

    kind: BlockKind
    text: str = ""
    markdown: str | None = None
    level: int = 0
    marker: str = ""
    box: Box | None = None
    words: list[Word] = []
    table: Table | None = None
    figure: Figure | None = None
    place: SheetPlace | None = None
    confidence: float = 1.0
    note_refs: list[str] = []
    id: str = ""


class Page(msgspec.Struct):
    """One page, slide, sheet or mail part. Width and height in points; 0 where it has none.

    `scanned` says that its text came from OCR as a whole.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    blocks: list[Block] = []
    scanned: bool = False
    name: str = ""


class Document(msgspec.Struct):
    """A whole document. `page_count` is the source's own, also when fewer pages were read."""

    kind: str
    pages: list[Page]
    page_count: int = 0
    title: str = ""
    defined_names: list[dict[str, Any]] = []
    warnings: list[str] = []

    def blocks(self) -> list[tuple[Page, Block]]:
        """Every block with its page, in reading order."""
        return [(page, block) for page in self.pages for block in page.blocks]
