"""Whether a PDF page's text layer can be trusted, told from its evidence.

Three kinds cannot: a page that shows a picture and says nothing, or says it only invisibly (an old
OCR layer behind a scan); a page whose glyphs have no meaning attached; and a page that draws its
letters as outlines. What is hidden on a page that has visible text is dropped, because nobody
reading the page sees it.
"""

from __future__ import annotations

from enum import StrEnum

from octavo.documents import Box
from octavo.reading.drafts import is_wide
from octavo.reading.pdfium import PdfEvidence

SCAN_AREA = 0.35
"""Pictures covering this share of a page without visible text are a scan."""
UNMAPPED = 0.15
"""Share of a page's letters in words of glyphs that mean nothing, from which none is believed."""
FEW_WORDS = 3


class Trust(StrEnum):
    """What is to be done with a page: take its text, read its image, or see if it is blank."""

    TEXT = "text"
    IMAGE = "image"
    UNSURE = "unsure"
    """No text and no picture: blank, or drawn with outlines."""


def judge(evidence: PdfEvidence) -> Trust:
    """How the page is to be read."""
    visible = sum(_weight(w.text) for i, w in enumerate(evidence.words) if i not in evidence.hidden)
    covered = picture_share(evidence)
    if visible <= FEW_WORDS and covered >= SCAN_AREA:
        return Trust.IMAGE
    if len(evidence.hidden) > max(FEW_WORDS, visible) and evidence.pictures:
        return Trust.IMAGE
    letters = sum(len(word.text) for word in evidence.words)
    if sum(len(evidence.words[i].text) for i in evidence.unmapped) >= UNMAPPED * max(letters, 1):
        return Trust.IMAGE
    return Trust.TEXT if visible > FEW_WORDS else Trust.UNSURE


def _weight(text: str) -> int:
    """How many words a word counts for: where none are parted by spaces, a letter is as much."""
    return len(text) if is_wide(text[0]) else 1


def drop_hidden(evidence: PdfEvidence) -> None:
    """Take the words nobody can see out of the evidence, in place."""
    if evidence.hidden:
        evidence.words = [w for i, w in enumerate(evidence.words) if i not in evidence.hidden]
        evidence.hidden = set()


def picture_share(evidence: PdfEvidence) -> float:
    """The share of the page under pictures, counted on a coarse raster."""
    side = 24
    covered = sum(
        any(_holds(box, (x + 0.5) / side, (y + 0.5) / side) for box in evidence.pictures)
        for x in range(side)
        for y in range(side)
    )
    return covered / side**2


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
