"""Blocks that run across a gutter: the engine took two columns' level lines for one.

A gap within a line is a gutter if it stays white above and below, with lines of text on both
sides. The blocks around are then read again from their words, column by column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.documents import BlockKind
from octavo.reading import layout, lines
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence
from octavo.reading.lines import Segment

WORDS = 3
"""Fewer words beside a gap are a label or a figure, not a line of a column."""
REACH = 4.0
"""Ems above and below a gap in which it must stay white."""
LINES = 3
"""Lines of text there must be on each side of it within reach."""
WHITE = 0.8
"""Ems: the least width of a gutter."""
NEAR = 0.8
"""Ems between lines of one run of text, at most."""
_RUNNING = frozenset({BlockKind.TEXT, BlockKind.LIST_ITEM})


def mend(drafts: list[Draft], page: PageEvidence) -> list[Draft]:
    """The drafts with those across a gutter, and what runs on from them, read by columns.

    Words must have been given to drafts.
    """
    torn = [draft for draft in drafts if _crosses(draft, page)]
    if not torn:
        return drafts
    run = _run(torn, [d for d in drafts if d.kind in _RUNNING and d.words], page)
    words = [word for draft in run for word in draft.words]
    rest = PageEvidence(page.number, page.width, page.height, words=words)
    gone = {id(draft) for draft in run}
    return [d for d in drafts if id(d) not in gone] + layout.compose_drafts(rest, [])


def _crosses(draft: Draft, page: PageEvidence) -> bool:
    if draft.kind not in _RUNNING or len(draft.words) < 2 * WORDS:
        return False
    found = lines.segments(draft.words, page)
    return any(_is_gutter(a, b, page) for a, b in _neighbours(found))


def _neighbours(found: Sequence[Segment]) -> Iterator[tuple[Segment, Segment]]:
    """Pairs of long segments on one line."""
    long = [s for s in found if len(s.words) >= WORDS]
    for index, one in enumerate(long):
        for other in long[index + 1 : index + 4]:
            if lines.shares_line(one, other):
                yield (one, other) if one.x0 < other.x0 else (other, one)


def _is_gutter(left: Segment, right: Segment, page: PageEvidence) -> bool:
    em, x = left.em, (left.x1 + right.x0) / 2
    sides: tuple[list[float], list[float]] = ([], [])
    rows: tuple[set[int], set[int]] = (set(), set())
    for word in page.words:
        y = (word.box.y0 + word.box.y1) / 2 * page.height
        if abs(y - left.middle) > REACH * em:
            continue
        beyond = (word.box.x0 + word.box.x1) / 2 * page.width > x
        sides[beyond].append((word.box.x0 if beyond else word.box.x1) * page.width)
        rows[beyond].add(round(y / em))
    white = min(sides[1], default=x) - max(sides[0], default=x)
    return white >= WHITE * em and min(map(len, rows)) >= LINES


def _run(torn: Sequence[Draft], running: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    """`torn` and every running draft that stands level with one or close above or below it."""
    run, open_ = list(torn), list(torn)
    while open_:
        draft = open_.pop()
        reach = NEAR * (draft.size or 10.0) / max(page.height, 1.0)
        top, bottom = draft.box.y0 - reach, draft.box.y1 + reach
        for other in running:
            met = other.box.y0 < bottom and other.box.y1 > top
            if met and not any(other is one for one in run):
                run.append(other)
                open_.append(other)
    return run
