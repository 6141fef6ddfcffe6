"""PowerPoint presentations (.pptx, .pptm, .ppsx, .potx) read from their XML: a page per slide.

Titles come first, the other shapes in the order the eye takes them by their places. Speaker notes
follow the slide's own blocks under a heading "Notes". Hidden slides are read, and named in the
warnings.
"""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Block, BlockKind, Document, Page
from octavo.errors import FileCorrupted
from octavo.formats import pages as page_ranges
from octavo.formats.base import ReadOptions
from octavo.formats.office.flow import level_lists
from octavo.formats.office.package import Element, Package
from octavo.formats.office.slide_geometry import number
from octavo.formats.office.slide_shapes import SlideReader
from octavo.formats.office.slide_styles import Inheritance, P, Placeholder
from octavo.formats.office.slide_text import TextReader
from octavo.formats.office.word_names import local, r

EMU_PER_POINT = 12_700
_USUAL_SIZE = (9_144_000.0, 6_858_000.0)


class Pptx:
    """The reader of OOXML presentations."""

    name = "pptx"
    kinds = frozenset({"pptx"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        package = Package(path)
        main = package.main_part()
        root = package.xml(main)
        if local(root) != "presentation":
            raise FileCorrupted("The file is no presentation: it has no slide list")
        slides = _slides(package, main, root)
        document = Document("pptx", [], page_count=len(slides), title=package.title())
        for at in page_ranges.parse(options.pages, len(slides)):
            document.pages.append(_page(package, slides[at - 1], at, root, options, document))
        return document


def _slides(package: Package, main: str, root: Element) -> list[str]:
    """The slide parts in the order of the show. Raises FileCorrupted if one is missing."""
    relations = package.relations(main)
    listed = root.find(P + "sldIdLst")
    parts = []
    for node in () if listed is None else listed:
        relation = relations.get(node.get(r("id"), ""))
        if relation is None or relation.target not in package:
            raise FileCorrupted("A slide of the presentation is missing from the file")
        parts.append(relation.target)
    return parts


def _page(
    package: Package, part: str, at: int, root: Element, options: ReadOptions, document: Document
) -> Page:
    slide = package.xml(part)
    size = _size(root)
    inheritance = Inheritance.of(package, part, root.find(P + "defaultTextStyle"))
    reader = SlideReader(package, part, size, options.images, inheritance, document.warnings)
    tree = slide.find(f"{P}cSld/{P}spTree")
    blocks = [] if tree is None else reader.blocks(tree)
    if slide.get("show") in ("0", "false"):
        document.warnings.append(f"Slide {at} is hidden in the show")
    blocks = _before_furniture(blocks, _notes(package, part))
    level_lists(blocks)
    title = next((one.text for one in blocks if one.kind is BlockKind.HEADING), "")
    return Page(at, size[0] / EMU_PER_POINT, size[1] / EMU_PER_POINT, blocks, name=title)


def _size(root: Element) -> tuple[float, float]:
    node = root.find(P + "sldSz")
    if node is None:
        return _USUAL_SIZE
    size = number(node.get("cx")), number(node.get("cy"))
    return size if size[0] > 0 and size[1] > 0 else _USUAL_SIZE


def _notes(package: Package, part: str) -> list[Block]:
    """The speaker notes of a slide, under a heading of their own."""
    found: list[Block] = []
    for name in package.related(part, "notesSlide"):
        reader = TextReader(package.relations(name), Inheritance())
        for shape in package.xml(name).iter(P + "sp"):
            placeholder = Placeholder.of(shape)
            if placeholder is not None and placeholder.kind == "body":
                found += reader.blocks(shape.find(P + "txBody"), shape)
    return [Block(BlockKind.HEADING, "Notes", level=2), *found] if found else []


def _before_furniture(blocks: list[Block], notes: list[Block]) -> list[Block]:
    last = (BlockKind.FOOTER, BlockKind.PAGE_NUMBER, BlockKind.HEADER)
    body = [block for block in blocks if block.kind not in last]
    return body + notes + [block for block in blocks if block.kind in last]


PPTX = Pptx()
