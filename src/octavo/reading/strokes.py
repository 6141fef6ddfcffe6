"""Which words of a scanned page are bold, told by how thick their strokes are.

Thickness is ink over half its outline. It is compared with that of the page's other words of
about the same size, line by line, for single words are too short to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.reading.evidence import StyledWord
from octavo.reading.ocr import Image

Stroke = tuple[float, float]
"""Ink of a word and the length of its outline, in pixels."""
THICKER, SHORT_THICKER = 1.25, 1.4
"""Times the usual thickness from which a line is bold, and one of a few letters."""
FEW_LETTERS = 10
THROUGHOUT = 0.85
"""Share of a bold line's letters in words that are thicker than usual themselves."""
SOMEWHAT = 1.15
ALIKE = 0.25
"""Share by which heights of lines that are compared may differ."""
LEAST_LETTERS = 3
LEAST_LINES = 5
"""Other lines of the size, without which nothing is usual."""


def mark_bold(words: Sequence[StyledWord], image: Image) -> None:
    """Mark the words of bold lines, in place; `image` shows the upright page."""
    lines = [list(run) for _, run in groupby(words, key=lambda word: word.line)]
    strokes = [_strokes(line, image) for line in lines]
    thick = np.array([_mean(line) for line in strokes])
    sizes = np.array([line[0].size for line in lines])
    letters = np.array([sum(len(word.text) for word in line) for line in lines])
    for index, line in enumerate(lines):
        alike = np.abs(sizes / max(sizes[index], 1e-6) - 1) < ALIKE
        alike &= letters >= LEAST_LETTERS
        if letters[index] < LEAST_LETTERS or alike.sum() <= LEAST_LINES:
            continue
        usual = _median(thick[alike], letters[alike])
        least = SHORT_THICKER if letters[index] < FEW_LETTERS else THICKER
        if thick[index] > least * usual and _throughout(line, strokes[index], usual):
            for word in line:
                word.bold = True


def _throughout(line: Sequence[StyledWord], strokes: Sequence[Stroke], usual: float) -> bool:
    thick = (
        len(w.text) * (_mean([s]) > SOMEWHAT * usual) for w, s in zip(line, strokes, strict=True)
    )
    return sum(thick) >= THROUGHOUT * sum(len(word.text) for word in line)


def _mean(strokes: Sequence[Stroke]) -> float:
    """The mean thickness of some words' strokes, in pixels."""
    return 2 * sum(ink for ink, _ in strokes) / max(sum(edge for _, edge in strokes), 1.0)


def _strokes(line: Sequence[StyledWord], image: Image) -> list[Stroke]:
    high, wide = image.shape[:2]
    found = []
    for word in line:
        box = word.box
        rows = slice(int(box.y0 * high), int(box.y1 * high) + 1)
        part = image[rows, int(box.x0 * wide) : int(box.x1 * wide) + 1]
        found.append(_ink(cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)))
    return found


def _ink(part: NDArray[np.uint8]) -> Stroke:
    """How much of a word's picture is ink, and how long its outline is: greys count in part."""
    low, high = float(part.min()), float(part.max())
    if high - low < 16:
        return 0.0, 0.0
    dark = (high - part.astype(np.float32)) / (high - low)
    if dark.mean() > 0.5:
        dark = 1 - dark
    across, down = np.abs(np.diff(dark, axis=1)).sum(), np.abs(np.diff(dark, axis=0)).sum()
    return float(dark.sum()), float(np.hypot(across, down))


def _median(values: NDArray[np.float64], weights: NDArray[np.int64]) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
