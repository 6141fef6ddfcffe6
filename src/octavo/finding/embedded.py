"""The embedded finder: every field's candidates ranked, the best one typed, cited and weighed.

It needs no language model. A field whose best candidate is not likely enough stays null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from octavo.finding import choices, lists, records
from octavo.finding.answers import answer
from octavo.finding.candidates import Candidate
from octavo.finding.features import NAMES, matrix
from octavo.finding.finder import Found, Sources, prefixed
from octavo.finding.json_schema import plain
from octavo.finding.makers import of_kind
from octavo.finding.ranker import ranker
from octavo.finding.scene import Scene, build
from octavo.finding.settling import NOTHING, Leaf, key, settle
from octavo.finding.wanted import Wanted, under, wanted

SURE_ENOUGH = 0.4
"""Calibrated confidence below which a value is not given."""
LIST_LEVEL = 0.4
MAX_LIST = 200
KEPT = 20
"""Values of a field that are kept while others may take its best."""
_LISTED = frozenset({"text", "name", "title", "place_text", "ident"})
_KINDS = {
    "money": ("number",), "percent": ("number",), "number": ("number",),
    "ident_number": ("number",), "place": ("place", "line"), "place_text": ("place", "line"),
    "text": ("text",),
}  # fmt: skip


_BY_FORM = frozenset({"email", "url"})
"""Kinds of values that nothing else looks like."""
_ANYONES = (None, "role:contact", "role:issuer")
_LONE = 0.4
"""Score of such a value that is the only one of its document."""
_NAMED = 0.4
"""Score of a field's likeliest candidate that has the field's name for a label."""
_LABELS = [NAMES.index(f"sim_{side}") for side in ("inline", "left", "above")]
_DOUBTS = [NAMES.index("rival_near"), NAMES.index("prose")]
_BY_WORDS = frozenset({"enum", "boolean", "currency"})
"""Kinds of fields whose values stand for what is printed, so that several may share it."""
Settled = dict[tuple[str, ...], Leaf]


class EmbeddedFinder:
    """Implements `octavo.finding.finder.Finder`."""

    def find(self, documents: Sources, schema: dict[str, Any], prompt: str, effort: bool) -> Found:
        """Values for the schema from all documents together; `effort` changes nothing here."""
        del effort
        scenes = [(prefix, build(document)) for prefix, document in documents]
        asked = {field.path: field for field in _scalars(plain(schema), prompt, (), ())}
        free = {p: ranked(scenes, f)[:KEPT] for p, f in asked.items() if f.kind not in _BY_WORDS}
        settled = {p: _said(ranked(scenes, f)) for p, f in asked.items() if f.kind in _BY_WORDS}
        settled |= settle(free, _likeliest)
        return _walk(scenes, plain(schema), prompt, (), (), settled)


Scenes = list[tuple[str | None, Scene]]


def _scalars(
    schema: dict[str, Any], prompt: str, path: tuple[str, ...], parents: tuple[str, ...]
) -> Iterator[Wanted]:
    """The fields of one value each."""
    if schema.get("type") == "object":
        below = (*parents, path[-1]) if path else parents
        for name, part in schema.get("properties", {}).items():
            yield from _scalars(part, prompt, (*path, name), below)
    elif schema.get("type") not in ("array", "null"):
        yield wanted(path, schema, prompt, parents)


def _walk(
    scenes: Scenes,
    schema: dict[str, Any],
    prompt: str,
    path: tuple[str, ...],
    parents: tuple[str, ...],
    settled: Settled,
) -> Found:
    kind = schema.get("type")
    if kind == "object":
        return _object(scenes, schema, prompt, path, parents, settled)
    if kind == "array" and schema["items"].get("type") == "object":
        return records.find(scenes, schema, prompt, path)
    if kind == "null":
        return Found(None, "", 0.0)
    if kind == "array":
        return _list(scenes, wanted(path, schema, prompt, parents))
    leaf = settled[path]
    return Found(leaf.value, ", ".join(leaf.ids), leaf.confidence)


def _object(
    scenes: Scenes,
    schema: dict[str, Any],
    prompt: str,
    path: tuple[str, ...],
    parents: tuple[str, ...],
    settled: Settled,
) -> Found:
    below = (*parents, path[-1]) if path else parents
    parts = {
        name: _walk(scenes, part, prompt, (*path, name), below, settled)
        for name, part in schema.get("properties", {}).items()
    }
    return Found(
        {name: part.values for name, part in parts.items()},
        {name: part.citations for name, part in parts.items()},
        {name: part.confidence for name, part in parts.items()},
    )


def _list(scenes: Scenes, field: Wanted) -> Found:
    leaves = _listed(scenes, field) if field.kind in _LISTED else []
    if not leaves:
        likely = [leaf for leaf in ranked(scenes, field) if leaf.confidence >= LIST_LEVEL]
        leaves = [_one_of_many(leaf) for leaf in distinct(likely)]
    leaves = leaves[: min(MAX_LIST, int(field.schema.get("maxItems") or MAX_LIST))]
    return Found(
        [leaf.value for leaf in leaves],
        [", ".join(leaf.ids) for leaf in leaves],
        [leaf.confidence for leaf in leaves],
    )


def _listed(scenes: Scenes, field: Wanted) -> list[Leaf]:
    """The entries of lists that a label or heading names, in their order."""
    if field.role == "role:party":
        return []
    return [
        Leaf(text, tuple(prefixed(prefix, one) for one in ids), round(sure, 4))
        for prefix, scene in scenes
        for sure, text, ids in lists.parts(scene, field)
    ]


def _one_of_many(leaf: Leaf) -> Leaf:
    """The entry of a list with an honest confidence: no lead over a rival speaks for it."""
    sure = ranker().calibrated(raw_confidence(leaf.confidence, 0.0))
    return replace(leaf, confidence=round(sure, 4))


def distinct(leaves: list[Leaf]) -> list[Leaf]:
    """Likeliest first, without those that are a part of one kept or hold one."""
    kept: list[Leaf] = []
    for leaf in leaves:
        text = str(leaf.value).casefold()
        if not any(
            text in str(k.value).casefold() or str(k.value).casefold() in text for k in kept
        ):
            kept.append(leaf)
    return kept


def _likeliest(leaves: list[Leaf]) -> Leaf:
    """The first of a field's values, or NOTHING if it is not likely enough."""
    return _given(leaves, ranker().calibrated(_raw(leaves)) if leaves else 0.0)


