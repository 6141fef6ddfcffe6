"""OpenDocument tables: spans, repeated rows and columns, header rows, tables within cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from octavo.documents import Block, BlockKind
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.grid import (
    MAX_COLUMNS,
    Placed,
    build,
    header_rows,
    looks_like_header,
    mark_header,
)
from octavo.formats.office.odf_names import count, get, tag
from octavo.formats.office.package import Element

if TYPE_CHECKING:
    from octavo.formats.office.odf_text import OdfReader

MAX_ROWS = 20_000
_GROUPS = frozenset({"table:table-rows", "table:table-row-group", "table:table-header-rows"})


def read_table(node: Element, reader: OdfReader) -> list[Block]:
    """A TABLE block and the pictures within it; a frame of one cell gives what it holds."""
    rows = list(_rows(node, header=False))
    if len(rows) == 1 and len(cells := _cells(rows[0][0])) == 1:
        return reader.blocks(cells[0])
    placed: list[Placed] = []
    figures: list[Block] = []
    marks: list[str] = []
    headers = 0
    at = 0
    for row, header in rows:
        repeat = count(get(row, "table:number-rows-repeated"), 1, MAX_ROWS)
        start = len(placed)
        blocks = _place_row(row, at, placed, reader)
        figures += [block for block in blocks if block.figure is not None]
        marks += [mark for block in blocks for mark in block.note_refs]
        filled = any(cell.text for cell in placed[start:])
        at += repeat if filled else min(repeat, 1)
        if at > MAX_ROWS:
            break
        headers = at if header else headers
    if not placed:
        return []
    if 0 < headers < at:
        mark_header(placed, headers)
    elif looks_like_header(placed):
        mark_header(placed, header_rows(placed))
    return [Block(BlockKind.TABLE, table=build(placed, rows=at), note_refs=marks), *figures]


def _place_row(row: Element, at: int, placed: list[Placed], reader: OdfReader) -> list[Block]:
    """Place the cells of one row; gives every block found in them."""
    found: list[Block] = []
    column = 0
    for node in row:
        name = tag(node)
        if name not in ("table:table-cell", "table:covered-table-cell"):
            continue
        repeat = count(get(node, "table:number-columns-repeated"), 1, MAX_COLUMNS)
        if name == "table:table-cell":
            blocks = reader.blocks(node)
            found += blocks
            text, markdown = cell_text(blocks)
            down = count(get(node, "table:number-rows-spanned"), 1, MAX_ROWS)
            across = count(get(node, "table:number-columns-spanned"), 1, MAX_COLUMNS)
            for copy in range(repeat if text else min(repeat, 1)):
                placed.append(
                    Placed(at, column + copy, text, markdown, max(1, down), max(1, across))
                )
        column += repeat
        if column >= MAX_COLUMNS:
            break
    return found


def _rows(node: Element, *, header: bool) -> Iterator[tuple[Element, bool]]:
    for inner in node:
        name = tag(inner)
        if name == "table:table-row":
            yield inner, header
        elif name in _GROUPS:
            yield from _rows(inner, header=header or name == "table:table-header-rows")


def _cells(row: Element) -> list[Element]:
    return [one for one in row if tag(one) == "table:table-cell"]
