"""Tables of contents: an entry a block, none of them a heading or a formula.

An entry ends in its page number, most often after dots. Entries without dots, and the first lines
of long ones, are told by their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.documents import Block, BlockKind
from octavo.reading import lines
from octavo.reading.drafts import Draft, join_lines
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.lines import Segment

LEAST = 3
"""Entries with dots from which a page has contents."""
REACH = 3
"""Entries without dots that may follow one another."""
_DOTTED = re.compile(r"(?:[.·]\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})?(?=\s|$)|…{2,}")
_ENDED = re.compile(r"(?:^|[\s.·…])(?:\d{1,4}|[ivxlc]{1,7})$")
_KINDS = frozenset({BlockKind.TEXT, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.FORMULA})


def find(drafts: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    """The drafts of a page, in reading order, with an entry of its contents in each block."""
    dotted = [draft.kind in _KINDS and bool(_DOTTED.search(draft.text)) for draft in drafts]
    count = sum(len(_DOTTED.findall(drafts[i].text)) for i, mark in enumerate(dotted) if mark)
    numbered = _numbered(drafts)
    if max(count, len(numbered)) < LEAST:
        return list(drafts)
    entries = [mark or index in numbered for index, mark in enumerate(dotted)]
    for _ in range(REACH):
        for index in reversed(range(len(drafts))):
            entries[index] = entries[index] or _belongs(drafts, entries, index, page)
    done: list[Draft] = []
    run: list[Draft] = []
    for index, draft in enumerate(drafts):
        if entries[index]:
            run.append(draft)
        else:
            done += [*_entries(run, page), draft]
            run = []
    return done + _entries(run, page)


def _numbered(drafts: Sequence[Draft]) -> dict[int, int]:
    """Headings with a lone number level with them at the right, and those numbers, if they rise."""
    pairs: dict[int, int] = {}
    for index, draft in enumerate(drafts):
        if draft.kind not in _KINDS or not draft.text.strip().isdigit():
            continue
        for other, title in enumerate(drafts):
            level = abs(title.box.y1 - draft.box.y1) < 0.3 * max(draft.box.height, 1e-3)
            apart = draft.box.x0 - title.box.x1
            if title.kind is BlockKind.HEADING and level and apart > 0.02 and title is not draft:
                pairs[other] = index
    numbers = [int(drafts[pairs[other]].text) for other in sorted(pairs)]
    if numbers != sorted(numbers) or len(pairs) < LEAST:
        return {}
    return pairs | {number: title for title, number in pairs.items()}


def _belongs(
    drafts: Sequence[Draft], entries: Sequence[bool], index: int, page: PageEvidence
) -> bool:
    """A short line close to entries that ends as they do, or that the next one completes."""
    draft = drafts[index]
    if draft.kind not in _KINDS or draft.lines > 2:
        return False
    near = range(max(0, index - 3), min(len(drafts), index + 4))
    if not any(entries[i] and _in_column(draft, drafts[i], page) for i in near):
        return False
    following = drafts[index + 1] if index + 1 < len(drafts) else None
    whole = bool(_ENDED.search(draft.text.strip()))
    return whole or (
        following is not None and entries[index + 1] and _opens(draft, following, page)
    )


def _in_column(a: Draft, b: Draft, page: PageEvidence) -> bool:
    apart = max(a.box.y0 - b.box.y1, b.box.y0 - a.box.y1) * page.height
    return min(a.box.x1, b.box.x1) > max(a.box.x0, b.box.x0) and apart < 6 * max(a.size, b.size, 8)


def _opens(draft: Draft, following: Draft, page: PageEvidence) -> bool:
    """Whether `following` goes on with the entry `draft` begins, right below it."""
    gap = (following.box.y0 - draft.box.y1) * page.height
    text = following.text.lstrip()
    inside = following.box.x0 > draft.box.x0 + 0.002
    return gap < 0.8 * max(draft.size, 8) and inside and not text[:1].isdigit()


def _entries(run: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    words = [word for draft in run for word in draft.words]
    if not words:
        return list(run)
    entries: list[list[Segment]] = [[]]
    for row in lines.join_rows(lines.segments(words, page)):
        entries[-1].append(row)
        if _ENDED.search(row.text):
            entries.append([])
    return [_draft(rows) for rows in entries if rows]


def _draft(rows: Sequence[Segment]) -> Draft:
    words: list[StyledWord] = [word for row in rows for word in row.words]
    text = join_lines([row.text for row in rows])
    block = Block(BlockKind.TEXT, text, box=lines.box_of(words), words=[w.word for w in words])
    draft = Draft(block, words, lines=len(rows), sure=True)
    draft.measure()
    return draft
