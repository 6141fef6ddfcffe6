"""A page that is an image as a whole, from pixels to blocks."""

from __future__ import annotations

from octavo.documents import Block, BlockKind, Box, Figure, Page
from octavo.reading import layout, scans, tables
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence
from octavo.reading.ocr import Image


def page(image: Image, number: int = 1, dpi: float = 150) -> Page:
    """Page `number`, shown in `image` (height x width x RGB) at `dpi`; boxes in the image as
    given, width and height in points. A picture without any text is one figure."""
    blocks = [draft.block for draft in drafts(image, number, dpi)]
    height, width = image.shape[:2]
    return Page(number, width * 72 / dpi, height * 72 / dpi, blocks, scanned=True)


def drafts(
    image: Image, number: int = 1, dpi: float = 150, warnings: list[str] | None = None
) -> list[Draft]:
    """As `page`, with the looks of each block's type, for passes over whole documents; text that
    was seen and could not be read is told in `warnings`."""
    evidence = scans.read(image, number, dpi)
    doubt = scans.doubt(evidence)
    if doubt and warnings is not None:
        warnings.append(doubt)
    found = _drafts_of(evidence)
    if not found and not scans.is_blank(image):
        found = [Draft(Block(BlockKind.FIGURE, box=Box(0.0, 0.0, 1.0, 1.0), figure=Figure()))]
    return found


def _drafts_of(evidence: PageEvidence) -> list[Draft]:
    found = [
        draft
        for part in scans.parts(evidence)
        for draft in layout.compose_drafts(part, tables.find(part))
    ]
    evidence.placement.put_back_blocks([draft.block for draft in found])
    return found
