"""Words to line segments: runs of words on one baseline with no wide gap between them.

Segments are the atoms of page layout. They are measured in points, so that an em is as long
across as down; a row of a two-column page gives one segment in each column.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from octavo.documents import Box
from octavo.reading.evidence import PageEvidence, StyledWord

GAP = 1.15
"""Ems: a wider gap between words ends the segment."""
UNSURE_GAP = 0.55
"""The same where the source does not say that the two words are of one line."""
OVERLAP = 0.5
"""Two words share a line if they overlap upright by this share of the lower one."""


@dataclass(slots=True)
class Segment:
    """A run of words, left to right, with its rectangle in points (top-left origin)."""

    words: list[StyledWord]
    x0: float
    y0: float
    x1: float
    y1: float
    em: float
    bold: bool = field(init=False)

    def __post_init__(self) -> None:
        letters = sum(len(w.text) for w in self.words)
        self.bold = 2 * sum(len(w.text) for w in self.words if w.bold) > letters

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
        self.__post_init__()


def segments(words: Iterable[StyledWord], evidence: PageEvidence) -> list[Segment]:
    """The segments of some words of a page, top to bottom, then left to right."""
    width, height = max(evidence.width, 1.0), max(evidence.height, 1.0)
    grown = _Grower()
    for piece in sorted((_piece(w, width, height) for w in words), key=lambda s: (s.x0, s.y0)):
        grown.add(piece)
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
        letters[round(segment.em * 2) / 2] += sum(len(w.text) for w in segment.words)
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
        best = min(
            (s for s in self._near(piece) if _follows(s, piece)),
            key=lambda s: abs(s.middle - piece.middle) + max(0.0, piece.x0 - s.x1),
            default=None,
        )
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


def _follows(segment: Segment, piece: Segment) -> bool:
    """Whether `piece` goes on where `segment` ends."""
    em = max(segment.em, piece.em)
    gap = piece.x0 - segment.x1
    last = segment.words[-1].box
    first = piece.words[0].box
    shared = min(last.y1, first.y1) - max(last.y0, first.y0)
    level = shared > OVERLAP * min(last.height, first.height)
    line = segment.words[-1].line
    told = line >= 0 and line == piece.words[0].line
    return level and -0.6 * em <= gap <= (GAP if told else UNSURE_GAP) * em


def _piece(word: StyledWord, width: float, height: float) -> Segment:
    box = word.box
    em = word.size or statistics.median((1.0, box.height * height, 200.0))
    return Segment(
        [word], box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height, max(em, 1.0)
    )
