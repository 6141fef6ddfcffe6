"""Figures that are not: frames around tables and panels of text that the engine took for pictures.

Their words are read as text again. A picture under a panel stays as a figure without words.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.documents import Block, BlockKind, Box
from octavo.reading import flow, layout
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence

RASTER = 0.3
"""Share of a figure under raster images from which it shows a picture."""
PANEL = 0.15
"""Share of the page from which a figure with type as large as the body's is a panel of text."""
READABLE = 8.5
"""Points: the labels of a chart are smaller."""
SURE = 0.8


def dissolve(drafts: Sequence[Draft], tables: Sequence[Block], page: PageEvidence) -> list[Draft]:
    """The drafts with such figures replaced by the text in them; `tables` are our own."""
    body = flow.body_size(drafts)
    done: list[Draft] = []
    for draft in drafts:
        if draft.kind is not BlockKind.FIGURE or not draft.words:
            done.append(draft)
        elif not is_raster(draft.box, page) and _frames_table(draft, tables):
            done += text_of(draft, page)
        elif _is_panel(draft, body, page):
            done += [*_emptied(draft), *text_of(draft, page)]
        else:
            done.append(draft)
    return done


def is_raster(box: Box, page: PageEvidence) -> bool:
    """Whether raster images make up the region."""
    return sum(box.overlap(picture) for picture in page.pictures) > RASTER * box.area


def _frames_table(draft: Draft, tables: Sequence[Block]) -> bool:
    return any(
        table.confidence >= SURE
        and table.box
        and draft.box.overlap(table.box) > 0.5 * table.box.area
        for table in tables
    )


def _is_panel(draft: Draft, body: float, page: PageEvidence) -> bool:
    """Type over a background picture, as large as what is read elsewhere."""
    large = draft.box.area >= PANEL and draft.size >= max(0.95 * body, READABLE)
    return large and is_raster(draft.box, page)


def _emptied(draft: Draft) -> list[Draft]:
    draft.block.text, draft.block.words = "", []
    return [draft]


def text_of(draft: Draft, page: PageEvidence) -> list[Draft]:
    """The words of a draft, read as text."""
    words, draft.words = draft.words, []
    rest = PageEvidence(page.number, page.width, page.height, words=words)
    return layout.compose_drafts(rest, [])
