"""Line breaks that mean something: of addresses, receipts, verses, signatures.

A line of prose ends where the next word no longer fits. Where it would have fitted, the break was
meant, and stays in the block's text as a newline, which markdown shows as a space: to keep one
too many does no harm.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from octavo.documents import Block, BlockKind, Box, Word

MARGIN = 2.0
"""Letter widths beyond the next word that must be free: the space, and the unevenness of type."""
PROSE_LINES = 5
ALIGNED = 2.0
"""Letter widths by which lines of one left edge may differ; centred lines break as they like."""


def keep(blocks: Sequence[Block]) -> None:
    """Put a newline into the text of TEXT blocks at every break that was meant, in place.

    `blocks` are those of one page. Blocks whose text is not simply that of their words (broken
    words joined, inline marks) are prose or already formed, and stay as they are.
    """
    boxes = [block.box for block in blocks if block.box is not None]
    for block in blocks:
        if block.kind is BlockKind.TEXT and block.markdown is None and block.box is not None:
            _keep(block, _edge(block.box, boxes))


def _edge(box: Box, others: Sequence[Box]) -> float:
    """How far to the right lines of a block could have gone: as far from the page's edge as its
    text begins on the left, but not into what stands beside it."""
    edge = 1 - min(other.x0 for other in others)
    beside = [o.x0 for o in others if o.x0 >= box.x1 and min(o.y1, box.y1) > max(o.y0, box.y0)]
    return max(box.x1, min([edge, *beside]))


def _keep(block: Block, edge: float) -> None:
    tokens = [token for word in block.words for token in word.text.split()]
    if len(block.words) < 2 or block.text.split() != tokens:
        return
    lines = _lines(block.words)
    # Many lines show by themselves where the column ends.
    right = max(word.box.x1 for word in block.words) if len(lines) >= PROSE_LINES else edge
    text = _text(lines[0])
    for line, following in itertools.pairwise(lines):
        text += ("\n" if _meant(line, following, right) else " ") + _text(following)
    block.text = text


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines = [[words[0]]]
    for word in words[1:]:
        last = lines[-1][-1]
        below = word.box.y0 + word.box.y1 > 2 * last.box.y1
        if below and word.box.x0 < last.box.x1:
            lines.append([word])
        else:
            lines[-1].append(word)
    return lines


def _meant(line: Sequence[Word], following: Sequence[Word], right: float) -> bool:
    letter = _letter_width([*line, *following])
    if abs(line[0].box.x0 - following[0].box.x0) > ALIGNED * letter:
        return False
    room = right - line[-1].box.x1
    return room > following[0].box.width + MARGIN * letter


def _letter_width(words: Sequence[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.box.width for word in words) / max(letters, 1)


def _text(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)
