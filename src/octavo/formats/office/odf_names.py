"""The names of OpenDocument elements and attributes, and lengths as it writes them."""

from __future__ import annotations

import re

from octavo.formats.office.package import Element

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "chart": "urn:oasis:names:tc:opendocument:xmlns:chart:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_PREFIX = {uri: prefix for prefix, uri in _NAMES.items()}
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"\s*(-?\d*\.?\d+)\s*(pt|in|cm|mm|pc|px)")


def q(name: str) -> str:
    """A name such as text:p as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def tag(node: Element) -> str:
    """An element's name with its usual prefix; "" for those of other vocabularies."""
    if not isinstance(node.tag, str):
        return ""
    uri, _, local = node.tag[1:].partition("}")
    prefix = _PREFIX.get(uri)
    return f"{prefix}:{local}" if prefix else ""


def get(node: Element | None, name: str, default: str = "") -> str:
    found: str = default if node is None else node.get(q(name), default)
    return found


def points(text: str) -> float:
    """A length such as "2.54cm" in points; 0 if it is none."""
    match = _LENGTH.match(text)
    return float(match[1]) * _POINTS[match[2]] if match else 0.0


def count(text: str, default: int = 1, most: int = 100_000) -> int:
    """A repetition or span, kept within reason."""
    return min(max(int(text), 0), most) if text.isdigit() and len(text) < 12 else default
