"""Pages made to take long: many lines, many words, words on one spot, boxes out of order."""

import random
import time

import pytest

from octavo.documents import Box, Word
from octavo.reading import tables
from octavo.reading.evidence import PageEvidence, Ruling, StyledWord


def word(x: float, y: float, text: str = "12", width: float = 0.01) -> StyledWord:
    return StyledWord(Word(text, Box(x, y, min(x + width, 1), min(y + 0.008, 1))), size=6.0)


def net() -> PageEvidence:
    steps = [i / 900 for i in range(900)]
    lines = [Ruling(0, s, 1, s) for s in steps] + [Ruling(s, 0, s, 1) for s in steps]
    return PageEvidence(1, 600, 800, [word(s, s) for s in steps[:-20]], lines)


def scattered() -> PageEvidence:
    chance = random.Random(1)
    words = [word(chance.random() * 0.98, chance.random() * 0.98) for _ in range(6_000)]
    lines = [
        Ruling(x, y, x + 0.1, y)
        for x, y in ((chance.random() * 0.9, chance.random()) for _ in range(4_000))
    ]
    return PageEvidence(1, 600, 800, words, lines)


def one_spot() -> PageEvidence:
    return PageEvidence(1, 600, 800, [word(0.5, 0.5) for _ in range(5_000)])


def flat_page() -> PageEvidence:
    return PageEvidence(1, 0, 0, [word(0.1, 0.1)], [Ruling(0, 0, 0, 0)])


@pytest.mark.parametrize("page", [net, scattered, one_spot, flat_page])
def test_time_is_bounded_and_grids_are_sound(page: object) -> None:
    evidence = page()  # type: ignore[operator]
    start = time.process_time()
    found = tables.find(evidence)
    assert time.process_time() - start < 10
    for block in found:
        assert block.table is not None
        area = sum(c.row_span * c.column_span for c in block.table.cells)
        assert area == block.table.rows * block.table.columns
