"""Optical character recognition: what an engine gives, and the one engine of this process.

An engine finds the lines of text in an image, whichever of the four ways they run, and says what
each reads and where its words lie along it. Engines are plug-ins behind `OcrEngine`, chosen by
the setting `ocr_engine`; they are created when first needed, because loading a model takes
longer than most documents.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from octavo import settings
from octavo.documents import Box

Image = NDArray[np.uint8]
"""Height x width x 3, red, green, blue."""
Corners = NDArray[np.float64]
"""4 x 2 pixels: start and end of a line's upper edge, then end and start of its lower edge, as it
is read; an upside-down line starts at its right."""

WORTHLESS = 0.5
"""Lines less sure than this are specks and pictures, or a script the engine does not know."""


@dataclass(slots=True)
class LineWord:
    """A word of a line. The four edges are fractions of the line, along it and across it."""

    text: str
    confidence: float
    start: float
    end: float
    top: float = 0.0
    bottom: float = 1.0


@dataclass(slots=True)
class TextLine:
    """A line of text where it lies in the image."""

    corners: Corners
    words: list[LineWord] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean of its words', each counting by its length."""
        letters = sum(len(word.text) for word in self.words)
        return sum(len(word.text) * word.confidence for word in self.words) / max(letters, 1)

    @property
    def readable(self) -> bool:
        """Whether what was read is worth keeping."""
        return bool(self.words) and self.confidence >= WORTHLESS

    def word_corners(self, word: LineWord) -> Corners:
        """The corners of one of its words, in pixels of the image."""
        upper, end, lower, start = self.corners
        return np.array(
            [
                _inside(upper, end, lower, start, word.start, word.top),
                _inside(upper, end, lower, start, word.end, word.top),
                _inside(upper, end, lower, start, word.end, word.bottom),
                _inside(upper, end, lower, start, word.start, word.bottom),
            ]
        )


class OcrEngine(Protocol):
    """Reads images. One instance serves one process, one call at a time."""

    name: str

    def lines(self, image: Image) -> list[TextLine]:
        """Every line of text of `image`, in no promised order; none if there is no text. Lines
        that were seen and could not be read are given without words."""
        ...


ENGINES = {
    "paddle": "octavo.reading.ocr_paddle:PaddleEngine",
    "faster-paddle": "octavo.reading.ocr_packaged:FasterPaddleEngine",
    "rapidocr": "octavo.reading.ocr_packaged:RapidOcrEngine",
}
"""The engines by name: module and class."""


def engine(name: str | None = None) -> OcrEngine:
    """The engine of that name, or the one the settings choose; created once per process.

    Raises LookupError for a name that is not in ENGINES.
    """
    return _create(name or settings.get().ocr_engine)


def in_rows(
    lines: Iterable[TextLine], upright: Callable[[Corners], Corners] = lambda corners: corners
) -> list[TextLine]:
    """Lines top to bottom, those side by side from left to right; `upright` maps corners first."""
    placed = [(upright(line.corners), line) for line in lines]
    placed.sort(key=lambda pair: float(pair[0][:, 1].mean()))
    rows: list[list[tuple[Corners, TextLine]]] = []
    for corners, line in placed:
        reached = float(rows[-1][0][0][:, 1].mean()) if rows else -np.inf
        if float(corners[:, 1].mean()) - reached < 0.4 * float(np.ptp(corners[:, 1])):
            rows[-1].append((corners, line))
        else:
            rows.append([(corners, line)])
    return [
        line for row in rows for _, line in sorted(row, key=lambda pair: float(pair[0][:, 0].min()))
    ]


def box_of(corners: Corners, width: int, height: int) -> Box:
    """The upright box around pixel `corners`, in fractions of an image of that size."""
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    return Box(
        float(x0) / width, float(y0) / height, float(x1) / width, float(y1) / height
    ).clipped()


@cache
def _create(name: str) -> OcrEngine:
    if name not in ENGINES:
        raise LookupError(f"No OCR engine {name!r}; OCTAVO_OCR_ENGINE may be {', '.join(ENGINES)}")
    module, _, factory = ENGINES[name].partition(":")
    return cast(Callable[[], OcrEngine], getattr(import_module(module), factory))()


def threads() -> int:
    """Threads one engine may use: the cores shared out among the slots that read beside it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return max(1, cores // settings.get().slots)


def _inside(
    upper: Corners, end: Corners, lower: Corners, start: Corners, along: float, across: float
) -> Corners:
    """The point of a quadrangle at those fractions, between its edges."""
    above = upper + (end - upper) * along
    below = start + (lower - start) * along
    return above + (below - above) * across
