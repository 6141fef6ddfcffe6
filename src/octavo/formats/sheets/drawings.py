"""What floats over a sheet: pictures, charts and text boxes, with the cells they lie on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.errors import FileCorrupted
from octavo.formats.office.package import Package
from octavo.formats.sheets import charts, charts_ex
from octavo.formats.sheets.grid import MAX_COLUMN, MAX_ROW, Area, Drawing
from octavo.formats.sheets.package import local

Element = Any
MAX_DRAWINGS = 2_000
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_EMU_PER_COLUMN, _EMU_PER_ROW = 609_600, 190_500
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def read(package: Package, part: str, warnings: list[str]) -> list[Drawing]:
    """The drawings of one drawing part, in its order; unreadable ones leave a warning."""
    found: list[Drawing] = []
    for anchor in package.xml(part):
        if local(anchor) not in _ANCHORS:
            continue
        area = _area(anchor)
        for node in _objects(anchor):
            if len(found) >= MAX_DRAWINGS:
                warnings.append(f"Only the first {MAX_DRAWINGS} drawings of a sheet were read")
                return found
            try:
                drawing = _drawing(package, part, node, area)
            except FileCorrupted as error:
                warnings.append(f"A drawing at {area.a1} was not read: {error.message}")
                continue
            if drawing is not None:
                found.append(drawing)
    return found


def _objects(anchor: Element) -> Iterator[Element]:
    for node in anchor.iter():
        if local(node) in ("pic", "graphicFrame", "sp") and not _within_fallback(node, anchor):
            yield node


def _within_fallback(node: Element, anchor: Element) -> bool:
    """Whether a node is the substitute that programs without some feature would show."""
    while node is not anchor:
        if local(node) == "Fallback":
            return True
        node = node.getparent()
    return False


def _drawing(package: Package, part: str, node: Element, area: Area) -> Drawing | None:
    names = (child.get("name", "") for child in node.iter() if local(child) == "cNvPr")
    name = next(names, "")
    if local(node) == "sp":
        text = _text(node)
        return Drawing(area, text=text, name=name) if text else None
    target = _target(package, part, node)
    if target is None:
        return None
    if local(node) == "pic":
        return Drawing(area, picture=package.read(target), name=_described(node) or name)
    root = package.xml(target)
    chart = charts_ex.read(root) if charts_ex.is_extended(root) else charts.read(root)
    return None if chart is None else Drawing(area, chart=chart, name=name)


def _target(package: Package, part: str, node: Element) -> str | None:
    """The inner part a picture or frame shows; None for linked ones, which are never followed."""
    wanted = "embed" if local(node) == "pic" else "id"
    for child in node.iter():
        if local(child) in ("blip", "chart") and child.get(_ID + wanted):
            relation = package.relations(part).get(child.get(_ID + wanted))
            if relation is not None and not relation.external:
                return relation.target
    return None


def _described(node: Element) -> str:
    found = (child.get("descr", "") for child in node.iter() if local(child) == "cNvPr")
    return next(found, "").strip()


def _text(node: Element) -> str:
    paragraphs = (p for p in node.iter() if local(p) == "p")
    lines = ("".join(t.text or "" for t in p.iter() if local(t) == "t") for p in paragraphs)
    return "\n".join(lines).strip()


def _area(anchor: Element) -> Area:
    start = _corner(anchor, "from") or (0, 0)
    end = _corner(anchor, "to")
    if end is None:
        size = next((child for child in anchor if local(child) == "ext"), None)
        wide, high = (0, 0) if size is None else (_int(size.get("cx")), _int(size.get("cy")))
        end = (start[0] + high // _EMU_PER_ROW, start[1] + wide // _EMU_PER_COLUMN)
    top, left = min(start[0], MAX_ROW), min(start[1], MAX_COLUMN)
    return Area(top, left, max(top, min(end[0], MAX_ROW)), max(left, min(end[1], MAX_COLUMN)))


def _corner(anchor: Element, name: str) -> tuple[int, int] | None:
    for child in anchor:
        if local(child) == name:
            held = {local(part): _int(part.text) for part in child}
            return held.get("row", 0), held.get("col", 0)
    return None


def _int(text: str | None) -> int:
    return int(text) if text and text.strip().isdigit() and len(text) < 12 else 0
