"""From the letters of a line to its words, with edges drawn to the ink.

A recogniser says roughly where each letter's middle stands. The blank columns of the line say
where words really end; and where it gave no space, a gap wide for its line is one.
"""

from __future__ import annotations

import itertools

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.reading.ocr import Image, LineWord
from octavo.reading.ocr_recognise import Letter

Ink = NDArray[np.bool_]


def words(letters: list[Letter], line: Image) -> list[LineWord]:
    """The words of a line that was cut out as `line`."""
    groups = _groups(letters)
    if not groups:
        return []
    marks = ink(line)
    edges = [0.0]
    edges += [
        _gap(marks, before[-1].place, after[0].place)
        for before, after in itertools.pairwise(groups)
    ]
    edges.append(1.0)
    return [
        _word(group, marks, start, end)
        for group, (start, end) in zip(groups, itertools.pairwise(edges), strict=True)
    ]


def ink(line: Image) -> Ink:
    """Which pixels of a cut line are written on, be it dark on light or light on dark."""
    grey = cv2.cvtColor(line, cv2.COLOR_RGB2GRAY)
    _, light = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    border = np.concatenate([light[0], light[-1]])
    return np.asarray(light == 0 if border.mean() > 127 else light > 0)


def _groups(letters: list[Letter]) -> list[list[Letter]]:
    groups: list[list[Letter]] = [[]]
    for index, letter in enumerate(letters):
        if letter.text.isspace():
            if _within_script(letters, index):
                continue
            groups.append([])
        else:
            groups[-1].append(letter)
    return [group for group in groups if group]


def _within_script(letters: list[Letter], index: int) -> bool:
    """Whether a space stands between two letters of a script that writes none."""
    around = letters[max(0, index - 1) : index + 2]
    return len(around) == 3 and all(_is_ideographic(around[side].text) for side in (0, 2))


def _is_ideographic(text: str) -> bool:
    return text >= "\u2e80" and not "\uac00" <= text <= "\ud7af"


def _gap(marks: Ink, left: float, right: float) -> float:
    """The middle of the widest blank run between two places, or their middle if there is none."""
    width = marks.shape[1]
    first, last = int(left * width), max(int(right * width), int(left * width) + 1)
    blank = ~marks[:, first:last].any(axis=0)
    runs = np.flatnonzero(np.diff(np.concatenate([[False], blank, [False]]).astype(np.int8)))
    starts, ends = runs[::2], runs[1::2]
    if not len(starts):
        return (left + right) / 2
    widest = int(np.argmax(ends - starts))
    middle = first + (int(starts[widest]) + int(ends[widest])) / 2
    return middle / float(width)


def _word(group: list[Letter], marks: Ink, start: float, end: float) -> LineWord:
    height, width = marks.shape
    first, last = int(start * width), max(int(end * width), int(start * width) + 1)
    part = marks[:, first:last]
    columns, rows = np.flatnonzero(part.any(axis=0)), np.flatnonzero(part.any(axis=1))
    text = "".join(letter.text for letter in group)
    confidence = sum(letter.confidence for letter in group) / len(group)
    if not len(columns):
        return LineWord(text, confidence, start, end)
    return LineWord(
        text,
        confidence,
        (first + int(columns[0])) / width,
        (first + int(columns[-1]) + 1) / width,
        int(rows[0]) / height,
        (int(rows[-1]) + 1) / height,
    )
