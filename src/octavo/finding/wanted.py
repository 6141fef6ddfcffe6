"""What a field of a schema asks for: its kind of value, its concepts, whose attribute it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from octavo.finding import glossary, word_vectors
from octavo.finding import lexicon as lx
from octavo.finding.glossary import Term

_LAST_WORD_KIND = {
    "date": "date", "datum": "date", "day": "date", "at": "date", "on": "date", "deadline": "date",
    "number": "ident", "no": "ident", "nr": "ident", "id": "ident", "code": "ident", "ref": "ident",
    "num": "ident", "key": "ident", "identifier": "ident", "name": "name", "person": "name",
    "amount": "money", "price": "money", "cost": "money", "fee": "money", "total": "money",
    "sum": "money", "value": "money", "charge": "money", "balance": "money", "tax": "money",
    "percent": "percent", "percentage": "percent", "ratio": "percent",
    # A rate may be a share or a price: "interest rate", "hourly rate".
    "rate": "number", "year": "number", "count": "number",
    "email": "email", "phone": "phone", "url": "url", "website": "url", "address": "address",
    "period": "duration", "duration": "duration", "country": "place", "by": "name",
    "title": "title", "account": "ident", "registration": "ident", "plate": "ident",
    "meter": "ident", "salary": "money", "premium": "money", "income": "money",
    "deposit": "money", "rent": "money", "deductible": "money", "discount": "money",
    "refund": "money", "budget": "money", "weight": "number", "quantity": "number",
    "hours": "number", "age": "number",
}  # fmt: skip
_NAMED = (
    "customer recipient sender employee manager director owner landlord tenant borrower lender "
    "guest patient physician student teacher author applicant contact representative witness "
    "chair insurer taxpayer driver passenger judge plaintiff defendant beneficiary payee spouse "
    "policyholder nurse cashier responsible company employer seller buyer carrier hotel hospital "
    "laboratory school bank shop publisher editor"
)
"""Words for persons and organisations, whose attribute is a name where none is said."""
_FORMAT_KIND = {
    "date": "date", "date-time": "date", "time": "time", "email": "email", "uri": "url",
    "duration": "duration",
}  # fmt: skip
_OF_LINES = frozenset(
    {"line_amount", "item_code", "description", "quantity", "unit_price", "line_number", "unit"}
)
"""Concepts that live in the rows of a table rather than once in a document."""
NUMERIC = frozenset({"money", "percent", "number"})
_OF = frozenset({"of", "de", "du", "di", "del", "della", "do", "da", "von", "van"})
_BARE = frozenset({"date", "datum", "fecha", "data", "number", "nummer", "numero", "name", "id"})
"""Heads that name the kind of value alone: "next meeting date" is no other date."""
_BESIDE = 0.4
"""What a concept counts that only a modifier names."""
_SAID = 0.45
"""What a concept counts from which it tells the kind of value."""
_EXAMPLE = re.compile(r"\b(?:e\.?\s?g\.?|for example|such as|z\.\s?B\.)[,:]?\s*(.{1,40})", re.I)


@dataclass(slots=True)
class Wanted:
    """One leaf of a schema.

    `concepts` weighs what it may be called by the lexicon (0..1); `own` are the words of its name
    and title, `above` those of the names above it, `hints` and `told` those of its description;
    `role` is whose attribute it is.
    """

    path: tuple[str, ...]
    schema: dict[str, Any]
    kind: str
    concepts: dict[str, float]
    own: tuple[Term, ...]
    above: tuple[Term, ...]
    hints: tuple[str, ...]
    told: tuple[Term, ...]
    role: str | None = None
    many: bool = False
    example: str = ""
    cache: dict[str, tuple[float, float]] = field(default_factory=dict)
    heads: set[str | int] = field(default_factory=set)
    given: tuple[Term, ...] = ()
    """Words that the document's title says, so that labels need not."""

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
    def person(self) -> float:
        """1 for a field that wants a person's name, -1 an organisation's, 0 where it is open."""
        if self.kind != "name":
            return 0.0
        people, firms = _kinds_of_names()
        senses = frozenset().union(*(t.senses for t in (*self.own, *self.above)))
        return float(bool(senses & people)) - float(bool(senses & firms))

    @property
    def bound(self) -> int:
        """-1 for a field that wants the lower end of a range, 1 for the upper, 0 else."""
        senses = frozenset().union(*(term.senses for term in self.own))
        least, most = glossary.sense("minimum"), glossary.sense("maximum")
        return bool(senses & most) - bool(senses & least)

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
        path, schema, kind, concepts, _telling(words + title),
        _telling(tuple(word for parent in parents for word in lx.name_tokens(parent))),
        hints, _telling(tuple(word for word in hints if len(word) > 3)), role,
        schema.get("type") == "array", example[1].strip(" .)\"'") if example else "",
    )  # fmt: skip


def _telling(words: tuple[str, ...]) -> tuple[Term, ...]:
    """The terms of words, each once."""
    return glossary.terms(tuple(dict.fromkeys(words)))


