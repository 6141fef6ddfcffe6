"""What is drawn in an OpenDocument file: pictures, text boxes, charts, formulas, shapes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Figure
from octavo.errors import FileCorrupted
from octavo.formats.office import charts, mathml, pictures
from octavo.formats.office.alt_text import said
from octavo.formats.office.odf_names import get, q, tag
from octavo.formats.office.package import Element, Package
from octavo.formats.sheets import charts_odf

MAX_DEPTH = 30


@dataclass(slots=True)
class DrawingReader:
    """Reads `draw:` elements; `read_text` gives the blocks of the text within them."""

    package: Package
    images: bool
    read_text: Callable[[Element], list[Block]] = lambda _: []
    warnings: list[str] = field(default_factory=list)

    def blocks(self, node: Element, depth: int = 0) -> list[Block]:
        """The blocks of a frame, shape or group."""
        if depth > MAX_DEPTH:
            return []
        name = tag(node)
        if name in ("draw:g", "draw:a"):
            return [block for inner in node for block in self.blocks(inner, depth + 1)]
        if name == "draw:frame":
            return self._frame(node)
        if name.startswith("draw:"):
            return self.read_text(node)
        return []

    def _frame(self, node: Element) -> list[Block]:
        """A frame holds its content in several forms, the best first; the first we read counts."""
        for inner in node:
            name = tag(inner)
            if name == "draw:text-box":
                return self.read_text(inner)
            if name == "table:table":
                return self.read_text(node)
            if name in ("draw:object", "draw:object-ole"):
                found = self._object(inner, alt_text(node))
                if found:
                    return found
            if name == "draw:image":
                return self._image(inner, alt_text(node))
        return []

    def _object(self, node: Element, alt: str) -> list[Block]:
        inner = node.find(q("math:math"))
        if inner is None:
            part = posixpath.join(_part(get(node, "xlink:href")), "content.xml")
            if part not in self.package:
                return []
            try:
                inner = self.package.xml(part)
            except FileCorrupted as error:
                self._warn(error.message)
                return []
        if inner.tag == q("math:math"):
            latex = mathml.latex(inner)
            return [Block(BlockKind.FORMULA, latex, f"$${latex}$$")] if latex else []
        chart = charts_odf.read(inner)
        return [] if chart is None else [charts.block_of(chart, images=self.images, alt=alt)]

    def _image(self, node: Element, alt: str) -> list[Block]:
        part = _part(get(node, "xlink:href"))
        image = None
        if part not in self.package:
            self._warn("Pictures linked from outside the document were left out")
            return []
        if self.images:
            try:
                image = pictures.to_png(self.package.read(part))
            except FileCorrupted as error:
                self._warn(error.message)
            if image is None:
                self._warn(f"A picture could not be drawn ({posixpath.basename(part)})")
        return [Block(BlockKind.FIGURE, figure=Figure(caption=alt, image=image))]

    def _warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)


def alt_text(node: Element) -> str:
    """The description, else the title, that a frame gives of itself."""
    found = (node.find(q(name)) for name in ("svg:desc", "svg:title"))
    return said(*("".join(one.itertext()) for one in found if one is not None))


def _part(address: str) -> str:
    return posixpath.normpath(address.removeprefix("./")) if address else ""
