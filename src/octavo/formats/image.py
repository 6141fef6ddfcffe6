"""Image files (PNG, JPEG, WebP, TIFF, BMP, GIF) read as scanned pages, by OCR."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from octavo.documents import BlockKind, Document, Page
from octavo.formats import frames, pages
from octavo.formats.base import ReadOptions
from octavo.reading import breaks, furniture, headings, lists, scanned
from octavo.reading.drafts import Draft


class ImageFormat:
    """Reads each picture of a TIFF, and the first of any other file, as a page."""

    name = "image"
    kinds = frozenset({"png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        warnings: list[str] = []
        with frames.opened(path) as file:
            numbers = pages.parse(options.pages, file.pages)
            read: list[tuple[Page, list[Draft]]] = []
            for number in numbers:
                options.progress(len(read), len(numbers))
                read.append(_page(file.frame(number), number, options, warnings))
            if file.animated:
                warnings.append(f"Only the first of the file's {file.count} pictures was read")
            _finish(read)
            return Document(self.name, [p for p, _ in read], file.pages, warnings=warnings)


def _page(
    frame: frames.Frame, number: int, options: ReadOptions, warnings: list[str]
) -> tuple[Page, list[Draft]]:
    drafts = scanned.drafts(frame.pixels, number, frame.dpi, warnings)
    for draft in drafts:
        draft.words = []  # pages of a long fax must stay small
    blocks = [draft.block for draft in drafts]
    breaks.keep(blocks)
    height, width = frame.pixels.shape[:2]
    page = Page(number, width * 72 / frame.dpi, height * 72 / frame.dpi, blocks, scanned=True)
    if not any(block.text or block.table for block in blocks):
        warnings.append(f"Page {number}: no text was found in the image")
    if options.images:
        _keep_pictures(page, frame.pixels)
    return page, drafts


def _finish(read: list[tuple[Page, list[Draft]]]) -> None:
    """What only several pages together tell: running heads and feet, levels of headings."""
    if len(read) < 2:
        return
    furniture.mark([drafts for _, drafts in read], [page.number for page, _ in read])
    headings.set_levels([draft for _, drafts in read for draft in drafts])
    for page, drafts in read:
        lists.nest(drafts)
        page.blocks = [draft.block for draft in drafts]


def _keep_pictures(page: Page, pixels: NDArray[np.uint8]) -> None:
    height, width = pixels.shape[:2]
    for block in page.blocks:
        if block.kind is BlockKind.FIGURE and block.figure is not None and block.box is not None:
            box = block.box
            x0, x1 = int(box.x0 * width), max(int(box.x0 * width) + 1, round(box.x1 * width))
            y0, y1 = int(box.y0 * height), max(int(box.y0 * height) + 1, round(box.y1 * height))
            block.figure.image = _png(pixels[y0:y1, x0:x1])


def _png(pixels: NDArray[np.uint8]) -> bytes:
    kept = io.BytesIO()
    Image.fromarray(pixels).save(kept, "PNG")
    return kept.getvalue()


IMAGE = ImageFormat()
