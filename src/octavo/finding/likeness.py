"""How well a label, or the prose around a value, names a field: by concepts, by words of any
language, by cues."""

from __future__ import annotations

from functools import cache

from octavo.finding import glossary
from octavo.finding import lexicon as lx
from octavo.finding.glossary import Term
from octavo.finding.wanted import Wanted


def similarity(field_: Wanted, label: str) -> tuple[float, float]:
    """How well a label names the field, and how much better it names something else (both 0..1)."""
    if not label:
        return 0.0, 0.0
    known = field_.cache.get(label)
    if known is None:
        known = field_.cache[label] = _similarity(field_, label)
    return known


def _similarity(field_: Wanted, label: str) -> tuple[float, float]:
    best, other = lexical(field_, label), 0.0
    for share, names in lx.label_spans(label):
        fits = max(_fits(field_, name) for name in names)
        best = max(best, fits * share)
        if fits < 0.2:
            other = max(other, share)
    return best, max(0.0, other - best)


def _fits(field_: Wanted, name: str) -> float:
    """How well a concept answers a field: its own, one it accepts, or its role."""
    concepts = lx.lexicon().concepts
    fits = 0.0
    for own, weight in field_.concepts.items():
        fits = max(fits, weight * (1.0 if own == name else concepts[own].accepts.get(name, 0.0)))
    if field_.role == name:
        fits = max(fits, 0.8 if field_.kind == "name" else 0.5)
    return fits


def lexical(field_: Wanted, label: str) -> float:
    """How well the words of a label are those of the field's own name, whatever the language (F1).

    Words of the names above it and of its description may stand in the label and need not;
    words that many fields have, as "date", count little.
    """
    words = lx.tokens(label)[-10:]
    said = glossary.terms(tuple(word for word in words if not word.isdigit()) or words)
    if not any(_may_be(term, field_) for term in said):
        return 0.0
    alone = _overlap(said, field_.own, (*field_.above, *field_.told))
    if rest := tuple(term for term in field_.own if term not in field_.given):
        alone = max(alone, 0.9 * _overlap(said, rest, field_.given) if field_.given else 0.0)
    whole = _overlap(said, (*field_.above, *field_.own), field_.told) if field_.above else 0.0
    return max(alone, 0.95 * whole)


def may_name(field_: Wanted, text: str) -> bool:
    """Whether any word of a text can be one of the field's."""
    return any(_may_be(term, field_) for term in glossary.terms(lx.tokens(text)))


def _may_be(term: Term, field_: Wanted) -> bool:
    """Whether a term can be one of the field's: a quick look before the exact one."""
    if not field_.heads:
        for one in (*field_.own, *field_.above):
            field_.heads |= {one.word[:3], one.word[-3:], *one.senses}
    return bool(
        term.word[:3] in field_.heads or term.word[-3:] in field_.heads
        or not field_.heads.isdisjoint(term.senses)
    )  # fmt: skip


def _overlap(said: tuple[Term, ...], asked: tuple[Term, ...], beside: tuple[Term, ...]) -> float:
    """F1 of the words said in a label and those asked for; those `beside` may be said."""
    hits = [any(one.like(other) for other in said) for one in asked]
    if not any(hits):
        return 0.0
    recall = sum(_weight(one) for one, hit in zip(asked, hits, strict=True) if hit)
    recall /= sum(_weight(one) for one in asked)
    fits = missed = 0.0
    for one in said:
        if any(one.like(other) for other in asked):
            fits += _weight(one)
        elif any(one.like(other) for other in beside):
            fits += 0.8 * _weight(one)
        else:
            missed += 0.4 * _weight(one) if _weight(one) < 1 else 1.0
    precision = fits / (fits + missed) if fits else 0.0
    return 2 * precision * recall / (precision + recall) if fits else 0.0


def _weight(term: Term) -> float:
    return 0.25 if term.word in lx.GENERIC or term.senses & _generic() else 1.0


@cache
def _generic() -> frozenset[int]:
    """Senses that alone tell little of what is asked, beside the kind of value."""
    words = ("number", "id", "code", "date", "name", "amount", "total", "value", "type", "time")
    return frozenset().union(*(glossary.sense(word) for word in words))


def cue(field_: Wanted, cues: dict[str, float]) -> float:
    """How well the prose cues found around a value fit the field."""
    concepts = lx.lexicon().concepts
    best = 0.0
    for name, score in cues.items():
        if name == field_.role:
            best = max(best, score)
        for own, weight in field_.concepts.items():
            relation = 1.0 if own == name else concepts[own].accepts.get(name, 0.0)
            best = max(best, weight * relation * score)
    return best
