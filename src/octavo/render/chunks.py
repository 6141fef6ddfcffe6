"""Document to chunks of markdown for retrieval, in the four ways of the API.

`page` gives one chunk a page and `header` one a section, as long as they are. `recursive` and
`semantic` keep to a size: the first fills chunks up, the second also ends them at headings and
where the subject changes. No body text is lost; only headings and table headers are said twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from octavo.documents import Block, BlockKind, Document
from octavo.documents.model import FURNITURE
from octavo.errors import RequestError
from octavo.render.cohesion import AROUND, weakest_seam
from octavo.render.markdown import page_markdown
from octavo.render.table_html import table_html
from octavo.render.text_cutting import cut_table, cut_text

MIN_SHARE = 0.25
"""A semantic chunk is not cut off before it has this share of the size."""


@dataclass(frozen=True)
class Piece:
    """One block's markdown, or a part of it. `level` is a heading's, else 0."""

    text: str
    level: int = 0
    tight: bool = False
    """Whether it belongs directly under the piece before, as one list item under another."""


def chunks(document: Document, kinds: list[str], size: int) -> dict[str, list[str]]:
    """Chunks of `document` for each of `kinds`, of at most `size` characters where that applies.

    Raises RequestError for a kind that is none of semantic, header, page and recursive.
    """
    unknown = [kind for kind in kinds if kind not in _WAYS]
    if unknown:
        raise RequestError(f"Unknown chunk type {unknown[0]!r}; use {', '.join(sorted(_WAYS))}")
    return {kind: _WAYS[kind](document, size) for kind in kinds}


def _pages(document: Document, _: int) -> list[str]:
    return [page_markdown(page.blocks) for page in document.pages]


def _sections(document: Document, _: int) -> list[str]:
    """From one heading to the next; a heading with nothing below it goes with the one after."""
    sections: list[list[Piece]] = [[]]
    for piece in _pieces(document):
        has_body = any(not held.level for held in sections[-1])
        if piece.level and (has_body or not _deeper(sections[-1], piece)):
            sections.append([])
        sections[-1].append(piece)
    return [_join(section) for section in sections if section]


def _deeper(section: list[Piece], piece: Piece) -> bool:
    return not section or piece.level > section[-1].level


def _recursive(document: Document, size: int) -> list[str]:
    """Chunks filled up with whole blocks; a longer block is cut at rows, sentences or words."""
    filled: list[list[Piece]] = [[]]
    length = 0
    for piece in _pieces(document, size):
        if filled[-1] and length + _gap(piece) + len(piece.text) > size:
            filled.append(_headings_taken_along(filled[-1], piece, size))
            length = _length(filled[-1])
        length += len(piece.text) + (_gap(piece) if filled[-1] else 0)
        filled[-1].append(piece)
    return [_join(pieces) for pieces in filled if pieces]


def _headings_taken_along(pieces: list[Piece], following: Piece, size: int) -> list[Piece]:
    """The headings at the end of `pieces`, moved to the text they head, if there is room."""
    place = len(pieces)
    while place > 1 and pieces[place - 1].level:
        place -= 1
    moved = pieces[place:]
    if place == len(pieces) or _length([*moved, following]) > size:
        return []
    del pieces[place:]
    return moved


def _semantic(document: Document, size: int) -> list[str]:
    """Sections packed up to the size; a section beyond it is cut where its words change most."""
    packed: list[list[Piece]] = []
    for section in _small_sections(_pieces(document, size)):
        for part in _cohesive(section, size):
            room = packed and _length([*packed[-1], *part]) <= size
            if room and _length(packed[-1]) < MIN_SHARE * size:
                packed[-1] += part
            else:
                packed.append(part)
    return [_join(part) for part in packed]


def _small_sections(pieces: list[Piece]) -> list[list[Piece]]:
    sections: list[list[Piece]] = []
    for piece in pieces:
        opens = piece.level and any(not held.level for held in sections[-1]) if sections else True
        if opens:
            sections.append([])
        sections[-1].append(piece)
    return sections


def _cohesive(section: list[Piece], size: int) -> list[list[Piece]]:
    """`section` in parts of at most `size`, cut at the weakest seam between its pieces."""
    parts: list[list[Piece]] = []
    start = 0
    while start < len(section):
        least, most = _reach(section, start, size)
        if start + most < len(section):
            near = [piece.text for piece in section[start : start + most + AROUND]]
            most = weakest_seam(near, least, most)
            while most > 1 and section[start + most - 1].level:
                most -= 1
        parts.append(section[start : start + most])
        start += most
    return parts


def _reach(section: list[Piece], start: int, size: int) -> tuple[int, int]:
    """How many pieces from `start` make a chunk that is long enough, and how many fit."""
    least, most, length = 0, 1, len(section[start].text)
    for place in range(start + 1, len(section)):
        piece = section[place]
        least = least or (most if length >= MIN_SHARE * size else 0)
        length += _gap(piece) + len(piece.text)
        if length > size:
            break
        most += 1
    return least or most, most


_WAYS: dict[str, Callable[[Document, int], list[str]]] = {
    "semantic": _semantic,
    "header": _sections,
    "page": _pages,
    "recursive": _recursive,
}


def _pieces(document: Document, size: int | None = None) -> list[Piece]:
    """The body in reading order; with `size`, blocks beyond it in parts."""
    pieces: list[Piece] = []
    before: Block | None = None
    for _, block in document.blocks():
        if block.kind in FURNITURE or not (text := page_markdown([block])):
            continue
        item = BlockKind.LIST_ITEM
        tight = before is not None and block.kind is item and before.kind is item
        level = min(max(block.level, 1), 6) if block.kind is BlockKind.HEADING else 0
        for place, part in enumerate(_cut(block, text, size)):
            pieces.append(Piece(part, level if place == 0 else 0, tight and place == 0))
        before = block
    return pieces


def _cut(block: Block, text: str, size: int | None) -> list[str]:
    if size is None or len(text) <= size:
        return [text]
    if block.table is not None:
        return cut_table(block.table, size, table_html)
    return cut_text(text, size)


def _length(pieces: list[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces) + sum(_gap(piece) for piece in pieces[1:])


def _gap(piece: Piece) -> int:
    return 1 if piece.tight else 2


def _join(pieces: list[Piece]) -> str:
    rest = ("\n" * _gap(piece) + piece.text for piece in pieces[1:])
    return pieces[0].text + "".join(rest)
