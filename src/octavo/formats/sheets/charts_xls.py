"""Charts of binary workbooks (.xls, BIFF 8; [MS-XLS] 2.4), embedded and on sheets of their own.

A chart is a stretch of records of its own within its sheet's. What its series draw is taken from
the cells that they refer to.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import olefile

from octavo.formats.sheets.charts import MAX_SERIES, Chart, Points, Series
from octavo.formats.sheets.grid import MAX_COLUMN, MAX_ROW, Area, Drawing

_BOF, _EOF, _BOUNDSHEET, _EXTERNSHEET, _OBJ, _DRAWING = 0x809, 0x0A, 0x85, 0x17, 0x5D, 0xEC
_SERIES, _BRAI, _SERIES_TEXT, _LINK, _BEGIN, _END = 0x1003, 0x1051, 0x100D, 0x1027, 0x1033, 0x1034
_SHEET_PROPERTIES = 0x1044
_CHART_STREAM, _BIFF8 = 0x20, 0x600
_CHART_SHEET = 2
_TYPES = {
    0x1017: "BarChart",
    0x1018: "LineChart",
    0x1019: "PieChart",
    0x101A: "AreaChart",
    0x101B: "ScatterChart",
    0x103E: "RadarChart",
    0x1040: "RadarChart",
    0x103F: "SurfaceChart",
}
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
"""The head of an OfficeArtClientAnchorSheet: its type and its length."""


@dataclass(slots=True)
class Bound:
    """A sheet as the workbook lists it. `charts` are what is drawn on it."""

    name: str
    hidden: bool
    is_chart: bool
    start: int
    charts: list[Drawing] = field(default_factory=list)


def read(path: Path) -> list[Bound]:
    """Every sheet of the workbook with its charts; [] for older or unreadable files."""
    try:
        with olefile.OleFileIO(str(path)) as ole:
            name = next((n for n in ("Workbook", "Book") if ole.exists(n)), None)
            stream = ole.openstream(name).read() if name else b""
        return _bounds(stream)
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error):
        return []


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from an offset to the end of the substream that begins there."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        at += 4 + size


def _bounds(stream: bytes) -> list[Bound]:
    bounds: list[Bound] = []
    links: list[int] = []
    for kind, data in _records(stream, 0):
        if kind == _BOF and struct.unpack_from("<H", data)[0] != _BIFF8:
            return []
        if kind == _BOUNDSHEET:
            start, hidden, sort = struct.unpack_from("<IBB", data)
            text = _string(data, 6)
            bounds.append(Bound(text, bool(hidden & 3), sort == _CHART_SHEET, start))
        elif kind == _EXTERNSHEET:
            count = min(struct.unpack_from("<H", data)[0], (len(data) - 2) // 6)
            links = [struct.unpack_from("<H", data, 4 + 6 * at)[0] for at in range(count)]
    names = [bounds[at].name if at < len(bounds) else "" for at in links]
    for bound in bounds:
        bound.charts = list(_charts(stream, bound.start, names))
    return bounds


def _string(data: bytes, at: int) -> str:
    """A string with a one-byte length and a flag for its wide form."""
    count, wide = data[at], data[at + 1] & 1
    size = count * (2 if wide else 1)
    return data[at + 2 : at + 2 + size].decode("utf-16-le" if wide else "latin-1", "replace")


def _charts(stream: bytes, start: int, names: list[str]) -> Iterator[Drawing]:
    """The charts of one sheet, each with the cells it lies on."""
    anchor, reader = Area(0, 0, 0, 0), None
    for kind, data in _records(stream, start):
        if kind == _DRAWING:
            anchor = _anchor(data) or anchor
        elif kind == _BOF and struct.unpack_from("<H", data, 2)[0] == _CHART_STREAM:
            reader = _Reader(names)
        elif kind == _EOF and reader is not None:
            if reader.chart.series or reader.chart.title:
                yield Drawing(anchor, chart=reader.chart)
            reader = None
        elif reader is not None:
            reader.take(kind, data)


def _anchor(data: bytes) -> Area | None:
    at = data.rfind(_ANCHOR)
    if at < 0 or at + 24 > len(data):
        return None
    left, _, top, _, right, _, bottom = struct.unpack_from("<7H", data, at + 8)
    if top > bottom or left > right or right > MAX_COLUMN or bottom > MAX_ROW:
        return None
    return Area(top, left, bottom, right)


class _Reader:
    """Takes the records of one chart. Texts belong to what the link behind them names."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self.chart = Chart(auto_title=False)
        self._series: Series | None = None
        self._depth = 0
        self._text = ""

    def take(self, kind: int, data: bytes) -> None:
        if kind == _SERIES and len(self.chart.series) < MAX_SERIES:
            self._series = Series("")
            self._depth = 0
            self.chart.series.append(self._series)
        elif kind in (_BEGIN, _END):
            self._nest(1 if kind == _BEGIN else -1)
        elif kind == _BRAI:
            self._refer(data)
        elif kind == _SERIES_TEXT:
            self._name(_string(data, 2))
        elif kind == _LINK:
            self._attach(struct.unpack_from("<H", data)[0])
        elif kind == _SHEET_PROPERTIES:
            self.chart.visible_only = bool(data[0] & 2)
        elif kind in _TYPES:
            self._type(kind, data)

    def _nest(self, step: int) -> None:
        self._depth += step
        if self._depth <= 0:
            self._series = None

    def _refer(self, data: bytes) -> None:
        """The range that one role of a series draws."""
        if self._series is None or self._depth != 1 or data[0] > 3:
            return
        self._series.parts()[(0, 2, 1, 3)[data[0]]].source = self._reference(data)

    def _reference(self, data: bytes) -> str:
        token = data[8] & 0x1F if len(data) > 14 else 0
        if data[1] != 2 or token not in (0x1A, 0x1B):
            return ""
        link = struct.unpack_from("<H", data, 9)[0]
        if token == 0x1A:
            top, left = struct.unpack_from("<HH", data, 11)
            bottom, right = top, left
        else:
            top, bottom, left, right = struct.unpack_from("<4H", data, 11)
        name = self._names[link] if link < len(self._names) else ""
        if not name:
            return ""
        sheet = name if name.isidentifier() else "'" + name.replace("'", "''") + "'"
        return f"{sheet}!{Area(top, left & 0xFF, bottom, right & 0xFF).fixed}"

    def _name(self, text: str) -> None:
        if self._series is not None and self._depth == 1:
            self._series.name = Points(texts={0: text}, count=1)
        else:
            self._text = text

    def _attach(self, target: int) -> None:
        role = {1: "title", 2: "y_title", 3: "x_title"}.get(target)
        if role is not None:
            setattr(self.chart, role, self._text)
        if target == 1:
            self.chart.auto_title = not self._text  # a title without text is Excel's own
        self._text = ""

    def _type(self, kind: int, data: bytes) -> None:
        name = _TYPES[kind]
        if name == "PieChart" and struct.unpack_from("<H", data, 2)[0]:
            name = "DoughnutChart"
        if name == "ScatterChart" and len(data) > 4 and data[4] & 1:
            name = "BubbleChart"
        if self.chart.type != "Chart":
            return
        self.chart.type = name
        for one in self.chart.series:
            one.type = name
        if name == "BarChart":
            self.chart.horizontal = bool(data[4] & 1)
        flags = data[4] >> 1 if name == "BarChart" else data[0]
        if name in ("BarChart", "LineChart", "AreaChart") and flags & 3:
            self.chart.grouping = "percentStacked" if flags & 2 else "stacked"
