"""A sheet as its file has it: cells at their places, what is hidden, merged, named and drawn.

Rows and columns count from 0 here; A1 coordinates are made for the outside. Cells are the model's
own, with absolute places, so that a large sheet is held once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from octavo.documents import Cell
from octavo.formats.sheets.charts import Chart

MAX_ROW, MAX_COLUMN = 1_048_575, 16_383
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


class Area(NamedTuple):
    """A rectangle of cells, all four edges belonging to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        first, last = a1(self.top, self.left), a1(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def fixed(self) -> str:
        """The range as absolute references: $A$1:$B$2."""
        return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", self.a1)

    @property
    def size(self) -> int:
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def meets(self, other: Area) -> bool:
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def union(self, other: Area) -> Area:
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


@lru_cache(maxsize=20_000)
def column_letters(column: int) -> str:
    """0 is A, 25 Z, 26 AA."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def a1(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def place(ref: str) -> tuple[int, int] | None:
    """Row and column of an A1 coordinate; None for what is none or lies off the sheet."""
    match = _REF.fullmatch(ref)
    if match is None:
        return None
    row, column = int(match[2]) - 1, column_number(match[1])
    return (row, column) if 0 <= row <= MAX_ROW and column <= MAX_COLUMN else None


def area(ref: str) -> Area | None:
    """The rectangle of an A1 range or coordinate; None for what is none."""
    first, _, last = ref.partition(":")
    start, end = place(first), place(last or first)
    if start is None or end is None:
        return None
    rows, columns = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Area(rows[0], columns[0], rows[1], columns[1])


@dataclass(frozen=True, slots=True)
class NativeTable:
    """A table the workbook itself declares. `header` and `totals` count rows at its ends."""

    name: str
    area: Area
    header: int = 1
    totals: int = 0


@dataclass(slots=True)
class Drawing:
    """What floats over a sheet: a chart, a picture's bytes, or a text box; `area` is beneath it."""

    area: Area
    chart: Chart | None = None
    picture: bytes | None = None
    text: str = ""
    name: str = ""


@dataclass(slots=True)
class Sheet:
    """One sheet. `number` counts from 1 in the workbook.

    `rows` holds, by row and column, the cells with something in them; `framed` the columns of
    empty cells one can see (bordered or filled); `strong` places of bold or filled text.
    """

    name: str
    number: int
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    framed: dict[int, set[int]] = field(default_factory=dict)
    strong: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Area] = field(default_factory=list)
    natives: list[NativeTable] = field(default_factory=list)
    filters: list[Area] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def put(self, cell: Cell) -> None:
        self.rows.setdefault(cell.row, {})[cell.column] = cell

    def cell(self, row: int, column: int) -> Cell | None:
        return self.rows.get(row, {}).get(column)

    def annotate(self, ref: str, *, comment: str = "", link: str = "") -> None:
        """Attach a comment or link to the cell at `ref`, making an empty one if there is none."""
        where = place(ref)
        if where is None:
            return
        cell = self.cell(*where)
        if cell is None:
            cell = Cell(*where, "", ref=ref)
            self.put(cell)
        if comment:
            cell.comment = comment
        if link:
            cell.link = link

    def extent(self) -> Area | None:
        """The rectangle around all cells that hold something."""
        columns = [column for row in self.rows.values() if row for column in (min(row), max(row))]
        if not columns:
            return None
        return Area(min(self.rows), min(columns), max(self.rows), max(columns))
