"""What floats over an OpenDocument sheet: pictures, and charts as documents within the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.errors import FileCorrupted
from octavo.formats.office.package import Package
from octavo.formats.sheets import charts_odf
from octavo.formats.sheets.grid import Area, Drawing, area
from octavo.formats.sheets.ods_text import DRAW, TABLE, XLINK, attribute, plain
from octavo.formats.sheets.package import local

Element = Any


def read(package: Package, table: Element, warnings: list[str]) -> list[Drawing]:
    """The drawings of a sheet."""
    found = []
    for frame, box in _frames(table):
        try:
            drawing = _drawing(package, frame, box)
        except FileCorrupted as error:
            warnings.append(f"A drawing at {box.a1} was not read: {error.message}")
            continue
        if drawing is not None:
            found.append(drawing)
    return found


def _frames(table: Element) -> Iterator[tuple[Element, Area]]:
    """Frames with the cells they lie on; a frame belongs to a cell, or to the sheet as a whole."""
    row = 0
    for node in table.iter(f"{TABLE}shapes", f"{TABLE}table-row"):
        if local(node) == "shapes":
            for frame in node.iter(f"{DRAW}frame"):
                yield frame, Area(0, 0, 0, 0)
            continue
        column = 0
        for cell in node:
            for frame in cell.iter(f"{DRAW}frame"):
                yield frame, _area(frame, row, column)
            column += _count(cell, "number-columns-repeated")
        row += _count(node, "number-rows-repeated")


def _count(node: Element, name: str) -> int:
    text = attribute(node, name) or "1"
    return int(text) if text.isdigit() and len(text) < 8 else 1


def _area(frame: Element, row: int, column: int) -> Area:
    end = area((frame.get(TABLE + "end-cell-address") or "").rpartition(".")[2])
    if end is None:
        return Area(row, column, row, column)
    return Area(row, column, max(row, end.bottom), max(column, end.right))


def _drawing(package: Package, frame: Element, box: Area) -> Drawing | None:
    for node in frame:
        name = node.get(XLINK + "href", "").removeprefix("./").rstrip("/")
        if local(node) == "object" and f"{name}/content.xml" in package:
            chart = charts_odf.read(package.xml(f"{name}/content.xml"))
            return None if chart is None else Drawing(box, chart=chart)
        if local(node) == "image" and name in package:
            return Drawing(box, picture=package.read(name), name=frame.get(DRAW + "name", ""))
        if local(node) == "text-box":
            text = plain(node)[0].strip()
            return Drawing(box, text=text) if text else None
    return None
