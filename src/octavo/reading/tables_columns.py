"""Where the columns of an unruled table part: gaps that most of its lines keep free.

Every line votes on every place between its outermost segments: a gap there speaks for a parting,
a segment over it against one, the less so the fewer segments the line has, because headings over
several columns and titles of sections run across partings that the body keeps.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.reading.tables_text import Line, Segment

AGAINST = 0.25
"""Share of the votes for a parting that may stand against it."""
Gaps = list[tuple[float, float]]
MARKS = frozenset("$€£¥%*†‡§()[]|")


@dataclass(slots=True)
class _Votes:
    """Votes on the stretches between neighbouring `places`."""

    places: list[float]
    free: list[float]
    taken: list[float]


def partings(lines: Sequence[Line]) -> list[float]:
    """The places, ascending, where columns of `lines` part; empty if there is one column."""
    lines = [line for line in lines if line.segments]
    if len(lines) < 2:
        return []
    votes = _votes(lines)
    em = sorted(line.em for line in lines)[len(lines) // 2]
    least = em * _least_gap(len(lines))
    runs = _runs(votes, len(lines))
    gaps: Gaps = []
    for index, run in enumerate(runs):
        left = votes.places[runs[index - 1][1] + 1] if index else votes.places[0]
        right = votes.places[runs[index + 1][0]] if index + 1 < len(runs) else votes.places[-1]
        gaps += _gaps(votes, lines, run, (left, right), least)
    found = [_between_words(lines, *gap) for gap in gaps]
    return _without_marks(lines, _without_shifted(lines, sorted(found)))


def _least_gap(count: int) -> float:
    """Ems of white a parting needs: the fewer lines agree on it, the wider."""
    return 0.3 if count >= 6 else 0.5 if count >= 4 else 0.8


def _votes(lines: Sequence[Line]) -> _Votes:
    places = sorted({x for line in lines for s in line.segments for x in (s.x0, s.x1)})
    free, taken = [0.0] * len(places), [0.0] * len(places)
    most = max(len(line.segments) for line in lines)
    for line in lines:
        weight = len(line.segments) / most
        reach = None
        for segment in line.segments:
            if reach is not None:
                _add(places, free, reach, segment.x0, 1.0)
            _add(places, taken, segment.x0, segment.x1, weight)
            reach = max(reach or segment.x1, segment.x1)
    return _Votes(places, free, taken)


def _add(places: list[float], votes: list[float], start: float, end: float, weight: float) -> None:
    for index in range(bisect_left(places, start), bisect_left(places, end)):
        votes[index] += weight


def _runs(votes: _Votes, count: int) -> list[tuple[int, int]]:
    """Ranges of stretches (first, last) whose votes speak for a parting."""
    least = 2 if count > 2 else 1
    runs: list[tuple[int, int]] = []
    for index in range(len(votes.places) - 1):
        free, taken = votes.free[index], votes.taken[index]
        if free >= least and taken <= AGAINST * free:
            if runs and runs[-1][1] == index - 1:
                runs[-1] = (runs[-1][0], index)
            else:
                runs.append((index, index))
    return runs


def _gaps(
    votes: _Votes,
    lines: Sequence[Line],
    run: tuple[int, int],
    neighbours: tuple[float, float],
    least: float,
) -> Gaps:
    """The gaps of one run: one, or more where a sparse column stands wholly inside it.

    `neighbours` are the far ends of the columns to both sides.
    """
    start, end = votes.places[run[0]], votes.places[run[1] + 1]
    most = max(len(line.segments) for line in lines)
    inside: list[Segment] = []
    weight, beside = 0.0, False
    for line in lines:
        here = [s for s in line.segments if s.x0 >= start - 0.1 and s.x1 <= end + 0.1]
        if here:
            inside += here
            weight += len(line.segments) / most
            beside = beside or _both_sides(line, (neighbours[0], start), (end, neighbours[1]))
    if weight < 1.7 or not beside:
        return [_freest(votes, *run)] if end - start >= least else []
    gaps = _between([(s.x0, s.x1) for s in inside], start, end)
    return [(low, high) for low, high in gaps if high - low >= least]


def _both_sides(line: Line, left: tuple[float, float], right: tuple[float, float]) -> bool:
    """Whether a line has text in both columns beside a gap.

    If not, what stands in the gap may be the heading of one of them, set out of line.
    """
    return all(
        any(s.x1 > low + 0.5 and s.x0 < high - 0.5 for s in line.segments)
        for low, high in (left, right)
    )


def _between(spans: Sequence[tuple[float, float]], start: float, end: float) -> Gaps:
    """What `spans` leave free of start..end."""
    gaps, reach = [], start
    for low, high in sorted(spans):
        if low > reach:
            gaps.append((reach, min(low, end)))
        reach = max(reach, high)
    return [*gaps, (reach, end)] if reach < end else gaps


def _freest(votes: _Votes, first: int, last: int) -> tuple[float, float]:
    """The widest of the least covered stretches."""
    low = min(votes.taken[first : last + 1])
    best, index = (votes.places[first], votes.places[first]), first
    while index <= last:
        stop = index
        while stop <= last and votes.taken[stop] <= low + 1e-9:
            stop += 1
        if votes.places[stop] - votes.places[index] > best[1] - best[0]:
            best = votes.places[index], votes.places[stop]
        index = max(stop, index + 1)
    return best


def _between_words(lines: Sequence[Line], low: float, high: float) -> float:
    """The middle of the widest part of a gap that no word stands in, headings included."""
    words = [(p.x0, p.x1) for line in lines for p in line.pieces if p.x0 < high and p.x1 > low]
    free = _between(words, low, high)
    low, high = max(free, key=lambda gap: gap[1] - gap[0], default=(low, high))
    return (low + high) / 2


def _without_shifted(lines: Sequence[Line], found: list[float]) -> list[float]:
    """Partings less those between figures and their own heading, set beside and not above them.

    Two columns are one if no line has text in both and one of them has next to none.
    """
    kept = list(found)
    for place in found:
        index = kept.index(place)
        rows = [{band(s, kept, 1.0)[0] for s in line.segments} for line in lines]
        left, right = (sum(c in row for row in rows) for c in (index, index + 1))
        both = any({index, index + 1} <= row for row in rows)
        few = min(left, right) <= max(1.0, 0.2 * max(left, right))
        if few and not both and index > 0:
            kept.remove(place)
    return kept


def _without_marks(lines: Sequence[Line], found: list[float]) -> list[float]:
    """Partings less those that cut off a column of signs only, such as `$` or `%`."""
    kept = list(found)
    for low, high in zip([-1e9, *found], [*found, 1e9], strict=True):
        texts = [s.text for line in lines for s in line.segments if low <= s.centre < high]
        if texts and all(set(text) <= MARKS for text in texts):
            opening = all(set(text) <= set("$€£¥([") for text in texts)
            drop = high if opening else low
            if drop in kept and len(kept) > 1:
                kept.remove(drop)
    return kept


def band(segment: Segment, found: Sequence[float], slack: float = 0.0) -> tuple[int, int]:
    """The first and last column a segment stands in, overhangs up to `slack` points ignored."""
    first = bisect_left(found, segment.x0 + slack)
    last = bisect_left(found, segment.x1 - slack)
    if last < first:
        first = last = bisect_left(found, segment.centre)
    return first, last
