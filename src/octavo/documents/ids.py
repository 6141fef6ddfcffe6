"""Ids of blocks and cells: `txt-N`, `tbl-N`, `fig-N`, cells `tbl-N-rRcC`.

Each family counts from 1 over the whole document in reading order, so two readings of the same
bytes give the same ids.
"""

from octavo.documents.model import BlockKind, Document, Table


def number(document: Document) -> None:
    """Give every block and cell of `document` its id, in place."""
    counts = {"txt": 0, "tbl": 0, "fig": 0}
    for _, block in document.blocks():
        family = {BlockKind.TABLE: "tbl", BlockKind.FIGURE: "fig"}.get(block.kind, "txt")
        counts[family] += 1
        block.id = f"{family}-{counts[family]}"
        if block.table is not None:
            number_cells(block.table, block.id)


def number_cells(table: Table, table_id: str) -> None:
    """Give every cell of `table` its id."""
    for cell in table.cells:
        cell.id = f"{table_id}-r{cell.row}c{cell.column}"
