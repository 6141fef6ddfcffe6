"""Headings: which blocks are headings, and their levels, consistent over a whole document.

A heading is short, stands alone and looks unlike the body: larger, bolder, in capitals, or
numbered like one ("2.1 Method"). Levels follow the numbering where there is one, else the rank of
the type among all headings of the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from octavo.documents import BlockKind
from octavo.reading.drafts import Draft

MAX_LENGTH = 200
LARGER = 1.12
"""A heading's type is this much larger than the body's, unless something else tells it."""
_NUMBERED = re.compile(
    r"^(?:(?:chapter|section|part|appendix|annex|article|schedule)\s+[\dIVXA-Z]{1,5}\b|"
    r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[^\W\d_])|[IVX]{1,5}\.\s+(?=[A-Z])|[A-Z]\.\s+(?=[A-Z]))",
    re.I,
)
_DEPTH = re.compile(r"^\d{1,2}((?:\.\d{1,2})*)")


def classify(drafts: Sequence[Draft], body: float, body_bold: bool = False) -> None:
    """Turn the TEXT drafts that are headings into HEADING, in place. `body` is in points."""
    for index, draft in enumerate(drafts):
        follower = drafts[index + 1] if index + 1 < len(drafts) else None
        if _may_be(draft) and _looks_like(draft, body, body_bold) and _heads(draft, follower):
            draft.block.kind = BlockKind.HEADING
            if draft.block.marker:
                draft.block.text = f"{draft.block.marker} {draft.block.text}"
                draft.block.marker = ""


def set_levels(drafts: Sequence[Draft]) -> None:
    """Give every HEADING of a document its level 1..6, in place."""
    found = [d for d in drafts if d.kind is BlockKind.HEADING]
    looks = sorted({_look(d) for d in found}, reverse=True)
    depths = _numbered_depths(found)
    rank = {look: min(index + 1, 6) for index, look in enumerate(looks)}
    for draft in found:
        depth = _depth(draft.text)
        level = rank[_look(draft)]
        if depth and depths:
            level = min(6, depths + depth - 1)
        draft.block.level = level


def _may_be(draft: Draft) -> bool:
    text = draft.text.strip()
    letters = sum(c.isalpha() for c in text)
    if draft.kind not in (BlockKind.TEXT, BlockKind.LIST_ITEM) or draft.lines > 3:
        return False
    return 3 <= len(text) <= MAX_LENGTH and letters >= max(2, 0.4 * len(text.replace(" ", "")))


def _looks_like(draft: Draft, body: float, body_bold: bool) -> bool:
    text = draft.text.strip()
    sentence = text.endswith((".", ",", ";")) and not _NUMBERED.match(text)
    numbered = bool(_NUMBERED.match(f"{draft.block.marker} {text}".strip()))
    item = draft.kind is BlockKind.LIST_ITEM
    if item and not numbered:
        return False
    if draft.size >= 1.3 * body and not item:
        return not sentence or draft.size >= 1.6 * body
    if sentence or draft.size < 0.95 * body:
        return False
    if draft.size >= LARGER * body:
        return draft.bold or not item
    return draft.bold and not body_bold and (draft.lines <= 2)


def _heads(draft: Draft, follower: Draft | None) -> bool:
    """Whether something stands below it that it can head."""
    if draft.size and follower is not None and follower.size > 1.2 * draft.size:
        return False
    return follower is None or follower.box.y0 >= draft.box.y0 - 0.01 or follower.box.x0 > 0.4


def _look(draft: Draft) -> tuple[float, bool]:
    return round(draft.size * 1.0), draft.bold


def _numbered_depths(found: Sequence[Draft]) -> int:
    """The level at which plainly numbered headings ("1 …") stand, 0 if there are none."""
    levels: dict[int, int] = defaultdict(int)
    looks = sorted({_look(d) for d in found}, reverse=True)
    for draft in found:
        if depth := _depth(draft.text):
            levels[max(1, looks.index(_look(draft)) + 2 - depth)] += 1
    return max(levels, key=lambda level: levels[level]) if levels else 0


def _depth(text: str) -> int:
    match = _DEPTH.match(text.strip())
    if match is None or not _NUMBERED.match(text.strip()):
        return 0
    return 1 + match[1].count(".")
