"""Words to line segments: runs of words on one baseline with no wide gap between them.

Segments are the atoms of page layout. They are measured in points, so that an em is as long
across as down; a row of a two-column page gives one segment in each column.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from octavo.documents import Box
from octavo.reading.evidence import PageEvidence, StyledWord

GAP = 1.15
"""Ems: a wider gap between words ends the segment."""
UNSURE_GAP = 0.55
"""The same where the source does not say that the two words are of one line."""
SPACE = 0.35
"""A gap between words that leaves no room for one drawn elsewhere, such as the mark of a note."""
OVERLAP = 0.5
"""Two words share a line if they overlap upright by this share of the lower one."""


@dataclass(slots=True, eq=False)
class Segment:
    """A run of words, left to right, with its rectangle in points (top-left origin)."""

    words: list[StyledWord]
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    letters: int
    bold_letters: int

    @property
    def bold(self) -> bool:
        return 2 * self.bold_letters > self.letters

    @property
    def text(self) -> str:
        return " ".join(w.text for w in self.words)

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def take(self, other: Segment) -> None:
        """Append the words of `other`, which stands to the right on the same line."""
        self.words += other.words
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)
        self.y0, self.y1 = min(self.y0, other.y0), max(self.y1, other.y1)
        self.em = max(self.em, other.em)
        self.letters += other.letters
        self.bold_letters += other.bold_letters


def segments(words: Iterable[StyledWord], evidence: PageEvidence) -> list[Segment]:
    """The segments of some words of a page, top to bottom, then left to right."""
    width, height = max(evidence.width, 1.0), max(evidence.height, 1.0)
    grown = _Grower()
    runs = _runs(_piece(word, width, height) for word in words)
    for run in sorted(runs, key=lambda s: (s.x0, s.y0)):
        grown.add(run)
    return sorted(grown.done, key=lambda s: (s.y0, s.x0))


def shares_line(a: Segment, b: Segment) -> bool:
    """Whether the two stand at one height."""
    shared = min(a.y1, b.y1) - max(a.y0, b.y0)
    return shared > OVERLAP * min(a.height, b.height)


def join_rows(found: Iterable[Segment]) -> list[Segment]:
    """Segments standing at one height put together, for text known to be of one column."""
    rows: list[Segment] = []
    for segment in sorted(found, key=lambda s: (s.y0, s.x0)):
        row = next((r for r in reversed(rows[-3:]) if shares_line(r, segment)), None)
        if row is None:
            rows.append(segment)
        else:
            row.take(segment)
            row.words.sort(key=lambda w: w.box.x0)
    return rows


def body_size(found: Iterable[Segment]) -> float:
    """The size of type most letters are set in, in points; 10 for an empty page."""
    letters: dict[float, int] = defaultdict(int)
    for segment in found:
        letters[round(segment.em * 2) / 2] += segment.letters
    return max(letters, key=lambda size: letters[size]) if letters else 10.0


def box_of(found: Iterable[StyledWord]) -> Box:
    """The rectangle around some words, in page fractions."""
    boxes = [w.box for w in found]
    return Box(
        *(min(b.x0 for b in boxes), min(b.y0 for b in boxes)),
        *(max(b.x1 for b in boxes), max(b.y1 for b in boxes)),
    )


class _Grower:
    """Grows segments word by word from the left, looking them up by height."""

    STEP = 8.0

    def __init__(self) -> None:
        self.done: list[Segment] = []
        self.by_height: dict[int, list[Segment]] = defaultdict(list)

    def add(self, piece: Segment) -> None:
        best, nearest = None, math.inf
        for segment in self._near(piece):
            far = abs(segment.middle - piece.middle) + max(0.0, piece.x0 - segment.x1)
            if far < nearest and _follows(segment, piece):
                best, nearest = segment, far
        if best is None:
            self.done.append(piece)
            best = piece
        else:
            best.take(piece)
        for key in self._keys(best):
            if best not in self.by_height[key][-40:]:
                self.by_height[key].append(best)

    def _near(self, piece: Segment) -> Iterable[Segment]:
        seen: set[int] = set()
        for key in self._keys(piece):
            for segment in self.by_height[key][-40:]:
                if id(segment) not in seen:
                    seen.add(id(segment))
                    yield segment

    def _keys(self, piece: Segment) -> range:
        return range(int(piece.y0 // self.STEP), int(piece.y1 // self.STEP) + 1)


def _runs(pieces: Iterable[Segment]) -> list[Segment]:
    """Pieces put together where one follows close upon the last, as most do as they come."""
    runs: list[Segment] = []
    for piece in pieces:
        close = runs and piece.x0 - runs[-1].x1 <= SPACE * piece.em
        if close and _follows(runs[-1], piece):
            runs[-1].take(piece)
        else:
            runs.append(piece)
    return runs


def _follows(segment: Segment, piece: Segment) -> bool:
    """Whether `piece` goes on where `segment` ends."""
    em = max(segment.em, piece.em)
    gap = piece.x0 - segment.x1
    if not -0.6 * em <= gap <= GAP * em:
        return False
    last, first = segment.words[-1], piece.words[0]
    told = last.line >= 0 and last.line == first.line
    if gap > UNSURE_GAP * em and not told:
        return False
    low, high = max(last.box.y0, first.box.y0), min(last.box.y1, first.box.y1)
    return high - low > OVERLAP * min(last.box.height, first.box.height)


def _piece(word: StyledWord, width: float, height: float) -> Segment:
    box, letters = word.box, len(word.text)
    em = word.size or statistics.median((1.0, box.height * height, 200.0))
    return Segment(
        [word],
        *(box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height),
        *(max(em, 1.0), letters, letters if word.bold else 0),
    )
