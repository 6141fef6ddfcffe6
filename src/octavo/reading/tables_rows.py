"""Which lines of an unruled table make one row: wrapped cells, sections, double-spaced rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.reading.tables_columns import band
from octavo.reading.tables_rules import Rule
from octavo.reading.tables_text import Line, Segment

NUMBER = re.compile(
    r"[<>≤≥~±+\-–—−(\[$€£¥]*\s*(US\$|Rs\.?|EUR|USD)?\s*[\-–—−(]?\d[\d.,'\s]*(\s?[%‰)\]*†‡a-z]{0,3})?"
    r"([\s\-–—/±(\[]+[\d.,%]+[)\]%]*)*|[.\-–—−]+|n\.?/?a\.?|\(X\)|\(?[\d.,]+%?\)?",
    re.I,
)
_GOES_ON = re.compile(
    r"(\b(and|or|of|the|for|in|to|by|with|from|on|at|per|as|a|an)|[,\-–/&(])$", re.I
)


@dataclass(slots=True)
class Row:
    """Lines that make one row, with what stands in each column of each line."""

    lines: list[Line]

    @property
    def y0(self) -> float:
        return min(line.y0 for line in self.lines)

    @property
    def y1(self) -> float:
        return max(line.y1 for line in self.lines)


def is_number(text: str) -> bool:
    """Whether `text` is a figure, a dash for a missing one, or a short code of that kind."""
    return len(text) <= 30 and NUMBER.fullmatch(text.strip()) is not None


def is_figure(text: str) -> bool:
    """Whether `text` is a number, and not a year that may head a column."""
    return is_number(text) and any(map(str.isdigit, text)) and not is_year(text)


def is_year(text: str) -> bool:
    """Whether `text` is a year, or a span of two."""
    digits = text[:4]
    return digits.isdigit() and 1900 <= int(digits) <= 2100 and len(text) <= 9


def columns_of(line: Line, partings: Sequence[float]) -> dict[int, Segment]:
    """The segments of a line by the column they begin in."""
    return {band(s, partings, 1.0)[0]: s for s in reversed(line.segments)}


def ruled_between(above: Line, below: Line, flat: Sequence[Rule]) -> bool:
    """Whether a line is drawn between two lines of text across a good part of them."""
    start, end = min(above.x0, below.x0), max(above.x1, below.x1)
    for rule in flat:
        shared = min(end, rule.end) - max(start, rule.start)
        if above.middle < rule.at < below.middle and shared > 0.5 * (end - start):
            return True
    return False


def grouped(lines: Sequence[Line], partings: Sequence[float], flat: Sequence[Rule]) -> list[Row]:
    """Body `lines`, top to bottom, as rows."""
    if not lines:
        return []
    rows = _by_rules(lines, partings, flat) or _by_gap(lines, partings, flat)
    if rows is not None:
        return rows
    edge = _right_edges(lines, partings)
    rows = [Row([lines[0]])]
    for index in range(1, len(lines)):
        line, last = lines[index], rows[-1].lines[-1]
        following = lines[index + 1] if index + 1 < len(lines) else None
        beside = _interleaved(rows[-1], line, partings)
        if not ruled_between(last, line, flat) and (
            beside or _goes_on(rows[-1], line, following, partings, edge)
        ):
            rows[-1].lines.append(line)
        else:
            rows.append(Row([line]))
    return rows


def _interleaved(row: Row, line: Line, partings: Sequence[float]) -> bool:
    """Whether a line stands half a line below a row's last one: cells set in the middle."""
    last = row.lines[-1]
    height = min(line.y1 - line.y0, last.y1 - last.y0)
    if last.y1 - line.y0 < 0.3 * height:
        return False
    return not columns_of(last, partings).keys() & columns_of(line, partings).keys()


def _by_rules(
    lines: Sequence[Line], partings: Sequence[float], flat: Sequence[Rule]
) -> list[Row] | None:
    """Rows told apart by drawn lines alone, where these part most of what could be rows."""
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    places = sorted(r.at for r in flat if min(r.end, x1) - max(r.start, x0) > 0.75 * (x1 - x0))
    rows: list[Row] = []
    for line in lines:
        last = rows[-1].lines[-1].middle if rows else 0.0
        if rows and not any(last < at < line.middle for at in places):
            rows[-1].lines.append(line)
        else:
            rows.append(Row([line]))
    if len(rows) < 3 or len(lines) > 6 * len(rows):
        return None
    return rows if all(_may_be_one(row, partings) for row in rows) else None


