"""Program text on a page of prose: set in a typewriter's letters, kept line by line.

Layout engines take a line of code for a paragraph or, as it stands alone, for a heading. A page
that is typed throughout is no code: there the letters say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from octavo.documents import Block, BlockKind
from octavo.reading import lines, typefaces
from octavo.reading.drafts import Draft, join_lines
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.lines import Segment

TYPED = 0.7
"""Share of a page's letters in a typewriter's from which it is but typed."""
MOSTLY = 0.8
"""The same of a line from which it is code."""
SIGNED = 0.1
"""Share of the typed words that hold signs code is made of; a form's typed answers hold few."""
_SIGN = re.compile(r"[{}<>=;\\|\[\]]|\w\(|^[$%>#~]|\w/\w|--\w|__|::|\w_\w")
_PROSE = frozenset({BlockKind.TEXT, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.FORMULA})
_OPEN = 1.6
"""Ems of white between two lines of one listing."""


def find(drafts: Sequence[Draft], page: PageEvidence) -> list[Draft]:
    """The drafts of a page, in reading order, with code in blocks of its own."""
    if not _has_code(page.words):
        return list(drafts)
    found: list[Draft] = []
    for draft in drafts:
        for part in _parted(draft, page):
            if found and _continues(found[-1], part, page):
                _join(found[-1], part, page)
            else:
                found.append(part)
    return found


def _has_code(words: Sequence[StyledWord]) -> bool:
    typed = [w.text for w in words if typefaces.is_typewriter(w.font)]
    if not typed or sum(map(len, typed)) > TYPED * sum(len(w.text) for w in words):
        return False
    return sum(bool(_SIGN.search(text)) for text in typed) >= SIGNED * len(typed)


def _parted(draft: Draft, page: PageEvidence) -> Iterator[Draft]:
    """The draft as it is, or what it holds: prose, and code between, before or after it."""
    if draft.kind not in _PROSE or not any(typefaces.is_typewriter(w.font) for w in draft.words):
        yield draft
        return
    rows = lines.join_rows(lines.segments(draft.words, page))
    if not any(map(_is_typed, rows)):
        yield draft
        return
    for typed, run in groupby(rows, _is_typed):
        yield _part(draft, list(run), BlockKind.CODE if typed else BlockKind.TEXT)


def _part(whole: Draft, rows: Sequence[Segment], kind: BlockKind) -> Draft:
    words = [w for row in rows for w in row.words]
    text = _listing(rows) if kind is BlockKind.CODE else join_lines([r.text for r in rows])
    block = Block(kind, text, box=lines.box_of(words), words=[w.word for w in words])
    part = Draft(block, words, lines=len(rows), sure=whole.sure)
    part.measure()
    return part


def _is_typed(row: Segment) -> bool:
    typed = sum(len(w.text) for w in row.words if typefaces.is_typewriter(w.font))
    return typed >= MOSTLY * sum(len(w.text) for w in row.words)


def _listing(rows: Sequence[Segment]) -> str:
    """Lines as they stand, each word in its column."""
    words = [word for row in rows for word in row.words]
    left = min(word.box.x0 for word in words)
    letter = sum(w.box.width for w in words) / max(sum(len(w.text) for w in words), 1)
    listed = []
    for row in rows:
        line = ""
        for word in row.words:
            column = round((word.box.x0 - left) / max(letter, 1e-6))
            line += " " * max(column - len(line), 1 if line else 0) + word.text
        listed.append(line)
    return "\n".join(listed)


def _continues(above: Draft, below: Draft, page: PageEvidence) -> bool:
    if above.kind is not BlockKind.CODE or below.kind is not BlockKind.CODE:
        return False
    gap = (below.box.y0 - above.box.y1) * page.height
    return -0.5 * above.size <= gap <= _OPEN * max(above.size, 1.0) and (
        min(above.box.x1, below.box.x1) > max(above.box.x0, below.box.x0)
    )


def _join(above: Draft, below: Draft, page: PageEvidence) -> None:
    above.words += below.words
    rows = lines.join_rows(lines.segments(above.words, page))
    above.block.text, above.lines = _listing(rows), len(rows)
    above.words = [w for row in rows for w in row.words]
    above.block.words = [w.word for w in above.words]
    above.block.box = above.box.union(below.box)
