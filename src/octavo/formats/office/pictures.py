"""Picture bytes of any kind office files carry, as PNG: raster by Pillow, metafiles, SVG."""

from __future__ import annotations

import gzip
import io
import re
import warnings
import zlib
from typing import Any

from PIL import Image, UnidentifiedImageError

MAX_PIXELS = 60_000_000
MAX_SIDE = 2_400
MAX_SVG = 8 * 2**20
METAFILE_DPI = 96
"""As screens show them, at a quarter of the cost of the renderer's own 200."""
DECODERS = (
    *("PNG", "JPEG", "GIF", "BMP", "DIB", "TIFF", "WEBP"),
    *("ICO", "TGA", "PCX", "PPM", "JPEG2000", "PSD", "SGI"),
)
"""Pillow's names of what is opened; others stay shut, EPS first, which runs Ghostscript."""
_OUTSIDE = re.compile(rb"""href\s*=\s*["']\s*(?!data:|#)[^"']|<!ENTITY|@import""", re.IGNORECASE)

Crop = tuple[float, float, float, float]
"""What is cut off at the left, top, right and bottom, as fractions of the picture."""


def to_png(data: bytes, crop: Crop | None = None) -> bytes | None:
    """The picture as PNG bytes, at most 2,400 pixels a side; None if it cannot be drawn."""
    if data[:2] == b"\x1f\x8b":
        data = _gunzip(data)
    image = _svg(data) if _is_svg(data) else _metafile(data) or _raster(data)
    if image is None:
        return None
    if crop is not None:
        image = _cropped(image, crop)
    return _encoded(image)


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            return stream.read(64 * 2**20)
    except (OSError, EOFError, zlib.error):
        return b""


def _raster(data: bytes) -> Image.Image | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=DECODERS)
            if image.width * image.height > MAX_PIXELS:
                return None
            image.load()
            return image
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        return None
    except (SyntaxError, IndexError, KeyError, TypeError, EOFError, zlib.error):
        return None  # what Pillow's decoders let through on damaged pictures


def _is_svg(data: bytes) -> bool:
    head = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith((b"<svg", b"<?xml")) and b"<svg" in data[:4000]


def _svg(data: bytes) -> Image.Image | None:
    """Drawn at a fixed width, whatever size it asks for; one that names files is not drawn."""
    import resvg_py

    if _OUTSIDE.search(data) or len(data) > MAX_SVG:
        return None
    try:
        drawn = resvg_py.svg_to_bytes(svg_string=data.decode("utf-8", "replace"), width=1200)
    except (ValueError, RuntimeError, TypeError):
        return None
    return _raster(bytes(drawn))


def _metafile(data: bytes) -> Image.Image | None:
    """EMF (its record type 1 and signature) or WMF (placeable, or its bare header)."""
    emf = data[:4] == b"\x01\0\0\0" and data[40:44] == b" EMF"
    if not emf and data[:4] != b"\xd7\xcd\xc6\x9a" and data[:4] != b"\x01\x00\x09\x00":
        return None
    import metafile_render

    try:
        result = metafile_render.render_metafile(data, output_format="png", dpi=METAFILE_DPI)
    except (metafile_render.MetafileError, ValueError, OverflowError, MemoryError):
        return None
    return _raster(result.data)


def _cropped(image: Image.Image, crop: Crop) -> Image.Image:
    left, top, right, bottom = (min(max(part, 0.0), 1.0) for part in crop)
    if left + right >= 1 or top + bottom >= 1:
        return image
    width, height = image.size
    edges = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
    x0, y0, x1, y1 = (round(edge) for edge in edges)
    return image.crop((x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)))


def _encoded(image: Image.Image) -> bytes | None:
    try:
        if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
            image = image.convert("RGB")
        if max(image.size) > MAX_SIDE:
            image = image.convert("RGBA" if "A" in image.mode or image.mode == "P" else "RGB")
            image.thumbnail((MAX_SIDE, MAX_SIDE))
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()
    except (OSError, ValueError):
        return None


def crop_of(blip: Any) -> Crop | None:
    """What the `a:srcRect` beside an `a:blip` cuts off; None for nothing."""
    holder = blip.getparent()
    for node in () if holder is None else holder:
        if isinstance(node.tag, str) and node.tag.endswith("}srcRect"):
            left, top, right, bottom = (_thousandths(node.get(side)) for side in "ltrb")
            return (left, top, right, bottom) if left or top or right or bottom else None
    return None


def _thousandths(text: str | None) -> float:
    """A percentage in thousandths ("25000") or with its sign ("25%") as a fraction."""
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 100_000) if text else 0.0
    except ValueError:
        return 0.0
