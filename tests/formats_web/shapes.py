"""Documents as nested plain values, so that a test compares their structure node by node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from octavo.documents import Block, BlockKind, Document, Table
from octavo.formats import registry
from octavo.formats.base import ReadOptions


def read(folder: Path, name: str, data: bytes | str, **options: Any) -> Document:
    """What the server makes of a file of this name and content."""
    path = folder / "file"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return registry.read(path, name, ReadOptions(**options))


def shape(block: Block) -> tuple[Any, ...]:
    """A block's kind, what belongs to the kind, and its content."""
    kind = block.kind.value
    if block.table is not None:
        return (kind, rows(block.table))
    if block.figure is not None:
        return (kind, block.figure.caption)
    if block.kind is BlockKind.HEADING:
        return (f"h{block.level}", block.text)
    if block.kind is BlockKind.LIST_ITEM:
        return ("item", block.level, block.marker, block.text)
    if block.kind is BlockKind.FOOTNOTE:
        return (kind, block.marker, block.text)
    return (kind, block.text)


def shapes(document: Document) -> list[tuple[Any, ...]]:
    return [shape(block) for _, block in document.blocks()]


def rows(table: Table) -> list[list[str]]:
    """Each row's cells; a header cell begins with "#", spans are added as "text|rows x columns"."""
    covered = sum(cell.row_span * cell.column_span for cell in table.cells)
    assert covered == table.rows * table.columns, "the cells do not cover the grid"
    found: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        spans = (cell.row_span, cell.column_span)
        span = f"|{spans[0]}x{spans[1]}" if spans != (1, 1) else ""
        found[cell.row].append(("#" if cell.header else "") + cell.text + span)
    return found
