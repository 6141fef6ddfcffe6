"""Excel's binary workbooks within a zip (.xlsb, [MS-XLSB]).

Their drawings and charts are XML as in .xlsx. Formulas are stored compiled; their values are read.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from octavo.errors import FileCorrupted
from octavo.formats.sheets import biff12, drawings
from octavo.formats.sheets.biff12 import integers, records, rich, rk, wide
from octavo.formats.sheets.book import Head
from octavo.formats.sheets.context import BLANKS, Context
from octavo.formats.sheets.grid import MAX_COLUMN, MAX_ROW, Area, NativeTable, Sheet, a1
from octavo.formats.sheets.number_format import BUILTIN, compiled
from octavo.formats.sheets.package import BookPackage
from octavo.formats.sheets.styles_xml import Style, Styles

_DAMAGE = (struct.error, ValueError, IndexError, TypeError, OverflowError)


class XlsbBook:
    """An opened .xlsb. Raises FileCorrupted, EmptyFile or PasswordProtected on opening."""

    def __init__(self, path: Path, *, raw: bool, blanks: bool) -> None:
        self.warnings: list[str] = []
        self._blanks = BLANKS if blanks else 0
        self._package = BookPackage(path)
        self._part = self._package.main_part()
        self._context = Context(raw=raw, warnings=self.warnings)
        self.heads: list[Head] = []
        self.names: list[dict[str, Any]] = []
        try:
            self._read_book()
        except _DAMAGE as error:
            raise FileCorrupted("The workbook is damaged and cannot be read") from error
        if not self.heads:
            raise FileCorrupted("The workbook has 0 sheets")

    def load(self, head: Head) -> Sheet:
        """Read one sheet with all that belongs to it. Raises FileCorrupted."""
        sheet = Sheet(head.name, head.number)
        reader = _Reader(sheet, self._context, self._blanks)
        try:
            reader.read(self._package.read(head.source))
            self._read_links(sheet, head.source, reader.links)
            self._read_comments(sheet, head.source)
            for part in self._package.related(head.source, "table"):
                sheet.natives += _tables(self._package.read(part))
        except _DAMAGE as error:
            raise FileCorrupted(f"The sheet {head.name} of the workbook is damaged") from error
        for part in self._package.related(head.source, "drawing"):
            sheet.drawings += drawings.read(self._package, part, sheet.warnings)
        return sheet

    def _read_book(self) -> None:
        externals: list[int] = []
        named: list[bytes] = []
        relations = self._package.relations(self._part)
        for kind, data in records(self._package.read(self._part)):
            if kind == biff12.BOOK_PROPERTIES:
                self._context.date1904 = bool(data[0] & 1)
            elif kind == biff12.BUNDLE_SHEET:
                relation_id, at = wide(data, 8)
                name, _ = wide(data, at)
                relation = relations.get(relation_id)
                number = len(self.heads) + 1
                source = relation.target if relation is not None else ""
                self.heads.append(Head(name, number, integers(data, 0, 1)[0] != 0, source))
            elif kind == biff12.EXTERNAL_SHEETS:
                count = min(integers(data, 0, 1)[0], (len(data) - 4) // 12)
                externals = [integers(data, 4 + 12 * i, 3)[1] for i in range(count)]
            elif kind == biff12.NAME:
                named.append(data)
        self.names = [entry for data in named if (entry := self._name(data, externals))]
        for part in self._package.related(self._part, "styles"):
            self._context.styles = _styles(self._package.read(part))
        for part in self._package.related(self._part, "sharedStrings"):
            for kind, data in records(self._package.read(part)):
                if kind == biff12.SST_ITEM:
                    self._context.strings.append(rich(data))

    def _name(self, data: bytes, externals: list[int]) -> dict[str, Any] | None:
        """A defined name; its value where it is a plain reference. None for Excel's own."""
        flags, _, scope = struct.unpack_from("<IBI", data, 0)
        if flags & 0x21:
            return None
        name, at = wide(data, 9)
        entry: dict[str, Any] = {"name": name, "value": self._reference(data[at + 4 :], externals)}
        if scope < len(self.heads):
            entry["sheet_name"] = self.heads[scope].name
        return entry

    def _reference(self, tokens: bytes, externals: list[int]) -> str:
        kind = tokens[0] & 0x1F if tokens else 0
        if kind not in (0x1A, 0x1B):
            return ""
        (link,) = struct.unpack_from("<H", tokens, 1)
        if link >= len(externals) or externals[link] >= len(self.heads):
            return ""
        if kind == 0x1A:
            top, left = struct.unpack_from("<IH", tokens, 3)
            box = Area(top, left & 0x3FFF, top, left & 0x3FFF)
        else:
            top, bottom, left, right = struct.unpack_from("<IIHH", tokens, 3)
            box = Area(top, left & 0x3FFF, bottom, right & 0x3FFF)
        return f"{self.heads[externals[link]].name}!{box.fixed}"

    def _read_links(self, sheet: Sheet, part: str, links: list[tuple[int, int, str, str]]) -> None:
        relations = self._package.relations(part)
        for row, column, key, location in links:
            relation = relations.get(key)
            target = relation.target if relation is not None and relation.external else ""
            address = target + (f"#{location}" if location else "")
            if address:
                sheet.annotate(a1(row, column), link=address)

    def _read_comments(self, sheet: Sheet, part: str) -> None:
        for name in self._package.related(part, "comments"):
            ref = ""
            for kind, data in records(self._package.read(name)):
                if kind == biff12.COMMENT:
                    row, _, column, _ = integers(data, 4, 4)
                    ref = a1(row, column)
                elif kind == biff12.COMMENT_TEXT:
                    sheet.annotate(ref, comment=rich(data).strip())


