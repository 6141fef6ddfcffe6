"""Single property modifiers of binary Word: how a style's properties are changed, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from octavo.formats.office.ole import s16, u8, u16
from octavo.formats.office.table_stream import RowShape
from octavo.formats.office.word_styles import Look

_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITION = 0xD608
_TAB_CHANGES = 0xC615


@dataclass(frozen=True, slots=True)
class Sprm:
    """One modifier: its code and operand; `number` is the operand as an unsigned number."""

    code: int
    operand: bytes

    @property
    def number(self) -> int:
        return int.from_bytes(self.operand[:4], "little")


def sprms(data: bytes) -> Iterator[Sprm]:
    """The modifiers written one after the other in `data`; stops where they are cut off."""
    at = 0
    while at + 2 <= len(data):
        code = u16(data, at)
        at += 2
        kind = code >> 13
        size = _SIZES.get(kind)
        if size is None and code == _TABLE_DEFINITION:
            size = u16(data, at) - 1
            at += 2
        elif size is None:
            size = u8(data, at)
            at += 1
            if code == _TAB_CHANGES and size == 255:
                return
        if size < 0 or at + size > len(data):
            return
        yield Sprm(code, data[at : at + size])
        at += size


def look_of(data: bytes, below: Look) -> tuple[Look, dict[int, Sprm]]:
    """The look some character modifiers make of the style's, and all modifiers by code.

    A toggle's 0x80 means as in the style, 0x81 its opposite ([MS-DOC] 2.2.5, ToggleOperand).
    """
    found: dict[int, Sprm] = {}
    bold, italic, strike = below.bold, below.italic, below.strike
    hidden, raised = below.hidden, False
    for sprm in sprms(data):
        found[sprm.code] = sprm
        if sprm.code == 0x0835:
            bold = _toggled(sprm.number, below.bold)
        elif sprm.code == 0x0836:
            italic = _toggled(sprm.number, below.italic)
        elif sprm.code in (0x0837, 0x2A53):
            strike = _toggled(sprm.number, below.strike)
        elif sprm.code == 0x083C:
            hidden = _toggled(sprm.number, below.hidden)
        elif sprm.code == 0x0800:
            hidden = hidden or bool(sprm.number)
        elif sprm.code == 0x2A48:
            raised = sprm.number == 1
    return Look(bold, italic, strike, hidden, raised), found


def row_shape(changes: dict[int, Sprm]) -> RowShape:
    """The cells of a table row from the modifiers at its end mark."""
    shape = RowShape(header=bool(changes[0x3404].number) if 0x3404 in changes else False)
    definition = changes.get(_TABLE_DEFINITION)
    if definition is None:
        return shape
    data = definition.operand
    count = u8(data, 0)
    edges = [s16(data, 1 + 2 * at) for at in range(count + 1)]
    shape.left, shape.edges = edges[0] if edges else 0, edges[1:]
    start = 1 + 2 * (count + 1)
    for at in range(count):
        flags = u16(data, start + 20 * at) if start + 20 * at + 2 <= len(data) else 0
        if flags & 0x0002 and not flags & 0x0001:
            shape.from_left.add(at)
        if flags & 0x0020 and not flags & 0x0040:
            shape.from_above.add(at)
    merge = changes.get(0xD62B)
    if merge is not None and u8(merge.operand, 1) == 1:
        shape.from_above.add(u8(merge.operand, 0))
    return shape


def _toggled(number: int, below: bool | None) -> bool | None:
    if number == 0x80:
        return below
    if number == 0x81:
        return not below
    return bool(number)
