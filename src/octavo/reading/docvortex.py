"""The engine for born-digital pages: DocVortex, by its stages and within this process.

Its one-call interface starts child processes to crop figures; the stages used here do not. What
it finds becomes drafts: kinds, boxes and text, without any decoration of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from docvortex.analyzers.native.models import PdfModel
from docvortex.document.pdf._document import PDFDocument
from loguru import logger

from octavo.documents import Block, BlockKind, Box, Figure
from octavo.reading.drafts import Draft, list_marker, note_marker
from octavo.reading.table_markup import parse_table

logger.disable("docvortex")
logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it tells of every bitmap closed

_KINDS = {
    "paragraph_title": BlockKind.HEADING,
    "doc_title": BlockKind.HEADING,
    "caption": BlockKind.CAPTION,
    "footnote": BlockKind.FOOTNOTE,
    "page_footnote": BlockKind.FOOTNOTE,
    "header": BlockKind.HEADER,
    "footer": BlockKind.FOOTER,
    "page_number": BlockKind.PAGE_NUMBER,
    "equation": BlockKind.FORMULA,
    "code": BlockKind.CODE,
    "algorithm": BlockKind.CODE,
    "image": BlockKind.FIGURE,
    "chart": BlockKind.FIGURE,
    "table": BlockKind.TABLE,
}
_VERBATIM = frozenset({BlockKind.CODE, BlockKind.FORMULA})
Raw = dict[str, Any]


def read(pdf: bytes) -> list[list[Draft]]:
    """The drafts of every page of a PDF, in the engine's reading order.

    What the engine raises on a file it cannot take passes through.
    """
    document = PDFDocument(pdf)
    try:
        pages: list[list[Raw]] = PdfModel().predict(document)
    finally:
        document.close()
    return [_page(page) for page in pages]


def _page(blocks: Sequence[Raw]) -> list[Draft]:
    drafts = [draft for raw in blocks if (draft := _draft(raw)) is not None]
    frames = [Box(*map(float, raw["bbox"])) for raw in blocks if raw["type"] == "list"]
    for draft in drafts:
        framed = any(draft.box.overlap(frame) > 0.8 * draft.box.area for frame in frames)
        if framed and draft.kind is BlockKind.TEXT:
            draft.block.kind, draft.block.marker = BlockKind.LIST_ITEM, "-"
    return drafts


def _draft(raw: Raw) -> Draft | None:
    """One block of the engine; None for the mere frames it draws around lists."""
    if raw["type"] == "list":
        return None
    kind = _KINDS.get(raw["type"], BlockKind.TEXT)
    block = Block(kind, box=Box(*map(float, raw["bbox"])).clipped())
    runs = list(_runs(raw["content"]))
    text = "".join(run for run, _, _ in runs)
    draft = Draft(block, lines=max(1, len(raw.get("lines", ()))), sure=True)
    if kind is BlockKind.TABLE:
        block.table = parse_table(text)
        return draft if block.table is not None else None
    if kind is BlockKind.FIGURE:
        block.figure = Figure("chart" if raw["type"] == "chart" else "image")
        block.text = _tidy(text)
        return draft
    block.text = text.strip("\n") if kind in _VERBATIM else _tidy(text)
    block.note_refs = [run.strip() for run, style, _ in runs if _is_reference(run, style)]
    draft.links = [(run, url) for run, _, url in runs if url and run.strip()]
    _split_marker(block)
    return draft


def _split_marker(block: Block) -> None:
    if block.kind is BlockKind.FOOTNOTE:
        block.marker, block.text = note_marker(block.text)
    elif block.kind is BlockKind.TEXT and (item := list_marker(block.text)) is not None:
        block.kind = BlockKind.LIST_ITEM
        block.marker, block.text = item


def _runs(content: str | Sequence[Raw]) -> Iterator[tuple[str, Sequence[str], str]]:
    """Passages of text with their styles and the address they link to."""
    if isinstance(content, str):
        yield content, (), ""
        return
    for part in content:
        inner, url = part.get("content", ""), part.get("url", "")
        if isinstance(inner, str):
            yield inner, part.get("styles", ()), url
        else:
            for text, styles, deeper in _runs(inner):
                yield text, styles, url or deeper


def _is_reference(run: str, styles: Sequence[str]) -> bool:
    """A raised number or sign, as a footnote is referred to."""
    sign = run.strip()
    return (
        "superscript" in styles and 0 < len(sign) <= 3 and (sign.isdigit() or sign in "*†‡§¶**††")
    )


def _tidy(text: str) -> str:
    """White space that only aligned things made single; the lines stay."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
