"""The text of a SmartArt diagram, as the nested list its author typed."""

from __future__ import annotations

from octavo.documents import Block, BlockKind
from octavo.formats.office.package import Element
from octavo.formats.office.word_names import local

_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MAX_LEVEL = 8


def blocks(root: Element) -> list[Block]:
    """List items for the nodes of a `dgm:dataModel`, parents before their children."""
    points = {node.get("modelId", ""): node for node in root.iter(_DGM + "pt")}
    children: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(_DGM + "cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            place = (int(order) if order.isdigit() else 0, link.get("destId", ""))
            children.setdefault(link.get("srcId", ""), []).append(place)
    start = next((key for key, node in points.items() if node.get("type") == "doc"), "")
    return _below(start, 0, points, children, set())


def _below(
    key: str,
    level: int,
    points: dict[str, Element],
    children: dict[str, list[tuple[int, str]]],
    seen: set[str],
) -> list[Block]:
    found: list[Block] = []
    for _, name in sorted(children.get(key, []), key=lambda place: place[0]):
        node = points.get(name)
        if node is None or name in seen or node.get("type", "node") not in ("node", "asst"):
            continue
        seen.add(name)
        text = _text(node)
        if text:
            found.append(Block(BlockKind.LIST_ITEM, text, level=level, marker="-"))
        deeper = min(level + bool(text), MAX_LEVEL)
        found += _below(name, deeper, points, children, seen)
    return found


def _text(node: Element) -> str:
    paragraphs = [
        "".join(inner.text or "" for inner in paragraph.iter() if local(inner) == "t")
        for paragraph in node.iter()
        if local(paragraph) == "p"
    ]
    return "\n".join(" ".join(line.split()) for line in paragraphs if line.strip())
