"""What a field of a schema asks for: its kind of value, its concepts, whose attribute it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from octavo.finding import lexicon as lx

_LAST_WORD_KIND = {
    "date": "date", "datum": "date", "day": "date", "at": "date", "on": "date", "deadline": "date",
    "number": "ident", "no": "ident", "nr": "ident", "id": "ident", "code": "ident", "ref": "ident",
    "num": "ident", "key": "ident", "identifier": "ident", "name": "name", "person": "name",
    "amount": "money", "price": "money", "cost": "money", "fee": "money", "total": "money",
    "sum": "money", "value": "money", "charge": "money", "balance": "money", "tax": "money",
    "percent": "percent", "percentage": "percent", "rate": "percent", "ratio": "percent",
    "email": "email", "phone": "phone", "url": "url", "website": "url", "address": "address",
    "period": "duration", "duration": "duration", "country": "place", "by": "name",
    "title": "title",
}  # fmt: skip
_FORMAT_KIND = {
    "date": "date", "date-time": "date", "time": "time", "email": "email", "uri": "url",
    "duration": "duration",
}  # fmt: skip
_OF_LINES = frozenset(
    {"line_amount", "item_code", "description", "quantity", "unit_price", "line_number", "unit"}
)
"""Concepts that live in the rows of a table rather than once in a document."""
NUMERIC = frozenset({"money", "percent", "number"})
_EXAMPLE = re.compile(r"\b(?:e\.?\s?g\.?|for example|such as|z\.\s?B\.)[,:]?\s*(.{1,40})", re.I)


@dataclass(slots=True)
class Wanted:
    """One leaf of a schema.

    `concepts` weighs what it may be called by the lexicon (0..1); `words` are those of its own
    name and title, `hints` those of its description; `role` is whose attribute it is.
    """

    path: tuple[str, ...]
    schema: dict[str, Any]
    kind: str
    concepts: dict[str, float]
    words: tuple[str, ...]
    hints: tuple[str, ...]
    role: str | None = None
    many: bool = False
    example: str = ""
    cache: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def salient(self) -> float:
        """How readily its value is printed without a label: its role's and its concept's share."""
        known = lx.lexicon().concepts
        own = max((w * known[n].salient for n, w in self.concepts.items()), default=0.0)
        if self.role is None:
            return own
        role = known[self.role].salient
        return role if self.kind == "name" else min(role, own + 0.4)

    @property
    def type(self) -> str:
        return str(self.schema.get("type", "string"))

    @property
    def description(self) -> str:
        return str(self.schema.get("description") or "")


def wanted(
    path: tuple[str, ...],
    schema: dict[str, Any],
    prompt: str = "",
    parents: tuple[str, ...] = (),
    in_rows: bool = False,
) -> Wanted:
    """Read what the leaf at `path` asks for. `parents` are the names above it, nearest last."""
    name = next((part for part in reversed(path) if part), "")
    inner = schema["items"] if schema.get("type") == "array" else schema
    words = lx.name_tokens(name)
    title = lx.tokens(str(schema.get("title") or ""))
    described = str(schema.get("description") or inner.get("description") or "")
    said = _said_of(name, prompt)
    hints = lx.tokens(f"{described} {said}")[:40]
    concepts, role = _concepts(words, title, hints, parents)
    concepts = _placed(concepts, in_rows)
    kind = _kind(inner, concepts, words, role)
    concepts = _fitting(concepts, kind, inner)
    if kind == "name" and role and not any(c in concepts for c in ("name", "bank")):
        concepts["name"] = 0.5
    example = _EXAMPLE.search(described)
    return Wanted(
        path, schema, kind, concepts, words + title, hints, role,
        schema.get("type") == "array", example[1].strip(" .)\"'") if example else "",
    )  # fmt: skip


def _said_of(name: str, prompt: str) -> str:
    """The sentence of the caller's prompt that speaks of a field by its name."""
    wanted_words = set(lx.name_tokens(name))
    for sentence in re.split(r"(?<=[.;!?\n])\s+", prompt):
        if wanted_words and wanted_words <= set(lx.tokens(sentence)):
            return sentence[:300]
    return ""


def _concepts(
    words: tuple[str, ...], title: tuple[str, ...], hints: tuple[str, ...], parents: tuple[str, ...]
) -> tuple[dict[str, float], str | None]:
    found: dict[str, float] = {}
    roles: list[tuple[float, str]] = []
    above = tuple(word for parent in parents for word in lx.name_tokens(parent))
    hints = tuple(word for word in hints if word not in ("the", "a", "an"))
    for source, weight in ((words, 1.0), (title, 0.95), (hints[:14], 0.55)):
        for name, share in _named(source, hint=weight < 0.9).items():
            score = weight * (share if weight > 0.9 else min(1.0, 0.5 + share))
            if name.startswith("role:"):
                roles.append((score, name))
            elif weight > 0.9 or not found or name in found:
                found[name] = max(found.get(name, 0.0), score)
    for name in _named(above):
        if name.startswith("role:"):
            roles.append((0.9, name))
    return found, max(roles)[1] if roles else None


