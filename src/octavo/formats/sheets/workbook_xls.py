"""Excel's binary workbooks (.xls, BIFF 2 to 8) read with xlrd, with their formats."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import olefile
import xlrd

from octavo.errors import EmptyFile, FileCorrupted, PasswordProtected
from octavo.formats.sheets import charts_xls
from octavo.formats.sheets.book import Head
from octavo.formats.sheets.context import Context
from octavo.formats.sheets.grid import Area, Sheet, a1
from octavo.formats.sheets.number_format import BUILTIN, compiled
from octavo.formats.sheets.styles_xml import Style, Styles

_ERRORS = dict(xlrd.error_text_from_code)
_BAD = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    UnicodeError,
    OSError,
    EOFError,
)
"""What xlrd lets through on damaged files."""


_evaluate = xlrd.book.evaluate_name_formula


def _evaluated(book: Any, name: Any, at: int, **more: Any) -> None:
    """What a name stands for; one that xlrd does not understand must not cost the workbook."""
    try:
        _evaluate(book, name, at, **more)
    except (xlrd.formula.FormulaError, *_BAD):
        name.result, name.evaluated = None, 1


xlrd.book.evaluate_name_formula = _evaluated


class XlsBook:
    """An opened .xls. Raises FileCorrupted, EmptyFile or PasswordProtected on opening.

    Numbers always show as formatted: the API has no raw values for this kind.
    """

    def __init__(self, path: Path) -> None:
        if path.stat().st_size == 0:
            raise EmptyFile("The file is empty")
        self.warnings: list[str] = []
        self._log = io.StringIO()
        try:
            self._book = _opened(path, self._log)
        except _BAD as error:
            raise _refusal(path, error) from error
        self._context = Context(date1904=self._book.datemode == 1, warnings=self.warnings)
        self._context.styles = Styles([self._style(xf) for xf in self._book.xf_list])
        self._bounds = {bound.name: bound for bound in charts_xls.read(path)}
        self.heads = self._heads()
        self.names = self._names()

    def load(self, head: Head) -> Sheet:
        """Read one sheet. Raises FileCorrupted."""
        sheet = Sheet(head.name, head.number)
        if head.name in self._bounds:
            sheet.drawings = self._bounds[head.name].charts
        if not head.source:
            return sheet
        try:
            source = self._book.sheet_by_name(head.name)
            self._read_cells(sheet, source)
            _read_layout(sheet, source)
            self._book.unload_sheet(head.name)
        except _BAD as error:
            raise FileCorrupted(f"The sheet {head.name} of the workbook is damaged") from error
        return sheet

    def _heads(self) -> list[Head]:
        """Worksheets as xlrd lists them, chart sheets between them as the file does."""
        names = self._book.sheet_names()
        cells = [bound.name for bound in self._bounds.values() if bound.name in names]
        if cells != names:
            return [Head(n, at + 1, self._hidden(at), n) for at, n in enumerate(names)]
        return [
            Head(bound.name, number, bound.hidden, bound.name if bound.name in names else "")
            for number, bound in enumerate(self._bounds.values(), start=1)
            if bound.is_chart or bound.name in names
        ]

    def _hidden(self, index: int) -> bool:
        visibility = self._book._sheet_visibility
        return index < len(visibility) and visibility[index] != 0

    def _style(self, xf: Any) -> Style:
        known = self._book.format_map.get(xf.format_key)
        bold = (
            xf.font_index < len(self._book.font_list) and self._book.font_list[xf.font_index].bold
        )
        filled = xf.background.fill_pattern not in (0, 17) and (
            xf.background.pattern_colour_index not in (1, 9)
        )
        border = xf.border
        lined = any(
            (
                border.top_line_style,
                border.bottom_line_style,
                border.left_line_style,
                border.right_line_style,
            )
        )
        code = known.format_str if known is not None else "General"
        if code == xlrd.formatting.std_format_strings.get(xf.format_key):
            code = BUILTIN.get(xf.format_key, code)  # years in four digits, as Excel does now
        return Style(compiled(code), strong=bool(bold) or filled, framed=filled or lined)

    def _read_cells(self, sheet: Sheet, source: Any) -> None:
        for row in range(source.nrows):
            kinds, values = source.row_types(row), source.row_values(row)
            for column, kind in enumerate(kinds):
                if kind == xlrd.XL_CELL_EMPTY:
                    continue
                style = self._context.styles[source.cell_xf_index(row, column)]
                if kind == xlrd.XL_CELL_BLANK:
                    if style.framed:
                        sheet.framed.setdefault(row, set()).add(column)
                elif self._context.room():
                    self._put(sheet, row, column, kind, values[column], style)

    def _put(
        self, sheet: Sheet, row: int, column: int, kind: int, value: Any, style: Style
    ) -> None:
        context = self._context
        if kind == xlrd.XL_CELL_BOOLEAN:
            context.boolean(sheet, row, column, bool(value), style)
        elif kind == xlrd.XL_CELL_ERROR:
            context.string(sheet, row, column, _ERRORS.get(value, "#N/A"), style)
        elif kind == xlrd.XL_CELL_TEXT:
            context.string(sheet, row, column, value, style)
        else:
            context.number(sheet, row, column, float(value), style)

    def _names(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for name in self._book.name_obj_list:
            if name.hidden or name.builtin or name.macro:
                continue
            entry: dict[str, Any] = {"name": name.name, "value": _meaning(name)}
            if 0 <= name.scope < len(self.heads):
                entry["sheet_name"] = self.heads[name.scope].name
            found.append(entry)
        return found


def _opened(path: Path, log: io.StringIO) -> Any:
    """The workbook by xlrd; its stream alone where xlrd thinks the container around it corrupt."""
    options: dict[str, Any] = {"formatting_info": True, "on_demand": True, "ragged_rows": True}
    try:
        return xlrd.open_workbook(str(path), logfile=log, **options)
    except xlrd.compdoc.CompDocError:
        with olefile.OleFileIO(str(path)) as ole:
            name = "Workbook" if ole.exists("Workbook") else "Book"
            stream = ole.openstream(name).read()
        return xlrd.open_workbook(file_contents=stream, logfile=log, **options)


def _meaning(name: Any) -> str:
    """The range or formula of a name, as far as xlrd tells."""
    text = name.result.text if name.result is not None else None
    return "" if text in (None, "?") else str(text).replace("'internal; deleted sheet'", "#REF")


def _read_layout(sheet: Sheet, source: Any) -> None:
    """What is hidden, merged, commented and linked."""
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
    for top, bottom, left, right in source.merged_cells:
        sheet.merges.append(Area(top, left, bottom - 1, right - 1))
    for (row, column), note in source.cell_note_map.items():
        sheet.annotate(a1(row, column), comment=note.text.strip())
    for (row, column), link in source.hyperlink_map.items():
        target = link.url_or_path or ""
        if isinstance(target, bytes):
            target = target.decode("utf-8", "replace")
        address = target + (f"#{link.textmark}" if link.textmark else "")
        if address:
            sheet.annotate(a1(row, column), link=address)


def _refusal(path: Path, error: BaseException) -> Exception:
    """Why xlrd did not open a file."""
    if "encrypted" in str(error).lower() or _is_encrypted(path):
        return PasswordProtected("The file is encrypted; remove the password and send it again")
    return FileCorrupted("The file is not a complete Excel workbook")


def _is_encrypted(path: Path) -> bool:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            return bool(ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo"))
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return False
