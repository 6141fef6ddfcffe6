"""Pictures of a binary Word document: those set in its lines and those that float beside."""

from __future__ import annotations

from octavo.documents import Block, BlockKind, Figure
from octavo.formats.office import pictures
from octavo.formats.office.alt_text import said as said_alt
from octavo.formats.office.office_art import (
    Record,
    children,
    first_picture,
    picture_of,
    properties,
    records,
    within,
)
from octavo.formats.office.ole import u16, u32

_WITH_NAME = 0x66
_DRAWING_GROUP, _DRAWING, _SHAPE, _STORED = 0xF000, 0xF002, 0xF004, 0xF007
_SHAPE_ATOM, _OPTIONS = 0xF00A, 0xF00B
_PICTURE, _ALT = 0x0104, 0x0381


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


class FloatingPictures:
    """Pictures that float beside the text, by the id of their shape.

    The shapes and the list of stored pictures lie in the table stream (OfficeArtContent), the
    pictures themselves mostly in the main stream.
    """

    def __init__(self, main: bytes, art: bytes) -> None:
        self._main, self._art = main, art
        self._stored: list[Record] = []
        self._shapes: dict[int, Record] = {}
        group = next(records(art), None)
        if group is None or group.kind != _DRAWING_GROUP:
            return
        self._stored = [one for one in within(art, group) if one.kind == _STORED]
        at = group.end
        while at + 9 <= len(art):  # a byte, then a drawing: of the text, of the headers
            drawing = next(records(art, at + 1), None)
            if drawing is None or drawing.kind != _DRAWING:
                return
            for shape in within(art, drawing):
                if shape.kind == _SHAPE:
                    self._shapes[self._identifier(shape)] = shape
            at = drawing.end

    def block(self, shape: int, *, images: bool) -> tuple[Block | None, str]:
        """The FIGURE of a shape, None if it shows no picture; and a warning if it is not drawn."""
        record = self._shapes.get(shape)
        said = {} if record is None else self._properties(record)
        number = said.get(_PICTURE, (0, b""))[0]
        if not 1 <= number <= len(self._stored):
            return None, ""
        alt = said.get(_ALT, (0, b""))[1].decode("utf-16-le", "replace").strip("\0 ")
        image = pictures.to_png(self._bytes(self._stored[number - 1])) if images else None
        warning = "A picture could not be drawn" if images and image is None else ""
        return Block(BlockKind.FIGURE, figure=Figure(caption=said_alt(alt), image=image)), warning

    def _bytes(self, stored: Record) -> bytes:
        inside = first_picture(self._art, stored.start + 36, stored.end)
        if inside:
            return inside
        place = u32(self._art, stored.start + 28)
        found = next(records(self._main, place), None) if place < len(self._main) else None
        return b"" if found is None else picture_of(self._main, found)

    def _identifier(self, shape: Record) -> int:
        atom = next((one for one in children(self._art, shape) if one.kind == _SHAPE_ATOM), None)
        return 0 if atom is None else u32(self._art, atom.start)

    def _properties(self, shape: Record) -> dict[int, tuple[int, bytes]]:
        for one in children(self._art, shape):
            if one.kind == _OPTIONS:
                return properties(self._art, one)
        return {}
