"""Which headings a page stands under: its own, and those of pages before that it goes on with.

A section's title is printed once and holds for all its pages. Titles are inherited from page to
page, less so where something new is likely to begin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from octavo.documents import Block, BlockKind, Page
from octavo.documents.model import FURNITURE
from octavo.finding.topics_text import tokens

Titles = dict[str, float]
"""The words of headings, with the share each has in saying what a page is about."""
_DEPTH = 0.5
"""What a heading counts for each level below the section's highest."""
_FAINT = 0.05
_LONGEST = 120


def titles(pages: Sequence[Page], gaps: Sequence[float], contents: Sequence[bool]) -> list[Titles]:
    """The words of the headings each page stands under, weighed 0..1.

    `gaps` are the log-odds of a new beginning at each page but the first; `contents` tells the
    tables of contents, whose lines are no headings.
    """
    found: list[Titles] = []
    stack: list[tuple[int, str, float]] = []
    for place, page in enumerate(pages):
        goes_on = 1.0 if place == 0 else 1 / (1 + math.exp(gaps[place - 1] - 1.0))
        stack = [(level, text, weight * goes_on) for level, text, weight in stack]
        body = [block for block in page.blocks if block.kind not in FURNITURE]
        headings = [] if contents[place] else [(n, b) for n, b in enumerate(body) if _is_heading(b)]
        found.append(_weighed(_on_page(stack, headings)))
        for _, block in headings:
            stack = _with(stack, block)
    return found


def _is_heading(block: Block) -> bool:
    return block.kind is BlockKind.HEADING and 0 < len(block.text) < _LONGEST


def _with(stack: list[tuple[int, str, float]], block: Block) -> list[tuple[int, str, float]]:
    level = max(1, block.level)
    return [entry for entry in stack if entry[0] < level] + [(level, block.text, 1.0)]


def _on_page(
    stack: list[tuple[int, str, float]], headings: list[tuple[int, Block]]
) -> list[tuple[int, str, float]]:
    """The headings in force on most of a page: those inherited, or the highest it opens with."""
    early = [block for place, block in headings if place < 3]
    for block in early:
        stack = _with(stack, block)
    return stack


def _weighed(stack: list[tuple[int, str, float]]) -> Titles:
    words: Titles = {}
    if not stack:
        return words
    highest = stack[0][0]
    for level, text, weight in stack:
        share = weight * _DEPTH ** (level - highest)
        for word in tokens(text):
            if share > _FAINT:
                words[word] = max(words.get(word, 0.0), share)
    return words
