"""The embedded finder: every field's candidates ranked, the best one typed, cited and weighed.

It needs no language model. A field whose best candidate is not likely enough stays null.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from octavo.finding import choices, lists, records
from octavo.finding.answers import answer
from octavo.finding.candidates import Candidate
from octavo.finding.features import matrix
from octavo.finding.finder import Found, Sources, prefixed
from octavo.finding.json_schema import plain
from octavo.finding.makers import of_kind
from octavo.finding.ranker import ranker
from octavo.finding.scene import Scene, build
from octavo.finding.wanted import Wanted, under, wanted

SURE_ENOUGH = 0.4
"""Calibrated confidence below which a value is not given."""
LIST_LEVEL = 0.4
MAX_LIST = 200
_LISTED = frozenset({"text", "name", "title", "place_text", "ident"})
_KINDS = {
    "money": ("number",), "percent": ("number",), "number": ("number",),
    "ident_number": ("number",), "place": ("place", "line"), "place_text": ("place", "line"),
    "text": ("text",),
}  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """The answer for one leaf: what, from where, how sure."""

    value: Any = None
    ids: tuple[str, ...] = ()
    confidence: float = 0.0


NOTHING = Leaf()


class EmbeddedFinder:
    """Implements `octavo.finding.finder.Finder`."""

    def find(self, documents: Sources, schema: dict[str, Any], prompt: str, effort: bool) -> Found:
        """Values for the schema from all documents together; `effort` changes nothing here."""
        del effort
        scenes = [(prefix, build(document)) for prefix, document in documents]
        return _walk(scenes, plain(schema), prompt, (), ())


Scenes = list[tuple[str | None, Scene]]


def _walk(
    scenes: Scenes,
    schema: dict[str, Any],
    prompt: str,
    path: tuple[str, ...],
    parents: tuple[str, ...],
) -> Found:
    kind = schema.get("type")
    if kind == "object":
        return _object(scenes, schema, prompt, path, parents)
    if kind == "array" and schema["items"].get("type") == "object":
        return records.find(scenes, schema, prompt, path)
    if kind == "null":
        return Found(None, "", 0.0)
    field = wanted(path, schema, prompt, parents)
    if kind == "array":
        return _list(scenes, field)
    leaf = best(scenes, field)
    return Found(leaf.value, ", ".join(leaf.ids), leaf.confidence)


def _object(
    scenes: Scenes,
    schema: dict[str, Any],
    prompt: str,
    path: tuple[str, ...],
    parents: tuple[str, ...],
) -> Found:
    below = (*parents, path[-1]) if path else parents
    parts = {
        name: _walk(scenes, part, prompt, (*path, name), below)
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
        leaves = distinct(likely)
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


def best(scenes: Scenes, field: Wanted) -> Leaf:
    """The likeliest value of a scalar field, or NOTHING."""
    leaves = ranked(scenes, field)
    if not leaves:
        return NOTHING
    margin = leaves[0].confidence - (leaves[1].confidence if len(leaves) > 1 else 0.0)
    raw = raw_confidence(leaves[0].confidence, margin)
    sure = ranker().calibrated(raw) if field.kind not in ("enum", "boolean", "currency") else raw
    if sure < SURE_ENOUGH:
        return NOTHING
    return Leaf(leaves[0].value, leaves[0].ids, round(sure, 4))


def raw_confidence(score: float, margin: float) -> float:
    """One number from the best value's score and its lead over the next different value."""
    return 0.7 * score + 0.3 * max(0.0, margin)


def ranked(scenes: Scenes, field: Wanted) -> list[Leaf]:
    """All different values a field may have, likeliest first."""
    leaves: dict[str, Leaf] = {}
    for prefix, scene in scenes:
        for score, value, ids in scored(scene, field):
            key = "".join(c for c in str(value).casefold() if c.isalnum()) or repr(value)
            if key not in leaves or score > leaves[key].confidence:
                cited = tuple(prefixed(prefix, element) for element in ids)
                leaves[key] = Leaf(value, cited, score)
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
    scores = ranker().scores(matrix(scene, field, [candidate for candidate, _ in found]))
    return [(float(s), value, c.ids) for s, (c, value) in zip(scores, found, strict=True)]


def answers_for(scene: Scene, field: Wanted) -> list[tuple[Candidate, Any]]:
    """The candidates of every kind that may answer a field, with the values they would give."""
    kinds = _KINDS.get(field.kind, (field.kind,))
    found = [candidate for kind in kinds for candidate in of_kind(scene, kind)]
    pairs = [(candidate, answer(scene, field, candidate)) for candidate in found]
    return [(candidate, value) for candidate, value in pairs if value is not None]
