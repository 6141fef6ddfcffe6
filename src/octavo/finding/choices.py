"""Values from a closed set: enums, yes or no, currencies. Found by their words, no ranking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from octavo.finding import lexicon as lx
from octavo.finding.answers import truth_of
from octavo.finding.candidates import surroundings
from octavo.finding.scene import Scene, Segment
from octavo.finding.values import numbers
from octavo.finding.wanted import Wanted, similarity

Choice = tuple[float, Any, list[str]]
"""Confidence, value, ids."""


def enum(scene: Scene, field: Wanted) -> list[Choice]:
    """The members of an enum that the document prints, best labelled first."""
    schema = field.schema["items"] if field.many else field.schema
    members = [(member, lx.tokens(str(member))) for member in schema["enum"] if member is not None]
    if field.kind == "enum" and all(str(m) in numbers.CODES for m, _ in members):
        return [c for c in currency(scene) if c[1] in {m for m, _ in members}]
    found: dict[Any, Choice] = {}
    for segment in scene.segments:
        words = lx.tokens(segment.text)
        for member, wanted in members:
            for start in _starts(words, wanted):
                score = _labelled(scene, field, segment, start, words)
                if score > found.get(member, (0.0, None, []))[0]:
                    found[member] = (score, member, [segment.id])
    return sorted(found.values(), key=lambda choice: -choice[0])


def _starts(words: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[int]:
    for start in range(len(words) - len(wanted) + 1):
        if wanted and words[start : start + len(wanted)] == wanted:
            yield start


def _labelled(
    scene: Scene, field: Wanted, segment: Segment, start: int, words: tuple[str, ...]
) -> float:
    """A ticked box or a label beside a member makes it likely; bare mention in prose hardly."""
    ticked = truth_of(segment.text[:3]) if not segment.text[:1].isalnum() else None
    if ticked is False:
        return 0.0
    around = surroundings(scene, segment, 0, len(segment.text))
    before = " ".join(words[max(0, start - 5) : start])
    labels = [before, around.get("left", ""), around.get("above", ""), around.get("column", "")]
    best = max(similarity(field, label)[0] for label in labels)
    if ticked:
        return 0.85
    if best >= 0.3:
        return 0.6 + 0.35 * best
    return 0.25 if segment.prose else 0.45


def boolean(scene: Scene, field: Wanted) -> list[Choice]:
    """Check boxes and yes/no words whose label names the field."""
    found: list[Choice] = []
    for segment in scene.segments:
        if segment.prose and not re.search(r"[☐-☒□■✓✔]|\[.?\]", segment.text):
            continue
        value, label = _box(segment)
        if value is None:
            continue
        score = similarity(field, label)[0]
        if score >= 0.45:
            found.append((0.4 + 0.55 * score, value, [segment.id]))
    return sorted(found, key=lambda choice: -choice[0])


def _box(segment: Segment) -> tuple[bool | None, str]:
    """A segment's yes or no, and what it is about."""
    text = segment.text
    value = truth_of(text) if not text[:1].isalnum() or len(lx.tokens(text)) <= 2 else None
    if value is not None:
        beside = text if len(lx.tokens(text)) > 1 else ""
        left = segment.left.text if segment.left else ""
        right = segment.right.text if segment.right else ""
        return value, beside or left or right
    label, _, said = text.rpartition(":")
    if label and said:
        return truth_of(said), label
    return (truth_of(text[-2:]) if text[-1:] in "☐☑☒□■✓✔" else None), text


def currency(scene: Scene) -> list[Choice]:
    """The currencies of the amounts, by how often they are printed, and codes that stand alone."""
    votes: Counter[str] = Counter()
    where: dict[str, str] = {}
    for segment in scene.segments:
        found = [s.currency for s in numbers.find(segment.text) if s.currency]
        words = re.findall(r"(?<!\w)[A-Z]{3}(?!\w)|[€£¥₹]|(?<!\w)RM(?!\w)|\$", segment.text)
        found += [numbers.CURRENCIES.get(w, w) for w in words if len(segment.text) < 60]
        for code in found:
            if code in numbers.CODES:
                votes[code] += 1
                where.setdefault(code, segment.id)
    whole = sum(votes.values())
    return [(0.5 + 0.45 * n / whole, code, [where[code]]) for code, n in votes.most_common()]
