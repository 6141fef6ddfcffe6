"""Text inside the pictures of a born-digital page: each region is read by OCR and put in place.

A picture that shows a table becomes the table, one that shows running text (a scanned clipping)
becomes its blocks, any other keeps its words as the figure's text. Pictures over which the text
layer already writes are left alone, so that nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from octavo.documents import Block, BlockKind, Box, Figure
from octavo.reading import layout, lines, scans, tables
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.ocr import Image

Render = Callable[[Box], Image]
"""Gives the image of a region of the page, at the resolution `DPI`."""
DPI = 200
MIN_WIDTH, MIN_HEIGHT = 40.0, 16.0
"""Points: smaller pictures are bullets, rules and logos."""
MAX_REGIONS = 24
"""Pictures read on one page; more of them are tiles or icons."""
OWN_WORDS = 3
"""A picture with more words of the text layer than this has been read already."""
BACKGROUND = 0.4
"""Share of the page from which a picture with text over it is but its background."""
PROSE_WORDS = 60
TABLE_SHARE = 0.75
"""A picture is a table if sure tables hold this share of its words."""
SURE_TABLE = 0.6
SURE = 0.5
"""Mean confidence under which what OCR saw in a picture is texture, not text."""


def read(drafts: list[Draft], evidence: PageEvidence, render: Render) -> list[Draft]:
    """The drafts with what their pictures say; pictures no draft stands for are added."""
    drafts = _with_pictures(drafts, evidence)
    done: list[Draft] = []
    count = 0
    for draft in drafts:
        if count < MAX_REGIONS and _unread(draft, evidence):
            count += 1
            done += _read(draft, evidence, render)
        else:
            done.append(draft)
    return done


def _with_pictures(drafts: list[Draft], evidence: PageEvidence) -> list[Draft]:
    """Raster images that lie in no block become figures of their own."""
    drafts = list(drafts)
    for box in evidence.pictures:
        held = any(d.box.overlap(box) > 0.3 * box.area for d in drafts)
        if not held and _is_large(box, evidence) and box.area < 0.9:
            block = Block(BlockKind.FIGURE, box=box, figure=Figure())
            drafts.insert(place(drafts, box), Draft(block, sure=True))
    return drafts


def place(drafts: Sequence[Draft], box: Box) -> int:
    """Where a block belongs: before the first of the same column that lies below it."""
    for index, draft in enumerate(drafts):
        across = min(box.x1, draft.box.x1) - max(box.x0, draft.box.x0)
        if across > 0 and draft.box.y0 >= box.y1 - 0.005:
            return index
    return len(drafts)


def _is_large(box: Box, evidence: PageEvidence) -> bool:
    return box.width * evidence.width >= MIN_WIDTH and box.height * evidence.height >= MIN_HEIGHT


def _unread(draft: Draft, evidence: PageEvidence) -> bool:
    """A figure that is a raster picture, for the most part, and says nothing yet."""
    if draft.kind is not BlockKind.FIGURE or len(draft.words) > OWN_WORDS:
        return False
    box = draft.box
    raster = sum(box.overlap(picture) for picture in evidence.pictures)
    behind = box.area > BACKGROUND and len(_inside_words(box, evidence)) > OWN_WORDS
    return _is_large(box, evidence) and raster > 0.3 * box.area and not behind


def _inside_words(box: Box, evidence: PageEvidence) -> list[Box]:
    """The boxes of the text layer's words in a region."""
    return [w.box for w in evidence.words if box.overlap(w.box) > 0.5 * w.box.area]


def _read(draft: Draft, evidence: PageEvidence, render: Render) -> list[Draft]:
    seen = scans.read(render(draft.box), evidence.number, DPI)
    known = _inside_words(draft.box, evidence)
    seen.words = [word for word in seen.words if word.word.confidence >= SURE]
    if known:
        seen.words = [w for w in seen.words if not _is_known(w, seen, draft.box, known)]
    if not _says_something(seen.words):
        return [draft]
    found = [t for t in tables.find(seen) if t.confidence >= SURE_TABLE]
    if _cover(found, seen) >= TABLE_SHARE:
        return _placed([Draft(block) for block in _composed(seen, found)], seen, draft.box)
    segments = lines.segments(seen.words, seen)
    rows = lines.join_rows(segments)
    if _is_prose(segments):
        return _placed([Draft(block) for block in _composed(seen, [])], seen, draft.box)
    draft.block.text = "\n".join(row.text for row in rows)
    draft.block.words = [word.word for row in rows for word in row.words]
    holder = Block(BlockKind.FIGURE, words=draft.block.words)
    _placed([Draft(holder)], seen, draft.box)
    draft.block.words = holder.words
    return [draft]


def _is_known(word: StyledWord, seen: PageEvidence, region: Box, known: Sequence[Box]) -> bool:
    """Whether the text layer has a word where OCR saw this one."""
    box = _inside(seen.placement.put_back(word.box), region)
    return any(box.overlap(other) > 0.3 * min(box.area, other.area) for other in known)


def _says_something(words: Sequence[StyledWord]) -> bool:
    """Whether these are words and not the texture of a photograph or the dots of a code."""
    real = [w for w in words if len(w.text) >= 3 or w.text[:1].isdigit()]
    letters = sum(len(w.text) for w in words)
    return sum(len(w.text) for w in real) >= max(4, 0.5 * letters)


def _composed(seen: PageEvidence, found: list[Block]) -> list[Block]:
    blocks = layout.compose(seen, found)
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            block.kind = BlockKind.TEXT
    return blocks


def _cover(found: Sequence[Block], seen: PageEvidence) -> float:
    """The share of the words that lie in tables."""
    inside = sum(
        any(t.box is not None and t.box.overlap(w.box) > 0.5 * w.box.area for t in found)
        for w in seen.words
    )
    return inside / max(len(seen.words), 1)


def _is_prose(segments: Sequence[lines.Segment]) -> bool:
    """Running text: many words, most of them in lines of six or more."""
    count = sum(len(s.words) for s in segments)
    long = sum(len(s.words) for s in segments if len(s.words) >= 6)
    return count >= PROSE_WORDS and long > 0.6 * count


def _placed(drafts: list[Draft], seen: PageEvidence, region: Box) -> list[Draft]:
    """Boxes of what was seen in a region given in the page, in place."""
    seen.placement.put_back_blocks([draft.block for draft in drafts])
    for draft in drafts:
        block = draft.block
        block.box = _inside(block.box, region) if block.box else region
        for word in block.words:
            word.box = _inside(word.box, region)
        for cell in block.table.cells if block.table else ():
            cell.box = _inside(cell.box, region) if cell.box else None
        draft.sure = True
    return drafts


def _inside(box: Box, region: Box) -> Box:
    return Box(
        region.x0 + box.x0 * region.width,
        region.y0 + box.y0 * region.height,
        region.x0 + box.x1 * region.width,
        region.y0 + box.y1 * region.height,
    ).clipped()
