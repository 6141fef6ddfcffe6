"""Excel-template mode: a workbook's column headers ask for values, and a copy is filled with them.

Every visible sheet with a row of headers asks for rows: an array of objects with one property per
column. What a document says once (its number, its date) and not in every row is looked for
again by itself and repeated in each row, as a sheet of records would have it. Values are written
as values, text never as a formula.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from octavo.errors import FileCorrupted, SchemaMissing

MAX_HEADER_ROW, MAX_COLUMNS, MAX_SHEETS = 60, 200, 40
MAX_ROWS, MAX_TEXT = 1_048_576, 32_767

_GENERAL = ("General", "@")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Column(msgspec.Struct):
    """A column to fill: its number from 1, and the property that asks for it."""

    number: int
    name: str
    schema: dict[str, Any]


class Form(msgspec.Struct):
    """A sheet to fill: its title, the row of its headers from 1, and the columns asked for.

    `computed` are the columns that the template fills itself, by a formula below the header.
    """

    title: str
    row: int
    columns: list[Column]
    computed: list[int]


class Template:
    """An opened template. Raises FileCorrupted if it cannot be read, SchemaMissing if no sheet
    has column headers."""

    def __init__(self, path: Path) -> None:
        try:
            self._book = openpyxl.load_workbook(path, keep_links=False)
        except (MemoryError, RecursionError):
            raise
        except Exception as error:  # openpyxl lets much through on damaged files
            raise FileCorrupted(f"excel_template cannot be read ({error})") from None
        sheets = [s for s in self._book.worksheets if s.sheet_state == "visible"][:MAX_SHEETS]
        self.forms = [form for sheet in sheets if (form := _form(sheet)) is not None]
        if not self.forms:
            raise SchemaMissing("excel_template has no column headers")

    @property
    def schema(self) -> dict[str, Any]:
        """What the headers ask for: {sheet: [{column: value}]} as JSON Schema."""
        arrays = {
            form.title: {"type": "array", "items": record_schema(form.columns)}
            for form in self.forms
        }
        return {"type": "object", "properties": arrays}

    def save(self, values: dict[str, Any], path: Path) -> list[str]:
        """Write the filled copy; warnings of what did not fit."""
        warnings = []
        for form in self.forms:
            rows = values.get(form.title) or []
            if _fill(self._book[form.title], form, rows) < len(rows):
                warnings.append(f"The sheet {form.title} has no room for all {len(rows)} rows")
        try:
            self._book.save(path)
        except (ValueError, TypeError, KeyError, AttributeError, zipfile.BadZipFile) as error:
            raise FileCorrupted(f"excel_template cannot be written again ({error})") from None
        return warnings


def missing(form: Form, rows: Any) -> list[Column]:
    """The columns no row has a value for."""
    found = rows if isinstance(rows, list) else []
    return [
        column
        for column in form.columns
        if all(not isinstance(row, dict) or row.get(column.name) is None for row in found)
    ]


def record_schema(columns: list[Column]) -> dict[str, Any]:
    """An object with a property for every column."""
    return {"type": "object", "properties": {column.name: column.schema for column in columns}}


def _form(sheet: Worksheet) -> Form | None:
    """The header row: of an Excel table if there is one, else the first row whose texts fill the
    most columns of the sheet's top."""
    if sheet.tables:
        left, top, right, _ = range_boundaries(next(iter(sheet.tables.values())).ref)
        return _headed(sheet, top, left, min(right, left + MAX_COLUMNS - 1))
    last = min(sheet.max_column or 1, MAX_COLUMNS)
    rows = range(1, min(sheet.max_row or 1, MAX_HEADER_ROW) + 1)
    found = [form for row in rows if (form := _headed(sheet, row, 1, last)) is not None]
    return max(found, key=lambda form: len(form.columns) + len(form.computed), default=None)


def _headed(sheet: Worksheet, row: int, left: int, right: int) -> Form | None:
    """The form with this row's texts as headers; None if it has none to ask for."""
    form = Form(sheet.title, row, [], [])
    seen: set[str] = set()
    for number in range(left, right + 1):
        cell = sheet.cell(row, number)
        text = cell.value
        if not isinstance(text, str) or cell.data_type == "f" or not text.strip():
            continue
        below = sheet.cell(row + 1, number)
        if below.data_type == "f":
            form.computed.append(number)
            continue
        name = base = " ".join(text.split())[:200]
        count = 1
        while name in seen:
            count += 1
            name = f"{base} ({count})"
        seen.add(name)
        form.columns.append(Column(number, name, _kind(below)))
    return form if form.columns else None


def _kind(below: Cell | MergedCell) -> dict[str, Any]:
    """What a column takes, by the number format of its first cell."""
    form = below.number_format or "General"
    if is_date_format(form):
        return {"type": "string", "format": "date"}
    return {"type": "string"} if form in _GENERAL else {"type": "number"}


def _fill(sheet: Worksheet, form: Form, rows: list[Any]) -> int:
    """Write rows below the headers where the sheet is free; how many were written."""
    at, written, end = form.row, 0, sheet.max_row or 0
    for row in rows:
        at += 1
        while at <= end and _occupied(sheet, form, at):
            at += 1
        if at > MAX_ROWS:
            break
        for column in form.columns:
            cell = sheet.cell(at, column.number)
            if not isinstance(cell, MergedCell):
                _like(sheet.cell(form.row + 1, column.number), cell)
                _put(cell, row.get(column.name) if isinstance(row, dict) else None)
        for number in form.computed:
            _compute(sheet.cell(form.row + 1, number), sheet.cell(at, number))
        written += 1
    _stretch(sheet, form, at)
    return written


def _occupied(sheet: Worksheet, form: Form, row: int) -> bool:
    return any(sheet.cell(row, column.number).value is not None for column in form.columns)


def _compute(first: Cell, cell: Cell | MergedCell) -> None:
    """Carry the template's own formula down a computed column."""
    if cell.value is None and not isinstance(cell, MergedCell) and isinstance(first.value, str):
        moved = Translator(first.value, origin=first.coordinate)
        cell.value = moved.translate_formula(cell.coordinate)
        _like(first, cell)


def _like(first: Cell | MergedCell, cell: Cell) -> None:
    if first is not cell and not cell.has_style and first.has_style:
        cell._style = first._style


def _put(cell: Cell, value: Any) -> None:
    """Write a value; a text that a spreadsheet could take for a formula stays a text."""
    if value is None:
        return
    if isinstance(value, (dict, list)):
        value = msgspec.json.encode(value).decode()
    if isinstance(value, (bool, int, float)):
        cell.value = value
        return
    if _PLAIN_NUMBER.fullmatch(value) and cell.number_format != "@":
        cell.value = float(value) if "." in value else int(value)
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:MAX_TEXT]
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def _stretch(sheet: Worksheet, form: Form, last: int) -> None:
    """Make the Excel table whose headers these are reach the last row filled."""
    for table in sheet.tables.values():
        left, top, right, bottom = range_boundaries(table.ref)
        if top == form.row and last > bottom:
            corner = f"{get_column_letter(right)}{last}"
            table.ref = f"{get_column_letter(left)}{top}:{corner}"
            if table.autoFilter is not None:
                table.autoFilter.ref = table.ref