def _by_gap(
    lines: Sequence[Line], partings: Sequence[float], flat: Sequence[Rule]
) -> list[Row] | None:
    """Rows told apart by white strips or drawn lines alone, where there are two clear sizes."""
    strips, reach = [], lines[0].y1
    for line in lines[1:]:
        strips.append(line.y0 - reach)
        reach = max(reach, line.y1)
    tight = max(min(strips, default=0.0), 0.0)
    breaks = [
        strip > tight + 0.22 * below.em or ruled_between(above, below, flat)
        for strip, (above, below) in zip(strips, itertools.pairwise(lines), strict=True)
    ]
    if not any(breaks) or all(breaks):
        return None
    rows = [Row([lines[0]])]
    for line, parted in zip(lines[1:], breaks, strict=True):
        if parted:
            rows.append(Row([line]))
        else:
            rows[-1].lines.append(line)
    sound = all(_may_be_one(row, partings) for row in rows)
    return rows if sound and len(rows) > 1 else None


def _may_be_one(row: Row, partings: Sequence[float]) -> bool:
    """Whether no column of `row` holds a figure besides anything else."""
    if len(row.lines) > 12:
        return False
    if len({line.pieces[0].bold for line in row.lines if 0 in columns_of(line, partings)}) > 1:
        return False
    seen: dict[int, list[str]] = {}
    firsts = 0
    for line in row.lines:
        found = columns_of(line, partings)
        firsts += len(found) > 1
        for column, segment in found.items():
            seen.setdefault(column, []).append(segment.text)
    if any(len(t) > 1 and any(map(is_number, t)) for c, t in seen.items() if c > 0):
        return False
    return not (len(partings) == 1 and firsts > 3 and len(row.lines) == firsts)


def _right_edges(lines: Sequence[Line], partings: Sequence[float]) -> dict[int, float]:
    edges: dict[int, float] = {}
    for line in lines:
        for segment in line.segments:
            first, last = band(segment, partings, 1.0)
            if first == last:
                edges[first] = max(edges.get(first, 0.0), segment.x1)
    return edges


def _goes_on(
    row: Row,
    line: Line,
    following: Line | None,
    partings: Sequence[float],
    edge: dict[int, float],
) -> bool:
    """Whether `line` carries on the cells of `row` rather than begins a row of its own."""
    last = row.lines[-1]
    if line.middle - last.middle > 1.6 * max(line.em, last.em):
        return False
    mine, before = columns_of(line, partings), columns_of(last, partings)
    whole = {column for each in row.lines for column in columns_of(each, partings)}
    if set(mine) == {0}:
        return len(whole) > 1 and 0 in before and _stub_wraps(before[0], mine[0], following, edge)
    if 0 not in mine:
        return 0 in whole and _texts_wrap(before, mine, edge)
    if set(before) == {0} and len(whole) == 1:
        return _label_wraps(before[0], mine[0], edge)
    return False


def _fits(before: Segment, after: Segment, edge: float) -> bool:
    """Whether the first word of `after` would have had room on the line of `before`."""
    word = after.pieces[0]
    return before.x1 + 0.25 * before.em + (word.x1 - word.x0) <= edge + 1


def _reads_on(before: Segment, after: Segment) -> bool:
    return after.text[:1].islower() or bool(_GOES_ON.search(before.text))


def _stub_wraps(
    before: Segment, after: Segment, following: Line | None, edge: dict[int, float]
) -> bool:
    """A stub alone below a full row: the rest of the row's stub, or the title of a section."""
    if before.pieces[0].bold != after.pieces[0].bold:
        return False
    if _reads_on(before, after):
        return True
    if _fits(before, after, edge.get(0, 0.0)):
        return False
    indented = after.x0 > before.x0 + 0.4 * after.em
    return indented and (following is None or following.x0 < after.x0 - 0.4 * after.em)


def _texts_wrap(
    before: dict[int, Segment], mine: dict[int, Segment], edge: dict[int, float]
) -> bool:
    """A line without a stub: it goes on if all it has is text below text."""
    for column, segment in mine.items():
        above = before.get(column)
        if is_number(segment.text) or (above is not None and is_number(above.text)):
            return False
    return any(
        column in before and not _fits(before[column], s, edge.get(column, 0.0))
        for column, s in mine.items()
    ) or any(column in before and _reads_on(before[column], s) for column, s in mine.items())


def _label_wraps(before: Segment, after: Segment, edge: dict[int, float]) -> bool:
    """A stub alone above a full row: the beginning of its stub, or the title of a section."""
    if before.pieces[0].bold != after.pieces[0].bold or before.text.endswith(":"):
        return False
    if _reads_on(before, after):
        return True
    return after.x0 > before.x0 + 0.4 * after.em and not _fits(before, after, edge.get(0, 0.0))
