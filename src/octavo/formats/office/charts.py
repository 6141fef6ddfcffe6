"""Native charts (DrawingML) as figures with their data: type, title, series and a table.

Values are those cached in the chart's own part, as the chart shows them; the workbook behind it
is not opened. Both the classic `c:chartSpace` and the newer `cx:chartSpace` (waterfall, sunburst …)
are read.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Cell, Figure, Table
from octavo.errors import FileCorrupted
from octavo.formats.office.package import Element

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
MAX_POINTS = 20_000
MAX_SERIES = 500


@dataclass(slots=True)
class Series:
    """One series: its points by index, as shown. `x` are categories or x values."""

    name: str = ""
    x: dict[int, str] = field(default_factory=dict)
    y: dict[int, str] = field(default_factory=dict)
    sizes: dict[int, str] = field(default_factory=dict)
    ranges: list[str] = field(default_factory=list)
    kind: str = ""


@dataclass(slots=True)
class Chart:
    kind: str = "Chart"
    title: str = ""
    series: list[Series] = field(default_factory=list)


def block(root: Element) -> Block:
    """The FIGURE block of a chart part. Raises FileCorrupted if it is no chart."""
    return block_of(read(root))


def block_of(chart: Chart, alt: str = "") -> Block:
    """The FIGURE block of a chart that has been read; `alt` captions one without a title."""
    figure = Figure(kind="chart", caption=chart.title or alt, chart=_info(chart), data=table(chart))
    return Block(BlockKind.FIGURE, chart.title, figure=figure)


def read(root: Element) -> Chart:
    """The chart under a `chartSpace` root. Raises FileCorrupted if it is none."""
    if root.tag == _CX + "chartSpace":
        return _read_extended(root)
    chart = root.find(_C + "chart")
    area = None if chart is None else chart.find(_C + "plotArea")
    if chart is None or area is None:
        raise FileCorrupted("A chart of the document holds no chart")
    found = Chart(title=_title(chart))
    kinds: list[str] = []
    for plot in area:
        name = plot.tag.removeprefix(_C)
        if not name.endswith("Chart"):
            continue
        kinds.append(name[0].upper() + name[1:])
        for node in plot.iterfind(_C + "ser"):
            if len(found.series) < MAX_SERIES:
                found.series.append(_series(node, kinds[-1]))
    found.kind = kinds[0] if kinds else "Chart"
    if not found.title and len(found.series) == 1 and not _title_deleted(chart):
        found.title = found.series[0].name
    return found


def table(chart: Chart) -> Table | None:
    """The chart's data: a column a series where they share their categories, else long form."""
    series = [one for one in chart.series if one.x or one.y]
    if not series:
        return None
    categories = next((one.x for one in series if one.x), {})
    shared = all(one.x in (categories, {}) for one in series) and not any(s.sizes for s in series)
    rows = _wide(series, categories, chart.kind) if shared else _long(series)
    cells = [
        Cell(at, column, text, header=at == 0, value=_number(text) if at else None)
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    info = {"is_chart": True, "chart_type": chart.kind, "chart_title": chart.title}
    return Table(len(rows), len(rows[0]), cells, info=info)


def _info(chart: Chart) -> dict[str, object]:
    ranges = list(dict.fromkeys(name for one in chart.series for name in one.ranges))
    info: dict[str, object] = {
        "chart_type": chart.kind,
        "chart_title": chart.title,
        "series": [one.name for one in chart.series],
    }
    kinds = list(dict.fromkeys(one.kind for one in chart.series if one.kind))
    if len(kinds) > 1:
        info["chart_types"] = kinds
    return info | ({"source_ranges": ranges} if ranges else {})


def _wide(series: list[Series], categories: dict[int, str], kind: str) -> list[list[str]]:
    points = sorted({at for one in series for at in one.y} | set(categories))
    corner = "X" if kind == "ScatterChart" else ""
    head = [corner] + [one.name or f"Series {at}" for at, one in enumerate(series, start=1)]
    return [head] + [
        [categories.get(at, str(at + 1))] + [one.y.get(at, "") for one in series] for at in points
    ]


def _long(series: list[Series]) -> list[list[str]]:
    sized = any(one.sizes for one in series)
    rows = [["Series", "X", "Y"] + (["Size"] if sized else [])]
    for number, one in enumerate(series, start=1):
        for at in sorted(set(one.x) | set(one.y)):
            row = [one.name or f"Series {number}", one.x.get(at, ""), one.y.get(at, "")]
            rows.append(row + ([one.sizes.get(at, "")] if sized else []))
    return rows


def _title(chart: Element) -> str:
    title = chart.find(_C + "title")
    if title is None:
        return ""
    cached = title.find(f"{_C}tx/{_C}strRef/{_C}strCache")
    if cached is not None:
        return " ".join(_points(cached, "").values())
    return _rich_text(title)


def _rich_text(node: Element) -> str:
    lines = [
        "".join(text.text or "" for text in paragraph.iter(_A + "t"))
        for paragraph in node.iter(_A + "p")
    ]
    return " ".join(" ".join(lines).split())


def _title_deleted(chart: Element) -> bool:
    node = chart.find(_C + "autoTitleDeleted")
    return node is not None and node.get("val", "1") in ("1", "true")


def _series(node: Element, kind: str) -> Series:
    found = Series(kind=kind)
    name = node.find(_C + "tx")
    if name is not None:
        found.name = " ".join(_data(name, found).values()) or _literal(name)
    for part, target in (("cat", found.x), ("xVal", found.x), ("val", found.y), ("yVal", found.y)):
        holder = node.find(_C + part)
        if holder is not None:
            target.update(_data(holder, found))
    sizes = node.find(_C + "bubbleSize")
    if sizes is not None:
        found.sizes.update(_data(sizes, found))
    return found


def _literal(name: Element) -> str:
    node = name.find(_C + "v")
    return "" if node is None else (node.text or "").strip()


def _data(holder: Element, series: Series) -> dict[int, str]:
    """The points of a `c:cat`, `c:val` …, from its reference's cache or its own literals."""
    for node in holder:
        formula = node.find(_C + "f")
        if formula is not None and formula.text:
            series.ranges.append(formula.text.strip())
        name = node.tag.removeprefix(_C)
        if name == "multiLvlStrRef":
            return _levels(node)
        cache = node if name.endswith("Lit") else node.find(_C + name.replace("Ref", "Cache"))
        if cache is not None:
            code = cache.find(_C + "formatCode")
            return _points(cache, "" if code is None else code.text or "")
    return {}


def _levels(node: Element) -> dict[int, str]:
    """Categories of several levels, outermost first, joined; an outer one holds until the next."""
    levels = [_points(level, "") for level in node.iter(_C + "lvl")]
    if not levels:
        return {}
    joined = {}
    for at in sorted(levels[0]):
        parts = []
        for level in reversed(levels):
            before = [place for place in level if place <= at]
            parts.append(level[max(before)] if before else "")
        joined[at] = " / ".join(part for part in parts if part)
    return joined


def _points(cache: Element, code: str) -> dict[int, str]:
    points: dict[int, str] = {}
    for node in cache.iterfind(_C + "pt"):
        at, text = node.get("idx", ""), node.findtext(_C + "v") or ""
        if at.isdigit() and len(points) < MAX_POINTS:
            points[int(at)] = shown(text.strip(), node.get("formatCode") or code)
    return points


def shown(text: str, code: str) -> str:
    """A cached value as its number format shows it: percent, dates, the digits asked for.

    The code's first section alone is read; what it says beyond those leaves the number as it is.
    """
    number = _number(text)
    section = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0])
    if number is None or not section or section.lower() in ("general", "@", "standard"):
        return text if number is None else f"{number:.12g}" if "e" in text.lower() else text
    if re.search(r"[ymd]", section.lower()) and not re.search(r"[#0]", section):
        return _date(number, text)
    digits = re.search(r"\.(0+)", section)
    places = len(digits[1]) if digits else 0
    if "%" in section:
        return f"{number * 100:.{places}f}%"
    comma = "," if re.search(r"[#0],[#0]", section) else ""
    if digits or comma or re.fullmatch(r"[#0 ]+", section):
        return f"{number:{comma}.{places}f}"
    return text


