"""Photographs and drawings on a scanned page, told from paper by their colour.

What differs from the paper, once words and drawn lines are taken away, is a picture where it
covers ground. Shaded tables hold too many words for that, and the desk around a photographed
sheet runs along the edges of the image.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.documents import Box
from octavo.reading.evidence import Ruling, StyledWord
from octavo.reading.ocr import Image

WORKING_SIDE = 600
DIFFERENT = 40
"""Of 255: how far a pixel's channels are from the paper's before it is not paper."""
SMALLEST_AREA, SMALLEST_SIDE, LARGEST_AREA = 0.015, 0.04, 0.8
"""Shares of the page and of its sides."""
FILLED = 0.4
"""Share of its box that a picture covers."""
WORDY = 0.12
"""Share of its box that words may cover before it is shaded text."""
Mask = NDArray[np.uint8]


def pictures(image: Image, words: Sequence[StyledWord], rulings: Sequence[Ruling]) -> list[Box]:
    """The boxes of the pictures of an upright page, in fractions of it, top to bottom."""
    scale = min(1.0, WORKING_SIDE / max(image.shape[:2]))
    small = np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )
    marks = _not_paper(small)
    _erase(marks, words, rulings)
    marks = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    marks = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    high, wide = marks.shape
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.asarray(marks, np.uint8))
    found = []
    for left, top, width, height, area in stats[1:count].tolist():
        box = Box(left / wide, top / high, (left + width) / wide, (top + height) / high)
        if area >= FILLED * width * height and _is_picture(box, words):
            found.append(box)
    return sorted(found, key=lambda box: box.y0)


def _not_paper(image: Image) -> Mask:
    """255 where a pixel differs from the paper, which is the commonest shade."""
    shades = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) // 8
    paper = np.median(image[shades == np.bincount(shades.ravel()).argmax()], axis=0)
    return np.asarray((np.abs(image - paper).max(axis=2) > DIFFERENT) * 255, np.uint8)


def _erase(marks: Mask, words: Sequence[StyledWord], rulings: Sequence[Ruling]) -> None:
    high, wide = marks.shape
    for box in [word.box for word in words]:
        x0, x1 = int(box.x0 * wide) - 1, int(box.x1 * wide) + 2
        y0, y1 = int(box.y0 * high) - 1, int(box.y1 * high) + 2
        marks[max(y0, 0) : y1, max(x0, 0) : x1] = 0
    for line in rulings:
        start = (int(line.x0 * wide), int(line.y0 * high))
        cv2.line(marks, start, (int(line.x1 * wide), int(line.y1 * high)), 0, 3)


def _is_picture(box: Box, words: Sequence[StyledWord]) -> bool:
    small = box.area < SMALLEST_AREA or min(box.width, box.height) < SMALLEST_SIDE
    edges = (box.x0 < 0.005, box.y0 < 0.005, box.x1 > 0.995, box.y1 > 0.995)
    if small or box.area > LARGEST_AREA or sum(edges) >= 2:
        return False
    return sum(box.overlap(word.box) for word in words) < WORDY * box.area
