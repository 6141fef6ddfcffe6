"""A page understood from its evidence alone: blocks in reading order from words and tables.

This reads scanned pages and whatever the digital engine cannot. Words become line segments,
segments are put in reading order by columns, and each column is cut into blocks; headings are
told by their type.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.documents import Block, BlockKind, Box, Figure
from octavo.reading import headings, lines, lists, order, paragraphs
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence, StyledWord


def compose(evidence: PageEvidence, tables: list[Block]) -> list[Block]:
    """The blocks of a page in reading order, its `tables` among them.

    Words inside a table belong to it and are not given again. Pictures of the evidence become
    FIGURE blocks, with the text that lies within them.
    """
    return [draft.block for draft in compose_drafts(evidence, tables)]


def compose_drafts(evidence: PageEvidence, tables: Sequence[Block]) -> list[Draft]:
    """As `compose`, with the looks of each block's type; headings have no final level yet."""
    solids = [Draft(table, sure=True) for table in tables]
    solids += _figures(evidence, tables)
    free = _give_words(evidence.words, solids)
    level = [w for w in free if not _is_upright(w, evidence)]
    aside = [w for w in free if _is_upright(w, evidence)]
    segments = lines.segments(level, evidence)
    body = lines.body_size(segments)
    drafts = []
    for group in order.columns(_items(segments, solids, evidence), body):
        drafts += _column([_pick(item, segments, solids) for item in group])
    drafts += _asides(aside)
    headings.classify(drafts, body, _mostly_bold(segments, body))
    headings.set_levels(drafts)
    lists.nest(drafts)
    return drafts


def _figures(evidence: PageEvidence, tables: Sequence[Block]) -> list[Draft]:
    """Pictures that are neither the whole page (a scan) nor part of a table."""
    found = []
    for box in evidence.pictures:
        in_table = any(t.box and t.box.overlap(box) > 0.5 * box.area for t in tables)
        if box.area < 0.8 and not in_table:
            block = Block(BlockKind.FIGURE, box=box, figure=Figure())
            found.append(Draft(block, sure=True))
    return found


def _give_words(words: Sequence[StyledWord], solids: Sequence[Draft]) -> list[StyledWord]:
    """Hand the words inside tables and figures to them; what is left is text."""
    free = []
    for word in words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
        owner = next((s for s in solids if _holds(s.box, x, y)), None)
        if owner is None:
            free.append(word)
        else:
            owner.words.append(word)
            owner.block.words.append(word.word)
    for solid in solids:
        if solid.kind is BlockKind.FIGURE and solid.words:
            solid.block.text = " ".join(w.text for w in solid.words)
    return free


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _is_upright(word: StyledWord, evidence: PageEvidence) -> bool:
    """Set along the page's edge, to be read with the head turned."""
    width, height = word.box.width * evidence.width, word.box.height * evidence.height
    return len(word.text) >= 3 and height > 1.8 * width


def _items(
    segments: Sequence[lines.Segment], solids: Sequence[Draft], evidence: PageEvidence
) -> list[order.Item]:
    items = [order.Item(s.x0, s.y0, s.x1, s.y1, key) for key, s in enumerate(segments)]
    width, height = max(evidence.width, 1.0), max(evidence.height, 1.0)
    for key, solid in enumerate(solids, start=len(segments)):
        box = solid.box
        corners = box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height
        items.append(order.Item(*corners, key, solid=True))
    return items


def _pick(
    item: order.Item, segments: Sequence[lines.Segment], solids: Sequence[Draft]
) -> lines.Segment | Draft:
    count = len(segments)
    return segments[item.key] if item.key < count else solids[item.key - count]


def _column(things: Sequence[lines.Segment | Draft]) -> list[Draft]:
    """Blocks of one column: runs of lines between tables and figures."""
    drafts: list[Draft] = []
    run: list[lines.Segment] = []
    for thing in things:
        if isinstance(thing, Draft):
            drafts += [*paragraphs.blocks(lines.join_rows(run)), thing]
            run = []
        else:
            run.append(thing)
    return drafts + paragraphs.blocks(lines.join_rows(run))


def _asides(words: Sequence[StyledWord]) -> list[Draft]:
    if not words:
        return []
    text = " ".join(w.text for w in words)
    block = Block(BlockKind.TEXT, text, box=lines.box_of(words), words=[w.word for w in words])
    return [Draft(block, list(words), sure=True)]


def _mostly_bold(segments: Sequence[lines.Segment], body: float) -> bool:
    """Whether the body itself is bold, so that weight tells nothing."""
    of_body = [s for s in segments if abs(s.em - body) < 0.6]
    return 2 * sum(s.bold for s in of_body) > len(of_body)
