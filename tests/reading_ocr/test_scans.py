"""A scanned page is read whichever way it lies, however badly it was scanned."""

from __future__ import annotations

from pathlib import Path

import docvortex
import numpy as np
import pytest
from PIL import Image

from octavo.documents import Box
from octavo.reading import scans
from octavo.reading.evidence import PageEvidence
from tests.reading_ocr import sheets
from tests.reading_ocr.sheets import Sheet


def reading(image: Image.Image, dpi: float = 100) -> PageEvidence:
    return scans.read(np.asarray(image.convert("RGB")), 1, dpi)


def texts(evidence: PageEvidence) -> list[str]:
    return [word.text for word in evidence.words]


def missing(sheet: Sheet, evidence: PageEvidence) -> list[str]:
    found = texts(evidence)
    return [text for text in sheet.texts if text not in found]


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return sheets.letter()


@pytest.fixture(scope="module")
def straight(sheet: Sheet) -> PageEvidence:
    return reading(sheet.image)


def test_every_word_in_reading_order(sheet: Sheet, straight: PageEvidence) -> None:
    assert texts(straight) == sheet.texts
    assert straight.scanned
    assert straight.placement.plain


def test_words_carry_their_line_their_size_and_how_sure_they_are(straight: PageEvidence) -> None:
    assert len({word.line for word in straight.words}) == len(sheets.LETTER)
    assert all(0.8 < word.word.confidence <= 1 for word in straight.words)
    assert all(13 < word.size < 40 for word in straight.words)
    assert (straight.width, straight.height) == pytest.approx((648, 460.8))


def test_word_boxes_are_drawn_to_the_ink(sheet: Sheet, straight: PageEvidence) -> None:
    overlaps = [
        sheets.overlap(box, word.box)
        for (_, box), word in zip(sheet.words, straight.words, strict=True)
    ]
    assert np.mean([overlap >= 0.7 for overlap in overlaps]) > 0.95


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_on_its_side_or_head(sheet: Sheet, turns: int) -> None:
    evidence = reading(sheets.turned(sheet.image, turns))
    assert texts(evidence) == sheet.texts
    assert evidence.placement.turns == turns
    first = evidence.placement.put_back(evidence.words[0].box)
    assert sheets.overlap(first, _turned_box(sheet, turns)) > 0.5


def _turned_box(sheet: Sheet, turns: int) -> Box:
    box = sheet.words[0][1]
    for _ in range(turns):
        box = Box(1 - box.y1, box.x0, 1 - box.y0, box.x1)
    return box


@pytest.mark.parametrize("degrees", [-9.0, -2.5, 4.0])
def test_a_skewed_page_is_straightened_and_its_boxes_given_back(
    sheet: Sheet, degrees: float
) -> None:
    evidence = reading(sheets.skewed(sheet.image, degrees))
    assert texts(evidence) == sheet.texts
    assert evidence.placement.skew == pytest.approx(degrees, abs=0.5)
    overlaps = [
        sheets.overlap(box, word.box)
        for (_, box), word in zip(sheet.words, evidence.words, strict=True)
    ]
    assert np.mean([overlap >= 0.5 for overlap in overlaps]) > 0.9
    back = [evidence.placement.put_back(word.box) for word in evidence.words]
    assert all(0 <= box.x0 < box.x1 <= 1 and 0 <= box.y0 < box.y1 <= 1 for box in back)


def test_low_contrast() -> None:
    pale = sheets.letter(ink=185, paper=225)
    assert missing(pale, reading(pale.image)) == []


def test_white_on_black() -> None:
    slate = sheets.letter(ink=245, paper=20)
    assert missing(slate, reading(slate.image)) == []


def test_a_bad_jpeg(sheet: Sheet) -> None:
    assert len(missing(sheet, reading(sheets.noisy(sheet.image)))) <= 2


def test_an_empty_sheet_has_no_words() -> None:
    paper = Image.new("RGB", (600, 800), (250, 248, 240))
    evidence = reading(paper)
    assert evidence.words == []
    assert evidence.rulings == []
    assert scans.is_blank(np.asarray(paper))


def test_grain_alone_is_not_read_as_text() -> None:
    grain = np.random.default_rng(3).integers(0, 255, (500, 500, 3)).astype(np.uint8)
    assert len(scans.read(grain).words) < 5


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (20, 20)])
def test_the_smallest_images(size: tuple[int, int]) -> None:
    assert reading(Image.new("RGB", size, (255, 255, 255))).words == []


CJK = Path(docvortex.__file__).parent / "resources" / "fonts" / "DroidSansFallbackFull.ttf"
needs_cjk = pytest.mark.skipif(not CJK.exists(), reason="the font is gone from docvortex")


@needs_cjk
def test_japanese() -> None:
    lines = ("東京都港区芝公園四丁目二番八号", "請求書", "お支払い期限は令和六年三月末日です")
    assert texts(reading(sheets.letter(lines, font=CJK).image)) == list(lines)


def test_accents_of_european_languages_are_kept() -> None:
    european = sheets.letter(
        ("Grüße aus München", "Prix à régler: 12,50 €", "Señor Núñez, año 1999")
    )
    assert texts(reading(european.image)) == european.texts


@needs_cjk
def test_a_script_the_engine_does_not_know_is_told() -> None:
    korean = sheets.letter(("안녕하세요 한국어 문서입니다", "계약서 내용을 확인하세요"), font=CJK)
    evidence = reading(korean.image)
    assert "could not be read" in (scans.doubt(evidence) or "")
    assert scans.doubt(reading(sheets.letter().image)) is None
