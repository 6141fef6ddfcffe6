"""Every OCR engine keeps the same promise: words, where they lie, whichever way the page lies."""

from __future__ import annotations

import numpy as np
import pytest

from octavo.documents import Box
from octavo.reading import ocr
from tests.reading_ocr import sheets

LINES = ("Delivery note 4711", "Seventeen boxes of apples")


@pytest.mark.parametrize("name", sorted(ocr.ENGINES))
@pytest.mark.parametrize("turns", [0, 1])
def test_words_and_their_places(name: str, turns: int) -> None:
    sheet = sheets.letter(LINES, (620, 220))
    pixels = np.ascontiguousarray(np.rot90(sheet.pixels, -turns))
    lines = [line for line in ocr.engine(name).lines(pixels) if line.readable]
    height, width = pixels.shape[:2]
    found = {
        word.text: ocr.box_of(line.word_corners(word), width, height)
        for line in lines
        for word in line.words
    }
    assert sorted(found) == sorted(sheet.texts)
    for text, box in sheet.words:
        expected = Box(1 - box.y1, box.x0, 1 - box.y0, box.x1) if turns else box
        assert sheets.overlap(found[text], expected) > 0.35


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(LookupError, match="rapidocr"):
        ocr.engine("crystal-ball")
