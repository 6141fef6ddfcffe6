"""Plain text tables (.csv, .tsv): one page, a table for every stretch of rows."""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Block, BlockKind, Cell, Document, Page, Table
from octavo.errors import EmptyFile
from octavo.formats import pages
from octavo.formats.base import ReadOptions
from octavo.formats.sheets import csv_rows, headers
from octavo.formats.sheets.encoding import decode
from octavo.formats.sheets.grid import a1

MAX_COLUMNS = 32_768
MAX_CELLS = 4_000_000

Line = tuple[int, list[str]]
"""A row's number from 0, and its fields without the empty ones at its end."""


class Csv:
    """Reads separated values of any encoding and separator."""

    name = "csv"
    kinds = frozenset({"csv", "tsv"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """The file as one page without geometry. Raises EmptyFile or InvalidPageRange."""
        data = path.read_bytes()
        text = decode(data)
        if not text.replace("\0", "").strip("\ufeff").strip():
            raise EmptyFile("The file is empty")
        pages.parse(options.pages, 1)
        document = Document(kind, [Page(1)], page_count=1)
        lines = _lines(text, kind == "tsv", document.warnings)
        for band in _bands(lines):
            document.pages[0].blocks += _blocks(band)
        return document


def _lines(text: str, tabs: bool, warnings: list[str]) -> list[Line]:
    """The rows with something in them, as many as fit the limits."""
    found, cells = [], 0
    for number, fields in enumerate(csv_rows.rows(text, tabs=tabs, warnings=warnings)):
        if len(fields) > MAX_COLUMNS:
            warnings.append(f"Row {number + 1} is cut after {MAX_COLUMNS} of {len(fields)} columns")
            del fields[MAX_COLUMNS:]
        while fields and not fields[-1].strip():
            fields.pop()
        cells += len(fields)
        if cells > MAX_CELLS:
            warnings.append(f"Only the first {number} rows ({MAX_CELLS} cells) were read")
            break
        if fields:
            found.append((number, fields))
    return found


def _bands(lines: list[Line]) -> list[list[Line]]:
    """Stretches that belong to one table: an empty row parts them where the width changes too.

    If filling rows up to the longest would cost too much, rows part wherever widths differ.
    """
    width = max((len(fields) for _, fields in lines), default=0)
    strict = width * len(lines) > MAX_CELLS
    bands: list[list[Line]] = []
    for line in lines:
        if bands and not _parted(bands[-1], line, strict):
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def _parted(band: list[Line], line: Line, strict: bool) -> bool:
    before = band[-1]
    if strict:
        return len(before[1]) != len(line[1])
    if line[0] == before[0] + 1:
        return False
    return len(line[1]) != max(len(fields) for _, fields in band[-50:])


def _blocks(band: list[Line]) -> list[Block]:
    width = max(len(fields) for _, fields in band)
    grid = [_cells(number, fields, width) for number, fields in band]
    if width == 1 and len(grid) == 1:
        return [Block(BlockKind.TEXT, grid[0][0].text)]
    parts = headers.parts(grid, set())
    end = len(grid) - parts.notes
    above = [_text(row) for row in grid[: parts.titles]]
    below = [_text(row) for row in grid[end:]]
    table = _table(grid[parts.titles : end], width, parts)
    return [*above, Block(BlockKind.TABLE, table=table), *below]


def _cells(number: int, fields: list[str], width: int) -> list[Cell]:
    texts = fields + [""] * (width - len(fields))
    return [Cell(0, column, text, ref=a1(number, column)) for column, text in enumerate(texts)]


def _text(row: list[Cell]) -> Block:
    return Block(BlockKind.TEXT, " ".join(cell.text for cell in row if cell.text))


def _table(grid: list[list[Cell]], width: int, parts: headers.Parts) -> Table:
    for at, row in enumerate(grid):
        for cell in row:
            cell.row, cell.header = at, at < parts.headers
    cells = [cell for row in grid for cell in row]
    return Table(len(grid), width, cells, footer_rows=parts.totals)


CSV = Csv()
