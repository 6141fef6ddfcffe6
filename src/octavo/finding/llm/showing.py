"""A document as a model is shown it: lines that begin with the id of their element.

    --- page 3 ---
    [txt-12] Total due: 1,240.00 EUR
    [tbl-2-r4] c0: Widget | c1: 3 | c2: 1,240.00

A document beyond the token budget is shown in windows of whole blocks; one beyond all the windows
a job may ask is shown in its most telling blocks only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Cell, Document, Page, Table

_MAX_LETTERS = 4000
"""Letters of one piece; a longer text or table goes on in the next, under the same id."""


@dataclass
class Piece:
    """One block as lines. `texts` are the plain texts by element id."""

    key: str
    page: int
    lines: str
    texts: dict[str, str]
    weight: float = 0.0

    @property
    def tokens(self) -> int:
        return tokens(self.lines)


@dataclass
class Window:
    """What one question shows. `texts` are the plain texts of the elements that may be cited."""

    text: str
    texts: dict[str, str] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)

    def halves(self) -> list[Window]:
        """The window in two, or itself if it is one block."""
        middle = len(self.pieces) // 2
        return [window(self.pieces[:middle]), window(self.pieces[middle:])] if middle else [self]


def tokens(text: str) -> int:
    """About how many tokens a text takes: four letters of ASCII to one, other letters one each."""
    other = sum(1 for letter in text if ord(letter) > 0x24F)
    return (len(text) - other) // 4 + other + 1


def pieces(document: Document, prefix: str = "") -> list[Piece]:
    """Everything that is said, in reading order; ids are preceded by `prefix`."""
    found = []
    for page, block in document.blocks():
        key = prefix + block.id
        parts = _table_parts(block.table, key, prefix) if block.table else _text_parts(block, key)
        found += [Piece(key, page.number, lines, texts) for lines, texts in parts]
    return found


def windows(all_pieces: list[Piece], budget: int, most: int) -> tuple[list[Window], int]:
    """The pieces in at most `most` windows of `budget` tokens, and how many pieces were left out.

    The lightest pieces by `weight` are left out where not all have room; the order is kept.
    """
    room = budget * most
    packed = _packed(_that_fit(all_pieces, room), budget)
    while len(packed) > most:
        room = int(room * 0.9)
        packed = _packed(_that_fit(all_pieces, room), budget)
    return [window(part) for part in packed], len(all_pieces) - sum(map(len, packed))


def _packed(kept: list[Piece], budget: int) -> list[list[Piece]]:
    packed: list[list[Piece]] = []
    used = budget
    for piece in kept:
        if not packed or used + piece.tokens > budget:
            packed.append([])
            used = 0
        packed[-1].append(piece)
        used += piece.tokens
    return packed


def window(part: list[Piece]) -> Window:
    """The pieces as one text, pages marked."""
    lines: list[str] = []
    texts: dict[str, str] = {}
    before: tuple[str, int] | None = None
    for piece in part:
        place = (piece.key.rpartition("/")[0], piece.page)
        if place != before:
            of = f"document {place[0]}, " if place[0] else ""
            lines.append(f"--- {of}page {piece.page} ---")
            before = place
        lines.append(piece.lines)
        texts |= piece.texts
    return Window("\n".join(lines), texts, part)


def _that_fit(all_pieces: list[Piece], budget: int) -> list[Piece]:
    if sum(piece.tokens for piece in all_pieces) <= budget:
        return all_pieces
    heavy = sorted(range(len(all_pieces)), key=lambda place: (-all_pieces[place].weight, place))
    chosen, left = [], budget
    for place in heavy:
        if all_pieces[place].tokens <= left:
            chosen.append(place)
            left -= all_pieces[place].tokens
    return [all_pieces[place] for place in sorted(chosen)]


def _said(block: Block) -> str:
    figure = block.figure
    if figure is None:
        return f"{block.marker} {block.text}".strip()
    data = _cells_text(figure.data) if figure.data is not None else ""
    return " ".join(part for part in (figure.caption, block.text, figure.description, data) if part)


def _cells_text(table: Table) -> str:
    return " | ".join(cell.text for cell in table.cells if cell.text.strip())


def _text_parts(block: Block, key: str) -> Iterator[tuple[str, dict[str, str]]]:
    text = _squeezed(_said(block))
    mark = "# " if block.kind is BlockKind.HEADING else ""
    for start in range(0, len(text), _MAX_LETTERS):
        yield f"[{key}] {mark}{text[start : start + _MAX_LETTERS]}", {key: text}


def _table_parts(table: Table, key: str, prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows as lines, as many to a part as its letters allow."""
    lines: list[str] = []
    texts: dict[str, str] = {}
    letters = 0
    for row, cells in _rows(table).items():
        said = " | ".join(f"c{cell.column}: {_squeezed(cell.text)}" for cell in cells)
        if lines and letters + len(said) > _MAX_LETTERS:
            yield "\n".join(lines), texts
            lines, texts, letters = [], {}, 0
        lines.append(f"[{key}-r{row}] {said[:_MAX_LETTERS]}")
        texts |= {prefix + cell.id: _squeezed(cell.text) for cell in cells}
        letters += len(said)
    if lines:
        yield "\n".join(lines), texts


def _rows(table: Table) -> dict[int, list[Cell]]:
    """The filled cells by the row they begin in."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    return dict(sorted(rows.items()))


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def page_digest(page: Page, letters: int) -> str:
    """The first letters of a page, its headings first of all."""
    heads = [b.text for b in page.blocks if b.kind is BlockKind.HEADING and b.text.strip()]
    rest = (_squeezed(_said(b)) for b in page.blocks if b.text.strip())
    tables = (_cells_text(b.table) for b in page.blocks if b.table is not None)
    whole = " / ".join([*map(_squeezed, heads), *rest, *tables])
    return whole[:letters]
