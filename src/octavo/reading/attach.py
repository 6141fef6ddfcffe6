"""Words given to the blocks they lie in, so that every word of a page is said exactly once.

The engine's blocks say what is where; the text layer says which words there are. Words that no
block holds are left over, for the caller to make blocks of; blocks whose text the engine did not
read, or could not, take it from their words.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.documents import Block, BlockKind, Box
from octavo.reading.drafts import Draft, join_lines
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.lines import join_rows, segments

SLACK = 0.004
"""Fraction of the page: how far a word's middle may stick out of its block."""


def give_words(drafts: Sequence[Draft], evidence: PageEvidence) -> list[StyledWord]:
    """Hand each word to the smallest block around its middle; the rest is returned, in order."""
    smallest_first = sorted(drafts, key=lambda draft: draft.box.area)
    boxes = [(_grown(draft.box), draft) for draft in smallest_first]
    left: list[StyledWord] = []
    for word in evidence.words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
        for box, draft in boxes:
            if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1:
                draft.words.append(word)
                break
        else:
            left.append(word)
    for draft in drafts:
        _settle(draft, evidence)
    return _unsaid(left, drafts)


def _grown(box: Box) -> Box:
    return Box(box.x0 - SLACK, box.y0 - SLACK, box.x1 + SLACK, box.y1 + SLACK)


def _settle(draft: Draft, evidence: PageEvidence) -> None:
    """Looks and box from the words, which come as they are drawn; text too where it has none."""
    if not draft.words:
        return
    draft.measure()
    silent = not draft.block.text.strip() or any(word.reread for word in draft.words)
    if draft.kind not in (BlockKind.TABLE, BlockKind.FIGURE) and silent:
        rows = join_rows(segments(draft.words, evidence))
        draft.words = [word for row in rows for word in row.words]
        draft.lines = len(rows)
        draft.block.text = join_lines([row.text for row in rows])
    draft.block.words = [word.word for word in draft.words]
    box = draft.box
    for word in draft.words:
        box = box.union(word.box)
    draft.block.box = box.clipped()


def _unsaid(left: list[StyledWord], drafts: Sequence[Draft]) -> list[StyledWord]:
    """The words left over that no neighbouring block says already."""
    unsaid = []
    for word in left:
        near = (d for d in drafts if _near(d.box, word.box))
        if not any(word.text in d.block.text and len(word.text) < 3 for d in near):
            unsaid.append(word)
    return unsaid


def _near(box: Box, word: Box) -> bool:
    return (
        box.x0 - 0.02 <= word.x1
        and word.x0 <= box.x1 + 0.02
        and box.y0 - 0.01 <= word.y1
        and word.y0 <= box.y1 + 0.01
    )


def enclose(block: Block) -> None:
    """Widen the block's box, in place, until all its words and cells lie within it."""
    parts = [word.box for word in block.words]
    parts += [cell.box for cell in (block.table.cells if block.table else ()) if cell.box]
    if not parts:
        return
    box = block.box or parts[0]
    for part in parts:
        box = box.union(part)
    block.box = box.clipped()
