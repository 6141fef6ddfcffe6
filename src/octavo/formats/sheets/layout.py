"""A sheet as a page: its title, its tables, the text beside them, its charts and pictures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Cell, Figure, Page, SheetPlace, Table
from octavo.formats.base import SpreadsheetOptions
from octavo.formats.office.pictures import to_png
from octavo.formats.sheets import chart_png, headers, regions
from octavo.formats.sheets.grid import Area, Drawing, NativeTable, Sheet, a1, area

MAX_FILLERS = 1_500_000
"""Empty cells that may be added to make tables whole; sparser blocks are read as text."""

MAX_MERGES = 200
"""How many merged cells are kept in mind where cells become text."""


@dataclass(slots=True)
class Layout:
    """How sheets are laid out; counts what was added and lost over the whole workbook."""

    options: SpreadsheetOptions
    images: bool = False
    fillers: int = 0
    warnings: list[str] = field(default_factory=list)

    def page(self, sheet: Sheet, number: int) -> Page:
        """The page of a sheet; `number` counts the sheets that are read."""
        origin = SheetPlace(sheet.name, number, sheet.number)
        title = Block(BlockKind.HEADING, f"Sheet: {sheet.name}", level=1, place=origin)
        found = self._cell_blocks(sheet, origin) + self._drawn(sheet, origin)
        found.sort(key=lambda item: item[0][:2])
        return Page(number, name=sheet.name, blocks=[title, *(block for _, block in found)])

    def _cell_blocks(self, sheet: Sheet, origin: SheetPlace) -> list[tuple[Area, Block]]:
        """What the cells say, with the whole block of cells it belongs to."""
        boxes = regions.find(
            sheet,
            framed_rows=not self.options.only_data_rows,
            framed_columns=not self.options.only_data_cols,
        )
        blocks: list[tuple[Area, Block]] = []
        for box in boxes:
            view = _View(sheet, self._rows(sheet, box), self._columns(sheet, box))
            if view.empty():
                continue
            native = next((table for table in sheet.natives if table.area == box), None)
            for spot, block in self._blocks(view, native):
                block.place = SheetPlace(sheet.name, origin.sheet_index, sheet.number, spot.a1)
                blocks.append((box, block))
        return blocks

    def _rows(self, sheet: Sheet, box: Area) -> list[int]:
        hidden = set() if self.options.include_hidden_rows else sheet.hidden_rows
        return [row for row in range(box.top, box.bottom + 1) if row not in hidden]

    def _columns(self, sheet: Sheet, box: Area) -> list[int]:
        hidden = set() if self.options.include_hidden_cols else sheet.hidden_columns
        return [column for column in range(box.left, box.right + 1) if column not in hidden]

    def _blocks(self, view: _View, native: NativeTable | None) -> list[tuple[Area, Block]]:
        fillers = len(view.rows) * len(view.columns) - view.filled()
        if native is None and (view.is_text() or self.fillers + fillers > MAX_FILLERS):
            if not view.is_text():
                self.warnings.append(
                    f"Sheet {view.sheet.name}: the sparse block {view.area().a1} is read as text"
                )
            return [(_spot(cell), _text(cell)) for cell in view.cells()]
        self.fillers += fillers
        grid = view.grid()
        parts = headers.parts(grid, view.strong())
        if native is not None:
            parts = headers.Parts(headers=native.header, totals=native.totals)
        return view.split(grid, parts, native)

    def _drawn(self, sheet: Sheet, origin: SheetPlace) -> list[tuple[Area, Block]]:
        blocks = []
        for drawing in sheet.drawings:
            block = self._drawing(drawing, sheet)
            block.place = SheetPlace(sheet.name, origin.sheet_index, sheet.number, drawing.area.a1)
            blocks.append((drawing.area, block))
        return blocks

    def _drawing(self, drawing: Drawing, sheet: Sheet) -> Block:
        if drawing.text:
            return Block(BlockKind.TEXT, drawing.text)
        if drawing.chart is not None:
            chart = drawing.chart
            caption = f"Chart: {chart.shown_title}" if chart.shown_title else "Chart"
            figure = Figure("chart", caption, chart=chart.info(), data=chart.table())
            if self.images:
                figure.image = chart_png.draw(chart)
            return Block(BlockKind.FIGURE, caption, figure=figure)
        figure = Figure("image", drawing.name)
        if self.images and drawing.picture is not None:
            figure.image = to_png(drawing.picture)
            if figure.image is None:
                self.warnings.append(
                    f"The picture at {drawing.area.a1} of the sheet {sheet.name} cannot be drawn"
                )
                figure.chart["render_error"] = "The picture's format cannot be drawn"
        return Block(BlockKind.FIGURE, figure=figure)


@dataclass(slots=True)
class _View:
    """The part of a sheet that one block of cells shows: some of its rows and columns."""

    sheet: Sheet
    rows: list[int]
    columns: list[int]

    def empty(self) -> bool:
        return not self.rows or not self.columns or self.filled() == 0

    def area(self) -> Area:
        return Area(self.rows[0], self.columns[0], self.rows[-1], self.columns[-1])

    def cells(self) -> list[Cell]:
        """What is there and seen, by rows; the cells under a merged one are not."""
        columns = set(self.columns)
        lines = (self.sheet.rows.get(row) for row in self.rows)
        found = [line[at] for line in lines if line for at in sorted(columns & line.keys())]
        merges = [box for box in self.sheet.merges[:MAX_MERGES] if box.size > 1]
        return [cell for cell in found if cell.text and not _covered(cell, merges)]

    def filled(self) -> int:
        columns = set(self.columns)
        lines = (self.sheet.rows.get(row) for row in self.rows)
        return sum(len(columns & line.keys()) for line in lines if line)

    def is_text(self) -> bool:
        """Whether it is one cell, or a column of texts that no one would call a table."""
        if self.filled() == 1:
            return True
        if len(self.columns) > 1:
            return False
        cells = [self.sheet.cell(row, self.columns[0]) for row in self.rows]
        return not any(headers.typed(cell) for cell in cells)

    def strong(self) -> set[tuple[int, int]]:
        places = self.sheet.strong
        return {
            (at, number)
            for at, row in enumerate(self.rows[:20])
            for number, column in enumerate(self.columns)
            if (row, column) in places
        }

    def grid(self) -> list[list[Cell | None]]:
        """The cells by visible row and column, with their spans; None where there is none."""
        grid: list[list[Cell | None]] = []
        for row in self.rows:
            line = self.sheet.rows.get(row, {})
            grid.append([line.get(column) for column in self.columns])
        if self.sheet.merges:
            self._merge(grid)
        return grid

    def _merge(self, grid: list[list[Cell | None]]) -> None:
        area = self.area()
        for box in self.sheet.merges:
            if box.size > 1 and box.meets(area):
                self._merge_one(grid, box)

    def _merge_one(self, grid: list[list[Cell | None]], box: Area) -> None:
        rows = _within(self.rows, box.top, box.bottom)
        columns = _within(self.columns, box.left, box.right)
        if not rows or not columns:
            return
        cell = self.sheet.cell(box.top, box.left) or Cell(0, 0, "", ref=a1(box.top, box.left))
        cell.row_span, cell.column_span = len(rows), len(columns)
        for at in rows:
            for number in columns:
                grid[at][number] = COVERED
        grid[rows[0]][columns[0]] = cell

    def split(
        self, grid: list[list[Cell | None]], parts: headers.Parts, native: NativeTable | None
    ) -> list[tuple[Area, Block]]:
        """The titles above, the table, and the notes below it."""
        end = len(grid) - parts.notes
        texts = [c for row in (*grid[: parts.titles], *grid[end:]) for c in row if c and c.text]
        blocks = [(_spot(cell), _text(cell)) for cell in texts]
        shown = _View(self.sheet, self.rows[parts.titles : end], self.columns)
        table = shown.table(grid[parts.titles : end], parts)
        if native is not None:
            table.info["table_name"] = native.name
        return [*blocks, (shown.area(), Block(BlockKind.TABLE, table=table))]

    def table(self, grid: list[list[Cell | None]], parts: headers.Parts) -> Table:
        cells = []
        for at, line in enumerate(grid):
            for number, cell in enumerate(line):
                if cell is COVERED:
                    continue
                if cell is None:
                    cell = Cell(at, number, "", ref=a1(self.rows[at], self.columns[number]))
                cell.row, cell.column = at, number
                cell.header = at < parts.headers
                cells.append(cell)
        return Table(len(grid), len(self.columns), cells, footer_rows=parts.totals)


COVERED = Cell(-1, -1, "")
"""Stands in a grid for the places that a merged cell covers."""


def _covered(cell: Cell, merges: list[Area]) -> bool:
    """Whether a cell lies under a merged one that begins elsewhere."""
    spot = Area(cell.row, cell.column, cell.row, cell.column)
    return any(box.meets(spot) and box[:2] != spot[:2] for box in merges)


def _within(numbers: list[int], first: int, last: int) -> range:
    return range(bisect_left(numbers, first), bisect_right(numbers, last))


def _spot(cell: Cell) -> Area:
    return area(cell.ref or "") or Area(0, 0, 0, 0)


def _text(cell: Cell) -> Block:
    return Block(BlockKind.TEXT, cell.text)
