"""What labels mean: phrases of several languages mapped to concepts, in `lexicon.json`.

A concept has a kind of value, the phrases that label it, cues that stand before or after it in
prose, and the other concepts a field asking for it may accept, with a weight. Roles
(`role:issuer`, `role:recipient` …) say whose attribute a value is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import Indel

from octavo.finding import word_vectors

_TOKEN = re.compile(r"[^\W_]+|#", re.UNICODE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
EMPTY = frozenset(
    {"the", "of", "a", "an", "in", "rm", "eur", "usd", "gbp", "chf", "myr", "sgd", "for", "and"}
    | {"is", "are", "was", "your", "our", "der", "die", "das", "des", "la", "el", "il"}
    | {
        "les",
        "le",
        "lo",
        "il",
        "et",
        "y",
        "e",
        "und",
        "en",
        "l",
        "d",
        "del",
        "della",
        "dello",
        "du",
    }
    | {"de", "di", "am", "im", "on", "at", "with", "please", "bitte", "het", "een", "un", "una"}
    | {"fur", "pour", "para", "voor", "um", "os", "as", "dos", "gli", "dei", "des", "van"}
)
"""Words that do not dilute a label."""


@dataclass(frozen=True)
class Concept:
    name: str
    kind: str
    accepts: dict[str, float] = field(default_factory=dict, hash=False)
    salient: float = 0.0
    """How readily it is printed without a label, 0..1."""


class Phrases(dict[tuple[str, ...], tuple[str, ...]]):
    """Phrases' tokens with the concepts they name; `firsts` are the words phrases begin with."""

    @cached_property
    def firsts(self) -> frozenset[str]:
        return frozenset(phrase[0] for phrase in self)


@dataclass(frozen=True)
class Lexicon:
    """`labels`, `before` and `after` map a phrase's tokens to the concepts it names."""

    concepts: dict[str, Concept]
    labels: Phrases
    names: Phrases
    before: Phrases
    after: Phrases
    words: tuple[str, ...]


def fold(text: str) -> str:
    """Case folded, accents dropped."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=60_000)
def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, folded; `#` counts as one."""
    return tuple(_TOKEN.findall(fold(text)))


def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a field's name, parted at underscores and capitals."""
    return tuple(t for t in tokens(_CAMEL.sub(" ", name)) if t)


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read once."""
    source = resources.files("octavo.finding").joinpath("lexicon.json").read_text("utf-8")
    data = json.loads(source)
    concepts = {
        n: Concept(n, e["kind"], e.get("accepts", {}), e.get("salient", 0.0))
        for n, e in data.items()
    }
    tables = {key: _phrases(data, key) for key in ("labels", "names", "before", "after")}
    words = {word for phrase in tables["labels"] for word in phrase if len(word) >= 5}
    return Lexicon(concepts, words=tuple(sorted(words)), **tables)


def _phrases(data: dict[str, dict[str, str]], key: str) -> Phrases:
    found: dict[tuple[str, ...], list[str]] = {}
    for name, entry in data.items():
        for phrase in filter(None, entry.get(key, "").split("|")):
            found.setdefault(tokens(phrase), []).append(name)
    return Phrases({p: tuple(dict.fromkeys(names)) for p, names in found.items() if p})


@lru_cache(maxsize=20_000)
def _known(word: str) -> str:
    """A misread long word as the lexicon's own, if one is close; known ones are not misread."""
    if len(word) < 6 or word.isdigit() or word_vectors.rank(word) is not None:
        return word
    words = lexicon().words
    best = process.extractOne(
        word, words, scorer=Indel.normalized_similarity, score_cutoff=0.86, processor=None
    )
    return best[0] if best else word


@dataclass(frozen=True)
class Match:
    """A phrase found at tokens [start, end) of a text, and the concepts it names."""

    start: int
    end: int
    concepts: tuple[str, ...]


def match(words: tuple[str, ...], table: Phrases, longest: int = 7) -> list[Match]:
    """The phrases of `table` in `words`, longer ones first, none overlapping another."""
    spans = []
    for start in (at for at, word in enumerate(words) if word in table.firsts):
        for end in range(min(len(words), start + longest), start, -1):
            if found := table.get(words[start:end]):
                spans.append(Match(start, end, found))
    spans.sort(key=lambda m: (m.start - m.end, m.start))
    chosen: list[Match] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in chosen):
            chosen.append(span)
    return sorted(chosen, key=lambda m: m.start)


@lru_cache(maxsize=60_000)
def label_spans(text: str) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """The phrases a label holds: the share of the label each takes (0..1), and its concepts."""
    words = tokens(text)[-14:]
    if not words:
        return ()
    words = tuple(_known(word) for word in words)
    weights = [0.15 if word in EMPTY or word.isdigit() else 1.0 for word in words]
    whole = sum(weights) or 1.0
    return tuple(
        (min(1.0, max(sum(weights[span.start : span.end]), 0.3) / whole), span.concepts)
        for span in match(words, lexicon().labels)
    )


@lru_cache(maxsize=60_000)
def label_concepts(text: str) -> dict[str, float]:
    """The concepts a label names, each with the share of the label that names it (0..1)."""
    found: dict[str, float] = {}
    for share, names in label_spans(text):
        for name in names:
            found[name] = max(found.get(name, 0.0), share)
    return found


@lru_cache(maxsize=20_000)
def cue_concepts(text: str, after: bool = False) -> dict[str, float]:
    """Concepts whose prose cue ends `text` (or begins it, with `after`), 0..1 by nearness."""
    words = tokens(text)
    words = words[:9] if after else words[-12:]
    table = lexicon().after if after else lexicon().before
    found: dict[str, float] = {}
    for span in match(words, table, 12):
        gap = span.start if after else len(words) - span.end
        score = max(0.0, 1.0 - 0.15 * gap) * (1.0 if span.end - span.start > 1 else 0.8)
        for name in span.concepts:
            found[name] = max(found.get(name, 0.0), score)
    return found


GENERIC = frozenset(
    {"date", "number", "no", "nr", "name", "total", "amount", "address", "id", "code", "value"}
    | {"cost", "price", "type", "text", "info", "information", "details", "data", "field", "num"}
    | {"kwh", "kg", "km", "cm", "mm", "lb", "eur", "usd", "gbp", "percent", "pct", "currency"}
    | {"contract", "agreement", "document", "company", "customer", "period", "time", "per", "rate"}
)
"""Words of field names that alone tell little of what is asked."""


@lru_cache(maxsize=200_000)
def alike(a: str, b: str) -> bool:
    """Whether two folded words are the same but for an ending or a misread letter."""
    if a == b:
        return True
    if min(len(a), len(b)) < 4:
        return False
    if abs(len(a) - len(b)) <= 3 and (a.startswith(b[:-1]) or b.startswith(a[:-1])):
        return True
    return len(a) >= 6 and Indel.normalized_similarity(a, b) >= 0.86
