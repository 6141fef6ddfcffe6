"""Slides of a binary PowerPoint file into pages: shapes by place, tables, pictures, notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Box, Figure, Page
from octavo.formats.office import alt_text, pictures
from octavo.formats.office.flow import level_lists
from octavo.formats.office.grid import Placed, build, looks_like_header, mark_header
from octavo.formats.office.office_art import Record, children, properties
from octavo.formats.office.ole import s16, u8, u32
from octavo.formats.office.ppt_file import (
    DRAWING,
    NOTES,
    SLIDE,
    Listed,
    PptFile,
    flag,
)
from octavo.formats.office.ppt_text import TITLE_TYPES, Text, outline_reference, texts_of
from octavo.formats.office.slide_geometry import Frame, Rect, reading_order
from octavo.formats.office.slide_shapes import Shape

UNITS_PER_POINT = 8.0
MAX_DEPTH = 30
_GROUP, _SHAPE, _FSP, _FOPT, _TERTIARY = 0xF003, 0xF004, 0xF00A, 0xF00B, 0xF122
_CLIENT_ANCHOR, _CHILD_ANCHOR, _CLIENT_DATA, _TEXT_BOX = 0xF010, 0xF00F, 0xF011, 0xF00D
_FSPGR, _PLACEHOLDER, _OLE_REFERENCE = 0xF009, 0x0BC3, 0x0BC1
_TITLES = frozenset({13, 15, 17})
_FURNITURE = {7: BlockKind.FOOTER, 8: BlockKind.PAGE_NUMBER, 9: BlockKind.FOOTER}
_FURNITURE |= {10: BlockKind.HEADER}
_NOTES_BODY = 12
_PICTURE, _ALT, _TABLE_FLAGS = 0x0104, 0x0381, 0x039F


@dataclass(slots=True)
class Parts:
    """The records of one shape by their kind."""

    record: Record
    found: dict[int, Record] = field(default_factory=dict)
    placeholder: int = 0
    deleted: bool = False


class SlideReader:
    """Reads the slides of one file; `warnings` say what was lost."""

    def __init__(self, ppt: PptFile, *, images: bool) -> None:
        self._ppt = ppt
        self._data = ppt.data
        self._images = images
        self._size = ppt.size()
        self._notes = {one.identifier: one for one in ppt.listed(2)}
        self._outline: list[Text] = []
        self.warnings: list[str] = []

    def page(self, listed: Listed, number: int) -> Page:
        """The page of one slide."""
        slide = self._ppt.object(listed.persist, SLIDE)
        self._outline = texts_of(self._data, listed.texts)
        shapes = self._drawn(slide)
        titles = [shape for shape in shapes if shape.title]
        body = reading_order([shape for shape in shapes if not shape.title])
        blocks = [block for shape in (*titles, *body) for block in shape.blocks]
        last = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER)
        blocks = (
            [block for block in blocks if block.kind not in last]
            + self._speaker_notes(slide)
            + [block for block in blocks if block.kind in last]
        )
        if self._hidden(slide):
            self.warnings.append(f"Slide {number} is hidden in the show")
        level_lists(blocks)
        title = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
        wide, high = (side / UNITS_PER_POINT for side in self._size)
        return Page(number, wide, high, blocks, name=title)

    def _hidden(self, slide: Record) -> bool:
        info = self._ppt.child(slide, 0x03F9)
        return info is not None and flag(self._data, info.start + 10, 2)

    def _speaker_notes(self, slide: Record) -> list[Block]:
        atom = self._ppt.child(slide, 0x03EF)
        listed = None if atom is None else self._notes.get(u32(self._data, atom.start + 16))
        if listed is None:
            return []
        outline, self._outline = self._outline, texts_of(self._data, listed.texts)
        page = self._ppt.object(listed.persist, NOTES)
        found: list[Block] = []
        for parts in self._all_shapes(page):
            if parts.placeholder == _NOTES_BODY:
                found += [block for text in self._texts(parts) for block in text.blocks()]
        self._outline = outline
        return [Block(BlockKind.HEADING, "Notes", level=2), *found] if found else []

    def _all_shapes(self, page: Record) -> Iterator[Parts]:
        drawing = self._ppt.child(page, DRAWING)
        root = None if drawing is None else self._ppt.child(drawing, 0xF002)
        for group in () if root is None else children(self._data, root):
            if group.kind == _GROUP:
                for one in children(self._data, group):
                    if one.kind == _SHAPE:
                        yield self._parts(one)

    def _drawn(self, page: Record) -> list[Shape]:
        drawing = self._ppt.child(page, DRAWING)
        root = None if drawing is None else self._ppt.child(drawing, 0xF002)
        found: list[Shape] = []
        for group in () if root is None else children(self._data, root):
            if group.kind == _GROUP:
                found += self._members(group, Frame(), 0)
        return found

    def _members(self, group: Record, frame: Frame, depth: int) -> list[Shape]:
        """The shapes of a group but its first, which is the group itself."""
        found: list[Shape] = []
        if depth > MAX_DEPTH:
            return found
        for order, record in enumerate(list(children(self._data, group))[1:]):
            if record.kind == _GROUP:
                shape = self._group(record, frame, order, depth)
            elif record.kind == _SHAPE:
                shape = self._shape(self._parts(record), frame, order)
            else:
                continue
            if shape is not None and shape.blocks:
                found.append(shape)
        return found

    def _group(self, record: Record, frame: Frame, order: int, depth: int) -> Shape | None:
        head = next(iter(children(self._data, record)), None)
        if head is None:
            return None
        parts = self._parts(head)
        outer, inner = self._anchor(parts), self._coordinates(parts)
        within = frame if outer is None or inner is None else frame.group(outer, inner)
        if self._is_table(parts):
            table = self._table(record, within)
            box = None if outer is None else frame.place(outer).box(self._size)
            table.box = box
            return Shape([table], box, order)
        members = self._members(record, within, depth + 1)
        blocks = [block for shape in reading_order(members) for block in shape.blocks]
        around: Box | None = None
        for box in (shape.box for shape in members):
            if box is not None:
                around = box if around is None else around.union(box)
        return Shape(blocks, around, order, any(shape.title for shape in members))

    def _shape(self, parts: Parts, frame: Frame, order: int) -> Shape | None:
        if parts.deleted:
            return None
        rect = self._anchor(parts)
        box = None if rect is None else frame.place(rect).box(self._size)
        texts = self._texts(parts)
        title = parts.placeholder in _TITLES or any(one.kind in TITLE_TYPES for one in texts)
        if title and (said := " ".join(" ".join(one.plain() for one in texts).split())):
            blocks = [Block(BlockKind.HEADING, said, level=1)]
        elif parts.placeholder in _FURNITURE:
            blocks = self._furniture(parts, texts)
        else:
            blocks = [block for text in texts for block in text.blocks()]
            blocks += self._picture(parts)
        for block in blocks:
            block.box = box
        return Shape(blocks, box, order, title)

    def _furniture(self, parts: Parts, texts: list[Text]) -> list[Block]:
        """A lone asterisk stands for what PowerPoint fills in when it shows the slide."""
        said = "\n".join(text.plain() for text in texts).strip()
        return [Block(_FURNITURE[parts.placeholder], said)] if said not in ("", "*") else []

    def _parts(self, record: Record) -> Parts:
        parts = Parts(record)
        for inner in children(self._data, record):
            parts.found.setdefault(inner.kind, inner)
        fsp = parts.found.get(_FSP)
        parts.deleted = fsp is not None and flag(self._data, fsp.start + 4, 3)
        client = parts.found.get(_CLIENT_DATA)
        for inner in () if client is None else children(self._data, client):
            if inner.kind == _PLACEHOLDER:
                parts.placeholder = u8(self._data, inner.start + 4)
        return parts

    def _texts(self, parts: Parts) -> list[Text]:
        box = parts.found.get(_TEXT_BOX)
        if box is None:
            return []
        atoms = list(children(self._data, box))
        at = outline_reference(self._data, atoms)
        if at is not None:
            return self._outline[at : at + 1]
        return texts_of(self._data, atoms)

    def _anchor(self, parts: Parts) -> Rect | None:
        client, child = parts.found.get(_CLIENT_ANCHOR), parts.found.get(_CHILD_ANCHOR)
        if client is not None and client.end - client.start == 8:
            top, left, right, bottom = (s16(self._data, client.start + 2 * n) for n in range(4))
        elif client is not None:
            top, left, right, bottom = self._longs(client)
        elif child is not None:
            left, top, right, bottom = self._longs(child)
        else:
            return None
        return Rect(left, top, right - left, bottom - top)

    def _coordinates(self, parts: Parts) -> Rect | None:
        record = parts.found.get(_FSPGR)
        if record is None:
            return None
        left, top, right, bottom = self._longs(record)
        return Rect(left, top, right - left, bottom - top)

    def _longs(self, record: Record) -> tuple[int, int, int, int]:
        raw = self._data[record.start : record.start + 16].ljust(16, b"\0")
        parts = (int.from_bytes(raw[at : at + 4], "little", signed=True) for at in (0, 4, 8, 12))
        first, second, third, fourth = parts
        return first, second, third, fourth

    def _is_table(self, parts: Parts) -> bool:
        record = parts.found.get(_TERTIARY)
        if record is None:
            return False
        return bool(properties(self._data, record).get(_TABLE_FLAGS, (0, b""))[0] & 1)

    def _table(self, group: Record, frame: Frame) -> Block:
        """A table is a group of rectangles: their edges are its grid."""
        cells: list[tuple[Rect, list[Text]]] = []
        for record in list(children(self._data, group))[1:]:
            parts = self._parts(record)
            rect = self._anchor(parts)
            if rect is not None and _TEXT_BOX in parts.found:
                cells.append((rect, self._texts(parts)))
        lefts = sorted({rect.x for rect, _ in cells})
        tops = sorted({rect.y for rect, _ in cells})
        placed = []
        for rect, texts in cells:
            row, column = tops.index(rect.y), lefts.index(rect.x)
            down = max(1, bisect_left(tops, rect.y + rect.height - 2) - row)
            across = max(1, bisect_left(lefts, rect.x + rect.width - 2) - column)
            text = "\n".join(one.plain() for one in texts)
            box = frame.place(rect).box(self._size)
            placed.append(Placed(row, column, text, row_span=down, column_span=across, box=box))
        if looks_like_header(placed):
            mark_header(placed)
        return Block(BlockKind.TABLE, table=build(placed))

    def _picture(self, parts: Parts) -> list[Block]:
        record = parts.found.get(_FOPT)
        if record is None:
            return []
        said = properties(self._data, record)
        number = said.get(_PICTURE, (0, b""))[0]
        if not number:
            return []
        image = None
        if self._images:
            image = pictures.to_png(self._ppt.picture(number))
            if image is None and "A picture could not be drawn" not in self.warnings:
                self.warnings.append("A picture could not be drawn")
        alt = said.get(_ALT, (0, b""))[1].decode("utf-16-le", "replace").strip("\0 ")
        alt = alt_text.said(alt)
        return [Block(BlockKind.FIGURE, figure=Figure(caption=alt, image=image))]
