"""A model's filled-in form as three trees: values, citations, confidence; and windows as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from octavo.finding.answers import truth_of
from octavo.finding.finder import Found, prefixed
from octavo.finding.llm import asking
from octavo.finding.llm.proving import prove
from octavo.finding.values import dates, numbers

_AGREED, _CHANGED = 0.99, 0.85
"""The most confidence two answers give together, and what of it is left where they differ."""


@dataclass(frozen=True)
class Leaf:
    """One value with the ids that prove it."""

    value: Any = None
    ids: tuple[str, ...] = ()
    confidence: float = 0.0


Answer = Any
"""A tree of the schema's shape: dicts, lists, and Leafs."""


def proved(answer: Any, schema: dict[str, Any], texts: dict[str, str]) -> Answer:
    """The answer with every value typed as the schema asks and proved in `texts`, by id."""
    if asking.is_leaf(schema):
        return _leaf(answer, schema, texts)
    if schema["type"] == "object":
        filled = answer if isinstance(answer, dict) else {}
        fields = schema["properties"].items()
        return {name: proved(filled.get(name), part, texts) for name, part in fields}
    items = schema.get("items") or {"type": "string"}
    entries = [proved(entry, items, texts) for entry in (answer or [])]
    return [entry for entry in entries if _says_something(entry)]


def merged(answers: list[Answer], schema: dict[str, Any], names: dict[str, str | None]) -> Found:
    """The answers of all windows as one. `names` are the documents' prefixes by their short names.

    Of a single value the best proved is kept, the first among equals; lists are put together.
    """
    whole = answers[0] if answers else proved(None, schema, {})
    for answer in answers[1:]:
        whole = _both(whole, answer)
    return Found(
        values=_tree(whole, lambda leaf: leaf.value),
        citations=_tree(whole, lambda leaf: _citation(leaf.ids, names)),
        confidence=_tree(whole, lambda leaf: leaf.confidence),
    )


def after_second_look(first: Answer, second: Answer) -> Answer:
    """The second answer, surer where it agrees with the first and less sure where it does not."""
    if isinstance(second, Leaf):
        agrees = isinstance(first, Leaf) and first.value == second.value
        sure = min(_AGREED, second.confidence + 0.04) if agrees else _CHANGED * second.confidence
        return replace(second, confidence=round(sure, 4) if second.value is not None else 0.0)
    if isinstance(second, dict):
        return {name: after_second_look(first[name], part) for name, part in second.items()}
    if len(first) != len(second):
        return second
    return [after_second_look(a, b) for a, b in zip(first, second, strict=True)]


def _leaf(answer: Any, schema: dict[str, Any], texts: dict[str, str]) -> Leaf:
    if not isinstance(answer, dict):
        return Leaf()
    value = typed(answer.get("value"), schema)
    if value is None:
        return Leaf()
    choice = isinstance(value, bool) or bool(schema.get("enum"))
    cited = [name.strip("[] ") for name in answer.get("sources") or [] if isinstance(name, str)]
    proof = prove(value, cited, texts, choice=choice)
    return Leaf(value, proof.ids, proof.confidence)


def typed(value: Any, schema: dict[str, Any]) -> Any:
    """The value as the schema's type, None if it cannot be that."""
    kind = schema.get("type", "string")
    if value is None or isinstance(value, dict | list):
        return None
    if kind in ("number", "integer"):
        return _number(value, whole=kind == "integer")
    if kind == "boolean":
        return value if isinstance(value, bool) else truth_of(str(value))
    text = str(value).strip()
    if schema.get("enum"):
        return _choice(text, schema["enum"])
    if schema.get("format") == "date":
        return dates.parse(text) or text or None
    return text or None


def _number(value: Any, *, whole: bool) -> float | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        spans = numbers.find(value)
        if len(spans) != 1:
            return None
        value = spans[0].value(numbers.decimal_comma([value]))
    if whole or float(value).is_integer():
        return int(value) if float(value).is_integer() else None
    return float(value)


def _choice(text: str, choices: list[Any]) -> Any:
    return next((c for c in choices if str(c).casefold() == text.casefold()), None)


def _says_something(entry: Answer) -> bool:
    if isinstance(entry, Leaf):
        return entry.value is not None
    children = entry.values() if isinstance(entry, dict) else entry
    return any(_says_something(child) for child in children)


def _both(one: Answer, two: Answer) -> Answer:
    if isinstance(one, Leaf):
        return two if two.value is not None and two.confidence > one.confidence else one
    if isinstance(one, dict):
        return {name: _both(part, two[name]) for name, part in one.items()}
    return one + [entry for entry in two if entry not in one]


def _tree(answer: Answer, of: Any) -> Any:
    if isinstance(answer, Leaf):
        return of(answer)
    if isinstance(answer, dict):
        return {name: _tree(part, of) for name, part in answer.items()}
    return [_tree(part, of) for part in answer]


def _citation(ids: tuple[str, ...], names: dict[str, str | None]) -> str:
    """The ids as the contract has them; "d2/txt-4" becomes "{extraction id}-txt-4"."""
    if not names:
        return ", ".join(ids)
    parts = (name.split("/", 1) for name in ids)
    return ", ".join(prefixed(names[document], element) for document, element in parts)
