"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods): a page for every sheet, as its owner sees it."""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Document
from octavo.errors import FileCorrupted, OctavoError
from octavo.formats import pages
from octavo.formats.base import ReadOptions
from octavo.formats.sheets import chart_sources
from octavo.formats.sheets.book import Book, Head
from octavo.formats.sheets.grid import Sheet
from octavo.formats.sheets.layout import Layout


class Spreadsheet:
    """Reads workbooks of all kinds."""

    name = "spreadsheet"
    kinds = frozenset({"xlsx", "xlsb", "xls", "ods"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """The workbook's sheets in their order; hidden ones only if asked for.

        Raises FileCorrupted, EmptyFile, PasswordProtected or InvalidPageRange (its pages are the
        sheets that are read).
        """
        try:
            return _read(_open(path, kind, options), kind, options)
        except (OctavoError, KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except Exception as error:
            raise FileCorrupted("The workbook is damaged and cannot be read") from error


def _open(path: Path, kind: str, options: ReadOptions) -> Book:
    wanted = options.spreadsheet
    blanks = not (wanted.only_data_rows and wanted.only_data_cols)
    if kind == "xls":
        from octavo.formats.sheets.workbook_xls import XlsBook

        return XlsBook(path)
    if kind == "ods":
        from octavo.formats.sheets.workbook_ods import OdsBook

        return OdsBook(path, raw=wanted.use_raw_values)
    if kind == "xlsb":
        from octavo.formats.sheets.workbook_xlsb import XlsbBook

        return XlsbBook(path, raw=wanted.use_raw_values, blanks=blanks)
    from octavo.formats.sheets.workbook_xlsx import XlsxBook

    return XlsxBook(path, raw=wanted.use_raw_values, blanks=blanks)


def _read(book: Book, kind: str, options: ReadOptions) -> Document:
    wanted = options.spreadsheet
    heads = [head for head in book.heads if wanted.include_hidden_sheets or not head.hidden]
    numbers = pages.parse(options.pages, len(heads))
    sheets = {number: book.load(heads[number - 1]) for number in numbers}
    chart_sources.complete(list(sheets.values()), _loader(book, sheets), wanted)
    layout = Layout(wanted, images=options.images)
    document = Document(kind, [], page_count=len(heads), defined_names=book.names)
    for number in numbers:
        sheet = sheets.pop(number)
        document.pages.append(layout.page(sheet, number))
        document.warnings += [f"Sheet {sheet.name}: {text}" for text in sheet.warnings]
    document.warnings += book.warnings + layout.warnings
    return document


def _loader(book: Book, loaded: dict[int, Sheet]) -> chart_sources.Loader:
    """Gives sheets by name to charts whose data lies on others, read when first asked for."""
    known: dict[str, Sheet | None] = {sheet.name.casefold(): sheet for sheet in loaded.values()}
    heads: dict[str, Head] = {head.name.casefold(): head for head in book.heads}

    def sheet(name: str) -> Sheet | None:
        key = name.casefold()
        if key not in known:
            known[key] = book.load(heads[key]) if key in heads else None
        return known[key]

    return sheet


SPREADSHEET = Spreadsheet()
