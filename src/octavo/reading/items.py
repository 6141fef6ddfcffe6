"""Lists whose items the engine ran together: each begins where a marker begins a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from octavo.documents import Block, BlockKind
from octavo.reading import bidi, lines
from octavo.reading.drafts import BULLETS, Draft, join_lines, list_marker
from octavo.reading.evidence import PageEvidence, StyledWord

_SIGNS = "".join(sign for sign in BULLETS if sign not in "–—-*")
_KINDS = (BlockKind.TEXT, BlockKind.LIST_ITEM)
Row = Sequence[StyledWord]
_COUNT = re.compile(r"(\D*)(\d{1,3})(\D*)$")


def part(drafts: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    """The drafts of a page with an item in each list block."""
    return [piece for draft in _marked(drafts, page) for piece in _pieces(draft, page)]


def _marked(drafts: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    """The drafts with markers that stand alone given to the text beside them."""
    alone = [d for d in drafts if d.kind in _KINDS and _is_sign(d.text)]
    owners = {id(sign): owner for sign in alone if (owner := _beside(sign, drafts, page))}
    for sign in alone:
        owner = owners.get(id(sign))
        if owner is not None and owner.kind is BlockKind.TEXT:
            block = owner.block
            block.kind, block.marker = BlockKind.LIST_ITEM, "-"
            block.box = owner.box.union(sign.box)
            owner.words[:0] = sign.words
            block.words[:0] = sign.block.words
    return [draft for draft in drafts if id(draft) not in owners]


def _is_sign(text: str) -> bool:
    """A bullet, or a glyph that means nothing, as bullets of odd fonts are."""
    text = text.strip(" ")
    return len(text) == 1 and (text in _SIGNS or unicodedata.category(text) in ("Cc", "Co"))


def _beside(sign: Draft, drafts: Sequence[Draft], page: PageEvidence) -> Draft | None:
    """The text whose first line stands right of a sign, close to it."""
    middle = (sign.box.y0 + sign.box.y1) / 2
    reach = 3 * max(sign.size, 8.0) / max(page.width, 1.0)
    near = [
        draft
        for draft in drafts
        if draft is not sign
        and draft.kind in _KINDS
        and 0 <= draft.box.x0 - sign.box.x1 + 0.002 <= reach
        and draft.box.y0 - 0.004 <= middle <= draft.box.y0 + 1.5 * draft.size / page.height
    ]
    return min(near, key=lambda draft: draft.box.x0, default=None)


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
