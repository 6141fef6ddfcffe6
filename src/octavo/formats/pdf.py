"""PDF files: each page read by its text layer where that can be trusted, else by OCR.

Pages are read in batches, so that memory does not grow with the file: a copy of some pages goes
to the layout engine, and what is kept of them are finished blocks. Passes over the whole document
then make headings and page furniture consistent.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium

from octavo.documents import Block, Box, Document, Page
from octavo.errors import FileCorrupted
from octavo.formats import pages
from octavo.formats.base import ReadOptions
from octavo.reading import (
    attach,
    breaks,
    digital,
    docvortex,
    flow,
    furniture,
    headings,
    lists,
    margin_numbers,
    pdf_source,
    regions,
    scanned,
    scans,
    trust,
)
from octavo.reading import pdfium as text_layer
from octavo.reading.drafts import Draft
from octavo.reading.encodings import Fonts
from octavo.reading.pdf_source import PdfSource
from octavo.reading.pdfium import PdfEvidence
from octavo.reading.trust import Trust
from octavo.render.markdown import escape, link_target

BATCH = 12
"""Pages read at a time."""
OCR_DPI = 200
FIGURE_DPI = 150
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>]+$", re.I)
_BRACKETS = str.maketrans({"[": "\\[", "]": "\\]"})
MAX_PARTS, MAX_WORDS = 1500, 5000
"""Drawings, or words, of a page from which the layout engine takes too long: its time grows with
their square. Pages of print have tens, and hundreds."""
MAX_BROKEN = 100
"""So many broken pages in a row mean that the file only claims to have more."""


@dataclass
class _Reading:
    """A PDF being read."""

    source: PdfSource
    options: ReadOptions
    numbers: Sequence[int]
    fonts: Fonts = field(default_factory=Fonts)
    warnings: list[str] = field(default_factory=list)
    broken: int = 0
    """Damaged pages in a row."""
    unread: int = 0
    """Pages given up on without a look."""


@dataclass
class _PageRead:
    """A page with its drafts, which the passes over the document still change."""

    page: Page
    drafts: list[Draft]


class PdfFormat:
    """Reads PDF, born-digital and scanned, page by page."""

    name = "pdf"
    kinds = frozenset({"pdf"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        with pdf_source.opened(path) as source:
            numbers = pages.parse(options.pages, len(source))
            reading = _Reading(source, options, numbers)
            read = [page for batch in _batches(numbers) for page in _read(reading, batch)]
            if not read:
                raise FileCorrupted("None of the PDF's pages can be read; save it anew")
            _finish(read)
            found = [each.page for each in read]
            _warn_of_losses(reading, found)
            return Document(self.name, found, len(source), warnings=reading.warnings)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def _warn_of_losses(reading: _Reading, found: Sequence[Page]) -> None:
    if reading.unread:
        reading.warnings.append(
            f"{reading.unread} more pages, behind {MAX_BROKEN} damaged ones, were not looked at"
        )
    if not any(page.blocks for page in found):
        reading.warnings.append("Nothing was found on any page: they are blank, or damaged")


def _finish(read: Sequence[_PageRead]) -> None:
    """What only the whole document tells: furniture, levels of headings, nesting of lists."""
    furniture.mark([each.drafts for each in read], [each.page.number for each in read])
    drafts = [draft for each in read for draft in each.drafts]
    headings.revise(drafts, flow.body_size(drafts))
    for each in read:
        each.drafts = headings.joined(each.drafts, each.page.height)
    headings.set_levels([draft for each in read for draft in each.drafts])
    for each in read:
        lists.nest(each.drafts)
        breaks.keep([d.block for d in each.drafts if not _is_sideways(d.block, each.page)])
        for draft in each.drafts:
            attach.enclose(draft.block)
            draft.block.markdown = _linked(draft)
        each.page.blocks = [draft.block for draft in each.drafts]


def _is_sideways(block: Block, page: Page) -> bool:
    """Whether most of its words stand upright, so that its lines run up or down the page."""
    long = [word.box for word in block.words if len(word.text) > 2]
    return 2 * sum(b.height * page.height > b.width * page.width for b in long) > len(long)


def _linked(draft: Draft) -> str | None:
    """The block's markdown with its links, None if it has none that lead anywhere and do not
    say where."""
    text, done = draft.block.text, ""
    for said, url in draft.links:
        before, found, rest = text.partition(said.strip())
        address = found in url and ("." in found or "/" in found)
        if found and _LINK.match(url) and not address:
            shown = escape(found).translate(_BRACKETS)
            done += f"{escape(before)}[{shown}]({link_target(url)})"
            text = rest
    return done + escape(text) if done else None


def _read(reading: _Reading, numbers: Sequence[int]) -> list[_PageRead]:
    """The pages of a batch."""
    if reading.broken >= MAX_BROKEN:
        reading.unread += len(numbers)
        return []
    evidence = {number: e for number in numbers if (e := _evidence(reading, number)) is not None}
    for found in evidence.values():
        if found.unmapped:
            reading.fonts.test(found, _renderer(reading, found.number))
    engine = _engine(reading, {n: e for n, e in evidence.items() if trust.judge(e) is Trust.TEXT})
    read = []
    for number, found in evidence.items():
        page = Page(number, found.width, found.height)
        if number in engine:
            drafts = _digital(reading, engine[number], found)
        else:
            page.scanned, drafts = _scanned(reading, found)
        if reading.options.images:
            _keep_images(reading, number, drafts)
        for draft in drafts:
            draft.words = []  # styles are measured; what is kept must be small
        read.append(_PageRead(page, drafts))
        reading.options.progress(bisect(reading.numbers, number), len(reading.numbers))
    return read


def _evidence(reading: _Reading, number: int) -> PdfEvidence | None:
    try:
        with reading.source.page(number) as page:
            evidence = text_layer.read(page, number)
    except pdfium.PdfiumError:
        reading.broken += 1
        if reading.broken <= MAX_BROKEN:
            reading.warnings.append(f"Page {number} is damaged and was not read")
        return None
    reading.broken = 0
    return evidence


def _engine(reading: _Reading, found: Mapping[int, PdfEvidence]) -> dict[int, list[Draft] | None]:
    """What the engine finds on these pages; None where it fails or would take minutes, for our own
    layout to read."""
    crowded = [n for n, e in found.items() if e.parts > MAX_PARTS or len(e.words) > MAX_WORDS]
    reading.warnings += [
        f"Page {number} has so many parts that its structure was read more simply"
        for number in crowded
    ]
    return dict.fromkeys(crowded) | _laid_out(reading, [n for n in found if n not in crowded])


def _laid_out(reading: _Reading, numbers: Sequence[int]) -> dict[int, list[Draft] | None]:
    """What the engine finds; None for pages it fails on."""
    if not numbers:
        return {}
    try:
        return dict(zip(numbers, docvortex.read(reading.source.copy(numbers)), strict=True))
    except Exception as error:  # whatever an engine raises on a broken page
        if len(numbers) > 1:
            return {n: d for number in numbers for n, d in _laid_out(reading, [number]).items()}
        reading.warnings.append(
            f"Page {numbers[0]}: the layout engine failed ({type(error).__name__}); "
            "its structure was read more simply"
        )
        return {numbers[0]: None}


def _digital(reading: _Reading, engine: list[Draft] | None, evidence: PdfEvidence) -> list[Draft]:
    render = _renderer(reading, evidence.number)
    reading.fonts.reread(evidence, render)
    trust.drop_hidden(evidence)
    if margin_numbers.drop(evidence):
        engine = None  # it has read them into the text
    return digital.page(engine, evidence, render)


def _renderer(reading: _Reading, number: int) -> regions.Render:
    """What gives images of the regions of a page."""

    def render(region: Box) -> pdf_source.Image:
        with reading.source.page(number) as page:
            return pdf_source.image(page, regions.DPI, region)

    return render


def _keep_images(reading: _Reading, number: int, drafts: Sequence[Draft]) -> None:
    """Give every figure of a page the PNG of its region."""
    shown = [d.block for d in drafts if d.block.figure is not None and d.block.box is not None]
    if not shown:
        return
    with reading.source.page(number) as page:
        for block in shown:
            assert block.figure is not None
            block.figure.image = pdf_source.png(pdf_source.image(page, FIGURE_DPI, block.box))


def _scanned(reading: _Reading, evidence: PdfEvidence) -> tuple[bool, list[Draft]]:
    """The drafts of a page read by OCR; whether there was anything to read."""
    with reading.source.page(evidence.number) as page:
        if pdf_source.is_empty(page):
            return False, []
        dpi = pdf_source.scale_for(page, OCR_DPI) * 72
        image = pdf_source.image(page, OCR_DPI)
    if scans.is_blank(image):
        return False, []
    return True, scanned.drafts(image, evidence.number, dpi, reading.warnings)


PDF = PdfFormat()