class _Reader:
    """Fills a Sheet from its records. `links`: row, column, relationship id, location."""

    def __init__(self, sheet: Sheet, context: Context, blanks: int) -> None:
        self._sheet, self._context, self._blanks = sheet, context, blanks
        self._row = 0
        self.links: list[tuple[int, int, str, str]] = []

    def read(self, data: bytes) -> None:
        for kind, record in records(data):
            if kind == biff12.BLANK:
                self._read_blank(record)
            elif kind < 12 or kind == biff12.RICH:
                if kind == biff12.ROW:
                    self._read_row(record)
                elif self._context.room():
                    self._read_cell(kind, record)
            else:
                self._read_rest(kind, record)

    def _read_row(self, data: bytes) -> None:
        (self._row,) = integers(data, 0, 1)
        if self._row > MAX_ROW:
            raise ValueError("a row lies off the sheet")
        if data[11] & 0x10:
            self._sheet.hidden_rows.add(self._row)

    def _place(self, data: bytes) -> tuple[int, Style]:
        column, style = integers(data, 0, 2)
        if column > MAX_COLUMN:
            raise ValueError("a cell lies off the sheet")
        return column, self._context.styles[style & 0xFFFFFF]

    def _read_blank(self, data: bytes) -> None:
        self._blanks -= 1
        if self._blanks > 0:
            column, style = self._place(data)
            if style.framed:
                self._sheet.framed.setdefault(self._row, set()).add(column)

    def _read_cell(self, kind: int, data: bytes) -> None:
        context, sheet, row = self._context, self._sheet, self._row
        column, style = self._place(data)
        if kind in (biff12.RK, biff12.REAL, biff12.FORMULA_NUMBER):
            value = rk(data, 8) if kind == biff12.RK else biff12.real(data, 8)
            context.number(sheet, row, column, value, style)
        elif kind in (biff12.BOOL, biff12.FORMULA_BOOL):
            context.boolean(sheet, row, column, data[8] != 0, style)
        elif kind in (biff12.ERROR, biff12.FORMULA_ERROR):
            context.string(sheet, row, column, biff12.ERRORS.get(data[8], "#N/A"), style)
        else:
            context.string(sheet, row, column, self._text(kind, data), style)

    def _text(self, kind: int, data: bytes) -> str:
        if kind == biff12.SHARED:
            (at,) = integers(data, 8, 1)
            strings = self._context.strings
            return strings[at] if at < len(strings) else ""
        return rich(data, 8) if kind == biff12.RICH else wide(data, 8)[0]

    def _read_rest(self, kind: int, data: bytes) -> None:
        if kind == biff12.COLUMN:
            first, last = integers(data, 0, 2)
            if data[16] & 1:
                columns = range(first, min(last, MAX_COLUMN) + 1)
                self._sheet.hidden_columns.update(columns)
        elif kind == biff12.MERGE:
            self._sheet.merges.append(_area(data, 0))
        elif kind == biff12.FILTER:
            self._sheet.filters.append(_area(data, 0))
        elif kind == biff12.LINK:
            key, at = wide(data, 16)
            box = _area(data, 0)
            self.links.append((box.top, box.left, key, wide(data, at)[0]))


def _area(data: bytes, at: int) -> Area:
    top, bottom, left, right = integers(data, at, 4)
    if top > bottom or left > right or bottom > MAX_ROW or right > MAX_COLUMN:
        raise ValueError("a range lies off the sheet")
    return Area(top, left, bottom, right)


def _tables(data: bytes) -> list[NativeTable]:
    found = []
    for kind, record in records(data):
        if kind == biff12.LIST:
            header, totals = integers(record, 24, 2)
            name, at = wide(record, 64)
            shown, _ = wide(record, at)
            found.append(NativeTable(shown or name, _area(record, 0), header, totals))
    return found


def _styles(data: bytes) -> Styles:
    codes = dict(BUILTIN)
    bold: list[bool] = []
    filled: list[bool] = []
    lined: list[bool] = []
    styles: list[Style] = []
    within = False
    for kind, record in records(data):
        if kind == biff12.FORMAT:
            codes[struct.unpack_from("<H", record)[0]] = wide(record, 2)[0]
        elif kind == biff12.FONT:
            bold.append(struct.unpack_from("<H", record, 4)[0] >= 600)
        elif kind == biff12.FILL:
            filled.append(_filled(record))
        elif kind == biff12.BORDER:
            lined.append(any(record[1 + 10 * side] for side in range(4)))
        elif kind in (biff12.CELL_XFS, biff12.CELL_XFS_END):
            within = kind == biff12.CELL_XFS
        elif kind == biff12.XF and within:
            _, code, font, fill, border = struct.unpack_from("<5H", record)
            solid = fill < len(filled) and filled[fill]
            styles.append(
                Style(
                    compiled(codes.get(code, "General")),
                    strong=solid or (font < len(bold) and bold[font]),
                    framed=solid or (border < len(lined) and lined[border]),
                )
            )
    return Styles(styles)


def _filled(record: bytes) -> bool:
    (pattern,) = integers(record, 0, 1)
    white = record[4] >> 1 == 2 and record[8:11] == b"\xff\xff\xff"
    return pattern not in (0, 17) and not white
