"""Text and attributes of OpenDocument nodes."""

from __future__ import annotations

from typing import Any

from octavo.formats.sheets.package import local

Element = Any
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
_SKIPPED = ("annotation", "frame", "shapes")
_MAX_SPACES = 1_000


def attribute(node: Element, name: str) -> str | None:
    """An attribute of the table or office namespace."""
    found: str | None = node.get(TABLE + name)
    return node.get(OFFICE + name) if found is None else found


def plain(node: Element) -> tuple[str, str]:
    """The paragraphs of a node as lines, and the first address they link to."""
    lines, link = [], ""
    for child in node:
        if local(child) in ("p", "h"):
            parts, found = _inline(child)
            lines.append("".join(parts))
            link = link or found
    return "\n".join(lines), link


def _inline(node: Element) -> tuple[list[str], str]:
    parts, link = [node.text or ""], ""
    for child in node:
        name = local(child)
        if name == "a":
            link = link or child.get(XLINK + "href", "")
        if name == "s":
            count = next((value for key, value in child.attrib.items() if key.endswith("}c")), "1")
            parts.append(" " * min(int(count) if count.isdigit() else 1, _MAX_SPACES))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name not in _SKIPPED:
            inner, found = _inline(child)
            parts += inner
            link = link or found
        parts.append(child.tail or "")
    return parts, link
