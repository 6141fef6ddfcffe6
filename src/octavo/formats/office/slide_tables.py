"""Tables on slides: merges, header rows, and a box for every cell from widths and heights."""

from __future__ import annotations

from octavo.documents import Block, BlockKind
from octavo.formats.office.grid import Placed, build, header_rows, looks_like_header, mark_header
from octavo.formats.office.package import Element
from octavo.formats.office.slide_geometry import Rect, number
from octavo.formats.office.slide_styles import A
from octavo.formats.office.slide_text import TextReader

_ON = ("1", "true")


def read_table(
    node: Element, reader: TextReader, rect: Rect | None, size: tuple[float, float]
) -> Block:
    """The TABLE block of an `a:tbl` that stands at `rect` of a slide of `size`, both in EMU."""
    widths = [number(one.get("w")) for one in node.iterfind(f"{A}tblGrid/{A}gridCol")]
    rows = list(node.iterchildren(A + "tr"))
    heights = [number(row.get("h")) for row in rows]
    placed = [
        _cell(cell, at, column, reader)
        for at, row in enumerate(rows)
        for column, cell in enumerate(row.iterchildren(A + "tc"))
        if cell.get("hMerge") not in _ON and cell.get("vMerge") not in _ON
    ]
    properties = node.find(A + "tblPr")
    said = properties is not None and properties.get("firstRow") in _ON
    if placed and len(rows) > 1 and (said or looks_like_header(placed)):
        mark_header(placed, header_rows(placed))
    table = build(placed, rows=len(rows), columns=len(widths))
    block = Block(BlockKind.TABLE, table=table)
    if rect is not None and any(widths) and any(heights):
        lefts = _edges(widths, rect.x, rect.width)
        tops = _edges(heights, rect.y, rect.height)
        for cell in table.cells:
            right = min(cell.column + cell.column_span, len(lefts) - 1)
            bottom = min(cell.row + cell.row_span, len(tops) - 1)
            left, top = lefts[min(cell.column, right)], tops[min(cell.row, bottom)]
            cell.box = Rect(left, top, lefts[right] - left, tops[bottom] - top).box(size)
    return block


def _cell(cell: Element, row: int, column: int, reader: TextReader) -> Placed:
    text, markdown = reader.text(cell.find(A + "txBody"))
    down = max(1, int(number(cell.get("rowSpan")) or 1))
    across = max(1, int(number(cell.get("gridSpan")) or 1))
    return Placed(row, column, text, markdown, row_span=down, column_span=across)


def _edges(sizes: list[float], start: float, extent: float) -> list[float]:
    """Where columns or rows begin and the last one ends, fitted to the table's own extent."""
    total = sum(sizes, 0.0)
    scale = extent / total if extent > 0 and total > 0 else 1.0
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + size * scale)
    return edges