def under(field_: Wanted, title: str) -> Wanted:
    """The field as it is asked of a document with this title."""
    said = glossary.terms(lx.tokens(title))
    given = tuple(one for one in field_.own if any(one.like(other) for other in said))
    return replace(field_, given=given, cache={}) if given else field_


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
    told_of = {place for span in matches for place in range(span.start, span.end)}
    open_ = any(n not in told_of and word not in lx.EMPTY for n, word in enumerate(words))
    for span in matches:
        alone = span.end - span.start == 1
        share = (span.end - span.start) / len(words)
        score = 0.4 + 0.6 * share
        for name in span.concepts:
            role = name.startswith("role:")
            if hint and alone and not (role and len(words[span.start]) > 4):
                continue
            told = hint or role or _is_head(words, span.start, span.end)
            if alone and open_ and not role and words[span.start] in _BARE:
                told = False
            found[name] = max(found.get(name, 0.0), score if told else _BESIDE * score)
    return found


def _is_head(words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether words [start, end) hold what a name is about: "date" in "due date", not "due".

    It is the last word in English, the one before "of", the first one in a Romance language.
    """
    if any(word in _OF for word in words[1:]):
        return start == 0
    foreign = word_vectors.rank(words[0]) is None or not glossary.is_english(words[0])
    return end == len(words) or (foreign and start == 0)


def _placed(concepts: dict[str, float], in_rows: bool) -> dict[str, float]:
    """Where a name fits a concept of rows and another, the place of the field decides."""
    if not in_rows:
        return {n: w * (0.4 if n in _OF_LINES else 1.0) for n, w in concepts.items()}
    rows = {name for name in concepts if name in _OF_LINES}
    return {n: w * (1.0 if n in rows or not rows else 0.5) for n, w in concepts.items()}


def _kind(
    schema: dict[str, Any], concepts: dict[str, float], words: tuple[str, ...], role: str | None
) -> str:
    if schema.get("enum"):
        return "enum"
    kind = schema.get("type")
    if kind == "boolean":
        return "boolean"
    kinds = {name: lx.lexicon().concepts[name].kind for name in concepts}
    if kind == "string":
        kinds = {name: "text" if one == "number" else one for name, one in kinds.items()}
    best = max(concepts, key=lambda name: concepts[name], default=None)
    if kind in ("number", "integer"):
        return _numeric_kind(concepts, kinds, words)
    if found := _FORMAT_KIND.get(str(schema.get("format"))):
        return found
    if best is not None and concepts[best] >= _SAID:
        return kinds[best]
    return _kind_of_words(words) or ("name" if role in _named(words) else "text")


def _numeric_kind(concepts: dict[str, float], kinds: dict[str, str], words: tuple[str, ...]) -> str:
    """What a number counts: by its concept, by its head, by a concept that only a modifier names.

    "number of rooms" counts rooms and is no identifier.
    """
    ordered = sorted(concepts, key=lambda name: -concepts[name])
    numeric = [name for name in ordered if kinds[name] in NUMERIC]
    if numeric and concepts[numeric[0]] >= _SAID:
        return kinds[numeric[0]]
    guess = _kind_of_words(words)
    if guess in NUMERIC:
        return guess
    if numeric:
        return "money" if kinds[numeric[0]] == "money" else "number"
    counted = any(word in _OF for word in words[1:])
    ident = bool(ordered) and kinds[ordered[0]] == "ident"
    return "ident_number" if ident and not counted else "number"


def _kind_of_words(words: tuple[str, ...]) -> str | None:
    """The kind of value a name's head asks for: its last word in English, its first in Spanish."""
    for word in _heads(words):
        if found := _LAST_WORD_KIND.get(word):
            return found
        for known, found in _kinds_by_sense():
            if glossary.senses(word) & known:
                return found
    return None


def _heads(words: tuple[str, ...]) -> list[str]:
    """The words that may tell what is asked, likeliest first."""
    before = [words[i] for i in range(len(words) - 1) if words[i + 1] in _OF]
    compound = [term.word for term in glossary.terms(words[-1:])[-1:]]
    foreign = bool(words) and not glossary.is_english(words[0])
    return [*before[:1], *words[-1:], *compound, *(words[:1] if foreign else ())]


@cache
def _kinds_of_names() -> tuple[frozenset[int], frozenset[int]]:
    """Senses of words for persons and for organisations."""
    firms = "insurer company employer carrier hotel hospital laboratory school bank shop publisher"
    people = set(_NAMED.split()) - set(firms.split()) - {"seller", "buyer", "customer", "recipient"}
    named = (sorted(people - {"sender", "owner", "payee"}), firms.split())
    first, second = (frozenset().union(*(glossary.senses(w) for w in words)) for words in named)
    return first, second


@cache
def _kinds_by_sense() -> list[tuple[frozenset[int], str]]:
    """What words of any language ask for, by the English ones; whole numbers are no names."""
    pairs = [(word, kind) for word, kind in _LAST_WORD_KIND.items() if len(word) > 3]
    pairs += [(word, "name") for word in _NAMED.split()]
    return [(glossary.senses(word), kind) for word, kind in pairs]


def _fitting(concepts: dict[str, float], kind: str, schema: dict[str, Any]) -> dict[str, float]:
    """Only the concepts whose values are of the field's kind."""
    known = lx.lexicon().concepts
    if kind in ("enum", "boolean", "text"):
        return concepts
    if schema.get("type") in ("number", "integer") and kind in NUMERIC:
        return {n: w for n, w in concepts.items() if known[n].kind in NUMERIC}
    same = {n: w for n, w in concepts.items() if known[n].kind == kind}
    return same or concepts
