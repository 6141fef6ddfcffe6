"""A schema out of what a user wishes for, by the wish's own words.

"Invoice number, due date and line items with description, quantity and price" names its fields;
their types follow from their words. An existing schema is taken along: fields are added to it,
and removed, renamed or retyped where the wish says so. With a language model configured, the
model drafts instead.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from octavo.errors import MissingParameter, RequestError
from octavo.finding import llm
from octavo.finding.json_schema import prepare
from octavo.finding.schema_parse import Fields, fields_in
from octavo.finding.schema_words import key, named_type, type_of

MAX_PROMPT = 20_000

_SENTENCES = re.compile(r"(?<=[.;!])(?<!\d\.)\s+|\n+")
_ADD_TO = re.compile(r"^(?:please\s+)?(?:add|include)\s+(.+)\s+(?:to|in)\s+(?:the\s+)?(.+)", re.I)
_REMOVE = re.compile(r"^(?:please\s+)?(?:remove|delete|drop|omit|without|skip)\s+(.+)", re.I)
_RENAME = re.compile(r"^(?:please\s+)?rename\s+(.+?)\s+(?:to|as|into)\s+(.+)", re.I)
_RETYPE = re.compile(
    r"^(?:please\s+)?(?:make|change|turn|convert)\s+(.+?)\s+(?:(?:in)?to|be|as)?\s*(?:an?\s+)?"
    r"(\w+)(?:\s+field)?$",
    re.I,
)


def draft(prompt: str, current_schema: dict[str, Any] | None) -> dict[str, Any]:
    """A JSON Schema with an object at its root.

    Raises MissingParameter if neither a wish nor a schema is given, RequestError if the wish
    names no field, SchemaError if `current_schema` is none, and ProcessingError if a language
    model is configured and does not answer.
    """
    prompt = prompt.strip()[:MAX_PROMPT]
    current = prepare(current_schema) if current_schema else None
    if not prompt:
        if current is None:
            raise MissingParameter("Give a prompt, a current_schema, or both")
        return current
    if llm.is_configured():
        return _by_model(prompt, current)
    return _by_words(prompt, current)


def _by_model(prompt: str, current: dict[str, Any] | None) -> dict[str, Any]:
    from octavo.finding.llm import client, drafting

    return drafting.draft(client.connected(), prompt, current)


def _by_words(prompt: str, current: dict[str, Any] | None) -> dict[str, Any]:
    schema = copy.deepcopy(current) if current else {"type": "object", "properties": {}}
    fields = _fields_of(schema)
    changed = False
    wishes = []
    for wish in _SENTENCES.split(prompt) if current else [prompt]:
        if current and _edit(fields, wish.strip(" .;!")):
            changed = True
        else:
            wishes.append(wish)
    found = fields_in("\n".join(wishes))
    if not found and not changed:
        raise RequestError(
            "The prompt names no fields; list them, such as: invoice number, due date, total"
        )
    for name, field in found.items():
        fields.setdefault(name, field)
    if not fields:
        raise RequestError("The prompt removes every field of the schema")
    return _without_missing_required(schema, fields)


def _fields_of(schema: dict[str, Any]) -> Fields:
    """The properties that a wish is about: the root's, or those of a root list's items."""
    if schema.get("type") == "array":
        items = schema.setdefault("items", {"type": "object"})
        return items.setdefault("properties", {})  # type: ignore[no-any-return]
    return schema.setdefault("properties", {})  # type: ignore[no-any-return]


def _edit(fields: Fields, wish: str) -> bool:
    """Do what a wish says about the fields there are; whether it said anything about them."""
    if added := _ADD_TO.match(wish):
        return _add_to(fields, added[1], added[2])
    if renamed := _RENAME.match(wish):
        return _rename(fields, renamed[1], renamed[2])
    if removed := _REMOVE.match(wish):
        names = [_known(fields, part) for part in re.split(r",|\band\b", removed[1])]
        for name in names:
            fields.pop(name or "", None)
        return any(names)
    if retyped := _RETYPE.match(wish):
        return _retype(fields, retyped[1], retyped[2])
    return False


def _add_to(fields: Fields, wish: str, phrase: str) -> bool:
    """Fields added within another, an object or a list of objects."""
    name = _known(fields, phrase)
    holder = fields.get(name or "", {})
    inner = holder.get("items", holder)
    if not isinstance(inner.get("properties"), dict):
        return False
    for part, field in fields_in(wish).items():
        inner["properties"].setdefault(part, field)
    return True


def _rename(fields: Fields, old: str, new: str) -> bool:
    name = _known(fields, old)
    if name is None:
        return False
    renamed = {key(new) if part == name else part: field for part, field in fields.items()}
    fields.clear()
    fields.update(renamed)
    return True


def _retype(fields: Fields, phrase: str, kind: str) -> bool:
    name, wanted = _known(fields, phrase), named_type(kind)
    if name is None or wanted is None:
        return False
    if wanted["type"] == "array":
        wanted["items"] = type_of(phrase)
    kept = {k: v for k, v in fields[name].items() if k in ("title", "description")}
    fields[name] = wanted | kept
    return True


def _known(fields: Fields, phrase: str) -> str | None:
    """The field that a phrase means: "the due date" for dueDate or due_date."""
    wanted = key(re.sub(r"\b(?:field|column|property)s?\b", "", phrase)).replace("_", "")
    return next((name for name in fields if key(name).replace("_", "") == wanted), None)


def _without_missing_required(schema: dict[str, Any], fields: Fields) -> dict[str, Any]:
    holder = schema["items"] if schema.get("type") == "array" else schema
    if isinstance(holder.get("required"), list):
        holder["required"] = [name for name in holder["required"] if name in fields]
    return schema
