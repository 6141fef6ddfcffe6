"""The shapes of one slide as blocks with their places: text, tables, charts, diagrams, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Box, Figure
from octavo.errors import FileCorrupted
from octavo.formats.office import alt_text, charts, pictures, smartart
from octavo.formats.office.package import Element, Package, Relation
from octavo.formats.office.slide_geometry import Frame, Rect, number, reading_order, rect_of
from octavo.formats.office.slide_styles import TITLES, A, Inheritance, P, Placeholder
from octavo.formats.office.slide_tables import read_table
from octavo.formats.office.slide_text import TextReader
from octavo.formats.office.word_names import local, mc, r

MAX_DEPTH = 30
_FURNITURE = {
    "dt": BlockKind.FOOTER,
    "ftr": BlockKind.FOOTER,
    "hdr": BlockKind.HEADER,
    "sldNum": BlockKind.PAGE_NUMBER,
}


@dataclass(slots=True)
class Shape:
    """What one shape (or group) says, where it stands, and where its author put it.

    `size` is that of its largest type, in points, 0 where the shape does not say.
    """

    blocks: list[Block]
    box: Box | None
    order: int
    title: bool = False
    size: float = 0.0


@dataclass(slots=True)
class SlideReader:
    """Reads the shapes of one slide part of `size` (EMU)."""

    package: Package
    part: str
    size: tuple[float, float]
    images: bool
    inheritance: Inheritance = field(default_factory=Inheritance)
    warnings: list[str] = field(default_factory=list)

    def blocks(self, tree: Element) -> list[Block]:
        """All blocks of a `p:spTree` in reading order: titles first, furniture last."""
        shapes = self._shapes(tree, Frame(), 0)
        titles = [shape for shape in shapes if shape.title] or drawn_title(shapes)
        body = reading_order([shape for shape in shapes if shape not in titles])
        found = [block for shape in (*titles, *body) for block in shape.blocks]
        furniture = frozenset(_FURNITURE.values())
        return [block for block in found if block.kind not in furniture] + [
            block for block in found if block.kind in furniture
        ]

    def _shapes(self, tree: Element, frame: Frame, depth: int) -> list[Shape]:
        found = []
        for order, node in enumerate(_shape_nodes(tree)):
            shape = self._shape(node, frame, order, depth)
            if shape is not None and shape.blocks:
                found.append(shape)
        return found

    def _shape(self, node: Element, frame: Frame, order: int, depth: int) -> Shape | None:
        if _hidden(node):
            return None
        name = local(node)
        if name == "grpSp":
            return self._group(node, frame, order, depth)
        placeholder = Placeholder.of(node)
        rect = self._rect(node, placeholder, frame)
        box = None if rect is None else rect.box(self.size)
        if name == "graphicFrame":
            blocks = self._framed(node, rect)
        elif name == "pic":
            blocks = self._picture(node)
        else:
            blocks = self._text(node, placeholder) + self._picture(node)
        for block in blocks:
            block.box = box if block.box is None else block.box
        title = placeholder is not None and placeholder.kind in TITLES
        return Shape(blocks, box, order, title, _type_size(node))

    def _group(self, node: Element, frame: Frame, order: int, depth: int) -> Shape | None:
        if depth > MAX_DEPTH:
            self._warn("Groups of shapes nested too deep were left out")
            return None
        inner = frame.within(node.find(f"{P}grpSpPr/{A}xfrm"))
        members = self._shapes(node, inner, depth + 1)
        blocks = [block for shape in reading_order(members) for block in shape.blocks]
        boxes = [shape.box for shape in members if shape.box is not None]
        around = None
        for box in boxes:
            around = box if around is None else around.union(box)
        return Shape(blocks, around, order, any(shape.title for shape in members))

    def _rect(self, node: Element, placeholder: Placeholder | None, frame: Frame) -> Rect | None:
        transform = node.find(f"{P}spPr/{A}xfrm")
        if transform is None:
            transform = node.find(P + "xfrm")
        rect = rect_of(transform)
        if rect is not None:
            return frame.place(rect)
        return rect_of(self.inheritance.transform(placeholder))

    def _text(self, node: Element, placeholder: Placeholder | None) -> list[Block]:
        reader = TextReader(self.package.relations(self.part), self.inheritance)
        body = node.find(P + "txBody")
        kind = "" if placeholder is None else placeholder.kind
        if kind in TITLES or kind in _FURNITURE:
            text, _ = reader.text(body)
            if not text.strip():
                return []
            if kind in TITLES:
                return [Block(BlockKind.HEADING, " ".join(text.split()), level=1)]
            return [Block(_FURNITURE[kind], text)]
        return reader.blocks(body, node)

    def _framed(self, node: Element, rect: Rect | None) -> list[Block]:
        """The table, chart, diagram or embedded object of a `p:graphicFrame`."""
        alt = _alt(node)
        try:
            for inner in node.iter():
                name = local(inner)
                if name == "tbl":
                    reader = TextReader(self.package.relations(self.part), self.inheritance)
                    return [read_table(inner, reader, rect, self.size)]
                if name == "chart" and inner.get(r("id")):
                    root = self._part_of(inner, "id")
                    return [charts.block(root, images=self.images, alt=alt)]
                if name == "relIds":
                    return smartart.blocks(self._part_of(inner, "dm"))
        except FileCorrupted as error:
            self._warn(error.message)
            return []
        return self._picture(node)

    def _part_of(self, node: Element, name: str) -> Element:
        relation = self._relation(node.get(r(name)))
        if relation is None or relation.external:
            raise FileCorrupted("A chart or diagram of the presentation is missing")
        return self.package.xml(relation.target)

    def _picture(self, node: Element) -> list[Block]:
        blip = next((one for one in node.iter(A + "blip") if one.get(r("embed"))), None)
        if blip is None:
            if next(node.iter(A + "blip"), None) is not None:
                self._warn("Pictures linked from outside the presentation were left out")
            return []
        relation = self._relation(blip.get(r("embed")))
        if relation is None or relation.external:
            return []
        image = self._image(blip, relation.target) if self.images else None
        return [Block(BlockKind.FIGURE, figure=Figure(caption=_alt(node), image=image))]

    def _image(self, blip: Element, part: str) -> bytes | None:
        try:
            image = pictures.to_png(self.package.read(part), pictures.crop_of(blip))
        except FileCorrupted as error:
            self._warn(error.message)
            return None
        if image is None:
            self._warn(f"A picture could not be drawn ({part.rpartition('/')[2]})")
        return image

    def _relation(self, identifier: str | None) -> Relation | None:
        return self.package.relations(self.part).get(identifier or "")

    def _warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)


def drawn_title(shapes: list[Shape]) -> list[Shape]:
    """The text box that serves as title where no title placeholder is filled; made a heading.

    It is one short line in the upper third, nothing above it, its type larger than all other.
    """
    placed = [shape for shape in shapes if shape.box is not None and shape.size]
    if len(shapes) < 2 or not placed:
        return []
    best = max(placed, key=lambda shape: shape.size)
    others = [shape for shape in shapes if shape is not best and shape.box is not None]
    if len(best.blocks) != 1 or best.blocks[0].kind is not BlockKind.TEXT or best.box is None:
        return []
    block = best.blocks[0]
    larger = all(other.size < best.size * 0.85 for other in others)
    above = any(other.box.y1 <= best.box.y0 + 0.02 for other in others if other.box is not None)
    if best.size < 20 or not larger or above or best.box.y0 > 0.33 or len(block.text) > 120:
        return []
    block.kind, block.level = BlockKind.HEADING, 1
    block.text, block.markdown = " ".join(block.text.split()), None
    return [best]


def _type_size(node: Element) -> float:
    """The largest size that runs of a shape name, in points."""
    sizes = [number(one.get("sz")) for one in node.iter(A + "rPr")]
    return max(sizes, default=0.0) / 100


def _shape_nodes(tree: Element) -> Iterator[Element]:
    for node in tree:
        name = local(node)
        if name in ("sp", "grpSp", "graphicFrame", "pic", "cxnSp"):
            yield node
        elif name == "AlternateContent":
            yield from _alternatives(node)


def _alternatives(node: Element) -> Iterator[Element]:
    """The choice where we read its kind; else the fallback, a picture of it."""
    choice, fallback = node.find(mc("Choice")), node.find(mc("Fallback"))
    unread = choice is None or choice.get("Requires") in ("v", "p14", "am3d", "psuz", "pslz")
    if unread and fallback is not None and len(fallback):
        yield from _shape_nodes(fallback)
    elif choice is not None:
        yield from _shape_nodes(choice)


def _hidden(node: Element) -> bool:
    properties = _properties(node)
    return properties is not None and properties.get("hidden") in ("1", "true")


def _alt(node: Element) -> str:
    properties = _properties(node)
    if properties is None:
        return ""
    return alt_text.said(properties.get("descr"), properties.get("title"))


def _properties(node: Element) -> Element | None:
    """The `p:cNvPr` of a shape of any kind."""
    for holder in node:
        return holder.find(P + "cNvPr")
    return None
