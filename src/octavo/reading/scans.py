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
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.documents import Box, Word
from octavo.reading import ocr, strokes
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.ocr import Image, TextLine
from octavo.reading.placement import Placement
from octavo.reading.ruled import rulings
from octavo.reading.scan_pictures import pictures

STRAIGHT = 0.15
"""Degrees of skew that move nothing a reader would notice."""
WIDE_GAP = 2.0
"""Line heights between two words of one line."""
OPEN_BOOK = 1.15
"""Width over height from which an image may show two pages."""
UNREAD = 0.2
"""Share of lines from which it is told that they were not read; specks make a few on any scan."""
GUTTER = 0.03
"""Share of the width that is blank between them."""


def read(image: Image, number: int = 1, dpi: float = 150) -> PageEvidence:
    """The evidence of the page shown in `image` (height x width x RGB).

    Widths, heights and type sizes are in points at `dpi`. Boxes are fractions of the page made
    upright, which differs from the image only where `placement` says so.
    """
    height, width = image.shape[:2]
    seen = ocr.engine().lines(image)
    lines = [line for line in seen if line.readable]
    placement = place(lines, width, height)
    wide, high = placement.size
    evidence = PageEvidence(number, wide * 72 / dpi, high * 72 / dpi, scanned=True)
    evidence.placement, evidence.unread = placement, len(seen) - len(lines)
    for line in ocr.in_rows(lines, placement.upright):
        evidence.words += _words(
            line, evidence.words[-1].line + 1 if evidence.words else 0, evidence
        )
    upright = _upright(image, placement)
    strokes.mark_bold(evidence.words, upright)
    evidence.rulings = rulings(upright, evidence.words)
    evidence.pictures = pictures(upright, evidence.words, evidence.rulings)
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


def _words(line: TextLine, number: int, evidence: PageEvidence) -> list[StyledWord]:
    """The words of a line, numbered from `number`; beyond a gap too wide for a line begins
    another, for detectors run on across a narrow gutter."""
    placement = evidence.placement
    wide, high = placement.size
    length, height = (float(np.linalg.norm(line.corners[end] - line.corners[0])) for end in (1, 3))
    made: list[StyledWord] = []
    reached = 1.0
    for word in line.words:
        number += (word.start - reached) * length > WIDE_GAP * height
        reached = word.end
        box = ocr.box_of(placement.upright(line.word_corners(word)), wide, high)
        text = Word(word.text, box, word.confidence)
        made.append(StyledWord(text, size=height * evidence.height / high, line=number))
    return made


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
    gutter = _gutter(evidence)
    if gutter is None:
        return [evidence]
    return [_half(evidence, 0.0, gutter), _half(evidence, gutter, 1.0)]


def _gutter(evidence: PageEvidence) -> float | None:
    """Where an open book's pages meet: a blank band down the middle, with prose on both sides.

    Prose, because a table or a form may leave its middle blank as well.
    """
    if evidence.width < OPEN_BOOK * evidence.height or not evidence.words:
        return None
    edges = sorted((word.box.x0, word.box.x1) for word in evidence.words)
    reached, best = 0.0, (0.0, 0.0)
    for start, end in edges:
        if abs((start + reached) / 2 - 0.5) < 0.1:
            best = max(best, (start - reached, (start + reached) / 2))
        reached = max(reached, end)
    gap, middle = best
    crossed = any(r.x0 < middle - gap and r.x1 > middle + gap for r in evidence.rulings)
    if gap < GUTTER or crossed:
        return None
    both = (_is_prose(_half(evidence, *side)) for side in ((0.0, middle), (middle, 1.0)))
    return middle if all(both) else None


def _half(evidence: PageEvidence, left: float, right: float) -> PageEvidence:
    """What lies between two upright edges, in the coordinates of the whole."""

    def inside(x0: float, x1: float) -> bool:
        return left <= (x0 + x1) / 2 < right

    return replace(
        evidence,
        words=[word for word in evidence.words if inside(word.box.x0, word.box.x1)],
        rulings=[line for line in evidence.rulings if inside(line.x0, line.x1)],
        pictures=[box for box in evidence.pictures if inside(box.x0, box.x1)],
    )


def _is_prose(half: PageEvidence) -> bool:
    """Whether most words stand in lines of about the same, full width."""
    lines: dict[int, Box] = {}
    for word in half.words:
        lines[word.line] = lines.get(word.line, word.box).union(word.box)
    if len(lines) < 3:
        return False
    full = max(box.width for box in lines.values())
    in_full = sum(lines[word.line].width >= 0.7 * full for word in half.words)
    return full > 0.25 and in_full >= 0.6 * len(half.words)


def doubt(evidence: PageEvidence) -> str | None:
    """A warning if a good part of the text that was seen could not be read."""
    read = len({word.line for word in evidence.words})
    if evidence.unread < 2 or evidence.unread < UNREAD * (read + evidence.unread):
        return None
    return (
        f"Page {evidence.number}: {evidence.unread} of {read + evidence.unread} lines could not "
        "be read; the OCR knows Latin, Chinese and Japanese script, in print"
    )


def is_blank(image: Image) -> bool:
    """Whether the sheet is empty: hardly any pixel stands out from the paper around it."""
    grey = cv2.cvtColor(
        cv2.resize(image, (256, 256), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY
    )
    return float(np.percentile(grey, 99.5) - np.percentile(grey, 0.5)) < 24
