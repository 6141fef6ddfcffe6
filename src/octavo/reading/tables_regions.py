"""Where unruled tables may lie: runs of lines that fall into columns, apart from prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from octavo.reading import tables_text
from octavo.reading.tables_rows import is_number
from octavo.reading.tables_rules import Rule
from octavo.reading.tables_text import Line, Piece, Segment

CAPTION = re.compile(
    r"(table|figure|fig\.?|chart|exhibit|box|tabelle|abbildung|tableau|tabla|cuadro|tabella"
    r"|quadro|tabela|graph|appendix)\s*[A-Z]{0,3}[\-.]?\d*[\d.\-–:]",
    re.I,
)
NOTE = re.compile(r"(source|note|sources|notes|legend|quelle|nota|fuente|key)s?\s*[:.]", re.I)
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
    for run in _runs(rows):
        region = _bounded(run, flat)
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


def _runs(rows: Sequence[_Row]) -> list[list[Line]]:
    """Neighbouring lines with several segments each, short single ones between them kept."""
    runs: list[list[Line]] = []
    current: list[Line] = []
    for row in rows:
        line = row.line
        if current and _cuts(row, current):
            runs.append(current)
            current = []
        if line is None:
            continue
        if current and line.middle - current[-1].middle > REACH * max(line.em, current[-1].em):
            runs.append(current)
            current = []
        current.append(line)
    runs.append(current)
    return [run for run in runs if sum(len(line.segments) > 1 for line in run) >= 2]


def _cuts(row: _Row, current: Sequence[Line]) -> bool:
    """Whether prose or a caption on this line ends the run above it."""
    x0, x1 = min(line.x0 for line in current), max(line.x1 for line in current)
    if any(min(s.x1, x1) - max(s.x0, x0) > 0.15 * (x1 - x0) for s in row.prose):
        return True
    return row.line is not None and bool(
        CAPTION.match(row.line.segments[0].text) or NOTE.match(row.line.segments[0].text)
    )


def _bounded(run: list[Line], flat: Sequence[Rule]) -> Region | None:
    """A run less the titles above and the notes below it, told by drawn lines and by form."""
    several = [i for i, line in enumerate(run) if len(line.segments) > 1]
    core = run[several[0] : several[-1] + 1]
    x0, x1 = min(line.x0 for line in core), max(line.x1 for line in core)
    em = max(line.em for line in core)
    near = [
        r
        for r in flat
        if min(r.end, x1) - max(r.start, x0) > 0.02 * (x1 - x0)
        and core[0].y0 - 6 * em < r.at < core[-1].y1 + 3 * em
        and r.length < 1.6 * (x1 - x0) + 4 * em
    ]
    wide = sorted(r.at for r in near if min(r.end, x1) - max(r.start, x0) > 0.75 * (x1 - x0))
    first, last = several[0], several[-1]
    if wide:
        while first > 0 and run[first - 1].middle > wide[0]:
            first -= 1
        while last + 1 < len(run) and run[last + 1].middle < wide[-1]:
            last += 1
        while last > first and len(wide) > 2 and run[last].middle > wide[-1] and (
            run[last].middle - wide[-1] < 6 * em
        ):
            last -= 1
    lines = run[first : last + 1]
    if sum(len(line.segments) > 1 for line in lines) < 2:
        return None
    return Region(lines, near)
