"""Word tables: the grid with its horizontal and vertical merges, header rows, nested tables.

The XML is walked once per cell, so the time is linear in its size. A table of one cell is a frame
around text, not a table: its blocks go to the body.
"""

from __future__ import annotations

from collections.abc import Iterator

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
from octavo.formats.office.package import Element
from octavo.formats.office.word_context import Context
from octavo.formats.office.word_names import child, chosen, integer, local, switched_on, value, w

MAX_NESTING = 12
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"})


def read_table(node: Element, context: Context) -> list[Block]:
    """The blocks of a `w:tbl`: one TABLE and its pictures, or the content of a one-cell frame."""
    if context.depth >= MAX_NESTING:
        context.warn("Tables nested too deep were left out")
        return []
    context.depth += 1
    try:
        return _read(node, context)
    finally:
        context.depth -= 1


def _read(node: Element, context: Context) -> list[Block]:
    rows = [row for row in _inner(node, "tr") if child(row, "trPr", "del") is None]
    if len(rows) == 1 and len(cells := list(_inner(rows[0], "tc"))) == 1:
        return context.read_blocks(cells[0])
    placed: list[Placed] = []
    figures: list[Block] = []
    references: list[str] = []
    open_merges: dict[int, Placed] = {}
    headers = 0
    for at, row in enumerate(rows):
        blocks = _read_row(row, at, placed, open_merges, context)
        figures += [block for block in blocks if block.figure is not None]
        references += [mark for block in blocks for mark in block.note_refs]
        if headers == at and switched_on(child(row, "trPr"), "tblHeader"):
            headers = at + 1
    if not placed:
        return []
    if headers and headers < len(rows):
        mark_header(placed, headers)
    elif looks_like_header(placed) and _first_row_differs(node):
        mark_header(placed, header_rows(placed))
    table = build(placed, rows=len(rows))
    return [Block(BlockKind.TABLE, table=table, note_refs=references), *figures]


def _read_row(
    row: Element,
    at: int,
    placed: list[Placed],
    open_merges: dict[int, Placed],
    context: Context,
) -> list[Block]:
    """Place the cells of one row; gives every block found in them."""
    found: list[Block] = []
    column = integer(value(row, "trPr", "gridBefore"))
    for node in _inner(row, "tc"):
        if column >= MAX_COLUMNS:
            context.warn("A table's columns past the thousandth were left out")
            break
        properties = child(node, "tcPr")
        span = max(1, integer(value(properties, "gridSpan"), 1))
        merge = child(properties, "vMerge")
        above = open_merges.get(column)
        if merge is not None and merge.get(w("val")) != "restart" and above is not None:
            above.row_span = at - above.row + 1
            column += span
            continue
        blocks = context.read_blocks(node)
        text, markdown = cell_text(blocks)
        cell = Placed(at, column, text, markdown, column_span=span)
        placed.append(cell)
        found += blocks
        for covered in range(column, column + min(span, MAX_COLUMNS)):
            open_merges.pop(covered, None)
        if merge is not None:
            open_merges[column] = cell
        column += span
    return found


def _inner(node: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also within content controls and insertions."""
    for inner in node:
        kind = local(inner)
        if kind == name:
            yield inner
        elif kind in _WRAPPERS:
            yield from _inner(inner, name)
        elif kind == "AlternateContent" and (branch := chosen(inner)) is not None:
            yield from _inner(branch, name)


def _first_row_differs(node: Element) -> bool:
    """Whether the table's look sets its first row apart (Word's default, unless switched off)."""
    look = child(node, "tblPr", "tblLook")
    if look is None:
        return True
    flag = look.get(w("firstRow"))
    if flag is not None:
        return flag in ("1", "true", "on")
    try:
        return bool(int(look.get(w("val"), "0020"), 16) & 0x20)
    except ValueError:
        return True
