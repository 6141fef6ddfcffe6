"""The slides of an OpenDocument presentation, a page each."""

from __future__ import annotations

import re

from octavo.documents import Block, BlockKind, Page
from octavo.formats.office.flow import level_lists
from octavo.formats.office.odf_drawings import DrawingReader
from octavo.formats.office.odf_names import get, points, q, tag
from octavo.formats.office.odf_styles import OdfStyles
from octavo.formats.office.package import Element
from octavo.formats.office.slide_geometry import Rect, reading_order
from octavo.formats.office.slide_shapes import Shape

_FURNITURE = {
    "footer": BlockKind.FOOTER,
    "date-time": BlockKind.FOOTER,
    "header": BlockKind.HEADER,
    "page-number": BlockKind.PAGE_NUMBER,
}
_MOVE = re.compile(r"translate\s*\(\s*([^\s)]+)\s*[, ]?\s*([^\s)]*)\s*\)")
_USUAL_SIZE = (720.0, 540.0)


def read_slide(node: Element, number: int, styles: OdfStyles, drawings: DrawingReader) -> Page:
    """The page of a `draw:page`: titles, shapes by place, notes, furniture."""
    size = _size(node, styles)
    shapes = [
        shape
        for order, inner in enumerate(node)
        if (shape := _shape(inner, order, size, drawings)) is not None
    ]
    titles = [shape for shape in shapes if shape.title]
    body = reading_order([shape for shape in shapes if not shape.title])
    blocks = [block for shape in (*titles, *body) for block in shape.blocks]
    last = frozenset(_FURNITURE.values())
    blocks = (
        [block for block in blocks if block.kind not in last]
        + _notes(node, drawings)
        + [block for block in blocks if block.kind in last]
    )
    level_lists(blocks)
    title = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    return Page(number, *size, blocks, name=title)


def hidden(node: Element, styles: OdfStyles) -> bool:
    style = get(node, "draw:style-name")
    kind = "style:drawing-page-properties"
    shown = styles.attribute("drawing-page", style, kind, "presentation:visibility")
    return shown == "hidden"


def _shape(
    node: Element, order: int, size: tuple[float, float], drawings: DrawingReader
) -> Shape | None:
    name = tag(node)
    if not name.startswith("draw:"):
        return None
    if name == "draw:g":
        return _group(node, order, size, drawings)
    role = get(node, "presentation:class")
    if get(node, "presentation:placeholder") == "true":
        return None
    blocks = _in_role(drawings.blocks(node), role)
    rect = _rect(node)
    box = None if rect is None else rect.box(size)
    for block in blocks:
        block.box = box
        _box_cells(block, rect, size)
    return Shape(blocks, box, order, role == "title") if blocks else None


def _group(
    node: Element, order: int, size: tuple[float, float], drawings: DrawingReader
) -> Shape | None:
    """A group's members carry their places on the slide."""
    members = [
        shape
        for at, inner in enumerate(node)
        if (shape := _shape(inner, at, size, drawings)) is not None
    ]
    blocks = [block for shape in reading_order(members) for block in shape.blocks]
    around = None
    for box in (shape.box for shape in members):
        if box is not None:
            around = box if around is None else around.union(box)
    return Shape(blocks, around, order) if blocks else None


def _in_role(blocks: list[Block], role: str) -> list[Block]:
    if role not in _FURNITURE and role != "title":
        return blocks
    text = "\n".join(block.text for block in blocks if block.text)
    if not text:
        return []
    if role == "title":
        return [Block(BlockKind.HEADING, " ".join(text.split()), level=1)]
    return [Block(_FURNITURE[role], text)]


def _rect(node: Element) -> Rect | None:
    width, height = points(get(node, "svg:width")), points(get(node, "svg:height"))
    x, y = points(get(node, "svg:x")), points(get(node, "svg:y"))
    if match := _MOVE.search(get(node, "draw:transform")):
        x, y = x + points(match[1]), y + points(match[2])
    if tag(node) == "draw:line":
        return None
    return Rect(x, y, width, height) if width and height else None


def _box_cells(block: Block, rect: Rect | None, size: tuple[float, float]) -> None:
    """Even widths and heights where the file's column styles are not followed."""
    if block.table is None or rect is None or not block.table.rows:
        return
    wide, high = rect.width / block.table.columns, rect.height / block.table.rows
    for cell in block.table.cells:
        cell.box = Rect(
            rect.x + cell.column * wide,
            rect.y + cell.row * high,
            cell.column_span * wide,
            cell.row_span * high,
        ).box(size)


def _notes(node: Element, drawings: DrawingReader) -> list[Block]:
    found: list[Block] = []
    for notes in node.iterchildren(q("presentation:notes")):
        for frame in notes.iterchildren(q("draw:frame")):
            placeholder = get(frame, "presentation:placeholder") == "true"
            if get(frame, "presentation:class") == "notes" and not placeholder:
                found += drawings.blocks(frame)
    return [Block(BlockKind.HEADING, "Notes", level=2), *found] if found else []


def _size(node: Element, styles: OdfStyles) -> tuple[float, float]:
    master = styles.masters.get(get(node, "draw:master-page-name"))
    layout = styles.page_layouts.get(get(master, "style:page-layout-name"))
    properties = None if layout is None else layout.find(q("style:page-layout-properties"))
    size = points(get(properties, "fo:page-width")), points(get(properties, "fo:page-height"))
    return size if size[0] and size[1] else _USUAL_SIZE
