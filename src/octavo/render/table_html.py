"""A table as compact HTML: one line, no styling, everything the document says escaped."""

from __future__ import annotations

import html

from octavo.documents import Cell, Table


def table_html(table: Table, *, ids: bool = False, table_id: str = "") -> str:
    """`table` as `<table><tr><th>…</th></tr>…</table>`.

    Spans are written as `colspan` and `rowspan`, line breaks within a cell as `<br>`. With `ids`
    the table tag carries `table_id` (or the id in its cells' ids) as `data-bb-table-id`.
    """
    rows: dict[int, list[Cell]] = {row: [] for row in range(table.rows)}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    body = "".join(f"<tr>{''.join(map(_cell, rows[row]))}</tr>" for row in sorted(rows))
    name = (table_id or _id_in_cells(table)) if ids else ""
    attribute = f' data-bb-table-id="{html.escape(name)}"' if name else ""
    return f"<table{attribute}>{body}</table>"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    return f"<{tag}{spans}>{cell_html(cell.text)}</{tag}>"


def cell_html(text: str) -> str:
    """A cell's text escaped, on one line: a blank line would end the HTML block in markdown."""
    lines = (html.escape(line.strip(), quote=False) for line in text.strip().splitlines())
    return "<br>".join(lines)


def _id_in_cells(table: Table) -> str:
    """The table's own id, which its cells' ids begin with (`tbl-3-r0c0`)."""
    return table.cells[0].id.rpartition("-")[0] if table.cells else ""
