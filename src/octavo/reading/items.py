"""Lists whose items the engine ran together: each begins where a marker begins a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.documents import Block, BlockKind
from octavo.reading import bidi, lines
from octavo.reading.drafts import BULLETS, Draft, join_lines, list_marker
from octavo.reading.evidence import PageEvidence, StyledWord

_SIGNS = "".join(sign for sign in BULLETS if sign not in "–—-*")
Row = Sequence[StyledWord]
_COUNT = re.compile(r"(\D*)(\d{1,3})(\D*)$")


def part(drafts: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    """The drafts of a page with an item in each list block."""
    return [piece for draft in drafts for piece in _pieces(draft, page)]


def _pieces(draft: Draft, page: PageEvidence) -> Iterator[Draft]:
    item = draft.kind is BlockKind.LIST_ITEM
    if draft.lines < 2 or not (item or (draft.kind is BlockKind.TEXT and _has_sign(draft.text))):
        yield draft
        return
    rows = bidi.in_order(draft.words, page)
    groups = _groups(rows, draft.block.marker)
    if len(groups) < 2:
        yield draft
        return
    for group in groups:
        yield _piece(group, draft)


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in _SIGNS)


def _groups(rows: Sequence[Row], marker: str) -> list[list[Row]]:
    """Rows by the items they belong to; `marker` is that of the first."""
    groups: list[list[Row]] = []
    for row in rows:
        text = bidi.said(row)
        found = list_marker(text)
        begins = text[:1] in _SIGNS or (found is not None and _follows(marker, found[0]))
        if begins and found is not None:
            marker = found[0]
        if begins or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _follows(marker: str, other: str) -> bool:
    """Whether `other` counts on from `marker`: "3)" after "2)"."""
    before, after = _COUNT.match(marker), _COUNT.match(other)
    if before is None or after is None or (before[1], before[3]) != (after[1], after[3]):
        return False
    return int(after[2]) == int(before[2]) + 1


def _piece(rows: Sequence[Row], whole: Draft) -> Draft:
    words = [word for row in rows for word in row]
    text = join_lines([bidi.said(row) for row in rows])
    found = list_marker(text)
    kind = BlockKind.TEXT if found is None else BlockKind.LIST_ITEM
    marker, text = found or ("", text)
    block = Block(kind, text, marker=marker, box=lines.box_of(words), words=[w.word for w in words])
    block.note_refs = [ref for ref in whole.block.note_refs if ref in text]
    links = [(said, url) for said, url in whole.links if said.strip() in text]
    piece = Draft(block, words, lines=len(rows), sure=whole.sure, links=links)
    piece.measure()
    return piece
