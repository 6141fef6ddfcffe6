"""What all sheets of one workbook share while they are read: strings, styles, limits, display."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from octavo.documents import Cell
from octavo.errors import FileCorrupted
from octavo.formats.sheets.grid import Sheet, a1
from octavo.formats.sheets.styles_xml import Style, Styles

MAX_CELLS = 4_000_000
MAX_TEXT = 32_767
"""Excel's own limit for the characters of a cell."""
MAX_CHARACTERS = 120_000_000
"""Over all cells. A string that many cells share counts in each: results spell it out."""
MAX_STRONG = 200_000
BLANKS = 50_000
"""How many styled empty cells of a sheet are looked at."""

_HYPERLINK = re.compile(r'=?HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Context:
    """Shared by the sheets of a workbook. `raw` asks for numbers unformatted."""

    raw: bool = False
    date1904: bool = False
    strings: list[str] = field(default_factory=list)
    styles: Styles = field(default_factory=lambda: Styles([]))
    cells: int = 0
    characters: int = 0
    uncached: int = 0
    warnings: list[str] = field(default_factory=list)
    """The workbook's own list, for what is left out of all its sheets."""

    def room(self) -> bool:
        """Whether another cell may be kept; counts it."""
        self.cells += 1
        if self.cells == MAX_CELLS + 1:
            self.warnings.append(f"Only the first {MAX_CELLS:,} cells of the workbook were read")
        return self.cells <= MAX_CELLS

    def number(self, sheet: Sheet, row: int, column: int, value: float, style: Style) -> Cell:
        """Put a number on the sheet as it shows."""
        shown = style.format.raw if self.raw else style.format.number
        held = style.format.iso(value, self.date1904) if style.format.has_day else None
        cell = Cell(row, column, shown(value, self.date1904), ref=a1(row, column))
        cell.value = held or value
        return self._put(sheet, cell, style)

    def string(self, sheet: Sheet, row: int, column: int, text: str, style: Style) -> Cell:
        """Put a text on the sheet as it shows."""
        shown = style.format.text(text[:MAX_TEXT])
        return self._put(sheet, Cell(row, column, shown, ref=a1(row, column)), style)

    def boolean(self, sheet: Sheet, row: int, column: int, value: bool, style: Style) -> Cell:
        """Put a truth value on the sheet."""
        cell = Cell(row, column, "TRUE" if value else "FALSE", ref=a1(row, column), value=value)
        return self._put(sheet, cell, style)

    def _put(self, sheet: Sheet, cell: Cell, style: Style) -> Cell:
        self.characters += len(cell.text)
        if self.characters > MAX_CHARACTERS:
            raise FileCorrupted("The workbook unpacks to an unreasonable amount of text")
        if style.strong and len(sheet.strong) < MAX_STRONG:
            sheet.strong.add((cell.row, cell.column))
        sheet.put(cell)
        return cell


def linked(cell: Cell, formula: str) -> None:
    """Give the cell its formula, and the address if it is a HYPERLINK."""
    cell.formula = formula
    match = _HYPERLINK.match(formula)
    if match:
        cell.link = match[1]


def unescaped(text: str) -> str:
    """OOXML writes characters that XML cannot hold as _xHHHH_."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n")
