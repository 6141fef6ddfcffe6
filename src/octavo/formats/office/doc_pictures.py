"""Pictures set in the lines of a binary Word document, from its Data stream."""

from __future__ import annotations

from octavo.documents import Block, BlockKind, Figure
from octavo.formats.office import pictures
from octavo.formats.office.office_art import first_picture
from octavo.formats.office.ole import u16, u32

_WITH_NAME = 0x66


def inline_picture(data: bytes, at: int, *, images: bool) -> tuple[Block | None, str]:
    """The FIGURE of the PICF at an offset, and a warning if it could not be drawn."""
    size, header, form = u32(data, at), u16(data, at + 4), u16(data, at + 6)
    if size <= header or at + header > len(data):
        return None, "A picture of the document is missing"
    start = at + header
    if form == _WITH_NAME:
        start += 1 + data[start] if start < len(data) else 0
    found = first_picture(data, start, min(at + size, len(data)))
    if not found:
        return None, ""
    image = pictures.to_png(found) if images else None
    warning = "A picture could not be drawn" if images and image is None else ""
    return Block(BlockKind.FIGURE, figure=Figure(image=image)), warning
