"""From the image of a page to its evidence: words by OCR, drawn lines, and how the page lies.

The evidence is that of the page made upright and straight, so that layout and tables find lines
that run flat whichever way the sheet went through the scanner; `evidence.placement` gives boxes
back in the image as it was sent. The steps for a caller:

    evidence = scans.read(image, number, dpi)
    blocks = [block for part in scans.parts(evidence) for block in compose(part)]
    evidence.placement.put_back_blocks(blocks)
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.documents import Word
from octavo.reading import ocr
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.ocr import Image, TextLine
from octavo.reading.placement import Placement
from octavo.reading.ruled import rulings

STRAIGHT = 0.15
"""Degrees of skew that move nothing a reader would notice."""


def read(image: Image, number: int = 1, dpi: float = 150) -> PageEvidence:
    """The evidence of the page shown in `image` (height x width x RGB).

    Widths, heights and type sizes are in points at `dpi`. Boxes are fractions of the page made
    upright, which differs from the image only where `placement` says so.
    """
    height, width = image.shape[:2]
    lines = ocr.engine().lines(image)
    placement = place(lines, width, height)
    wide, high = placement.size
    evidence = PageEvidence(number, wide * 72 / dpi, high * 72 / dpi, scanned=True)
    evidence.placement = placement
    lines.sort(key=lambda line: float(placement.upright(line.corners)[:, 1].mean()))
    evidence.words = [
        word for index, line in enumerate(lines) for word in _words(line, index, placement, dpi)
    ]
    evidence.rulings = rulings(_upright(image, placement), evidence.words)
    return evidence


def place(lines: Sequence[TextLine], width: int, height: int) -> Placement:
    """How most of the text lies in an image of that size in pixels."""
    if not lines:
        return Placement(width, height)
    runs = np.array([line.corners[1] - line.corners[0] for line in lines])
    angles = np.degrees(np.arctan2(runs[:, 1], runs[:, 0]))
    weights = np.array([len(line.text) for line in lines], float)
    quarters = np.rint(angles / 90).astype(int) % 4
    turns = int(np.argmax(np.bincount(quarters, weights, minlength=4)))
    mine = (quarters == turns) & _telling(lines)
    if not mine.any():
        return Placement(width, height, turns)
    leaning = (angles[mine] - 90 * turns + 45) % 90 - 45
    skew = _median(leaning, np.hypot(*runs[mine].T))
    return Placement(width, height, turns, skew if abs(skew) >= STRAIGHT else 0.0)


def _telling(lines: Sequence[TextLine]) -> NDArray[np.bool_]:
    """Lines long enough for their slope to mean something."""
    return np.array(
        [
            np.linalg.norm(c[1] - c[0]) >= 4 * np.linalg.norm(c[3] - c[0])
            for c in (line.corners for line in lines)
        ]
    )


def _median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def _words(line: TextLine, index: int, placement: Placement, dpi: float) -> list[StyledWord]:
    wide, high = placement.size
    size = float(np.linalg.norm(line.corners[3] - line.corners[0])) * 72 / dpi
    return [
        StyledWord(
            Word(
                word.text,
                ocr.box_of(placement.upright(line.word_corners(word)), wide, high),
                word.confidence,
            ),
            size=size,
            line=index,
        )
        for word in line.words
    ]


def _upright(image: Image, placement: Placement) -> Image:
    turned = np.ascontiguousarray(np.rot90(image, placement.turns))
    if not placement.skew:
        return turned
    wide, high = placement.size
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), placement.skew, 1.0)
    return np.asarray(
        cv2.warpAffine(turned, matrix, (wide, high), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def parts(evidence: PageEvidence) -> list[PageEvidence]:
    """The evidence by the pages it shows: two for an open book, else the one.

    Both keep the coordinates of the whole, so that what is found in them can be put together.
    """
    return [evidence]


def is_blank(image: Image) -> bool:
    """Whether the sheet is empty: hardly any pixel stands out from the paper around it."""
    grey = cv2.cvtColor(
        cv2.resize(image, (256, 256), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    )
    return float(np.percentile(grey, 99.5) - np.percentile(grey, 0.5)) < 24
