"""Pages whose text was drawn sideways without the page saying so, as wide tables often are.

Such a page is laid straight before it is read, and what was found is put back where it lies.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from octavo.documents import Box, Word
from octavo.reading.drafts import is_wide
from octavo.reading.evidence import PageEvidence, Ruling, StyledWord
from octavo.reading.placement import Placement

MOST = 0.6
"""Share of a page's letters in words that stand upright from which the page lies on its side."""
UNIT = 20
"""Steps to the point in which places are mapped."""


def placement(page: PageEvidence) -> Placement:
    """How the page's text lies: by no quarters, or by one or three."""
    width, height = round(page.width * UNIT), round(page.height * UNIT)
    long = [w for w in page.words if len(w.text) >= 3]
    upright = [w for w in long if _stands(w, page)]
    letters = sum(len(w.text) for w in long)
    if not upright or sum(len(w.text) for w in upright) < MOST * letters:
        return Placement(max(width, 1), max(height, 1))
    return Placement(max(width, 1), max(height, 1), 3 if _runs_up(upright) else 1)


def straightened(page: PageEvidence, how: Placement) -> PageEvidence:
    """The evidence of the page laid straight."""
    wide, high = how.size
    words = [
        replace(w, word=Word(w.text, _turned(w.box, how), w.word.confidence)) for w in page.words
    ]
    lines = [_turned(Box(r.x0, r.y0, r.x1, r.y1), how) for r in page.rulings]
    return PageEvidence(
        *(page.number, wide / UNIT, high / UNIT, words),
        rulings=[Ruling(b.x0, b.y0, b.x1, b.y1) for b in lines],
        pictures=[_turned(box, how) for box in page.pictures],
        fills=[_turned(box, how) for box in page.fills],
    )


def _stands(word: StyledWord, page: PageEvidence) -> bool:
    return word.box.height * page.height > 1.8 * word.box.width * page.width


def _runs_up(words: Sequence[StyledWord]) -> bool:
    """Whether words of one line follow one another from the foot to the head of the page.

    Chinese and Japanese set in columns run down it, the columns from the right.
    """
    if 2 * sum(is_wide(word.text[0]) for word in words) > len(words):
        return False
    steps = [b.box.y0 - a.box.y0 for a, b in itertools.pairwise(words) if a.line == b.line]
    return sum(step < 0 for step in steps) >= sum(step > 0 for step in steps)


def _turned(box: Box, how: Placement) -> Box:
    corners = np.array([[box.x0 * how.width, box.y0 * how.height]])
    other = np.array([[box.x1 * how.width, box.y1 * how.height]])
    (xa, ya), (xb, yb) = how.upright(corners)[0], how.upright(other)[0]
    wide, high = how.size
    x0, x1 = sorted((float(xa) / wide, float(xb) / wide))
    y0, y1 = sorted((float(ya) / high, float(yb) / high))
    return Box(x0, y0, x1, y1)
