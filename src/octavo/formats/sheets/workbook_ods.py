"""OpenDocument spreadsheets (.ods): cells with the text they show and the values behind it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from octavo.documents import Cell
from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats.sheets import ods_drawings
from octavo.formats.sheets.book import Head
from octavo.formats.sheets.context import MAX_CHARACTERS, MAX_TEXT, Context, linked
from octavo.formats.sheets.general import raw as raw_number
from octavo.formats.sheets.grid import MAX_COLUMN, MAX_ROW, Area, NativeTable, Sheet, a1, area
from octavo.formats.sheets.ods_styles import OdsStyles
from octavo.formats.sheets.ods_text import TABLE, attribute, plain
from octavo.formats.sheets.package import BookPackage, local

Element = Any
MAX_REPEATS = 200_000
_NUMERIC = ("float", "currency")


class OdsBook:
    """An opened .ods. Raises FileCorrupted, EmptyFile or PasswordProtected on opening."""

    def __init__(self, path: Path, *, raw: bool) -> None:
        self.warnings: list[str] = []
        self._context = Context(raw=raw, warnings=self.warnings)
        self._package = BookPackage(path)
        self._refuse_encrypted()
        root = self._package.xml("content.xml")
        self._styles = OdsStyles(root)
        body = root.find("{*}body/{*}spreadsheet")
        if body is None:
            raise FileCorrupted("The file holds no spreadsheet")
        self._body = body
        self._tables = [node for node in body if local(node) == "table"]
        self.heads = [
            Head(attribute(node, "name") or f"Sheet{number}", number, self._styles.hides(node))
            for number, node in enumerate(self._tables, start=1)
        ]
        if not self.heads:
            raise FileCorrupted("The workbook has 0 sheets")
        self.names = _names(body)

    def load(self, head: Head) -> Sheet:
        """Read one sheet. Raises FileCorrupted."""
        sheet = Sheet(head.name, head.number)
        node = self._tables[head.number - 1]
        _Reader(sheet, self._context, self._styles).read(node)
        sheet.natives = [table for name, table in self._native() if name == head.name]
        sheet.drawings = ods_drawings.read(self._package, node, sheet.warnings)
        return sheet

    def _refuse_encrypted(self) -> None:
        name = "META-INF/manifest.xml"
        if name in self._package and b"encryption-data" in self._package.read(name):
            raise PasswordProtected("The file is encrypted; remove the password and send it again")

    def _native(self) -> list[tuple[str, NativeTable]]:
        """Database ranges that people named."""
        found = []
        for node in self._body.iter(f"{TABLE}database-range"):
            name = attribute(node, "name") or ""
            sheet, box = _address(attribute(node, "target-range-address") or "")
            if box is not None and not name.startswith("__Anonymous"):
                header = attribute(node, "contains-header") != "false"
                found.append((sheet, NativeTable(name, box, int(header))))
        return found


class _Reader:
    """Fills a Sheet from a `table:table`, repeats bounded."""

    def __init__(self, sheet: Sheet, context: Context, styles: OdsStyles) -> None:
        self._sheet, self._context, self._styles = sheet, context, styles
        self._row = 0

    def read(self, node: Element) -> None:
        self._columns(node)
        self._rows(node)

    def _columns(self, node: Element) -> None:
        at = 0
        for child in node.iter(f"{TABLE}table-column"):
            count = _repeat(child, "number-columns-repeated", MAX_COLUMN + 1 - at)
            if attribute(child, "visibility") in ("collapse", "filter"):
                self._sheet.hidden_columns.update(range(at, at + count))
            at += count

    def _rows(self, node: Element) -> None:
        for child in node:
            name = local(child)
            if name == "table-row":
                self._read_row(child)
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                self._rows(child)

    def _read_row(self, node: Element) -> None:
        count = _repeat(node, "number-rows-repeated", MAX_ROW + 1 - self._row)
        if attribute(node, "visibility") in ("collapse", "filter") and count < MAX_REPEATS:
            self._sheet.hidden_rows.update(range(self._row, self._row + count))
        cells = [child for child in node if local(child) in ("table-cell", "covered-table-cell")]
        for _ in range(count):
            if not self._read_cells(cells):
                break
            self._row += 1
            count -= 1
        self._row += count

    def _read_cells(self, cells: list[Element]) -> bool:
        """Read one row; False if it holds nothing, so that its repeats hold nothing either."""
        column, something = 0, False
        for node in cells:
            count = _repeat(node, "number-columns-repeated", MAX_COLUMN + 1 - column)
            if _holds(node):
                for at in range(column, column + count):
                    something = self._read_cell(node, at) or something
            column += count
        return something

    def _read_cell(self, node: Element, column: int) -> bool:
        if not self._context.room():
            return False
        text, link = plain(node)
        kind = attribute(node, "value-type") or "string"
        cell = Cell(self._row, column, text[:MAX_TEXT], ref=a1(self._row, column))
        cell.link = link or None
        self._read_value(node, kind, cell)
        note = next((child for child in node if local(child) == "annotation"), None)
        if note is not None:
            cell.comment = plain(note)[0].strip() or None
        formula = attribute(node, "formula")
        if formula:
            linked(cell, _formula(formula))
        self._keep(cell, node)
        return True

    def _keep(self, cell: Cell, node: Element) -> None:
        self._context.characters += len(cell.text)
        if self._context.characters > MAX_CHARACTERS:
            raise FileCorrupted("The workbook unpacks to an unreasonable amount of text")
        if self._styles.strong(node):
            self._sheet.strong.add((cell.row, cell.column))
        self._sheet.put(cell)
        down = _repeat(node, "number-rows-spanned", MAX_ROW + 1)
        right = _repeat(node, "number-columns-spanned", MAX_COLUMN + 1)
        if down > 1 or right > 1:
            end = (cell.row + down - 1, cell.column + right - 1)
            self._sheet.merges.append(Area(cell.row, cell.column, *end))

    def _read_value(self, node: Element, kind: str, cell: Cell) -> None:
        held = attribute(node, f"{kind}-value") or attribute(node, "value") or ""
        if kind in (*_NUMERIC, "percentage"):
            try:
                cell.value = float(held)
            except ValueError:
                return
            cell.text = cell.text.strip()  # spaces that only pad columns
            if self._context.raw and kind in _NUMERIC and cell.text not in ("TRUE", "FALSE"):
                cell.text = raw_number(cell.value)
        elif kind == "boolean":
            cell.value = held == "true"
        elif kind in ("date", "time"):
            cell.value = held or None
        if not cell.text and not any(local(child) == "p" for child in node):
            cell.text = held


def _holds(node: Element) -> bool:
    """Whether a cell has content, or a formula that may show nothing."""
    if local(node) == "covered-table-cell":
        return False
    return attribute(node, "value-type") is not None or any(
        local(child) in ("p", "annotation") for child in node
    )


def _repeat(node: Element, name: str, limit: int) -> int:
    text = attribute(node, name) or "1"
    return max(1, min(int(text), limit)) if text.isdigit() and len(text) < 10 else 1


def _formula(text: str) -> str:
    """An OpenFormula as people write it: =SUM([.A1:.A3]) becomes =SUM(A1:A3)."""
    text = text.partition(":")[2] if re.match(r"[a-z]+:=", text) else text
    return re.sub(
        r"\[([^\]]*)\]", lambda m: re.sub(r"(^|:)\$?'?([^'.:]*)'?\.", _part, m[1]), text
    ).replace(";", ",")


def _part(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}!" if match[2] else match[1]


def _address(text: str) -> tuple[str, Area | None]:
    """An address like $Sheet1.$A$1:.$B$3 as sheet and rectangle."""
    match = re.fullmatch(r"\$?('(?:[^']|'')+'|[^.:]+)\.([$A-Z0-9]+)(?::.*?\.?([$A-Z0-9]+))?", text)
    if match is None:
        return "", None
    sheet = match[1].strip("'").replace("''", "'")
    return sheet, area(match[2] + (f":{match[3]}" if match[3] else ""))


def _names(body: Element) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for node in body.iter(f"{TABLE}named-range", f"{TABLE}named-expression"):
        value = attribute(node, "cell-range-address") or attribute(node, "expression") or ""
        entry: dict[str, Any] = {"name": attribute(node, "name") or "", "value": value}
        owner = node.getparent().getparent()
        if local(owner) == "table":
            entry["sheet_name"] = attribute(owner, "name") or ""
        found.append(entry)
    return found
