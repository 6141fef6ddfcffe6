"""The order a page's blocks are read in: head margin, columns, footnotes, foot margin."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.documents import BlockKind
from octavo.reading import bidi, order
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence

MARGIN = 0.1
"""Fraction of the page's height: a line or two within it, with nothing beyond, are margin."""
_MARGINAL = frozenset(
    {
        BlockKind.TEXT,
        BlockKind.LIST_ITEM,
        BlockKind.HEADER,
        BlockKind.FOOTER,
        BlockKind.PAGE_NUMBER,
    }
)


def arrange(drafts: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    """The drafts of a page in reading order."""
    side = [d for d in drafts if _is_sideways(d, drafts, page)]
    head, body, foot = margins([d for d in drafts if not any(d is s for s in side)])
    notes = [d for d in body if _is_foot_note(d, body, page)]
    body = [d for d in body if not any(d is note for note in notes)]
    em = body_size(drafts)
    return [d for part in (head, body, notes, side, foot) for d in _columns(part, page, em)]


def margins(drafts: Sequence[Draft]) -> tuple[list[Draft], list[Draft], list[Draft]]:
    """The drafts of the head margin, the body and the foot margin, each top to bottom."""
    body = sorted(drafts, key=lambda d: d.box.y0)
    head: list[Draft] = []
    while body and _is_marginal(body[0]) and body[0].box.y1 < MARGIN:
        head.append(body.pop(0))
    body.sort(key=lambda d: d.box.y1)
    foot: list[Draft] = []
    while body and _is_marginal(body[-1]) and body[-1].box.y0 > 1 - MARGIN:
        foot.insert(0, body.pop())
    return head, body, foot


_NO_BODY = (BlockKind.TABLE, BlockKind.FIGURE, BlockKind.CODE)


def body_size(drafts: Sequence[Draft]) -> float:
    """The size of type most letters of the drafts are set in, in points; 10 for none."""
    letters: dict[float, int] = {}
    for draft in drafts:
        if draft.size > 0 and draft.kind not in _NO_BODY:
            size = round(draft.size * 2) / 2
            letters[size] = letters.get(size, 0) + len(draft.text)
    return max(letters, key=lambda size: letters[size]) if letters else 10.0


def _is_sideways(draft: Draft, drafts: Sequence[Draft], page: PageEvidence) -> bool:
    """A line set upright in the outer margin, such as a repository's stamp: read apart."""
    upright = draft.box.height * page.height > 4 * draft.box.width * page.width
    others = [d.box for d in drafts if d is not draft]
    if draft.kind not in _MARGINAL or not upright or not others:
        return False
    return draft.box.x1 < min(b.x0 for b in others) or draft.box.x0 > max(b.x1 for b in others)


def _is_marginal(draft: Draft) -> bool:
    return draft.kind in _MARGINAL and draft.lines <= 2


def _is_foot_note(draft: Draft, body: Sequence[Draft], page: PageEvidence) -> bool:
    """A note at the foot of its column; on slides notes stay in their panel."""
    if draft.kind is not BlockKind.FOOTNOTE or not draft.block.marker or draft.box.y0 < 0.5:
        return False
    return page.width <= page.height and not any(
        other.kind is not BlockKind.FOOTNOTE
        and other.box.y0 > draft.box.y0
        and min(other.box.x1, draft.box.x1) > max(other.box.x0, draft.box.x0)
        for other in body
    )


def _columns(drafts: Sequence[Draft], page: PageEvidence, em: float) -> list[Draft]:
    width, height = max(page.width, 1.0), max(page.height, 1.0)
    rightward = bidi.is_rightward(page.words)
    items = [
        order.Item(
            (1 - d.box.x1 if rightward else d.box.x0) * width,
            d.box.y0 * height,
            (1 - d.box.x0 if rightward else d.box.x1) * width,
            d.box.y1 * height,
            key=index,
            solid=d.kind in (BlockKind.TABLE, BlockKind.FIGURE),
        )
        for index, d in enumerate(drafts)
    ]
    return [drafts[item.key] for group in order.columns(items, em) for item in group]
