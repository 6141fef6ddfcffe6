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
from octavo.reading import scanned


class ImageFormat:
    """Reads each picture of a TIFF, and the first of any other file, as a page."""

    name = "image"
    kinds = frozenset({"png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        with frames.opened(path) as file:
            numbers = pages.parse(options.pages, file.pages)
            read = [_page(file.frame(number), number, options) for number in numbers]
            warnings = [
                f"Page {page.number}: no text was found in the image"
                for page in read
                if not any(block.text or block.table for block in page.blocks)
            ]
            if file.animated:
                warnings.append(f"Only the first of the file's {file.count} pictures was read")
            return Document(self.name, read, page_count=file.pages, warnings=warnings)


def _page(frame: frames.Frame, number: int, options: ReadOptions) -> Page:
    page = scanned.page(frame.pixels, number, frame.dpi)
    if options.images:
        _keep_pictures(page, frame.pixels)
    return page


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
