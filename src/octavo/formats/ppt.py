"""PowerPoint presentations of 97–2003 (.ppt, .pps, .pot), read from their binary records."""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Document
from octavo.formats import pages as page_ranges
from octavo.formats.base import ReadOptions
from octavo.formats.office.ole import Ole
from octavo.formats.office.ppt_file import PptFile
from octavo.formats.office.ppt_slides import SlideReader


class Ppt:
    """The reader of binary presentations: a page per slide, as for .pptx."""

    name = "ppt"
    kinds = frozenset({"ppt"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        ole = Ole(path)
        try:
            ppt = PptFile(ole)
            title = ole.title()
        finally:
            ole.close()
        slides = ppt.listed(0)
        reader = SlideReader(ppt, images=options.images)
        wanted = page_ranges.parse(options.pages, len(slides))
        pages = [reader.page(slides[at - 1], at) for at in wanted]
        return Document("ppt", pages, len(slides), title, warnings=reader.warnings)


PPT = Ppt()
