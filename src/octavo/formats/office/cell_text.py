"""The blocks that stand in a table cell as the cell's text.

A cell has text, not blocks, so lists keep their markers and indentation, formulas their dollars,
and a table within the cell becomes one line a row, its cells parted by " | ", where it stood.
"""

from __future__ import annotations

from collections.abc import Iterable

from octavo.documents import Block, BlockKind, Table
from octavo.documents.model import FURNITURE


def cell_text(blocks: Iterable[Block]) -> tuple[str, str | None]:
    """The plain text of a cell's blocks, and their markdown where it differs."""
    kept = [block for block in blocks if block.kind not in FURNITURE]
    text = "\n".join(filter(None, (_line(block, block.text) for block in kept)))
    if not any(block.markdown for block in kept):
        return text, None
    lines = (_line(block, block.markdown or block.text) for block in kept)
    return text, "\n".join(filter(None, lines)).replace("\n", "<br>")


def table_lines(table: Table) -> str:
    """A table as lines of text, merged cells said once."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
    return "\n".join(" | ".join(row) for row in rows.values() if any(row))


def _line(block: Block, text: str) -> str:
    if block.table is not None:
        return table_lines(block.table)
    if block.figure is not None:
        data = table_lines(block.figure.data) if block.figure.data is not None else ""
        return "\n".join(filter(None, (text, data)))
    if block.kind is BlockKind.LIST_ITEM:
        return "  " * block.level + f"{block.marker} {text}".strip()
    if block.kind is BlockKind.FOOTNOTE:
        return f"{block.marker} {text}".strip()
    return text
