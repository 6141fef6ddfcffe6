"""Tables that continue over pages, put together again.

A table continues one before it when nothing but page furniture, notes and "continued" lines lies
between them over a page break, and their columns match: the same headers, or the same edges on
the page. Headers said again are dropped, and a row that the page break cut in two is joined
where its halves clearly complete each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from octavo.documents import Block, BlockKind, Cell, Page, Table
from octavo.documents.model import FURNITURE
from octavo.render.table_json import header_rows, text_grid
from octavo.steps import table_columns
from octavo.steps.table_rows import join_cut_row

_CONTINUES = (
    r"(?:continued|continues|cont['’.]?d?|fortsetzung|forts\.|suite|continuaci[oó]n|continua|"
    r"continua[çz][ãi]on?e?|segue|vervolg|fortsättning|fortsat|ciąg dalszy|продолжение|续表?|続き)"
)
_CONTINUED = re.compile(
    rf"\(\s*{_CONTINUES}[^)]*\)|\b{_CONTINUES}\W*$|^\W*{_CONTINUES}\b", re.IGNORECASE
)
_MARGIN = 0.12
"""Share of the page height at its top and bottom where a repeated line counts as furniture."""


@dataclass(frozen=True)
class Part:
    """A table with the page and block it stands in."""

    page: Page
    block: Block
    table: Table


def merged(parts: list[Part]) -> list[tuple[Table, list[str]]]:
    """The tables after merging, each with the ids of the blocks it was made of."""
    groups: list[tuple[Table, list[Part]]] = []
    for part in parts:
        if groups:
            table, members = groups[-1]
            columns = _continuation(members, part)
            if columns is not None:
                groups[-1] = (_appended(table, members[0].table, part.table, columns), members)
                members.append(part)
                continue
        groups.append((part.table, [part]))
    return [(table, [part.block.id for part in members]) for table, members in groups]


def _continuation(members: list[Part], part: Part) -> list[int] | None:
    """The columns of the first of `members` that `part`'s stand for, if `part` continues them."""
    before = members[-1]
    if part.page.number != before.page.number + 1 or part.block.place is not None:
        return None
    if not (part.table.continued or _adjacent(before, part)):
        return None
    return table_columns.match(members[0], before, part)


def _adjacent(before: Part, part: Part) -> bool:
    """Whether nothing of substance stands between two tables on pages that follow each other."""
    after = before.page.blocks[_place(before.page, before.block) + 1 :]
    ahead = part.page.blocks[: _place(part.page, part.block)]
    if not all(_ends_page(block, before.page, part.page) for block in after):
        return False
    return all(_opens_page(block, before.page, part.page) for block in ahead)


def _place(page: Page, block: Block) -> int:
    return next(place for place, other in enumerate(page.blocks) if other is block)


def _ends_page(block: Block, page: Page, following: Page) -> bool:
    if block.kind in FURNITURE or block.kind is BlockKind.FOOTNOTE:
        return True
    return _is_continued_line(block) or _repeated(block, page, following)


def _opens_page(block: Block, before: Page, page: Page) -> bool:
    if block.kind in FURNITURE or _is_continued_line(block) or _repeated(block, page, before):
        return True
    titles = {BlockKind.HEADING, BlockKind.CAPTION}
    return block.kind in titles and any(
        _title(other) == _title(block) for other in before.blocks if other.kind in titles
    )


def _is_continued_line(block: Block) -> bool:
    """A line such as "Table 3 (continued)" or "continued on next page"."""
    return len(block.text) <= 120 and bool(_CONTINUED.search(block.text))


def _repeated(block: Block, page: Page, other: Page) -> bool:
    """Whether a line near an edge of the page stands at the same height on the other page too."""
    box = block.box
    if block.table is not None or box is None or not (box.y1 < _MARGIN or box.y0 > 1 - _MARGIN):
        return False
    if block.text.strip().isdigit():
        return True
    return page is not other and any(
        twin.box is not None
        and abs(twin.box.y0 - box.y0) < 0.02
        and _without_digits(twin.text) == _without_digits(block.text)
        for twin in other.blocks
    )


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).lower())


def _title(block: Block) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", _CONTINUED.sub("", block.text)).lower().split())


def _appended(table: Table, first: Table, more: Table, columns: list[int]) -> Table:
    """`table` with the body rows of `more` below its own."""
    skipped = _repeated_headers(first, more, columns)
    down = table.rows - skipped
    below = [_moved(cell, columns, down) for cell in more.cells if cell.row >= skipped]
    rows = table.rows + more.rows - skipped
    cells = [*table.cells, *below]
    cells += _missing(cells, rows, table.columns, table.rows)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    result = Table(
        rows=rows,
        columns=table.columns,
        cells=cells,
        footer_rows=more.footer_rows,
        confidence=min(table.confidence, more.confidence),
        info=table.info,
    )
    return join_cut_row(result, table.rows, header_rows(first))


def _repeated_headers(first: Table, more: Table, columns: list[int]) -> int:
    """How many rows at the top of `more` say again what stands at the top of `first`."""
    mine, theirs = text_grid(first), text_grid(more)
    known = header_rows(first)
    count = 0
    while count < min(known, more.rows):
        wanted = [_squeezed(mine[count][column]) for column in columns]
        if [_squeezed(text) for text in theirs[count]] != wanted:
            break
        count += 1
    return count if count == known else 0


def _squeezed(text: str) -> str:
    return "".join(_CONTINUED.sub("", text).lower().split())


def _moved(cell: Cell, columns: list[int], down: int) -> Cell:
    """A copy of the cell at its place in the merged table. A header there would head nothing."""
    last = cell.column + cell.column_span - 1
    return msgspec.structs.replace(
        cell,
        row=cell.row + down,
        column=columns[cell.column],
        column_span=columns[last] - columns[cell.column] + 1,
        header=cell.header and cell.column == 0 and cell.column_span == 1,
    )


def _missing(cells: list[Cell], rows: int, columns: int, start: int) -> list[Cell]:
    """Empty cells for the places that no cell covers."""
    covered = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return [
        Cell(row=row, column=column, text="")
        for row in range(start, rows)
        for column in range(columns)
        if (row, column) not in covered
    ]
