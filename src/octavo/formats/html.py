"""Web pages (.html, .xhtml) and web archives (.mhtml): one page of blocks."""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Document, Page
from octavo.errors import EmptyFile
from octavo.formats import pages
from octavo.formats.base import ReadOptions
from octavo.formats.web import archive, dom, page


class Html:
    """Reads web pages without running or fetching anything."""

    name = "html"
    kinds = frozenset({"html", "mhtml"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """The page as one page without geometry. Raises EmptyFile, FileCorrupted (an archive
        without a page in it) or InvalidPageRange."""
        pages.parse(options.pages, 1)
        if kind == "mhtml":
            found = archive.read(path.read_bytes(), images=options.images)
        else:
            markup = dom.text_of(path.read_bytes())
            if markup.lstrip().startswith("<?xml"):
                markup = dom.open_xml_tags(markup)
            found = page.read(markup, images=options.images)
        if not found.blocks and not found.title:
            raise EmptyFile("The page has no text.")
        only = Page(1, blocks=found.blocks, name=found.title)
        return Document(kind, [only], 1, found.title, warnings=found.warnings)


HTML = Html()
