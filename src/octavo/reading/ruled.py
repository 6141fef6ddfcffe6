"""The straight lines drawn on a scanned page, found by morphology.

Ink is told from paper by its surroundings (so that shadows and stained paper do no harm); runs of
it that are long and thin, flat or upright, are lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.reading.evidence import Ruling, StyledWord
from octavo.reading.ocr import Image

WORKING_SIDE = 2000
"""Pixels of the longer side at which lines are looked for."""
SHORTEST = 0.025
"""Of the longer side: shorter strokes belong to letters."""
MOSTLY = 0.85
"""Share of a line that lies within a word, if it is part of it; of a word that is underlined."""
BRIDGE = 7
"""Pixels of a gap that a faint line may have, between pieces at least half as long as a line."""
Mask = NDArray[np.uint8]


def rulings(image: Image, words: Sequence[StyledWord] = ()) -> list[Ruling]:
    """The flat and upright lines of an upright page, in fractions of it.

    Strokes of the letters of `words` and the edges of dark areas are left out.
    """
    grey = cv2.cvtColor(_shrunk(image), cv2.COLOR_RGB2GRAY)
    marks = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    flat = _lines(marks, words, flat=True)
    upright = _lines(np.ascontiguousarray(marks.T), words, flat=False)
    return flat + upright


def _shrunk(image: Image) -> Image:
    scale = WORKING_SIDE / max(image.shape[:2])
    if scale >= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _lines(marks: Mask, words: Sequence[StyledWord], *, flat: bool) -> list[Ruling]:
    """Lines along the second axis of `marks`; `flat` says whether that is the page's width."""
    high, wide = marks.shape
    shortest = max(24, round(SHORTEST * max(high, wide))) | 1
    pieces = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((1, shortest // 2 | 1), np.uint8))
    closed = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, BRIDGE), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    runs = cv2.dilate(runs, np.ones((3, 1), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(runs)
    found = []
    for left, top, width, height, _ in boxes[1:count].tolist():
        if height > max(8, 0.1 * width):
            continue
        middle = (top + height / 2) / high
        line = (left / wide, middle, (left + width) / wide, middle)
        if not _in_letters(line, words, flat=flat):
            found.append(Ruling(*line) if flat else Ruling(line[1], line[0], line[3], line[2]))
    return found


def _in_letters(
    line: tuple[float, float, float, float], words: Sequence[StyledWord], *, flat: bool
) -> bool:
    """Whether a line is a stroke of letters: it lies within a word, and does not underline it."""
    start, across, end, _ = line
    for word in words:
        box = word.box
        low, high, first, last = (
            (box.y0, box.y1, box.x0, box.x1) if flat else (box.x0, box.x1, box.y0, box.y1)
        )
        covered = min(end, last) - max(start, first)
        if low <= across <= high and covered > MOSTLY * (end - start):
            middle = abs(across - (low + high) / 2) < 0.3 * (high - low)
            if not flat or middle or covered < MOSTLY * (last - first):
                return True
    return False