def _named(words: tuple[str, ...], hint: bool = False) -> dict[str, float]:
    """Concepts named by a field's words, by both label phrases and role names.

    In a `hint`, a sentence, single words ("to", "issued") name roles at most.
    """
    if not words:
        return {}
    lexicon = lx.lexicon()
    matches = lx.match(words, lexicon.labels) + lx.match(words, lexicon.names)
    found: dict[str, float] = {}
    for span in matches:
        alone = span.end - span.start == 1
        share = (span.end - span.start) / len(words)
        for name in span.concepts:
            if hint and alone and not (name.startswith("role:") and len(words[span.start]) > 4):
                continue
            found[name] = max(found.get(name, 0.0), 0.4 + 0.6 * share)
    return found


def _placed(concepts: dict[str, float], in_rows: bool) -> dict[str, float]:
    """Where a name fits a concept of rows and another, the place of the field decides."""
    rows = {name for name in concepts if name in _OF_LINES}
    weak = concepts.keys() - rows if in_rows else rows
    if not rows or weak == concepts.keys():
        return concepts
    return {name: w * (0.5 if name in weak else 1.0) for name, w in concepts.items()}


def _kind(
    schema: dict[str, Any], concepts: dict[str, float], words: tuple[str, ...], role: str | None
) -> str:
    if schema.get("enum"):
        return "enum"
    kind = schema.get("type")
    if kind == "boolean":
        return "boolean"
    kinds = {name: lx.lexicon().concepts[name].kind for name in concepts}
    best = max(concepts, key=lambda name: concepts[name], default=None)
    if kind in ("number", "integer"):
        numeric = [n for n in sorted(concepts, key=lambda n: -concepts[n]) if kinds[n] in NUMERIC]
        ident = best is not None and kinds[best] == "ident" and not numeric
        guess = _LAST_WORD_KIND.get(words[-1]) if words else None
        default = guess if guess in NUMERIC else "ident_number" if ident else "number"
        return kinds[numeric[0]] if numeric else default
    if found := _FORMAT_KIND.get(str(schema.get("format"))):
        return found
    if best is not None and concepts[best] >= 0.45:
        return kinds[best]
    if role and not (words and words[-1] in _LAST_WORD_KIND):
        return "name"
    return _LAST_WORD_KIND.get(words[-1], "text") if words else "text"


def _fitting(concepts: dict[str, float], kind: str, schema: dict[str, Any]) -> dict[str, float]:
    """Only the concepts whose values are of the field's kind."""
    known = lx.lexicon().concepts
    if kind in ("enum", "boolean", "text"):
        return concepts
    if schema.get("type") in ("number", "integer") and kind in NUMERIC:
        return {n: w for n, w in concepts.items() if known[n].kind in NUMERIC}
    same = {n: w for n, w in concepts.items() if known[n].kind == kind}
    return same or concepts


def similarity(field_: Wanted, label: str) -> tuple[float, float]:
    """How well a label names the field, and how well it names something else (both 0..1)."""
    if not label:
        return 0.0, 0.0
    known = field_.cache.get(label)
    if known is None:
        known = field_.cache[label] = _similarity(field_, label)
    return known


def _similarity(field_: Wanted, label: str) -> tuple[float, float]:
    best, rival = lexical(field_, label), 0.0
    for share, names in lx.label_spans(label):
        fits = max(_fits(field_, name) for name in names)
        best = max(best, fits * share)
        if fits < 0.2:
            rival = max(rival, share)
    return best, rival


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
    """Words a label and the field's own name have in common (F1, endings forgiven); words that
    many fields have, as "date", count little."""
    words = [word for word in lx.tokens(label)[-10:] if word not in lx.EMPTY]
    own = [word for word in field_.words if word not in lx.EMPTY]
    if not words or not own:
        return 0.0
    hits = [word for word in own if any(lx.alike(word, other) for other in words)]
    if not hits:
        return 0.0
    hit = sum(_weight(word) for word in hits)
    precision = min(1.0, hit / sum(_weight(word) for word in words))
    recall = hit / sum(_weight(word) for word in own)
    return 2 * precision * recall / (precision + recall)


def _weight(word: str) -> float:
    return 0.2 if word in lx.GENERIC else 1.0


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
