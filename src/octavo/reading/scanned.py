"""A page that is an image as a whole, from pixels to blocks."""

from __future__ import annotations

from octavo.documents import Block, BlockKind, Box, Figure, Page
from octavo.reading import layout, scans, tables
from octavo.reading.evidence import PageEvidence
from octavo.reading.ocr import Image


def page(image: Image, number: int = 1, dpi: float = 150) -> Page:
    """Page `number`, shown in `image` (height x width x RGB) at `dpi`; boxes in the image as
    given, width and height in points. A picture without any text is one figure."""
    evidence = scans.read(image, number, dpi)
    blocks = blocks_of(evidence)
    if not blocks and not scans.is_blank(image):
        blocks = [Block(BlockKind.FIGURE, box=Box(0.0, 0.0, 1.0, 1.0), figure=Figure())]
    height, width = image.shape[:2]
    return Page(number, width * 72 / dpi, height * 72 / dpi, blocks, scanned=True)


def blocks_of(evidence: PageEvidence) -> list[Block]:
    """The blocks of a scanned page in reading order, boxes in the image it was read from."""
    blocks = [
        block for part in scans.parts(evidence) for block in layout.compose(part, tables.find(part))
    ]
    evidence.placement.put_back_blocks(blocks)
    return blocks
