"""OpenDocument text and presentations (.odt, .ott, .odp, .otp).

A text's pages end at the breaks its styles ask for and at the soft page breaks its writer left; a
presentation has a page per slide.
"""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Block, BlockKind, Document
from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats import pages as page_ranges
from octavo.formats.base import ReadOptions
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.flow import Flow
from octavo.formats.office.odf_drawings import DrawingReader
from octavo.formats.office.odf_names import get, q, tag
from octavo.formats.office.odf_slides import hidden, read_slide
from octavo.formats.office.odf_styles import OdfStyles
from octavo.formats.office.odf_text import OdfReader
from octavo.formats.office.package import Element, Package
from octavo.formats.office.word_furniture import on_page

_PLACES = {"style:header": BlockKind.HEADER, "style:footer": BlockKind.FOOTER}


class OpenDocument:
    """The reader of OpenDocument text and presentations."""

    name = "opendocument"
    kinds = frozenset({"odt", "odp"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        package = Package(path)
        _refuse_encrypted(package)
        content = package.xml("content.xml")
        looks = package.xml("styles.xml") if "styles.xml" in package else content
        styles = OdfStyles([looks, content])
        drawings = DrawingReader(package, options.images)
        reader = OdfReader(styles, drawings.blocks)
        drawings.read_text = reader.blocks
        body = content.find(q("office:body"))
        if body is None or not len(body):
            raise FileCorrupted("The file is no OpenDocument text or presentation: it has no body")
        if tag(body[0]) == "office:presentation" or kind == "odp":
            document = _slides(body[0], styles, drawings, options)
        else:
            document = _text(body[0], reader, options, drawings.warnings)
        document.title = _title(package)
        document.warnings += drawings.warnings
        if reader.dropped_comments:
            document.warnings.append("Comments were left out")
        return document


def _slides(
    body: Element, styles: OdfStyles, drawings: DrawingReader, options: ReadOptions
) -> Document:
    slides = list(body.iterchildren(q("draw:page")))
    document = Document("odp", [], page_count=len(slides))
    for at in page_ranges.parse(options.pages, len(slides)):
        document.pages.append(read_slide(slides[at - 1], at, styles, drawings))
        if hidden(slides[at - 1], styles):
            drawings.warnings.append(f"Slide {at} is hidden in the show")
    return document


def _text(body: Element, reader: OdfReader, options: ReadOptions, warnings: list[str]) -> Document:
    flow = Flow()
    reader.walk(body, flow)
    for note in reader.endnotes:
        flow.note(note)
    if flow.drop_contents():
        warnings.append("The table of contents was left out: the body says its entries again")
    return flow.document("odt", options, _Furniture(reader))


class _Furniture:
    """Headers and footers of the master pages that sections begin with and go on to."""

    def __init__(self, reader: OdfReader) -> None:
        self._reader = reader
        self._known: dict[str, list[tuple[str, Block]]] = {}

    def __call__(self, number: int, section: int, begins: bool) -> list[Block]:
        masters = self._reader.styles.masters
        name = self._reader.masters[min(section, len(self._reader.masters) - 1)]
        following = get(masters.get(name), "style:next-style-name")
        if not begins and following in masters:
            name = following
        if name not in self._known:
            self._known[name] = self._read(name)
        found = self._known[name]
        return [
            on_page(block, block.kind, number)
            for place, block in found
            if place == _shown(place, {one for one, _ in found}, number, begins)
        ]

    def _read(self, name: str) -> list[tuple[str, Block]]:
        master = self._reader.styles.masters.get(name)
        found: list[tuple[str, Block]] = []
        self._reader.counts_pages = True
        for node in () if master is None else master:
            place = tag(node)
            kind = next((one for start, one in _PLACES.items() if place.startswith(start)), None)
            if kind is None or get(node, "style:display") == "false":
                continue
            texts = [cell_text([block])[0] for block in self._reader.blocks(node)]
            found += [(place, Block(kind, text)) for text in texts if text.strip()]
        return found


def _shown(place: str, places: set[str], number: int, begins: bool) -> str:
    """Which of the forms of a header or footer a page shows."""
    base = place.split("-")[0]
    if begins and f"{base}-first" in places:
        return f"{base}-first"
    return f"{base}-left" if number % 2 == 0 and f"{base}-left" in places else base


def _refuse_encrypted(package: Package) -> None:
    """The manifest is only searched: old writers leave it ill-formed."""
    manifest = "META-INF/manifest.xml"
    if manifest in package and b"encryption-data" in package.read(manifest):
        raise PasswordProtected("The file is encrypted; remove the password and send it again")


def _title(package: Package) -> str:
    if "meta.xml" not in package:
        return ""
    node = next(package.xml("meta.xml").iter(q("dc:title")), None)
    return "" if node is None else (node.text or "").strip()


OPENDOCUMENT = OpenDocument()
