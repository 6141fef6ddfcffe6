"""A worksheet's XML (ECMA-376 part 1, 18.3) read as a stream, row by row, in one pass."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from lxml import etree

from octavo.documents import Cell
from octavo.errors import FileCorrupted
from octavo.formats.sheets.context import Context, linked, unescaped
from octavo.formats.sheets.formulas import shift
from octavo.formats.sheets.grid import MAX_COLUMN, MAX_ROW, Area, Sheet, a1, area, column_number
from octavo.formats.sheets.package import local

Element = Any
MAX_MERGES = 200_000
_TAGS = ["row", "col", "mergeCell", "hyperlink", "autoFilter"]


class Readable(Protocol):
    """What a parser can read from."""

    def read(self, size: int = -1, /) -> bytes: ...


def elements(stream: Readable, tags: list[str], part: str) -> Any:
    """The ended elements with these local names, each thrown away after its turn.

    Raises FileCorrupted if the XML is malformed.
    """
    found = etree.iterparse(
        stream,
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in found:
            yield element
            parent = element.getparent()
            element.clear()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileCorrupted(f"The part {part} of the file is not well-formed XML") from error


class SheetReader:
    """Fills a Sheet from its XML. `links` are (reference, relationship id, location) found."""

    def __init__(self, sheet: Sheet, context: Context) -> None:
        self._sheet, self._context = sheet, context
        self._shared: dict[str, tuple[int, int, str]] = {}
        self._row = -1
        self.links: list[tuple[str, str, str]] = []

    def read(self, stream: Readable, part: str) -> None:
        """Read all of it. Raises FileCorrupted."""
        for element in elements(stream, _TAGS, part):
            name = local(element)
            if name == "row":
                self._read_row(element)
            elif name == "col":
                self._read_column(element)
            else:
                self._read_reference(name, element)

    def _read_row(self, element: Element) -> None:
        number = element.get("r")
        self._row = int(number) - 1 if number and number.isdigit() else self._row + 1
        if not 0 <= self._row <= MAX_ROW:
            return
        if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
            self._sheet.hidden_rows.add(self._row)
        column, digits = -1, str(self._row + 1)
        for node in element:
            ref = node.get("r", "")
            known = ref.removesuffix(digits)
            column = column_number(known) if known.isalpha() and known != ref else column + 1
            if column <= MAX_COLUMN:
                self._read_cell(node, column)

    def _read_cell(self, node: Element, column: int) -> None:
        style = self._context.styles[int(node.get("s") or 0)]
        text, formula, inline = None, None, None
        for child in node:
            tag = child.tag[-2:]
            if tag == "}v":
                text = child.text or ""
            elif tag == "}f":
                formula = child
            elif tag == "is":
                inline = child
        if text is None and formula is None and inline is None:
            if style.framed:
                self._sheet.framed.setdefault(self._row, set()).add(column)
            return
        if not self._context.room():
            return
        if inline is not None:
            text = rich_text(inline)
        cell = self._value(node.get("t") or "n", text, column, style)
        if formula is not None:
            self._read_formula(formula, cell)
            self._context.uncached += not text and node.get("t") != "str"

    def _value(self, kind: str, text: str | None, column: int, style: Any) -> Cell:
        context, sheet, row = self._context, self._sheet, self._row
        if text is None or (text == "" and kind != "s"):
            return context.string(sheet, row, column, "", style)
        if kind == "s":
            at = int(text) if text.strip().isdigit() else -1
            known = 0 <= at < len(context.strings)
            return context.string(sheet, row, column, context.strings[at] if known else "", style)
        if kind == "b":
            return context.boolean(sheet, row, column, text.strip() in ("1", "true"), style)
        number = _serial(text) if kind == "d" else _number(text) if kind == "n" else None
        if number is not None:
            return context.number(sheet, row, column, number, style)
        return context.string(sheet, row, column, unescaped(text), style)

    def _read_formula(self, node: Element, cell: Cell) -> None:
        text = node.text or ""
        shared = node.get("si") if node.get("t") == "shared" else None
        if shared is not None and text:
            self._shared[shared] = (cell.row, cell.column, text)
        elif shared in self._shared:
            row, column, first = self._shared[shared]
            text = shift(first, cell.row - row, cell.column - column)
        if text:
            linked(cell, "=" + text)

    def _read_column(self, node: Element) -> None:
        if node.get("hidden") in ("1", "true") or node.get("width") == "0":
            first, last = int(node.get("min", 1)), int(node.get("max", 1))
            self._sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMN + 1)))

    def _read_reference(self, name: str, node: Element) -> None:
        ref = node.get("ref") or ""
        found = area(ref)
        if name == "hyperlink":
            relation = next((v for k, v in node.attrib.items() if k.endswith("}id")), "")
            self.links.append((ref, relation, node.get("location") or ""))
        elif found is not None and name == "autoFilter":
            self._sheet.filters.append(found)
        elif found is not None and len(self._sheet.merges) < MAX_MERGES:
            self._sheet.merges.append(found)


def rich_text(node: Element) -> str:
    """The text of a string item, its phonetic reading left out."""
    parts = []
    for child in node:
        tag = local(child)
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            parts += [t.text or "" for t in child if local(t) == "t"]
    return unescaped("".join(parts))


def spread(ref: str) -> list[str]:
    """The single coordinates of a short range, the first one only of a long one."""
    found = area(ref)
    if found is None:
        return []
    if found.size > 1_000:
        found = Area(found.top, found.left, found.top, found.left)
    rows = range(found.top, found.bottom + 1)
    return [a1(row, column) for row in rows for column in range(found.left, found.right + 1)]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e308 else None


def _serial(text: str) -> float | None:
    """An ISO 8601 date as a serial number of the 1900 system."""
    try:
        moment = datetime.fromisoformat(text.strip().removesuffix("Z"))
    except ValueError:
        return None
    return (moment.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86_400
