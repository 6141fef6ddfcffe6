"""Pictures of a page: only those that came with it, never fetched from anywhere."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote, unquote_to_bytes

from octavo.documents import Block, BlockKind, Figure
from octavo.formats.office.pictures import to_png
from octavo.formats.web.dom import Node, attribute

Resource = Callable[[str], bytes | None]
"""Gives the bytes of what a page refers to (cid:…, a path in its book), None if it is not there."""

MAX_BYTES = 32 * 2**20
SMALL = 32
"""Pictures up to this many pixels a side stand for a character or for nothing."""

_DATA = re.compile(r"data:([\w.+/-]*)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)


def nothing(_: str) -> bytes | None:
    """The resources of a page that came alone."""
    return None


def instead(node: Node) -> str:
    """The text that stands for a small picture: an emoji, a check mark; else ""."""
    alt = " ".join(attribute(node, "alt").split())
    return alt if alt and (_is_small(node) or (len(alt) <= 2 and not alt.isalnum())) else ""


def figure(node: Node, resource: Resource, *, wanted: bool) -> Block | None:
    """The figure of an `img`; None if it shows nothing known. `wanted` asks for its bytes."""
    if _is_small(node):
        return None
    alt = " ".join((attribute(node, "alt") or attribute(node, "title")).split())
    data = content(attribute(node, "src"), resource)
    if data is None and not alt:
        return None
    image = to_png(data) if data is not None and wanted else None
    return Block(BlockKind.FIGURE, figure=Figure(caption=alt, image=image))


def content(source: str, resource: Resource) -> bytes | None:
    """The bytes a `src` names within the document or itself carries."""
    source = source.strip()
    found = _DATA.fullmatch(source) if source[:5].lower() == "data:" else None
    if found is None:
        return resource(source) if source else None
    if len(found[3]) > MAX_BYTES * 2:
        return None
    if ";base64" not in found[2].lower():
        return unquote_to_bytes(found[3])
    try:
        return base64.b64decode(re.sub(r"\s+", "", unquote(found[3])) + "==")
    except (binascii.Error, ValueError):
        return None


def _is_small(node: Node) -> bool:
    sides = [attribute(node, name).removesuffix("px") for name in ("width", "height")]
    known = [int(side) for side in sides if side.isdigit()]
    return bool(known) and max(known) <= SMALL