def _said(leaves: list[Leaf]) -> Leaf:
    """As `_likeliest`, of a field whose values are scored by words, not by the ranker."""
    return _given(leaves, _raw(leaves))


def _given(leaves: list[Leaf], sure: float) -> Leaf:
    return NOTHING if sure < SURE_ENOUGH else replace(leaves[0], confidence=round(sure, 4))


def _raw(leaves: list[Leaf]) -> float:
    first, second = [*(leaf.confidence for leaf in leaves[:2]), 0.0, 0.0][:2]
    return raw_confidence(first, first - second)


def raw_confidence(score: float, margin: float) -> float:
    """One number from the best value's score and its lead over the next different value."""
    return 0.7 * score + 0.3 * max(0.0, margin)


def ranked(scenes: Scenes, field: Wanted) -> list[Leaf]:
    """All different values a field may have, likeliest first."""
    leaves: dict[str, Leaf] = {}
    for prefix, scene in scenes:
        for score, value, ids in scored(scene, field):
            said = key(value)
            if said not in leaves or score > leaves[said].confidence:
                cited = tuple(prefixed(prefix, element) for element in ids)
                leaves[said] = Leaf(value, cited, score)
    if len(leaves) == 1 and field.kind in _BY_FORM and field.role in _ANYONES:
        return [replace(leaf, confidence=max(leaf.confidence, _LONE)) for leaf in leaves.values()]
    return sorted(leaves.values(), key=lambda leaf: -leaf.confidence)


def scored(scene: Scene, field: Wanted) -> Iterable[choices.Choice]:
    """Values of one document for a field with their scores."""
    field = under(field, scene.title)
    if field.kind == "enum":
        return choices.enum(scene, field)
    if field.kind == "boolean":
        return choices.boolean(scene, field)
    if field.kind == "currency":
        return choices.currency(scene)
    found = answers_for(scene, field)
    rows = matrix(scene, field, [candidate for candidate, _ in found])
    scores = ranker().scores(rows)
    if len(found) and scores[top := int(scores.argmax())] < _NAMED and _is_named(rows[top]):
        scores[top] = _NAMED
    return [(float(s), value, c.ids) for s, (c, value) in zip(scores, found, strict=True)]


def _is_named(row: NDArray[np.float32]) -> bool:
    """Whether the label beside or above a candidate, no sentence, is the field's own name."""
    return bool(row[_LABELS].max() >= 0.95 and not row[_DOUBTS].any())


def answers_for(scene: Scene, field: Wanted) -> list[tuple[Candidate, Any]]:
    """The candidates of every kind that may answer a field, with the values they would give."""
    kinds = _KINDS.get(field.kind, (field.kind,))
    found = [candidate for kind in kinds for candidate in of_kind(scene, kind)]
    pairs = [(candidate, answer(scene, field, candidate)) for candidate in found]
    return [(candidate, value) for candidate, value in pairs if value is not None]
