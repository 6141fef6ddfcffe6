"""A small drawing surface: anti-aliased lines, shapes and text on white, in final pixels."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
Colour = str
_SCALE = 2
_FONT = "DejaVuSans.ttf"

INK, GREY, RULE = "#404040", "#595959", "#d9d9d9"
PALETTE = (
    *("#4472c4", "#ed7d31", "#a5a5a5", "#ffc000", "#5b9bd5", "#70ad47"),
    *("#264478", "#9e480e", "#636363", "#997300", "#255e91", "#43682b"),
)


def colour(number: int) -> Colour:
    """The colour of a series or slice."""
    return PALETTE[number % len(PALETTE)]


class Canvas:
    """Draws at twice the size and halves the result. Coordinates are pixels from the top left."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), "white")
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Sequence[Point], fill: Colour, width: float = 1) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._draw.line(scaled, fill=fill, width=max(1, round(width * _SCALE)), joint="curve")

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour) -> None:
        left, right = sorted((x0, x1))
        top, bottom = sorted((y0, y1))
        corners = [left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE]
        self._draw.rectangle(corners, fill=fill)

    def shape(self, points: Sequence[Point], fill: Colour | None, outline: Colour = "") -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        if len(scaled) > 2:
            self._draw.polygon(scaled, fill=fill, outline=outline or None, width=_SCALE * 2)

    def dot(self, x: float, y: float, radius: float, fill: Colour) -> None:
        corners = [x - radius, y - radius, x + radius, y + radius]
        self._draw.ellipse([value * _SCALE for value in corners], fill=fill)

    def slice(
        self, x: float, y: float, radius: float, start: float, end: float, fill: Colour
    ) -> None:
        """A sector; angles in degrees, clockwise from twelve o'clock."""
        corners = [x - radius, y - radius, x + radius, y + radius]
        self._draw.pieslice(
            [value * _SCALE for value in corners],
            start - 90,
            end - 90,
            fill=fill,
            outline="white",
            width=_SCALE,
        )

    def text(
        self, x: float, y: float, text: str, size: int = 12, anchor: str = "mm", fill: Colour = INK
    ) -> None:
        """One line of text; `anchor` says which of its points lies at x, y (Pillow's letters)."""
        font = _font(size)
        self._draw.text((x * _SCALE, y * _SCALE), _line(text), fill=fill, font=font, anchor=anchor)

    def turned(self, x: float, y: float, text: str, size: int, *, angle: int, end: bool) -> None:
        """Text turned against the clock; with `end`, its end lies at x, y, else its middle."""
        left, top, right, bottom = _font(size).getbbox(_line(text))
        width, height = max(1, int(right - left) + 4), max(1, int(bottom - top) + 4)
        stamp = Image.new("L", (width, height))
        ImageDraw.Draw(stamp).text((2 - left, 2 - top), _line(text), fill=255, font=_font(size))
        stamp = stamp.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        at_x = x * _SCALE - (stamp.width if end else stamp.width / 2)
        at_y = y * _SCALE - (0 if end else stamp.height / 2)
        self._image.paste(Image.new("RGB", stamp.size, INK), (round(at_x), round(at_y)), stamp)

    def png(self) -> bytes:
        out = io.BytesIO()
        small = self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        small.save(out, "PNG", optimize=True)
        return out.getvalue()


def text_width(text: str, size: int) -> float:
    return float(_font(size).getlength(_line(text))) / _SCALE


def shortened(text: str, size: int, width: float) -> str:
    """As much of a text as fits a width, with an ellipsis where it is cut."""
    text = _line(text)[:200]
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text + "…" if text else ""


def _line(text: str) -> str:
    return " ".join(text.split())


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The system's DejaVu where it is installed, else the font that Pillow carries."""
    try:
        return ImageFont.truetype(_FONT, size * _SCALE)
    except OSError:
        found = ImageFont.load_default(size * _SCALE)
        assert isinstance(found, ImageFont.FreeTypeFont)
        return found
