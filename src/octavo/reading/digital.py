"""A born-digital page, from the engine's blocks and the text layer's words.

The engine says what is where; the text layer corrects it: words the engine lost become blocks,
tables are the better of the engine's and our own, and everything gets the words it is made of.
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.documents import Block, BlockKind
from octavo.reading import attach, figures, flow, fusion, layout, regions, tables
from octavo.reading.drafts import Draft
from octavo.reading.pdfium import PdfEvidence


def page(engine: list[Draft] | None, evidence: PdfEvidence, render: regions.Render) -> list[Draft]:
    """The drafts of a page in reading order. Without an engine's drafts our own layout reads it.

    `render` gives images of regions of the page, for the text in its pictures.
    """
    found = tables.find(evidence)
    if engine is None:
        return layout.compose_drafts(evidence, found)
    left = attach.give_words(engine, evidence)
    drafts = _with_left_over(engine, left, evidence) if left else engine
    drafts = figures.dissolve(drafts, found, evidence)
    drafts = fusion.fuse(drafts, found, evidence)
    drafts = regions.read(drafts, evidence, render)
    return flow.arrange(drafts, evidence)


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
