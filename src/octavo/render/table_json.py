"""A table as records: `{"headers": […], "rows": [{header: text}]}`, with no column lost.

Headers are keys of the rows, so each is made unique: an empty one is named by its place
("Column 3"), a repeated one gets a number ("Amount", "Amount (2)").
"""

from __future__ import annotations

import re
from typing import Any

from octavo.documents import Cell, Table

_NUMBER = re.compile(r"[^\d]{0,4}[\d][\d.,'\s]*[^\w]*%?[^\d]{0,4}")


def table_json(table: Table) -> dict[str, Any]:
    """`table` as headers and rows of text.

    Headers stacked in several rows are joined with a space. A cell that spans rows is repeated in
    each of them, so that every row stands for itself; one that spans columns stands in its first.
    """
    grid = text_grid(table)
    count = header_rows(table)
    headers = unique_headers(
        [_joined([grid[row][column] for row in range(count)]) for column in range(table.columns)]
    )
    rows = [dict(zip(headers, row, strict=True)) for row in grid[count:]]
    return {"headers": headers, "rows": rows}


def header_rows(table: Table) -> int:
    """How many rows at the top are headers: rows all of whose filled cells are header cells.

    Of a table without any header cell the first row counts if it has only words where a column
    below it has figures.
    """
    if not any(cell.header for cell in table.cells):
        return int(_begins_with_names(table))
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows.setdefault(row, []).append(cell)
    count = 0
    while count < table.rows and _is_header(rows.get(count, [])):
        count += 1
    return count


def is_number(text: str) -> bool:
    """Whether a cell holds a figure: digits with marks, a sign, a currency or a percent."""
    return len(text) <= 40 and bool(_NUMBER.fullmatch(text.strip()))


def _begins_with_names(table: Table) -> bool:
    if table.rows < 2 or any(cell.row == 0 and cell.row_span > 1 for cell in table.cells):
        return False
    first, *rest = text_grid(table)
    names = [text for text in first if text]
    if len(names) < max(2, table.columns - 1) or len(set(names)) < len(names):
        return False
    if any(any(letter.isdigit() for letter in name) or len(name) > 60 for name in names):
        return False
    return any(_is_numeric([row[column] for row in rest]) for column in range(table.columns))


def _is_numeric(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and sum(map(is_number, filled)) >= 0.6 * len(filled)


def text_grid(table: Table) -> list[list[str]]:
    """Text by row and column. Spanned rows repeat a body cell; a header fills its whole span."""
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        width = cell.column_span if cell.header else 1
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for column in range(cell.column, min(cell.column + width, table.columns)):
                grid[row][column] = cell.text.strip()
    return grid


def unique_headers(names: list[str]) -> list[str]:
    """The names made distinct, in their order and number."""
    taken = {name for name in names if name}
    seen: set[str] = set()
    out = []
    for place, name in enumerate(names, start=1):
        if not name or name in seen:
            name = _free(name or f"Column {place}", taken | seen)
        seen.add(name)
        out.append(name)
    return out


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _is_header(cells: list[Cell]) -> bool:
    filled = [cell for cell in cells if cell.text.strip()]
    return bool(filled or cells) and all(cell.header for cell in filled or cells)


def _joined(parts: list[str]) -> str:
    """Stacked headers as one, a header that spans its rows said once."""
    kept = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
    return " ".join(kept)
