"""An engine's HTML table to our Table: every position of the grid covered by exactly one cell."""

from __future__ import annotations

from lxml import etree, html

from octavo.documents import Cell, Table

MAX_CELLS = 50_000
MAX_SPAN = 1_000


def parse_table(markup: str) -> Table | None:
    """The first table of `markup`, None if it has none or no cells.

    Spans that run into other cells are cut short; positions nothing covers get empty cells.
    """
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    source = root.find(".//table")
    if source is None:
        return None
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, line in enumerate(source.iter("tr")):
        column = 0
        for item in line:
            if item.tag not in ("td", "th") or len(taken) > MAX_CELLS:
                continue
            while (row, column) in taken:
                column += 1
            cells.append(_cell(item, row, column, taken))
    return _filled(cells, taken)


def _cell(item: html.HtmlElement, row: int, column: int, taken: set[tuple[int, int]]) -> Cell:
    columns, rows = _span(item, "colspan"), _span(item, "rowspan")
    while columns > 1 and any((row, column + i) in taken for i in range(columns)):
        columns -= 1
    while rows * columns > MAX_CELLS:
        rows = max(1, rows // 2)
    taken.update((row + r, column + c) for r in range(rows) for c in range(columns))
    return Cell(row, column, _text(item), rows, columns, header=item.tag == "th")


def _span(item: html.HtmlElement, name: str) -> int:
    value = item.get(name, "1")
    return min(max(int(value), 1), MAX_SPAN) if value.isdigit() else 1


def _text(item: html.HtmlElement) -> str:
    for pause in item.iter("br"):
        pause.tail = "\n" + (pause.tail or "")
    lines = (" ".join(line.split()) for line in "".join(item.itertext()).split("\n"))
    return "\n".join(line for line in lines if line)


def _filled(cells: list[Cell], taken: set[tuple[int, int]]) -> Table | None:
    if not cells:
        return None
    rows = max(row for row, _ in taken) + 1
    columns = max(column for _, column in taken) + 1
    if rows * columns > MAX_CELLS:
        return None
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in taken:
                cells.append(Cell(row, column, ""))
    cells.sort(key=lambda c: (c.row, c.column))
    return Table(rows, columns, cells)
