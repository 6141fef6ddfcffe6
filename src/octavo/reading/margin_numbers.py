"""Numbers of lines down the margin, as manuscripts and court papers have: no part of the text.

Each line may have its number, or each third, fifth or tenth. They are told from the numbers of a
list or a table by what stands beside them: lines of running text, most of which end in the middle
of a sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from octavo.reading.evidence import PageEvidence, StyledWord

LEAST = {1: 10, 2: 8, 3: 6, 5: 5, 10: 4}
"""Numbers that count on down a page, at least, by the step they count in."""
ALIGNED = 0.015
"""Fraction of the page's width by which their right edges may differ."""
PROSE_WORDS = 6
RUNNING = 0.5
"""Share of the numbered lines that are long and go on in the next."""


def drop(page: PageEvidence) -> bool:
    """Take the numbers of lines out of the page's words, in place; whether there were any."""
    digits = [w for w in page.words if w.text.isdecimal() and len(w.text) <= 4]
    first = _first_counting(digits)
    if first is None:
        return False
    numbers = [w for w in digits if _aligned(w, first)]
    left = min(word.box.x0 for word in numbers)
    right = max(word.box.x1 for word in numbers)
    rest = [w for w in page.words if not left <= (w.box.x0 + w.box.x1) / 2 <= right]
    beside = all(w.box.x0 >= left for w in rest) or all(w.box.x1 <= right for w in rest)
    if not beside or not _run_on(numbers, rest):
        return False
    gone = {id(word) for word in numbers}
    page.words = [word for word in page.words if id(word) not in gone]
    return True


def _first_counting(numbers: Sequence[StyledWord]) -> StyledWord | None:
    """The first of the longest run of numbers that stand above one another and count on by one
    step; None if no run is long enough."""
    best: tuple[int, StyledWord | None] = (0, None)
    for side, (step, least) in itertools.product((0.0, 1.0), LEAST.items()):
        near = [w for w in numbers if abs(w.box.x1 - side) < 0.25]
        runs: dict[int, tuple[int, StyledWord, StyledWord]] = {}
        for word in sorted(near, key=lambda w: w.box.y0):
            length, first, last = runs.get(int(word.text) - step, (0, word, word))
            if not _aligned(word, last):
                length, first = 0, word
            runs[int(word.text)] = length + 1, first, word
            if length + 1 >= least:
                best = max(best, (length + 1, first), key=lambda run: run[0])
    return best[1]


def _aligned(a: StyledWord, b: StyledWord) -> bool:
    return abs(a.box.x1 - b.box.x1) < ALIGNED


def _run_on(numbers: Sequence[StyledWord], rest: Sequence[StyledWord]) -> bool:
    """Whether most lines beside the numbers are long ones that end within a sentence."""
    lines = [_level(number, rest) for number in numbers]
    written = [line for line in lines if line]
    going = [
        len(line) >= PROSE_WORDS and not line[-1].text.endswith((".", "!", "?", ":", ";"))
        for line, _ in itertools.pairwise(written)
    ]
    return bool(going) and sum(going) >= RUNNING * len(going)


def _level(number: StyledWord, rest: Sequence[StyledWord]) -> list[StyledWord]:
    """The words at a number's height, from left to right."""
    middle = (number.box.y0 + number.box.y1) / 2
    level = [word for word in rest if word.box.y0 <= middle <= word.box.y1]
    return sorted(level, key=lambda word: word.box.x0)
