"""Where unruled tables may lie: runs of lines that fall into columns, apart from prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from octavo.reading import tables_text
from octavo.reading.tables_rows import is_number
from octavo.reading.tables_rules import Rule, stacks
from octavo.reading.tables_text import Line, Piece, Segment

CAPTION = re.compile(
    r"(table|figure|fig\.?|chart|exhibit|box|tabelle|abbildung|tableau|tabla|cuadro|tabella"
    r"|quadro|tabela|graph|appendix)\s*[A-Z]{0,3}[\-.]?\d*[\d.\-–:]",
    re.I,
)
NOTE = re.compile(
    r"(source|note|sources|notes|legend|quelle|nota|fuente|key)s?\s*[:.]|[*†‡§]+\s?[a-z].{15,}",
    re.I,
)
LOOSE = 1.2
"""Ems: gaps in justified prose stay below."""
REACH = 3.2
"""Ems from line to line within one table at most."""


@dataclass(slots=True)
class Region:
    """Lines that may make a table, and the rules among and around them."""

    lines: list[Line]
    flat: list[Rule] = field(default_factory=list)

    @property
    def x0(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def x1(self) -> float:
        return max(line.x1 for line in self.lines)

    @property
    def y0(self) -> float:
        return min(line.y0 for line in self.lines)

    @property
    def y1(self) -> float:
        return max(line.y1 for line in self.lines)


@dataclass(slots=True)
class _Row:
    """One line of the page: what may belong to a table, and the prose beside it."""

    line: Line | None
    prose: list[Segment]


def regions(pieces: Sequence[Piece], flat: Sequence[Rule]) -> list[Region]:
    """Runs of lines on a page that look like tables, top to bottom."""
    rows = [_split(line) for line in tables_text.lines(pieces)]
    found = []
    for start, end in _runs(rows, stacks(flat)):
        region = _bounded(rows, start, end, flat)
        if region is not None:
            found.append(region)
    return found


def _split(line: Line) -> _Row:
    """Take the prose out of a line of the page."""
    prose: list[Segment] = []
    rest: list[Segment] = []
    for loose in tables_text.segments(line.pieces, LOOSE):
        (prose if is_prose(loose) else rest).append(loose)
    if len(prose) == 1 and _is_stub(prose[0], rest):
        prose, rest = [], [*prose, *rest]
    kept = [s for loose in rest for s in tables_text.segments(loose.pieces)]
    return _Row(Line(kept) if kept else None, prose)


def _is_stub(segment: Segment, rest: Sequence[Segment]) -> bool:
    """Whether a long text is the label of a row: nothing but figures follow it."""
    figures = [is_number(s.text) for loose in rest for s in tables_text.segments(loose.pieces)]
    first = all(segment.x1 < loose.x0 for loose in rest)
    return first and len(figures) >= 2 and all(figures) and not CAPTION.match(segment.text)


def is_prose(segment: Segment) -> bool:
    """Whether a stretch of text reads like a sentence rather than like cells."""
    words = [p.text for p in segment.pieces]
    plain = [w for w in words if w[:1].isalpha() or w[:1] in "(\"'“‘"]
    lower = [w for w in words if w[:1].islower()]
    if CAPTION.match(segment.text) and len(words) > 2:
        return True
    return len(words) >= 6 and len(plain) >= 0.75 * len(words) and len(lower) >= 3


def _runs(rows: Sequence[_Row], frames: Sequence[Sequence[Rule]]) -> list[tuple[int, int]]:
    """Ranges of neighbouring rows, the last one excluded, that prose and captions do not part."""
    runs: list[tuple[int, int]] = []
    start, current = 0, list[Line]()
    for number, row in enumerate(rows):
        if current and row.prose and all(_in_a_column(p, current) for p in row.prose):
            own = row.line.segments if row.line is not None else []
            row.line = Line(sorted([*own, *row.prose], key=lambda s: s.x0))
            row.prose = []
        if current and _cuts(row, current, frames):
            runs.append((start, number))
            current = []
        if row.line is None:
            continue
        if not current:
            start = number
        current.append(row.line)
    return [*runs, (start, len(rows))] if current else runs


def _in_a_column(prose: Segment, current: Sequence[Line]) -> bool:
    """Whether a sentence keeps to a column of the lines above it: a long cell."""
    several = [line for line in current if len(line.segments) > 1]
    starts = [s.x0 for line in several for s in line.segments]
    here = sum(abs(x - prose.x0) < 0.5 * prose.em for x in starts)
    after = [x for x in starts if x > prose.x0 + 2 * prose.em]
    if CAPTION.match(prose.text) or NOTE.match(prose.text) or not here:
        return False
    if not after:
        reach = max(line.x1 for line in several)
        return here >= 2 and prose.x1 < reach + 2 * prose.em
    return prose.x1 < min(after)


def _cuts(row: _Row, current: Sequence[Line], frames: Sequence[Sequence[Rule]]) -> bool:
    """Whether prose, a caption or white space on this line ends the run above it."""
    x0, x1 = min(line.x0 for line in current), max(line.x1 for line in current)
    if any(min(s.x1, x1) - max(s.x0, x0) > 0.15 * (x1 - x0) for s in row.prose):
        return True
    if row.line is None:
        return False
    text = row.line.segments[0].text
    if CAPTION.match(text) or NOTE.match(text):
        return True
    if any(_frames(stack, row.line, current[-1]) for stack in frames):
        return False
    step, em = row.line.middle - current[-1].middle, max(row.line.em, current[-1].em)
    usual = tables_text.pitch(current) if len(current) > 3 else 0.0
    return step > max(REACH * em if not usual else 2.8 * em, 2.3 * usual)


def _bounded(rows: Sequence[_Row], start: int, end: int, flat: Sequence[Rule]) -> Region | None:
    """A run less the titles above and the notes below it, told by drawn lines and by form."""
    several = [i for i in range(start, end) if _several(rows, i)]
    if len(several) < 2:
        return None
    core = [rows[i].line for i in several]
    x0 = min(line.x0 for line in core if line)
    x1 = max(line.x1 for line in core if line)
    em = max(line.em for line in core if line)
    top, bottom = _middle(rows[several[0]]), _middle(rows[several[-1]])
    near = [
        r
        for r in flat
        if min(r.end, x1) - max(r.start, x0) > 0.02 * (x1 - x0)
        and top - 6 * em < r.at < bottom + 4 * em
        and r.length < 1.6 * (x1 - x0) + 4 * em
    ]
    wide = sorted(r.at for r in near if min(r.end, x1) - max(r.start, x0) > 0.75 * (x1 - x0))
    first, last = _trimmed(rows, (several[0], several[-1]), wide, em)
    while last + 1 < end and _ends_cell(rows[last], rows[last + 1]):
        last += 1
    lines = [line for row in rows[first : last + 1] if (line := _within(row, x0, x1)) is not None]
    if sum(len(line.segments) > 1 for line in lines) < 2:
        return None
    return Region(lines, near)


def _trimmed(
    rows: Sequence[_Row], core: tuple[int, int], wide: Sequence[float], em: float
) -> tuple[int, int]:
    """The first and last row of a table between its outermost `wide` lines."""
    first, last = core
    if not wide:
        return _without_strays(rows, first, last)
    while first > 0 and _middle(rows[first - 1]) > wide[0] and core[0] - first < 6:
        first -= 1
    while last + 1 < len(rows) and _middle(rows[last + 1]) < wide[-1] and last - core[1] < 3:
        last += 1
    if len(wide) > 2:
        while last > first and wide[-1] < _middle(rows[last]) < wide[-1] + 6 * em:
            last -= 1
    return _without_strays(rows, first, last)


def _ends_cell(row: _Row, below: _Row) -> bool:
    """Whether a single segment right below the last row carries on a cell of it."""
    if row.line is None or below.line is None or below.prose or len(below.line.segments) > 1:
        return False
    rest = below.line.segments[0]
    above = [s for s in row.line.segments if s.x0 < rest.x1 and s.x1 > rest.x0]
    near = below.line.middle - row.line.middle < 1.4 * rest.em
    return near and rest.text[:1].islower() and len(above) == 1 and rest.x0 >= above[0].x0 - 1


def _without_strays(rows: Sequence[_Row], first: int, last: int) -> tuple[int, int]:
    """Less a first and a last row that stand far off, such as the header of the page."""
    lines = [row.line for row in rows[first : last + 1] if row.line is not None]
    far = max(1.8 * tables_text.pitch(lines), 2.6 * median(line.em for line in lines))
    if last - first > 1 and _middle(rows[first + 1]) - _middle(rows[first]) > far:
        first += 1
    if last - first > 1 and _middle(rows[last]) - _middle(rows[last - 1]) > far:
        last -= 1
    return first, last


def _frames(stack: Sequence[Rule], *lines: Line) -> bool:
    """Whether lines of text all stand among the drawn lines of a stack, or as its header."""
    return all(
        stack[0].at - 4 * line.em < line.middle < stack[-1].at
        and min(line.x1, stack[0].end) - max(line.x0, stack[0].start) > 0.8 * (line.x1 - line.x0)
        for line in lines
    )


def _several(rows: Sequence[_Row], index: int) -> bool:
    """Whether a row has several segments, or stands half a line beside its neighbour."""
    line = rows[index].line
    if line is None or len(line.segments) > 1:
        return line is not None
    for near in (index - 1, index + 1):
        other = rows[near].line if 0 <= near < len(rows) else None
        if other is not None and (other.x0 > line.x1 or other.x1 < line.x0):
            shared = min(line.y1, other.y1) - max(line.y0, other.y0)
            if shared > 0.3 * (line.y1 - line.y0):
                return True
    return False


def _middle(row: _Row) -> float:
    return row.line.middle if row.line is not None else row.prose[0].middle


def _within(row: _Row, x0: float, x1: float) -> Line | None:
    """What of a row lies within the width of a table, prose too if it is all there is."""
    found = row.line.segments if row.line is not None else row.prose
    kept = [s for s in found if s.x1 > x0 - 2 * s.em and s.x0 < x1 + 2 * s.em]
    return Line(kept) if kept else None
