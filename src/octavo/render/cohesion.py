"""Where the subject of a text changes: the seam at which the words on both sides differ most.

The measure is that of TextTiling (Hearst, Computational Linguistics 23(1), 1997): the cosine of
the word counts of the blocks before and after a gap.
"""

from __future__ import annotations

import math
import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]{4,}")
_TAG = re.compile(r"<[^>]*>")
AROUND = 3
"""How many pieces on either side are compared."""


def weakest_seam(texts: list[str], first: int, last: int) -> int:
    """The number of texts before the least cohesive gap, of the gaps `first` to `last`.

    Equal gaps are decided for the last, which makes fuller chunks.
    """
    counts = [_words(text) for text in texts]
    return min(range(first, last + 1), key=lambda gap: (_cohesion(counts, gap), -gap))


def _cohesion(counts: list[Counter[str]], gap: int) -> float:
    before: Counter[str] = sum(counts[max(0, gap - AROUND) : gap], Counter())
    after: Counter[str] = sum(counts[gap : gap + AROUND], Counter())
    shared = sum(number * after[word] for word, number in before.items())
    return round(shared / (_norm(before) * _norm(after)), 3) if shared else 0.0


def _norm(counts: Counter[str]) -> float:
    return math.sqrt(sum(number * number for number in counts.values()))


def _words(text: str) -> Counter[str]:
    """Counts of longer words by their first letters, which serves for a stem in any language."""
    return Counter(word[:6] for word in _WORD.findall(_TAG.sub(" ", text).lower()))
