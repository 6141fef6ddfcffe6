"""The pictures in an image file, decoded with care: size, colours, orientation, resolution.

An image file can claim any size and hold a few bytes; what it asks for is known from its header
before anything is decoded, and refused if no scan is that large. Whatever the file's colours, a
frame is eight-bit RGB on paper, as a viewer would show it.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from octavo.errors import FileCorrupted, FileTooLarge

MAX_PIXELS = 180_000_000
"""A3 at 800 dots per inch; RGB takes three bytes of memory for each."""
WORKING_SIDE = 3508
"""Larger frames are read reduced to this: A4 at 300 dpi, beyond which print gains nothing. A JPEG
of twice the size is decoded at half of it, at a quarter of the cost."""
A4_INCHES = 11.69
DECODERS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "DIB", "GIF")
"""Pillow's names of what is opened; its other decoders stay shut."""
PAPER, SLATE = (255, 255, 255), (0, 0, 0)
_BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError, ArithmeticError),
    *(struct.error, zlib.error, AssertionError, NotImplementedError),
)


@dataclass(frozen=True)
class Frame:
    """One picture as shown: height x width x RGB, and the dots per inch of these pixels."""

    pixels: NDArray[np.uint8]
    dpi: float


class ImageFile:
    """An open image file. `count` is its number of pictures, `pages` how many of them are pages.

    Only a TIFF has pages; of an animation the first picture is the page.
    """

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self.count = int(getattr(image, "n_frames", 1))
        self.pages = self.count if image.format == "TIFF" else 1

    @property
    def animated(self) -> bool:
        return self.count > self.pages and self._image.format != "MPO"

    def frame(self, number: int) -> Frame:
        """Picture `number`, counted from 1. Raises FileCorrupted or FileTooLarge."""
        with _reading(f"picture {number}" if self.pages > 1 else "the picture"):
            if self.count > 1:
                self._image.seek(number - 1)
            return _frame(self._image)


@contextmanager
def opened(path: Path) -> Iterator[ImageFile]:
    """The image file at `path`. Raises FileCorrupted if it is none, FileTooLarge for a bomb."""
    with _reading("the header"):
        image = Image.open(path, formats=DECODERS)
        file = ImageFile(image)
    with image:
        yield file


@contextmanager
def _reading(part: str) -> Iterator[None]:
    """Says what is wrong with the file where Pillow would say what went wrong inside it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except UnidentifiedImageError as error:
            raise FileCorrupted(
                "The image cannot be opened: its header is damaged, cut short or of another kind"
            ) from error
        except Image.DecompressionBombError as error:
            raise FileTooLarge(_too_large()) from error
        except _BROKEN as error:
            raise FileCorrupted(
                f"The image is damaged or cut short: {part} cannot be read ({error})"
            ) from error


def _too_large(width: int = 0, height: int = 0) -> str:
    size = f" is {width} x {height} pixels large;" if width else " is too large;"
    return f"The image{size} at most {MAX_PIXELS // 1_000_000} megapixels are read"


def _frame(image: Image.Image) -> Frame:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise FileTooLarge(_too_large(width, height))
    dpi = _dpi(image)
    scale = min(1.0, WORKING_SIDE / max(width, height))
    if scale < 1:
        image.draft("RGB", (round(width * scale), round(height * scale)))
    shown = _eight_bit(ImageOps.exif_transpose(image))
    shown.thumbnail((WORKING_SIDE, WORKING_SIDE), Image.Resampling.BOX, reducing_gap=1.0)
    pixels = np.asarray(_on_paper(shown))
    return Frame(pixels, dpi * max(pixels.shape) / max(width, height))


def _dpi(image: Image.Image) -> float:
    """What the file says, if that makes a sheet of sensible size; else as if it were A4."""
    longer = max(image.size)
    said = image.info.get("dpi") or (0, 0)
    dpi = float(max(said)) if isinstance(said, tuple) else 0.0
    if dpi > 0 and 2 <= longer / dpi <= 24:
        return dpi
    return max(longer / A4_INCHES, 1.0)


def _eight_bit(image: Image.Image) -> Image.Image:
    """Deep greys (16 bits, floats) spread over eight; other colours as they are."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;"):
        return image
    values = np.nan_to_num(np.asarray(image, np.float64))
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255 / max(high - low, 1e-9))).astype(np.uint8))


def _on_paper(image: Image.Image) -> Image.Image:
    """In RGB; what is transparent shows paper, or slate where the drawing is white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    drawn = image.convert("RGBA")
    colours = np.asarray(drawn)
    seen = colours[colours[:, :, 3] > 127]
    ground = SLATE if len(seen) and seen[:, :3].mean() > 230 else PAPER
    sheet = Image.new("RGBA", drawn.size, (*ground, 255))
    return Image.alpha_composite(sheet, drawn).convert("RGB")
