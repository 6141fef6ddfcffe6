"""Workbooks made at random with everything known about them: which cell shows what, and when."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from octavo.documents import Document
from octavo.formats.base import SpreadsheetOptions
from tests.formats_sheets.known_formats import KNOWN, raw_text

WORDS = (
    "north",
    "south",
    "west",
    "pump",
    "valve",
    "seal",
    "March",
    "rate",
    "Müller",
    "naïve",
    "東京",
)


@dataclass
class KnownCell:
    """What a cell shows, formatted and raw, and the row and column it stands in."""

    shown: str
    raw: str
    row: int
    column: int


@dataclass
class KnownSheet:
    """One sheet of a made workbook."""

    name: str
    hidden: bool = False
    cells: dict[str, KnownCell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def expected(self, options: SpreadsheetOptions) -> dict[str, str]:
        """The text of every cell that shows one under these options, by its coordinate."""
        texts = {}
        for ref, cell in self.cells.items():
            if cell.row in self.hidden_rows and not options.include_hidden_rows:
                continue
            if cell.column in self.hidden_columns and not options.include_hidden_cols:
                continue
            text = cell.raw if options.use_raw_values else cell.shown
            if text:
                texts[ref] = text
        return texts


def letters(column: int) -> str:
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


class Maker:
    """Writes one sheet: tables apart from each other, notes, and empty cells with a look."""

    def __init__(self, book: Any, sheet: Any, known: KnownSheet, dice: random.Random) -> None:
        self._book, self._sheet, self.known, self._dice = book, sheet, known, dice

    def put(self, row: int, column: int, value: Any, shown: str, raw: str, **look: Any) -> None:
        style = self._book.add_format(look) if look else None
        if isinstance(value, str) and value.startswith("="):
            self._sheet.write_formula(row, column, value, style, look.pop("cached", float(raw)))
        else:
            self._sheet.write(row, column, value, style)
        self.known.cells[f"{letters(column)}{row + 1}"] = KnownCell(shown, raw, row, column)

    def table(self, top: int, left: int) -> int:
        """A table with header and total row; gives the first row below it."""
        rows, columns = self._dice.randint(2, 9), self._dice.randint(2, 6)
        for column in range(columns):
            name = f"{self._dice.choice(WORDS)} {column}"
            self.put(top, left + column, name, name, name, bold=True)
        for row in range(top + 1, top + 1 + rows):
            self._first(row, left)
            for column in range(left + 1, left + columns):
                self._any(row, column)
        self.put(top + 1 + rows, left, "Total", "Total", "Total", bold=True)
        for column in range(left + 1, left + columns):
            at = f"{letters(column)}{top + 2}:{letters(column)}{top + 1 + rows}"
            total = self._dice.randint(1, 99_999) / 4
            value = f"{total:.15g}"
            self.put(top + 1 + rows, column, f"=SUM({at})", f"{total:,.2f}", value,
                     num_format="#,##0.00")  # fmt: skip
        return top + 2 + rows

    def _first(self, row: int, column: int) -> None:
        name = f"{self._dice.choice(WORDS)} <{row}> & co"
        self.put(row, column, name, name, name)

    def _any(self, row: int, column: int) -> None:
        pick = self._dice.random()
        if pick < 0.08:
            self._sheet.write_blank(row, column, None, self._book.add_format({"border": 1}))
        elif pick < 0.14:
            self.put(row, column, True, "TRUE", "TRUE")
        elif pick < 0.2:
            self.put(row, column, "007", "007", "007", num_format="@")
        else:
            code, value, shown = self._dice.choice(KNOWN)
            self.put(row, column, value, shown, raw_text(code, value, shown), num_format=code)

    def hide(self, rows: int, columns: int) -> None:
        for row in self._dice.sample(range(rows), min(rows, 3)):
            self._sheet.set_row(row, None, None, {"hidden": True})
            self.known.hidden_rows.add(row)
        column = self._dice.randrange(columns)
        self._sheet.set_column(column, column, None, None, {"hidden": True})
        self.known.hidden_columns.add(column)

    def blanks(self, top: int) -> None:
        """Empty rows and columns that only have a fill."""
        fill = self._book.add_format({"bg_color": "#FFFF00"})
        for row in range(top, top + 20):
            for column in range(12, 15):
                self._sheet.write_blank(row, column, None, fill)


def make(path: Path, seed: int) -> list[KnownSheet]:
    """Write a workbook at `path` and tell what is in it."""
    dice = random.Random(seed)
    book = xlsxwriter.Workbook(str(path))
    sheets = []
    for number in range(dice.randint(2, 4)):
        known = KnownSheet(f"Sheet {number} é")
        sheet = book.add_worksheet(known.name)
        if number and dice.random() < 0.4:
            known.hidden = True
            (sheet.hide if dice.random() < 0.5 else sheet.very_hidden)()
        maker = Maker(book, sheet, known, dice)
        note = f"Prepared by {dice.choice(WORDS)}; figures in thousands"
        maker.put(0, 0, note, note, note)
        top = 2
        for _ in range(dice.randint(1, 3)):
            below = maker.table(top, dice.randint(0, 2))
            if dice.random() < 0.5:
                maker.table(top, 10)
            top = below + 10
        maker.blanks(top)
        if dice.random() < 0.7:
            maker.hide(top, 14)
        sheets.append(known)
    book.close()
    return sheets


def seen(document: Document) -> dict[str, dict[str, str]]:
    """The texts of a document's cells by sheet and coordinate, from its tables and text blocks."""
    found: dict[str, dict[str, str]] = {}
    for page, block in document.blocks():
        texts = found.setdefault(page.name, {})
        if block.table is not None:
            texts |= {cell.ref or "": cell.text for cell in block.table.cells if cell.text}
        elif block.place is not None and block.place.range:
            texts[block.place.range] = block.text
    return found


def differences(
    document: Document, sheets: list[KnownSheet], options: SpreadsheetOptions
) -> tuple[int, list[str]]:
    """How many values there are to compare, and every one that is missing, wrong or too much."""
    found = seen(document)
    wanted = [sheet for sheet in sheets if options.include_hidden_sheets or not sheet.hidden]
    wrong = [] if list(found) == [sheet.name for sheet in wanted] else [f"sheets: {list(found)}"]
    count = 0
    for sheet in wanted:
        expected, got = sheet.expected(options), found.get(sheet.name, {})
        count += len(expected)
        wrong += [
            f"{sheet.name}!{ref}: {got.get(ref)!r}, not {expected.get(ref)!r}"
            for ref in sorted(expected.keys() | got.keys())
            if got.get(ref) != expected.get(ref)
        ]
    return count, wrong
