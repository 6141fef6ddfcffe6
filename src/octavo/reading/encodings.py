"""Fonts that do not say what their letters mean, tested by what the page shows.

PDFium gives the codes of letters that their font maps to nothing. Many such codes are right all
the same (old TeX and Type 3 fonts keep to ASCII); others number glyphs as they come, and the text
is gibberish. A few words of each such font are shown to the OCR engine: if it reads what the text
layer says, the font is believed. Words of fonts that are not are read by OCR one by one, unless
they are so many that the whole page had better be.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Sequence

import cv2
import numpy as np
from rapidfuzz import fuzz

from octavo.documents import Box
from octavo.reading import ocr
from octavo.reading.ocr import Image
from octavo.reading.pdfium import PdfEvidence
from octavo.reading.regions import Render

SAMPLE = 8
"""Words of a font that are tried on a page, at most."""
TELLING = 4
"""Letters of a word from which what it reads tells something of its font."""
ALIKE = 80.0
"""Percent of likeness between what a font says and shows, from which it is believed."""
ENOUGH = 3
"""Words, or pages for fonts without a name, that settle a font for the whole document."""
MAX_REREAD = 80
SURE = 0.8
HEIGHT, MARGIN, WIDTH = 40, 24, 1400
"""Pixels of a word on the sheet that OCR reads, of white around it, and of the sheet."""


class Fonts:
    """What has been learnt of the fonts of one document."""

    def __init__(self) -> None:
        self._verdicts: dict[str, list[bool]] = defaultdict(list)

    def test(self, evidence: PdfEvidence, render: Render) -> None:
        """Take the words of fonts that prove right out of `evidence.unmapped`, in place."""
        unproved: dict[str, list[int]] = defaultdict(list)
        for index in sorted(evidence.unmapped - evidence.meaningless):
            unproved[evidence.words[index].font].append(index)
        for font, indices in unproved.items():
            if len(self._verdicts[font]) < (1 if font else ENOUGH):
                self._try(font, indices, evidence, render)
            if self._believed(font):
                evidence.unmapped -= set(indices)

    def _believed(self, font: str) -> bool | None:
        """None for a font that could not be tried."""
        verdicts = self._verdicts[font]
        return sum(verdicts) > 0.5 * len(verdicts) if verdicts else None

    def _try(
        self, font: str, indices: Sequence[int], evidence: PdfEvidence, render: Render
    ) -> None:
        telling = [i for i in indices if len(evidence.words[i].text) >= TELLING]
        telling.sort(key=lambda index: -len(evidence.words[index].text))
        sample = telling[:SAMPLE]
        if len(sample) < ENOUGH:
            return
        shown = _shown([evidence.words[i].box for i in sample], render)
        likeness = [
            fuzz.ratio(evidence.words[i].text.casefold(), text.casefold())
            for i, (text, _) in zip(sample, shown, strict=True)
        ]
        self._verdicts[font].append(statistics.median(likeness) >= ALIKE)

    def reread(self, evidence: PdfEvidence, render: Render) -> None:
        """Give the unmapped words of a page whose fonts say nothing the text they show."""
        doubtful = [
            index
            for index in sorted(evidence.unmapped)
            if len((word := evidence.words[index]).text) > 1
            and (index in evidence.meaningless or self._believed(word.font) is False)
        ][:MAX_REREAD]
        shown = _shown([evidence.words[i].box for i in doubtful], render)
        for index, (text, confidence) in zip(doubtful, shown, strict=True):
            if text and confidence >= SURE:
                word = evidence.words[index]
                word.word.text, word.word.confidence, word.reread = text, confidence, True


def _shown(boxes: Sequence[Box], render: Render) -> list[tuple[str, float]]:
    """What OCR reads in each of some boxes of a page, and how surely; they share one image."""
    if not boxes:
        return []
    sheet, slots = _sheet([render(box) for box in boxes])
    read: list[list[tuple[float, str, float]]] = [[] for _ in boxes]
    for line in ocr.engine().lines(sheet):
        for word in line.words:
            x, y = line.word_corners(word).mean(axis=0)
            for slot, (left, top, right, bottom) in enumerate(slots):
                if left <= x <= right and top <= y <= bottom:
                    read[slot].append((float(x), word.text, word.confidence))
    return [
        ("".join(text for _, text, _ in sorted(parts)), min((c for *_, c in parts), default=0.0))
        for parts in read
    ]


def _sheet(words: Sequence[Image]) -> tuple[Image, list[tuple[int, int, int, int]]]:
    """The words set in lines on a white sheet, far from one another, and where each stands."""
    placed: list[tuple[int, int, Image]] = []
    x = y = MARGIN
    for word in words:
        width = max(8, min(WIDTH - 2 * MARGIN, round(word.shape[1] * HEIGHT / word.shape[0])))
        image = np.asarray(cv2.resize(word, (width, HEIGHT), interpolation=cv2.INTER_AREA))
        if x + width + MARGIN > WIDTH:
            x, y = MARGIN, y + HEIGHT + MARGIN
        placed.append((x, y, image.astype(np.uint8)))
        x += width + 4 * MARGIN
    sheet = np.full((y + HEIGHT + MARGIN, WIDTH, 3), 255, np.uint8)
    for left, top, image in placed:
        sheet[top : top + HEIGHT, left : left + image.shape[1]] = image
    half = MARGIN // 2
    return sheet, [
        (left - half, top - half, left + image.shape[1] + half, top + HEIGHT + half)
        for left, top, image in placed
    ]
