"""Values from a closed set: enums, yes or no, currencies. Found by their words, no ranking."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from octavo.finding import glossary
from octavo.finding import lexicon as lx
from octavo.finding.answers import truth_of
from octavo.finding.candidates import surroundings
from octavo.finding.glossary import Term
from octavo.finding.likeness import similarity
from octavo.finding.scene import Scene, Segment
from octavo.finding.ticks import has_box, options
from octavo.finding.values import numbers
from octavo.finding.wanted import Wanted

Choice = tuple[float, Any, list[str]]
"""Confidence, value, ids."""
Terms = tuple[Term, ...]
_NAMED = 0.45
"""Likeness from which a label is about a field."""
_LABELS = 0.3
"""Likeness from which a label beside a member is about its field."""


def enum(scene: Scene, field: Wanted) -> list[Choice]:
    """The members of an enum that the document ticks or prints, best labelled first."""
    schema = field.schema["items"] if field.many else field.schema
    members = [(one, glossary.terms(lx.name_tokens(str(one)))) for one in schema["enum"] if one]
    if field.kind == "enum" and all(str(m) in numbers.CODES for m, _ in members):
        return [c for c in currency(scene) if c[1] in {m for m, _ in members}]
    found: dict[Any, Choice] = {}
    for score, member, ids in (*_ticked(scene, field, members), *_said(scene, field, members)):
        if score > found.get(member, (0.0, None, []))[0]:
            found[member] = (score, member, ids)
    return sorted(found.values(), key=lambda choice: -choice[0])


def _ticked(scene: Scene, field: Wanted, members: list[tuple[Any, Terms]]) -> Iterator[Choice]:
    """Members that stand beside a ticked box; boxes for several members need no label."""
    for option in options(scene):
        if option.ticked:
            named = similarity(field, option.label)[0]
            row = [member for member, _ in members if any(_is(o, members, member)
                   for o in (option.text, *option.others))]  # fmt: skip
            for member, _ in members:
                if _is(option.text, members, member) and (named >= _NAMED or len(row) > 1):
                    yield 0.8 + 0.15 * named, member, [option.id]


def _is(text: str, members: list[tuple[Any, Terms]], member: Any) -> bool:
    """Whether a box's text is a member, with little else."""
    said = glossary.terms(lx.tokens(text))
    wanted = next(terms for one, terms in members if one == member)
    return len(said) <= len(wanted) + 2 and next(_starts(said, wanted), None) is not None


def _said(scene: Scene, field: Wanted, members: list[tuple[Any, Terms]]) -> Iterator[Choice]:
    for segment in scene.segments:
        if has_box(segment.text):
            continue
        label, said = _parted(field, segment.text)
        words = glossary.terms(lx.tokens(said))
        for member, wanted in members:
            for start in _starts(words, wanted):
                if not _beside_another(segment, members, member):
                    score = _labelled(scene, field, segment, label, start, words)
                    yield score, member, [segment.id]


def _parted(field: Wanted, text: str) -> tuple[str, str]:
    """The field's label that opens a text and what it says: a label's own words are no member."""
    label, colon, said = text.partition(":")
    labels = colon and said.strip() and similarity(field, label)[0] >= _LABELS
    return (label, said) if labels else ("", text)


def _beside_another(segment: Segment, members: list[tuple[Any, Terms]], member: Any) -> bool:
    """Whether another member stands next to one: options whose marks are not in the text."""
    near = [other.text for other in (segment.left, segment.right) if other is not None]
    return any(_is(text, members, one) for text in near for one, _ in members if one != member)


def _starts(words: Terms, wanted: Terms) -> Iterator[int]:
    for start in range(len(words) - len(wanted) + 1 if wanted else 0):
        if all(a.like(b) for a, b in zip(words[start:], wanted, strict=False)):
            yield start


def _labelled(
    scene: Scene, field: Wanted, segment: Segment, label: str, start: int, words: Terms
) -> float:
    """A label beside a member makes it likely, bare mention hardly."""
    around = surroundings(scene, segment, 0, len(segment.text))
    before = " ".join(term.word for term in words[max(0, start - 5) : start])
    labels = [
        label,
        before,
        around.get("left", ""),
        around.get("above", ""),
        around.get("column", ""),
    ]
    best = max(similarity(field, label)[0] for label in labels)
    if best >= _LABELS:
        return 0.6 + 0.35 * best
    return 0.25 if segment.prose else 0.45


def boolean(scene: Scene, field: Wanted) -> list[Choice]:
    """Boxes and yes/no words whose label names the field."""
    found: list[Choice] = []
    for option in options(scene):
        truth = truth_of(option.text) if len(option.text) < 12 else None
        if truth is not None and option.others:
            score, value = similarity(field, option.label)[0], truth if option.ticked else None
        else:
            score, value = similarity(field, option.text)[0], option.ticked
        if score >= _NAMED and value is not None:
            found.append((0.45 + 0.52 * score, value, [option.id]))
    for segment in scene.segments:
        if segment.prose or has_box(segment.text):
            continue
        value, label = _word(segment)
        score = similarity(field, label)[0] if value is not None else 0.0
        if score >= _NAMED:
            found.append((0.4 + 0.55 * score, value, [segment.id]))
    return sorted(found, key=lambda choice: -choice[0])


def _word(segment: Segment) -> tuple[bool | None, str]:
    """A segment's yes or no, and what it is about: the wording before it, beside or above."""
    text = segment.text
    if len(lx.tokens(text)) <= 2 and (value := truth_of(text)) is not None:
        if _opposed(segment, value):
            return None, ""
        above = segment.above.text if segment.above else ""
        return value, segment.left.text if segment.left else above
    label, _, said = text.rpartition(":")
    value = truth_of(said) if label and said else None
    return (None, "") if value is not None and _opposed(segment, value) else (value, label)


def _opposed(segment: Segment, value: bool) -> bool:
    """Whether the other answer stands beside one: a choice whose mark is not in the text."""
    near = [other.text for other in (segment.left, segment.right) if other is not None]
    return any(len(lx.tokens(text)) <= 2 and truth_of(text) is (not value) for text in near)


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
