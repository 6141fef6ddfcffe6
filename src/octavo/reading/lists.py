"""Nested lists: how deep each list item lies, from where its marker stands."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.documents import BlockKind
from octavo.reading.drafts import Draft

STEP = 0.012
"""Fraction of the page's width: markers nearer than this to one another are of one depth."""
MAX_DEPTH = 8


def nest(drafts: Sequence[Draft]) -> None:
    """Set the level of every LIST_ITEM, in place: 0 for the outermost of its list."""
    margins: list[float] = []
    for draft in drafts:
        if draft.kind is not BlockKind.LIST_ITEM:
            goes_on = draft.kind in (BlockKind.TEXT, BlockKind.FIGURE)
            if not goes_on or (margins and draft.box.x0 <= margins[0] + STEP):
                margins = []
            continue
        left = draft.box.x0
        if margins and abs(left - margins[0]) > 0.25:
            margins = []
        while margins and margins[-1] > left + STEP:
            margins.pop()
        if not margins or left > margins[-1] + STEP:
            margins.append(left)
        draft.block.level = min(len(margins) - 1, MAX_DEPTH)
