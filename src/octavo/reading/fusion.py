"""One set of tables from two readers: the layout engine's and our own.

Ours gives cells with boxes and finds the tables that governments print; the engine sees small
tables without rules. Where both found one, ours is taken if it is sure of it; what only one found
is taken too, unless the other says the place is a picture or a formula.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.documents import Block, BlockKind, Box, Table
from octavo.reading import cell_boxes
from octavo.reading.drafts import Draft, join_lines
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.lines import join_rows, segments

SURE = 0.8
"""Confidence from which our own table is preferred to the engine's."""
ALONE = 0.65
"""Confidence from which it stands where the engine saw none."""
BESIDE = 0.1
"""Share of the engine's words beside our table from which ours lacks a column of it."""
_NOT_TABLES = frozenset({BlockKind.FIGURE, BlockKind.FORMULA, BlockKind.CODE})


def fuse(
    drafts: Sequence[Draft], found: Sequence[Block], page: PageEvidence
) -> tuple[list[Draft], list[StyledWord]]:
    """The drafts with the better of both readers' tables; words must have been given to drafts.

    Text that now lies in a table is taken out of the blocks that said it. The words of blocks a
    table took the place of, but that lie outside it, are given beside.
    """
    drafts, freed = list(drafts), list[StyledWord]()
    for table in found:
        if table.table is not None and _accept(table, drafts):
            drafts = _put(table, drafts, page, freed)
    for draft in drafts:
        if draft.block.table is not None and any(c.box is None for c in draft.block.table.cells):
            cell_boxes.place(draft.block.table, draft.box, draft.words)
    return drafts, freed


def _accept(table: Block, drafts: Sequence[Draft]) -> bool:
    box = table.box or Box(0, 0, 0, 0)
    rivals = [d for d in drafts if d.kind is BlockKind.TABLE and _meet(d.box, box)]
    if rivals:
        rival = rivals[0].block.table if len(rivals) == 1 else None
        if _has_blank_line(table.table) and rival is not None and not _has_blank_line(rival):
            return False
        if len(rivals) == 1 and _lacks_column(box, rivals[0].words):
            return False
        return table.confidence >= SURE or _same_shape(rival, table.table)
    if sum(d.box.overlap(box) for d in drafts if d.kind in _NOT_TABLES) > 0.4 * box.area:
        return False
    return table.confidence >= ALONE


def _meet(a: Box, b: Box) -> bool:
    return a.overlap(b) > 0.3 * min(a.area, b.area)


def _lacks_column(box: Box, words: Sequence[StyledWord]) -> bool:
    """Whether many words of the other reader's table stand beside `box`, as a column of it."""
    beside = [w for w in words if not _holds(box, w.box) and box.y0 <= _middle(w.box) <= box.y1]
    return len(beside) > BESIDE * len(words)


def _same_shape(a: Table | None, b: Table | None) -> bool:
    return a is not None and b is not None and (a.rows, a.columns) == (b.rows, b.columns)


def _has_blank_line(table: Table | None) -> bool:
    """A row in which no cell says anything, the mark of a grid cut too finely."""
    if table is None:
        return True
    return len({c.row for c in table.cells if c.text}) < table.rows


def _put(
    table: Block, drafts: Sequence[Draft], page: PageEvidence, freed: list[StyledWord]
) -> list[Draft]:
    """The drafts with `table` in place of whatever said its words; others of theirs are freed."""
    box = table.box or Box(0, 0, 0, 0)
    new = Draft(table, sure=True)
    kept: list[Draft] = []
    at = None
    for draft in drafts:
        inside = [w for w in draft.words if _holds(box, w.box)]
        rival = draft.kind is BlockKind.TABLE and _meet(draft.box, box)
        swallowed = rival or (bool(inside) and len(inside) >= 0.6 * len(draft.words))
        if (swallowed or inside) and at is None:
            at = len(kept)
        if draft.kind is BlockKind.FIGURE and not rival:
            inside, swallowed = [], False
        new.words += inside
        if swallowed:
            freed += [w for w in draft.words if not _holds(box, w.box)]
        else:
            _take_out(draft, inside, page)
            kept.append(draft)
    new.block.words = [w.word for w in new.words]
    new.measure()
    kept.insert(len(kept) if at is None else at, new)
    return kept


def _holds(box: Box, word: Box) -> bool:
    x = (word.x0 + word.x1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= _middle(word) <= box.y1


def _middle(word: Box) -> float:
    return (word.y0 + word.y1) / 2


def _take_out(draft: Draft, words: Sequence[object], page: PageEvidence) -> None:
    """Say `draft` anew without some of its words."""
    if not words or draft.kind is BlockKind.TABLE:
        return
    gone = {id(word) for word in words}
    draft.words = [w for w in draft.words if id(w) not in gone]
    rows = join_rows(segments(draft.words, page))
    draft.words = [w for row in rows for w in row.words]
    draft.block.words = [w.word for w in draft.words]
    draft.block.text = join_lines([row.text for row in rows])
    draft.block.marker, draft.links, draft.lines = "", [], len(rows)
    box = draft.words[0].box
    for word in draft.words:
        box = box.union(word.box)
    draft.block.box = box
