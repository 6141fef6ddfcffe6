"""A born-digital page, from the engine's blocks and the text layer's words.

The engine says what is where; the text layer corrects it: words the engine lost become blocks,
tables are the better of the engine's and our own, and everything gets the words it is made of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from octavo.documents import Block, BlockKind
from octavo.reading import (
    attach,
    bidi,
    code,
    contents,
    figures,
    flow,
    fusion,
    gutters,
    items,
    layout,
    regions,
    tables,
    text_columns,
    turned,
)
from octavo.reading.drafts import Draft
from octavo.reading.pdfium import PdfEvidence
from octavo.reading.placement import Placement

_CAPTION = re.compile(
    r"(?:table|tab|tabelle|tableau|figure|fig|exhibit|chart|box|表|图)\b\W*\w", re.I
)


def page(engine: list[Draft] | None, evidence: PdfEvidence, render: regions.Render) -> list[Draft]:
    """The drafts of a page in reading order. Without an engine's drafts our own layout reads it.

    `render` gives images of regions of the page, for the text in its pictures.
    """
    how = turned.placement(evidence)
    if not how.plain:
        return _sideways(evidence, how)
    if engine is None:
        drafts = layout.compose_drafts(evidence, tables.find(evidence))
        return code.find(regions.read(drafts, evidence, render), evidence)
    left = attach.give_words(engine, evidence)
    found = tables.find(_without_captions(evidence, engine))
    drafts = _with_left_over(engine, left, evidence) if left else engine
    drafts = gutters.mend(drafts, evidence)
    drafts = figures.dissolve(drafts, found, evidence)
    drafts = text_columns.dissolve(drafts, found, evidence)
    drafts, freed = fusion.fuse(drafts, found, evidence)
    drafts = _with_left_over(drafts, freed, evidence) if freed else drafts
    drafts = regions.read(drafts, evidence, render)
    bidi.relay(drafts, evidence)
    drafts = flow.arrange(items.part(drafts, evidence), evidence)
    return code.find(contents.find(drafts, evidence), evidence)


def _sideways(evidence: PdfEvidence, how: Placement) -> list[Draft]:
    straight = turned.straightened(evidence, how)
    drafts = layout.compose_drafts(straight, tables.find(straight))
    how.put_back_blocks(draft.block for draft in drafts)
    return drafts


def _without_captions(evidence: PdfEvidence, drafts: Sequence[Draft]) -> PdfEvidence:
    """The evidence less the words of captions, which stand close to tables but not in them."""
    captions = {
        id(word)
        for draft in drafts
        if draft.kind is BlockKind.CAPTION and _CAPTION.match(draft.text)
        for word in draft.words
    }
    return replace(evidence, words=[w for w in evidence.words if id(w) not in captions])


def _with_left_over(
    drafts: list[Draft], left: Sequence[object], evidence: PdfEvidence
) -> list[Draft]:
    rest = PdfEvidence(evidence.number, evidence.width, evidence.height, words=list(left))  # type: ignore[arg-type]
    for extra in layout.compose_drafts(rest, []):
        if extra.kind is BlockKind.HEADING:
            extra.block.kind = BlockKind.TEXT
        drafts.insert(regions.place(drafts, extra.box), extra)
    return drafts


def blocks(drafts: Sequence[Draft]) -> list[Block]:
    return [draft.block for draft in drafts]
