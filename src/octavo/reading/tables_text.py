"""The text of a page as tables see it: pieces in points, gathered into lines and segments.

Tables are found in points rather than fractions, so that an em is as long across as down.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from octavo.reading.evidence import StyledWord

JOIN = 0.55
"""Ems: words nearer than this belong to one segment of a line."""


@dataclass(slots=True)
class Piece:
    """A word, its rectangle in points, top-left origin, and its height of type."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    em: float
    bold: bool
    source: StyledWord

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Segment:
    """Neighbouring words of one line with no more than spaces between them, left to right."""

    pieces: list[Piece]
    x0: float = field(init=False)
    x1: float = field(init=False)
    y0: float = field(init=False)
    y1: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = min([p.x0 for p in self.pieces])
        self.x1 = max([p.x1 for p in self.pieces])
        self.y0 = min([p.y0 for p in self.pieces])
        self.y1 = max([p.y1 for p in self.pieces])

    @property
    def text(self) -> str:
        return " ".join(p.text for p in self.pieces)

    @property
    def em(self) -> float:
        return max(p.em for p in self.pieces)

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Line:
    """Segments that stand at one height, left to right, and the rectangle around them."""

    segments: list[Segment]
    x0: float = field(init=False)
    x1: float = field(init=False)
    y0: float = field(init=False)
    y1: float = field(init=False)
    middle: float = field(init=False)
    em: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0 = self.segments[0].x0
        self.x1 = max(s.x1 for s in self.segments)
        self.y0 = min(s.y0 for s in self.segments)
        self.y1 = max(s.y1 for s in self.segments)
        self.middle = sum(s.middle for s in self.segments) / len(self.segments)
        self.em = max(s.em for s in self.segments)

    @property
    def pieces(self) -> list[Piece]:
        return [p for s in self.segments for p in s.pieces]


def pieces(words: Iterable[StyledWord], width: float, height: float) -> list[Piece]:
    """The words of a page `width` by `height` points as pieces; empty and flat ones left out."""
    made = []
    for word in words:
        box = word.box
        x0, x1 = box.x0 * width, box.x1 * width
        y0, y1 = box.y0 * height, box.y1 * height
        if word.text.strip() and x1 > x0 and y1 > y0:
            em = word.size if 2 < word.size < 4 * (y1 - y0) else y1 - y0
            made.append(Piece(x0, y0, x1, y1, word.text.strip(), em, word.bold, word))
    return _without_upright(made)


def _without_upright(found: list[Piece]) -> list[Piece]:
    """`found` less text set upright, such as the title of a chart's axis.

    It comes as words taller than wide, or letter by letter, each right over the last one.
    """
    stacked = [False] * len(found)
    for index in range(1, len(found)):
        a, b = found[index - 1], found[index]
        step = abs(a.middle - b.middle)
        if max(len(a.text), len(b.text)) <= 2 and abs(a.centre - b.centre) < 0.2 * b.em:
            stacked[index] = 0.1 * b.em < step < 0.85 * b.em
    kept = []
    for index, piece in enumerate(found):
        height, width = piece.y1 - piece.y0, piece.x1 - piece.x0
        long = len(piece.text) > 3 and height > 0.35 * len(piece.text) * piece.em
        tall = long and height > 1.5 * width and height > 1.7 * piece.em
        letter = stacked[index] or (index + 1 < len(found) and stacked[index + 1])
        if not tall and not letter:
            kept.append(piece)
    return kept


def lines(found: Sequence[Piece], join: float = JOIN, upright: Sequence[float] = ()) -> list[Line]:
    """`found` as lines from top to bottom, each cut where a gap is wider than `join` ems.

    They are cut at the places `upright` too, where lines are drawn between their words.
    """
    rows: list[_Row] = []
    for piece in sorted(found, key=lambda p: p.middle):
        for row in reversed(rows[-4:]):
            if _level(row.tallest, piece):
                row.add(piece)
                break
        else:
            rows.append(_Row([piece], piece))
    made = [Line(segments(row.pieces, join, upright)) for row in rows]
    return sorted(made, key=lambda line: line.middle)


@dataclass(slots=True)
class _Row:
    """Pieces at one height, and the tallest of them."""

    pieces: list[Piece]
    tallest: Piece

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        if piece.em > self.tallest.em:
            self.tallest = piece


def _level(tallest: Piece, piece: Piece) -> bool:
    """Whether `piece` stands on the line of another: raised note marks do, the next line not."""
    if abs(tallest.middle - piece.middle) > 0.5 * max(tallest.em, piece.em):
        return False
    shared = min(tallest.y1, piece.y1) - max(tallest.y0, piece.y0)
    return shared > 0.4 * min(tallest.y1 - tallest.y0, piece.y1 - piece.y0)


def segments(
    row: Iterable[Piece], join: float = JOIN, upright: Sequence[float] = ()
) -> list[Segment]:
    """The pieces of one line cut at gaps wider than `join` ems and at the places `upright`."""
    runs: list[list[Piece]] = []
    reach = 0.0
    for piece in sorted(row, key=lambda p: p.x0):
        near = runs and piece.x0 - reach <= join * max(piece.em, runs[-1][-1].em)
        if near and not (upright and _parts(upright, reach, piece.x0)):
            runs[-1].append(piece)
        else:
            runs.append([piece])
            reach = piece.x1
        reach = max(reach, piece.x1)
    return [Segment(run) for run in runs]


def _parts(upright: Sequence[float], left: float, right: float) -> bool:
    return any(left - 1 <= place <= right + 1 for place in upright)


def reading_text(found: Sequence[Piece]) -> str:
    """The text of a cell, its lines joined by spaces and words split by a hyphen kept so."""
    if len(found) == 1:
        return found[0].text
    return " ".join(s.text for line in lines(found) for s in line.segments)


def pitch(found: Sequence[Line]) -> float:
    """The usual distance from line to line."""
    steps = [below.middle - above.middle for above, below in itertools.pairwise(found)]
    return median(steps) if steps else 1.2 * max((line.em for line in found), default=10.0)
