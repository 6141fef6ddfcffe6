"""Pictures of any kind as PNG; what cannot or must not be drawn is none."""

from __future__ import annotations

import gzip
import io

import pytest
from PIL import Image

from octavo.formats.office.pictures import to_png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/>'


def made(form: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("JPEG", "CMYK"), ("TIFF", "I;16"), ("GIF", "P"), ("BMP", "1")],
)
def test_raster_pictures(form: str, mode: str) -> None:
    found = to_png(made(form, mode))
    assert found is not None
    assert Image.open(io.BytesIO(found)).size == (30, 20)


def test_crops_cut_what_the_document_hides() -> None:
    found = to_png(made("PNG"), (0.5, 0.0, 0.0, 0.5))
    assert found is not None
    assert Image.open(io.BytesIO(found)).size == (15, 10)


def test_drawings_are_drawn_and_those_that_reach_out_are_not() -> None:
    assert to_png(SVG + b"</svg>") is not None
    assert to_png(gzip.compress(SVG + b"</svg>")) is not None
    assert to_png(SVG + b'<image href="/etc/passwd"/></svg>') is None


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xd7\xcd\xc6\x9a", made("PNG")[:40]])
def test_damaged_pictures_are_none(data: bytes) -> None:
    assert to_png(data) is None