def _date(number: float, text: str) -> str:
    try:
        moment = datetime.datetime(1899, 12, 30) + datetime.timedelta(days=number)
    except OverflowError:
        return text
    return moment.date().isoformat() if number == int(number) else moment.isoformat(" ", "minutes")


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "")) if text else None
    except ValueError:
        return None


def _read_extended(root: Element) -> Chart:
    """The newer charts: their data stand beside the plot, by id."""
    chart = root.find(_CX + "chart")
    if chart is None:
        raise FileCorrupted("A chart of the document holds no chart")
    title = chart.find(_CX + "title")
    found = Chart(title="" if title is None else _rich_text(title))
    data = {node.get("id", ""): node for node in root.iter(_CX + "data")}
    for node in chart.iter(_CX + "series"):
        layout = node.get("layoutId", "")
        found.kind = layout[:1].upper() + layout[1:] + "Chart"
        link = node.find(_CX + "dataId")
        source = None if link is None else data.get(link.get("val", ""))
        series = Series(name=_extended_name(node), kind=found.kind)
        if source is not None:
            _extended_data(source, series)
        found.series.append(series)
    return found


def _extended_name(node: Element) -> str:
    name = node.findtext(f"{_CX}tx/{_CX}txData/{_CX}v")
    return (name or "").strip()


def _extended_data(source: Element, series: Series) -> None:
    for dimension in source:
        formula = dimension.findtext(_CX + "f")
        if formula:
            series.ranges.append(formula.strip())
        level = dimension.find(_CX + "lvl")
        target = series.x if dimension.tag == _CX + "strDim" else series.y
        for node in () if level is None else level.iterfind(_CX + "pt"):
            at = node.get("idx", "")
            if at.isdigit() and len(target) < MAX_POINTS:
                target[int(at)] = (node.text or "").strip()
