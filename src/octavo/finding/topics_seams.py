"""Where one document or section ends and another begins, whatever they are about.

Each gap between two pages gets log-odds that something new begins there, from page numbers that
start again, furniture that changes, titles, sentences that run on, sheets of another size and
words in common. The weights are set by hand: signs that are near proof weigh most.
"""

from __future__ import annotations

import math
import re

from octavo.documents import Block, BlockKind, Page
from octavo.documents.model import FURNITURE
from octavo.finding.topics_text import PageText

_OF = re.compile(r"\b(\d{1,4})\s*(?:of|von|de|di|van|av|sur|/)\s*(\d{1,4})\b", re.IGNORECASE)
_ALONE = re.compile(r"\W*(?:[^\W\d]+\.?\s*)?(\d{1,4})\W*")


def seams(pages: list[Page], texts: list[PageText]) -> list[float]:
    """Log-odds of a new beginning at each page but the first, in their order."""
    return [
        _prior() + _numbering(a, b) + _furniture(a, b) + _opening(b) + _paper(a, b) + _shared(s, t)
        for a, b, s, t in zip(pages, pages[1:], texts, texts[1:], strict=False)
    ]


def _prior() -> float:
    return -0.5


def _numbering(before: Page, after: Page) -> float:
    """Page numbers that go on, or start again."""
    one, two = _page_number(before), _page_number(after)
    if two is None:
        return 0.0 if one is None else 0.5
    if one is None:
        return 1.0 if two[0] == 1 else 0.0
    if two[0] == one[0] + 1 and (two[1] == one[1] or None in (one[1], two[1])):
        return -2.5 if two[1] else -0.7
    return 3.0 if two[0] == 1 else 1.5


def _page_number(page: Page) -> tuple[int, int | None] | None:
    """The page's own number and, if told, of how many."""
    for block in page.blocks:
        if block.kind in FURNITURE or len(block.text) < 25:
            if found := _OF.search(block.text):
                number, count = int(found[1]), int(found[2])
                if 0 < number <= count:
                    return number, count
            if block.kind is BlockKind.PAGE_NUMBER and (alone := _ALONE.fullmatch(block.text)):
                return int(alone[1]), None
    return None


def _furniture(before: Page, after: Page) -> float:
    one, two = _furnishing(before), _furnishing(after)
    if not one and not two:
        return 0.0
    if not one or not two:
        return 0.7
    shared = len(one & two) / min(len(one), len(two))
    return 1.5 - 3.0 * shared


def _furnishing(page: Page) -> set[str]:
    """The texts of headers and footers, digits aside."""
    texts = (
        block.text for block in page.blocks if block.kind in (BlockKind.HEADER, BlockKind.FOOTER)
    )
    return {re.sub(r"\d+", "#", " ".join(text.lower().split())) for text in texts if text.strip()}


def _opening(page: Page) -> float:
    """How the page begins: with a title, or in the middle of something."""
    body = [block for block in page.blocks if block.kind not in FURNITURE]
    if not body:
        return 0.0
    first = body[0]
    if first.kind is BlockKind.TEXT and first.text[:1].islower():
        return -1.5
    if any(_is_title(block) for block in body[:3]):
        return 1.5
    return -0.7 if first.kind in (BlockKind.TABLE, BlockKind.LIST_ITEM) else -0.3


def _is_title(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and block.level <= 1


def _paper(before: Page, after: Page) -> float:
    """Another size of sheet, or a scan after a digital page."""
    sizes = abs(before.width - after.width) + abs(before.height - after.height)
    return (2.0 if sizes > 20 else 0.0) + (1.5 if before.scanned != after.scanned else 0.0)


def _shared(before: PageText, after: PageText) -> float:
    """Words in common beyond what pages of one document usually have."""
    if min(before.length, after.length) < 20:
        return 0.0
    return 1.0 - 5.0 * cosine(before.words, after.words)


def cosine(one: dict[str, float], two: dict[str, float]) -> float:
    """Of damped weights, so that a word said often does not drown the rest."""
    shared = sum(math.log1p(one[word]) * math.log1p(two[word]) for word in one.keys() & two.keys())
    return shared / (_norm(one) * _norm(two)) if shared else 0.0


def _norm(words: dict[str, float]) -> float:
    return math.sqrt(sum(math.log1p(weight) ** 2 for weight in words.values()))
