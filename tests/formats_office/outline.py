"""Documents as short lines, so that a test can compare them node by node."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from octavo.documents import Block, BlockKind, Document, Table
from octavo.formats.base import Format, ReadOptions


def read(reader: Format, path: Path, *, pages: str | None = None, images: bool = False) -> Document:
    kind = path.suffix.removeprefix(".")
    return reader.read(path, kind, ReadOptions(pages=pages, images=images))


def nodes(blocks: Iterable[Block]) -> list[str]:
    """One line a block: "h2 Terms", "- 0 milk", "3. 1 third", "text …", "table 2x3" …"""
    return [_node(block) for block in blocks]


def body(document: Document) -> list[str]:
    return nodes(block for _, block in document.blocks())


def grid(table: Table | None) -> list[list[str]]:
    """The cells' texts by position; what a span covers shows as "<" (left) or "^" (above)."""
    assert table is not None
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for down in range(cell.row_span):
            for across in range(cell.column_span):
                mark = "^" if down else "<"
                shown = cell.text if not (down or across) else mark
                rows[cell.row + down][cell.column + across] = shown
    return rows


def covered_once(table: Table) -> bool:
    """Whether every grid position belongs to exactly one cell."""
    places = [
        (cell.row + down, cell.column + across)
        for cell in table.cells
        for down in range(cell.row_span)
        for across in range(cell.column_span)
    ]
    return len(places) == len(set(places)) == table.rows * table.columns


def _node(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"h{block.level} {block.text}"
    if block.kind is BlockKind.LIST_ITEM:
        return f"{block.marker} {block.level} {block.text}"
    if block.table is not None:
        return f"table {block.table.rows}x{block.table.columns}"
    if block.figure is not None:
        return f"figure {block.figure.kind} {block.figure.caption}".strip()
    if block.kind is BlockKind.FOOTNOTE:
        return f"note {block.marker} {block.text}"
    return f"{block.kind.value} {block.text}"
