"""One open PDF: its pages, their images, and copies of some of them as a small PDF."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import PIL.Image
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from octavo.documents import Box
from octavo.errors import FileCorrupted, PasswordProtected

MAX_SIDE = 4_000
"""Pixels: no page is rendered larger, whatever size it claims."""
MIN_SIDE = 16

Image = NDArray[np.uint8]


@contextmanager
def opened(path: Path) -> Iterator[PdfSource]:
    """The PDF at `path`. Raises FileCorrupted or PasswordProtected."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise PasswordProtected(
                "The PDF is protected with a password; send it without one"
            ) from error
        raise FileCorrupted(
            "The PDF is damaged beyond reading, or has no pages; open it and save it anew"
        ) from error
    try:
        yield PdfSource(document)
    finally:
        document.close()


class PdfSource:
    """Pages by their number, from 1. Methods raise pdfium.PdfiumError for broken pages."""

    def __init__(self, document: pdfium.PdfDocument) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    @contextmanager
    def page(self, number: int) -> Iterator[pdfium.PdfPage]:
        page = self._document[number - 1]
        try:
            yield page
        finally:
            page.close()

    def copy(self, numbers: Sequence[int]) -> bytes:
        """A PDF of these pages alone."""
        small = pdfium.PdfDocument.new()
        try:
            small.import_pages(self._document, [number - 1 for number in numbers])
            kept = io.BytesIO()
            small.save(kept)
        finally:
            small.close()
        return kept.getvalue()


def is_empty(page: pdfium.PdfPage) -> bool:
    """Whether nothing at all is drawn on the page."""
    drawn = raw.FPDFPage_CountObjects(page) > 0 or raw.FPDFPage_GetAnnotCount(page) > 0
    return not drawn


def scale_for(page: pdfium.PdfPage, dpi: float) -> float:
    """Pixels per point for `dpi`, less where the page would be larger than MAX_SIDE."""
    longest = float(max(page.get_size()))
    if not math.isfinite(longest) or longest <= 0:
        return 1.0
    return max(min(dpi / 72, MAX_SIDE / longest), MIN_SIDE / longest)


def image(page: pdfium.PdfPage, dpi: float, region: Box | None = None) -> Image:
    """The page as shown, or a region of it, as height x width x RGB."""
    scale = scale_for(page, dpi)
    crop = _crop(page, region) if region is not None else (0, 0, 0, 0)
    bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, may_draw_forms=False)
    try:
        pixels = np.array(bitmap.to_numpy()[:, :, :3] if bitmap.n_channels > 1 else _grey(bitmap))
    finally:
        bitmap.close()
    return np.ascontiguousarray(pixels, dtype=np.uint8)


def png(pixels: Image) -> bytes:
    """An image as the bytes of a PNG file."""
    kept = io.BytesIO()
    PIL.Image.fromarray(pixels).save(kept, "PNG")
    return kept.getvalue()


def _grey(bitmap: pdfium.PdfBitmap) -> Image:
    grey = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
    return np.repeat(grey[:, :, None], 3, axis=2)


def _crop(page: pdfium.PdfPage, region: Box) -> tuple[float, float, float, float]:
    """Points cut off at the left, bottom, right and top; something is always left."""
    width, height = page.get_size()
    x0, y0 = min(region.x0, 0.999), min(region.y0, 0.999)
    x1, y1 = max(region.x1, x0 + 0.001), max(region.y1, y0 + 0.001)
    return x0 * width, (1 - y1) * height, (1 - x1) * width, y0 * height
