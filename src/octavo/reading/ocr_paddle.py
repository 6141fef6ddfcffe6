"""The engine of our own: the PP-OCR models that RapidOCR's wheel ships, driven directly.

It does what the packages around these models do, and also what a document needs: words with their
places, pages lying on a side or upside down, and no work on an image that was settled already.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from octavo.reading import ocr
from octavo.reading.ocr import Corners, Image, TextLine
from octavo.reading.ocr_detect import Detector
from octavo.reading.ocr_recognise import Recogniser, cut, is_foreign
from octavo.reading.ocr_words import words

SAMPLE = 6
"""Lines read to tell which way up a page is."""
SURE = 0.85
"""Mean confidence from which a sample is believed without trying the other way."""

LEGIBLE = 0.6
"""Mean confidence below which a sample says nothing about the page."""
FEW_FOREIGN = 0.1
"""Share of letters outside English up to which a page is taken for English with strays."""
SURE_FOREIGN = 0.9


class PaddleEngine:
    """Detects with PP-OCRv6 small and recognises with PP-OCRv6 small."""

    name = "paddle"

    def __init__(self) -> None:
        models, threads = _models(), ocr.threads()
        self._detect = Detector(models / "PP-OCRv6_det_small.onnx", threads)
        self._recognise = Recogniser(models / "PP-OCRv6_rec_small.onnx", threads)

    def lines(self, image: Image) -> list[TextLine]:
        found = sorted(self._detect(image), key=_length, reverse=True)
        sample, rest = found[:SAMPLE], found[SAMPLE:]
        turn, lines = self._settle(image, sample)
        lines += [self._read(image, turned(corners, turn)) for corners in rest]
        return self._without_strays(image, lines)

    def _without_strays(self, image: Image, lines: list[TextLine]) -> list[TextLine]:
        """Lines with doubtful letters of another script than the page's, read again without."""
        letters = "".join(line.text for line in lines if line.readable)
        if sum(map(is_foreign, letters)) > FEW_FOREIGN * len(letters):
            return lines
        return [
            self._read(image, line.corners, plain=True) if _has_strays(line) else line
            for line in lines
        ]

    def _settle(self, image: Image, sample: list[Corners]) -> tuple[int, list[TextLine]]:
        """Which way the text runs, and the sample read that way; upright if no way reads well."""
        tried: list[tuple[float, int, list[TextLine]]] = []
        for turn in _likely_turns(sample):
            lines = [self._read(image, turned(corners, turn)) for corners in sample]
            sure = float(np.mean([line.confidence for line in lines])) if lines else 1.0
            tried.append((sure, turn, lines))
            if sure >= SURE:
                break
        sure, turn, lines = max(tried, key=lambda each: each[0])
        if sure < LEGIBLE:
            _, turn, lines = tried[0]
        return turn, lines

    def _read(self, image: Image, corners: Corners, plain: bool = False) -> TextLine:
        line = cut(image, corners)
        return TextLine(corners, words(self._recognise(line, plain), line))


def _has_strays(line: TextLine) -> bool:
    """Foreign words that are doubtful; a name in another script is read with confidence."""
    doubts = [word.confidence for word in line.words if any(map(is_foreign, word.text))]
    return bool(doubts) and float(np.mean(doubts)) < SURE_FOREIGN


def _likely_turns(sample: list[Corners]) -> tuple[int, int]:
    """The two ways text may run in lines of this shape."""
    upright = sum(_length(corners) for corners in sample if _is_wide(corners))
    lying = sum(_length(corners) for corners in sample if not _is_wide(corners))
    return (0, 2) if upright >= lying else (1, 3)


def turned(corners: Corners, turn: int) -> Corners:
    """The same line read from another corner: `turn` quarters clockwise from upright.

    A line that runs the other way than the page does (a label on the side of a chart) keeps to
    its own length.
    """
    if _is_wide(corners) != (turn % 2 == 0) and _elongated(corners):
        turn = (turn + 3) % 4 if turn % 2 == 0 else turn - 1
    return np.roll(corners, -turn, axis=0)


def _length(corners: Corners) -> float:
    return float(
        max(np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0]))
    )


def _is_wide(corners: Corners) -> bool:
    return bool(np.linalg.norm(corners[1] - corners[0]) >= np.linalg.norm(corners[3] - corners[0]))


def _elongated(corners: Corners) -> bool:
    across = np.linalg.norm(corners[1] - corners[0]), np.linalg.norm(corners[3] - corners[0])
    return float(max(across)) >= 1.5 * float(min(across))


def _models() -> Path:
    """The folder of the models in RapidOCR's wheel, without importing RapidOCR."""
    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The package rapidocr, which carries the OCR models, is not installed")
    return Path(spec.submodule_search_locations[0]) / "models"
