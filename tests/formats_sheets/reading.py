"""Reading a made file the way the tests look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from octavo.documents import Block, BlockKind, Cell, Document, Table
from octavo.formats.base import ReadOptions, SpreadsheetOptions
from octavo.formats.csv import CSV
from octavo.formats.spreadsheet import SPREADSHEET


def read(path: Path, *, images: bool = False, pages: str | None = None, **flags: Any) -> Document:
    """The document of a file, its kind taken from its name."""
    options = ReadOptions(pages=pages, images=images, spreadsheet=SpreadsheetOptions(**flags))
    kind = {"xlsm": "xlsx"}.get(path.suffix[1:], path.suffix[1:])
    reader = CSV if kind in ("csv", "tsv") else SPREADSHEET
    return reader.read(path, kind, options)


def blocks(document: Document, kind: BlockKind) -> list[Block]:
    return [block for _, block in document.blocks() if block.kind is kind]


def tables(document: Document) -> list[Table]:
    return [block.table for _, block in document.blocks() if block.table is not None]


def ranges(document: Document, kind: BlockKind = BlockKind.TABLE) -> list[str | None]:
    """Where the blocks of a kind lie."""
    return [block.place.range for block in blocks(document, kind) if block.place is not None]


def grid(table: Table) -> list[list[str]]:
    """The texts of a table by row; what a merged cell covers is empty."""
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


def by_ref(document: Document) -> dict[str, Cell]:
    """All cells of all tables by their coordinate."""
    return {cell.ref or "": cell for table in tables(document) for cell in table.cells}


def covered_once(table: Table) -> bool:
    """Whether every position of a table is covered by exactly one cell."""
    places = [
        (cell.row + down, cell.column + right)
        for cell in table.cells
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    ]
    whole = {(row, column) for row in range(table.rows) for column in range(table.columns)}
    return len(places) == len(whole) and set(places) == whole
