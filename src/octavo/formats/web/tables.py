"""HTML tables: those that hold data, as grids; those that only place things, seen through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from octavo.documents import Block, Table
from octavo.formats.office import grid
from octavo.formats.office.cell_text import cell_text
from octavo.formats.web.dom import Node, attribute

CellReader = Callable[[Node], list[Block]]

MAX_SPAN = 1_000
_SECTIONS = ("thead", "tbody", "tfoot")
_LONG = 400
"""Words of a cell beyond which a table without header places text rather than lists it."""


def is_data(table: Node) -> bool:
    """Whether a table relates its cells, rather than placing parts of a page.

    It says so by header cells, a caption, rules or its role; else it must have two rows and two
    columns, no table within it and no cell that reads like a page.
    """
    role = attribute(table, "role").lower()
    if role in ("presentation", "none"):
        return False
    if role in ("table", "grid", "treegrid"):
        return True
    rows = list(_rows(table))
    cells = [list(_cells(row)) for row, _ in rows]
    if any(cell.tag == "th" for row in cells for cell in row) or _child(table, "caption"):
        return True
    shaped = len(rows) >= 2 and max(map(len, cells), default=0) >= 2
    if not shaped or _inner(table, "table"):
        return False
    if attribute(table, "border") not in ("", "0") or _child(table, "thead"):
        return True
    return not _inner(table, "h1") and all(
        len(cell.text(deep=True).split()) <= _LONG for row in cells for cell in row
    )


def build(table: Node, read: CellReader) -> Table:
    """The grid of a table; `read` gives the blocks of a cell."""
    placed: list[grid.Placed] = []
    taken: dict[int, int] = {}
    footer = number = 0
    for number, (row, section) in enumerate(_rows(table), start=1):
        footer = footer + 1 if section == "tfoot" else 0
        column = 0
        for cell in _cells(row):
            while taken.get(column, 0) >= number:
                column += 1
            placed.append(_placed(cell, number - 1, column, section, read))
            last = placed[-1]
            for at in range(column, column + last.column_span):
                taken[at] = max(taken.get(at, 0), number - 1 + last.row_span)
            column += last.column_span
    _header_by_weight(placed)
    made = grid.build(placed, number)
    made.footer_rows = footer if footer < made.rows else 0
    return made


def caption(table: Node) -> Node | None:
    """The caption element of a table."""
    return _child(table, "caption")


def _placed(cell: Node, row: int, column: int, section: str, read: CellReader) -> grid.Placed:
    text, markdown = cell_text(read(cell))
    return grid.Placed(
        row,
        column,
        text,
        markdown,
        row_span=_span(cell, "rowspan") or MAX_SPAN,
        column_span=_span(cell, "colspan") or 1,
        header=cell.tag == "th" or section == "thead",
        bold=bool(markdown) and re.fullmatch(r"\*\*[^*]+\*\*", markdown or "") is not None,
    )


def _header_by_weight(placed: list[grid.Placed]) -> None:
    """A first row set in bold throughout heads a table that marks no header cells."""
    first = [cell for cell in placed if cell.row == 0 and cell.text]
    if any(cell.header for cell in placed) or not first or not all(cell.bold for cell in first):
        return
    if any(cell.row > 0 and not cell.bold for cell in placed):
        grid.mark_header(placed)


def _rows(table: Node) -> Iterator[tuple[Node, str]]:
    """The rows in the order they are shown: head, bodies, foot."""
    found: dict[str, list[tuple[Node, str]]] = {name: [] for name in _SECTIONS}
    for child in table.iter():
        if child.tag == "tr":
            found["tbody"].append((child, "tbody"))
        elif child.tag in _SECTIONS:
            section = str(child.tag)
            found[section] += [(row, section) for row in child.iter() if row.tag == "tr"]
    for name in _SECTIONS:
        yield from found[name]


def _cells(row: Node) -> Iterator[Node]:
    return (cell for cell in row.iter() if cell.tag in ("td", "th"))


def _child(table: Node, tag: str) -> Node | None:
    return next((child for child in table.iter() if child.tag == tag), None)


def _inner(table: Node, tag: str) -> bool:
    return any(node.mem_id != table.mem_id for node in table.css(tag))


def _span(cell: Node, name: str) -> int:
    value = attribute(cell, name).strip()
    return min(int(value), MAX_SPAN) if value.isdigit() and len(value) < 9 else 1
