"""Word documents (.docx, .docm, .dotx) read from their XML.

Word files have no pages: one ends at every page or section break its author set and where Word,
when it last saved the file, saw a page end (`lastRenderedPageBreak`). Without either the document
is one page. `ReadOptions.pages` counts these pages.
"""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Document
from octavo.errors import FileCorrupted
from octavo.formats.base import ReadOptions
from octavo.formats.office.flow import Flow
from octavo.formats.office.package import Element, Package
from octavo.formats.office.word_body import BodyReader
from octavo.formats.office.word_context import Context
from octavo.formats.office.word_furniture import Furniture, install_notes
from octavo.formats.office.word_names import child, local, w
from octavo.formats.office.word_numbering import Numbering
from octavo.formats.office.word_styles import Styles


class Docx:
    """The reader of OOXML text documents."""

    name = "docx"
    kinds = frozenset({"docx"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        package = Package(path)
        part = package.main_part()
        root = package.xml(part)
        body = child(root, "body")
        if local(root) != "document" or body is None:
            raise FileCorrupted("The file is no Word document: it has no body")
        context = Context(
            package,
            part,
            options,
            Styles(_side_part(package, part, "styles")),
            Numbering(_side_part(package, part, "numbering")),
        )
        return _read(context, body)


def _read(context: Context, body: Element) -> Document:
    install_notes(context)
    flow = Flow()
    reader = BodyReader(context)
    sections = reader.body(body, flow)
    for note in context.take_notes("endnote"):
        flow.note(note)
    if flow.drop_contents():
        context.warn("The table of contents was left out: the body says its entries again")
    if next(body.iter(w("commentReference")), None) is not None:
        context.warn("Comments were left out")
    document = flow.document("docx", context.options, Furniture(context, sections))
    document.title = context.package.title()
    document.warnings += context.warnings
    return document


def _side_part(package: Package, part: str, kind: str) -> Element | None:
    for name in package.related(part, kind):
        return package.xml(name)
    return None


DOCX = Docx()
