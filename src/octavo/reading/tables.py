"""Tables on a page: ruled, partly ruled or borderless, from words and drawn lines alone.

`find` works on the evidence of digital and of scanned pages alike. Ruled tables are read from
their grid of lines (`tables_lattice`), the others from how their text lines up
(`tables_regions`, `tables_stream`).
"""

from __future__ import annotations

from octavo.documents import Block, BlockKind, Box, Cell, Table
from octavo.reading import (
    tables_framed,
    tables_lattice,
    tables_regions,
    tables_rules,
    tables_stream,
    tables_text,
    tables_turned,
    tables_worth,
)
from octavo.reading.evidence import PageEvidence
from octavo.reading.tables_grid import Grid, GridCell
from octavo.reading.tables_rules import Rules
from octavo.reading.tables_text import Piece
from octavo.reading.tables_turned import Turn

MAX_WORDS = 30_000
"""More words than any page of tables has; a page beyond it is not searched."""
MAX_FILLS = 2_000
MAX_TABLES = 300


def find(evidence: PageEvidence) -> list[Block]:
    """The tables of a page, top to bottom: TABLE blocks with box, cells, boxes and spans.

    `Table.confidence` (0..1) says how sure it is that this is a table and its grid is right.
    Blocks carry no words; cells without text lie at their place in the grid.
    """
    if not evidence.words or len(evidence.words) > MAX_WORDS:
        return []
    turn = tables_turned.of(evidence)
    page = evidence if turn is Turn.NONE else tables_turned.turned(evidence, turn)
    found = [_block(grid, page) for grid in _grids(page)]
    for block in found:
        tables_turned.turn_back(block, turn)
    return found


def _grids(page: PageEvidence) -> list[Grid]:
    """The tables of an upright page in points: first those that lines draw."""
    pieces = tables_text.pieces(page.words, page.width, page.height)
    rules = tables_rules.read(page)
    found = []
    for component in tables_lattice.components(rules)[:MAX_TABLES]:
        grid = tables_lattice.grid(component, pieces)
        if grid is not None:
            found.append(_refined(grid, component))
    for region in tables_framed.regions(_outside(pieces, found), rules.flat):
        grid = tables_framed.grid(region)
        if grid is not None:
            found.append(grid)
    fills = _fills(page)
    for region in tables_regions.regions(_outside(pieces, found), rules.flat):
        grid = tables_stream.grid(region.lines, region.flat)
        if grid is not None and tables_worth.keep(grid, region, fills):
            found.append(grid)
    return sorted(found, key=lambda g: (g.ys[0], g.xs[0]))


def _fills(page: PageEvidence) -> list[tables_worth.Area]:
    width, height = page.width, page.height
    return [
        (f.x0 * width, f.y0 * height, f.x1 * width, f.y1 * height) for f in page.fills[:MAX_FILLS]
    ]


def _refined(grid: Grid, component: Rules) -> Grid:
    """The same table with the rows and columns that only its text parts, if there are any."""
    if not tables_lattice.is_coarse(grid):
        return grid
    lines = tables_text.lines(grid.pieces, upright=grid.xs[1:-1])
    return tables_stream.grid(lines, component.flat, grid.xs[1:-1]) or grid


def _outside(pieces: list[Piece], grids: list[Grid]) -> list[Piece]:
    """The pieces that lie in none of the tables."""
    return [
        p
        for p in pieces
        if not any(
            g.xs[0] <= p.centre <= g.xs[-1] and g.ys[0] <= p.middle <= g.ys[-1] for g in grids
        )
    ]


def _block(grid: Grid, page: PageEvidence) -> Block:
    cells = [
        _cell(grid, cell, page) for cell in sorted(grid.cells, key=lambda c: (c.row, c.column))
    ]
    table = Table(grid.rows, grid.columns, cells, confidence=grid.confidence)
    box = _box(page, grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
    for cell in cells:
        box = box.union(cell.box) if cell.box else box
    return Block(BlockKind.TABLE, box=box, table=table, confidence=grid.confidence)


def _cell(grid: Grid, cell: GridCell, page: PageEvidence) -> Cell:
    box = _box(
        page,
        *(grid.xs[cell.column], grid.ys[cell.row]),
        *(grid.xs[cell.column + cell.column_span], grid.ys[cell.row + cell.row_span]),
    )
    return Cell(
        *(cell.row, cell.column),
        text=tables_text.reading_text(cell.pieces),
        row_span=cell.row_span,
        column_span=cell.column_span,
        header=cell.row < grid.header_rows,
        box=box,
    )


def _box(page: PageEvidence, x0: float, y0: float, x1: float, y1: float) -> Box:
    width, height = max(page.width, 1e-6), max(page.height, 1e-6)
    return Box(x0 / width, y0 / height, x1 / width, y1 / height).clipped()
