"""Drawn lines as tables use them: pieces of one line joined, in points, flat or upright."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octavo.reading.evidence import PageEvidence

JOIN_GAP = 4.0
"""Points: dashes nearer than this make one line."""
NEAR = 2.0
"""Points: lines at most this far apart are one (double rules, fill edges)."""
MAX_RULES = 2_500
SAME = 4.0
"""Points by which the ends of lines of one table may differ."""
PARTED = 14.0
"""Points between the lines over two neighbouring columns at most."""


@dataclass(slots=True)
class Rule:
    """A line in points: at `at` on the axis across it, from `start` to `end` along it."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(slots=True)
class Rules:
    """The flat and the upright lines of a page."""

    flat: list[Rule]
    upright: list[Rule]


def read(evidence: PageEvidence) -> Rules:
    """The joined lines of a page. A page with more lines than a table has any use for has none."""
    width, height = evidence.width, evidence.height
    if len(evidence.rulings) > 5 * MAX_RULES:
        return Rules([], [])
    flat: list[Rule] = []
    upright: list[Rule] = []
    for line in evidence.rulings:
        x0, x1 = sorted((line.x0 * width, line.x1 * width))
        y0, y1 = sorted((line.y0 * height, line.y1 * height))
        if x1 - x0 >= y1 - y0:
            flat.append(Rule((y0 + y1) / 2, x0, x1))
        else:
            upright.append(Rule((x0 + x1) / 2, y0, y1))
    return Rules(joined(flat), joined(upright))


def joined(rules: Iterable[Rule], gap: float = JOIN_GAP) -> list[Rule]:
    """`rules` with those that lie on one line and nearly meet made one; stubs dropped."""
    made: list[Rule] = []
    for group in clustered(sorted(rules, key=lambda r: r.at), NEAR):
        group.sort(key=lambda r: r.start)
        for rule in group:
            if made and _continues(made[-1], rule, gap):
                made[-1].end = max(made[-1].end, rule.end)
            else:
                made.append(Rule(rule.at, rule.start, rule.end))
    return [r for r in made if r.length > 5][:MAX_RULES]


def _continues(last: Rule, rule: Rule, gap: float) -> bool:
    return abs(last.at - rule.at) <= NEAR and last.start <= rule.start <= last.end + gap


def clustered(rules: Sequence[Rule], near: float) -> list[list[Rule]]:
    """Sorted `rules` in groups whose `at` lies within `near` of the group's first."""
    groups: list[list[Rule]] = []
    for rule in rules:
        if groups and rule.at - groups[-1][0].at <= near:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def positions(rules: Iterable[Rule], near: float) -> list[float]:
    """The distinct places of `rules`, ascending: one for each cluster, its longest line's."""
    groups = clustered(sorted(rules, key=lambda r: r.at), near)
    return [max(group, key=lambda r: r.length).at for group in groups]


def covers(rules: Iterable[Rule], at: float, start: float, end: float, near: float) -> float:
    """The share of start..end at place `at` that `rules` draw, 0..1."""
    if end <= start:
        return 0.0
    drawn, reach = 0.0, start
    for rule in sorted((r for r in rules if abs(r.at - at) <= near), key=lambda r: r.start):
        low, high = max(rule.start, reach), min(rule.end, end)
        if high > low:
            drawn += high - low
            reach = high
    return drawn / (end - start)


def stacks(flat: Sequence[Rule]) -> list[list[Rule]]:
    """Lines of the same ends, top to bottom, in groups of three or more."""
    groups: list[list[Rule]] = []
    for rule in sorted(_across_columns(flat), key=lambda r: r.at):
        for group in groups:
            same = abs(group[0].start - rule.start) < SAME and abs(group[0].end - rule.end) < SAME
            if same:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) >= 3]


def _across_columns(flat: Sequence[Rule]) -> list[Rule]:
    """The lines, those at one height with small gaps between them made one."""
    made: list[Rule] = []
    for rule in sorted(flat, key=lambda r: (round(r.at), r.start)):
        last = made[-1] if made else None
        if last and abs(last.at - rule.at) < 1.5 and 0 <= rule.start - last.end < PARTED:
            made[-1] = Rule(last.at, last.start, rule.end)
        else:
            made.append(Rule(rule.at, rule.start, rule.end))
    return made
