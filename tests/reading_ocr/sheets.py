"""Pages made for the tests: text of known wording and place, and what a scanner does to it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import reportlab
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from octavo.documents import Box

FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
LETTER = (
    "Minutes of the annual meeting",
    "The treasurer presented the accounts for the year",
    "and proposed to raise the yearly fee to 48.50 euro.",
    "Seventeen members were in favour and two against.",
    "The secretary thanked Mrs Jennifer Holloway for her",
    "long service to the society since October 1987.",
    "Next meeting: Thursday 14 March, 19:30, town hall.",
)


@dataclass(frozen=True)
class Sheet:
    """A picture of a page and the places of its words, in fractions of it."""

    image: Image.Image
    words: list[tuple[str, Box]]

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return np.asarray(self.image.convert("RGB"))

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.words]


def letter(
    lines: tuple[str, ...] = LETTER,
    size: tuple[int, int] = (900, 640),
    type_size: int = 26,
    ink: int = 0,
    paper: int = 255,
    font: Path = FONT,
    left: int = 60,
) -> Sheet:
    """One column of lines from the upper left."""
    image = Image.new("RGB", size, (paper,) * 3)
    draw, face = ImageDraw.Draw(image), ImageFont.truetype(str(font), type_size)
    words = []
    for number, line in enumerate(lines):
        x, y = float(left), 60.0 + number * type_size * 2
        for word in line.split():
            x0, y0, x1, y1 = draw.textbbox((x, y), word, font=face)
            draw.text((x, y), word, font=face, fill=(ink,) * 3)
            words.append((word, Box(x0 / size[0], y0 / size[1], x1 / size[0], y1 / size[1])))
            x += draw.textlength(word + " ", font=face)
    return Sheet(image, words)


def turned(image: Image.Image, clockwise: int) -> Image.Image:
    """By quarters."""
    return image.rotate(-90 * clockwise, expand=True)


def skewed(image: Image.Image, degrees: float, paper: int = 255) -> Image.Image:
    """Lines run down by so many degrees; the sheet keeps its size."""
    return image.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=(paper,) * 3)


def noisy(image: Image.Image, quality: int = 30) -> Image.Image:
    """Blurred, grained and squeezed as a bad JPEG."""
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), np.float64)
    grain = np.random.default_rng(7).normal(0, 10, blurred.shape)
    kept = io.BytesIO()
    Image.fromarray(np.clip(blurred + grain, 0, 255).astype(np.uint8)).save(
        kept, "JPEG", quality=quality
    )
    return Image.open(kept)


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    both = one.overlap(other)
    return both / (one.area + other.area - both)
