"""Tables set sideways on the page: turned upright for reading, their boxes turned back."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from octavo.documents import Block, Box, Word
from octavo.reading.evidence import PageEvidence, Ruling, StyledWord

MOST = 0.6
"""Share of the longer words that must stand upright for the page to be read sideways."""


class Turn(Enum):
    """Which way the text of a page runs."""

    NONE = "none"
    UP = "up"
    DOWN = "down"

    def straight(self, box: Box) -> Box:
        """`box` on the page turned so that its text runs to the right."""
        if self is Turn.UP:
            return Box(1 - box.y1, box.x0, 1 - box.y0, box.x1)
        return Box(box.y0, 1 - box.x1, box.y1, 1 - box.x0) if self is Turn.DOWN else box

    def back(self, box: Box) -> Box:
        """A box of the turned page on the page as it is."""
        if self is Turn.UP:
            return Box(box.y0, 1 - box.x1, box.y1, 1 - box.x0)
        return Box(1 - box.y1, box.x0, 1 - box.y0, box.x1) if self is Turn.DOWN else box


def of(evidence: PageEvidence) -> Turn:
    """Which way most of the page's text runs, told by the shape and the order of its words."""
    words = [w for w in evidence.words if len(w.text) > 3]
    tall = [w for w in words if _is_tall(w, evidence)]
    if len(tall) < 6 or len(tall) < MOST * len(words):
        return Turn.NONE
    return Turn.UP if _rises(evidence.words) >= 0 else Turn.DOWN


def _is_tall(word: StyledWord, page: PageEvidence) -> bool:
    return word.box.height * page.height > 1.3 * word.box.width * page.width


def _rises(words: Sequence[StyledWord]) -> int:
    """How many more words follow the last one upwards than downwards on the same line."""
    score = 0
    for a, b in pairwise(words):
        if abs(a.box.x0 - b.box.x0) < 0.3 * a.box.width and a.box.y0 != b.box.y0:
            score += 1 if b.box.y0 < a.box.y0 else -1
    return score


def turned(evidence: PageEvidence, turn: Turn) -> PageEvidence:
    """The evidence of the page as it is when turned for reading."""
    words = [
        StyledWord(
            Word(w.text, turn.straight(w.box), w.word.confidence),
            *(w.size, w.bold, w.line),
        )
        for w in evidence.words
    ]
    lines = [turn.straight(Box(*_corners(r))) for r in evidence.rulings]
    return PageEvidence(
        *(evidence.number, evidence.height, evidence.width, words),
        rulings=[Ruling(b.x0, b.y0, b.x1, b.y1) for b in lines],
        pictures=[turn.straight(b) for b in evidence.pictures],
        fills=[turn.straight(b) for b in evidence.fills],
        scanned=evidence.scanned,
    )


def _corners(rule: Ruling) -> tuple[float, float, float, float]:
    return (
        *(min(rule.x0, rule.x1), min(rule.y0, rule.y1)),
        *(max(rule.x0, rule.x1), max(rule.y0, rule.y1)),
    )


def turn_back(block: Block, turn: Turn) -> None:
    """Give a block's boxes, and its cells', in the page as it is."""
    if block.box is not None:
        block.box = turn.back(block.box)
    for cell in block.table.cells if block.table is not None else ():
        if cell.box is not None:
            cell.box = turn.back(cell.box)
