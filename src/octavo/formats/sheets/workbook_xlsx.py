"""Excel's XML workbooks (.xlsx, .xlsm; ECMA-376 part 1, section 18), also in the strict kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from octavo.errors import FileCorrupted
from octavo.formats.sheets import drawings, notes, sheet_xml, styles_xml
from octavo.formats.sheets.book import Head
from octavo.formats.sheets.context import BLANKS, MAX_CHARACTERS, Context
from octavo.formats.sheets.grid import NativeTable, Sheet, area
from octavo.formats.sheets.package import BookPackage, SheetStream

Element = Any
MAX_SHEETS = 5_000
MAX_NAMES = 20_000
_ID = "}id"
_SHEET_KINDS = ("worksheet", "chartsheet", "xlMacrosheet", "dialogsheet")


class XlsxBook:
    """An opened .xlsx. Raises FileCorrupted, EmptyFile or PasswordProtected on opening."""

    def __init__(self, path: Path, *, raw: bool, blanks: bool) -> None:
        self.warnings: list[str] = []
        self._blanks = BLANKS if blanks else 0
        self._package = BookPackage(path)
        self._part = self._package.main_part()
        root = self._package.xml(self._part)
        self.heads = self._heads(root)
        self.names = _defined_names(root, [head.name for head in self.heads])
        properties = root.find("{*}workbookPr")
        date1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._context = Context(raw=raw, date1904=date1904, warnings=self.warnings)
        for part in self._package.related(self._part, "styles"):
            self._context.styles = styles_xml.read(self._package.xml(part))
        for part in self._package.related(self._part, "sharedStrings"):
            self._context.strings = self._strings(part)

    def load(self, head: Head) -> Sheet:
        """Read one sheet with all that belongs to it. Raises FileCorrupted."""
        sheet = Sheet(head.name, head.number)
        before = self._context.uncached
        try:
            links = self._read_cells(sheet, head.source)
        except (ValueError, TypeError, OverflowError) as error:
            raise FileCorrupted(f"The sheet {head.name} of the workbook is damaged") from error
        if self._context.uncached > before:
            count = self._context.uncached - before
            sheet.warnings.append(f"{count} formulas have no stored value and are shown empty")
        self._read_links(sheet, head.source, links)
        notes.read(self._package, head.source, sheet)
        self._read_tables(sheet, head.source)
        for part in self._package.related(head.source, "drawing"):
            sheet.drawings += drawings.read(self._package, part, sheet.warnings)
        return sheet

    def _heads(self, root: Element) -> list[Head]:
        relations = self._package.relations(self._part)
        heads = []
        for number, node in enumerate(root.iterfind("{*}sheets/{*}sheet"), start=1):
            key = next((value for name, value in node.attrib.items() if name.endswith(_ID)), "")
            relation = relations.get(key)
            if relation is None or relation.external or relation.kind not in _SHEET_KINDS:
                self.warnings.append(f"The sheet {node.get('name', number)} has no content")
                continue
            hidden = node.get("state", "visible") != "visible"
            heads.append(
                Head(node.get("name") or f"Sheet{number}", number, hidden, relation.target)
            )
        if not heads or len(heads) > MAX_SHEETS:
            raise FileCorrupted(f"The workbook has {len(heads)} sheets")
        return heads

    def _strings(self, part: str) -> list[str]:
        strings, characters = [], 0
        stream = SheetStream(self._package.stream(part), part, 1 << 60)
        for element in sheet_xml.elements(stream, ["si"], part):
            text = sheet_xml.rich_text(element)
            characters += len(text)
            if characters > MAX_CHARACTERS:
                raise FileCorrupted("The workbook unpacks to an unreasonable amount of text")
            strings.append(text)
        return strings

    def _read_cells(self, sheet: Sheet, part: str) -> list[tuple[str, str, str]]:
        if not part or part not in self._package:
            raise FileCorrupted(f"The file lacks its part {part}")
        reader = sheet_xml.SheetReader(sheet, self._context)
        with self._package.stream(part) as stream:
            reader.read(SheetStream(stream, part, self._blanks), part)
        return reader.links

    def _read_links(self, sheet: Sheet, part: str, links: list[tuple[str, str, str]]) -> None:
        relations = self._package.relations(part)
        for ref, key, location in links:
            relation = relations.get(key)
            target = relation.target if relation is not None and relation.external else ""
            link = target + ("#" + location if location else "")
            for single in sheet_xml.spread(ref) if link else ():
                sheet.annotate(single, link=link)

    def _read_tables(self, sheet: Sheet, part: str) -> None:
        for name in self._package.related(part, "table"):
            root = self._package.xml(name)
            covered = area(root.get("ref") or "")
            if covered is not None:
                title = root.get("displayName") or root.get("name") or ""
                header, totals = root.get("headerRowCount", "1"), root.get("totalsRowCount", "0")
                sheet.natives.append(NativeTable(title, covered, int(header), int(totals)))


def _defined_names(root: Element, sheets: list[str]) -> list[dict[str, Any]]:
    """The names users gave to ranges and formulas; Excel's own helpers are left out."""
    found: list[dict[str, Any]] = []
    for node in root.iterfind("{*}definedNames/{*}definedName"):
        name = node.get("name", "")
        own = name.startswith("_xlnm.") and not name.endswith(("Print_Area", "Print_Titles"))
        if own or node.get("hidden") in ("1", "true") or len(found) >= MAX_NAMES:
            continue
        entry: dict[str, Any] = {"name": name.removeprefix("_xlnm."), "value": node.text or ""}
        scope = node.get("localSheetId", "")
        if scope.isdigit() and int(scope) < len(sheets):
            entry["sheet_name"] = sheets[int(scope)]
        if node.get("comment"):
            entry["comment"] = node.get("comment")
        found.append(entry)
    return found
