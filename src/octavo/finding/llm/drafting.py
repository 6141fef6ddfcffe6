"""A schema drafted by a language model from a user's wish."""

from __future__ import annotations

import json
from typing import Any

from octavo.errors import ProcessingError, SchemaError
from octavo.finding.json_schema import prepare
from octavo.finding.llm.client import Client

_SYSTEM = """You draft JSON Schemas for reading values out of documents. Give the schema as JSON \
text in "schema": an object with "properties" in snake_case, each with a "type" (string, number, \
integer, boolean, array, object) and a short "description" of what to look for; "format": "date" \
for dates; arrays of objects for whatever repeats, such as the lines of a table; "enum" where the \
values are few and known. No "$ref", no "required". If there is a schema already, change it only \
as the user asks, and keep the rest as it is."""
_SHAPE = {
    "type": "object",
    "properties": {"schema": {"type": "string"}},
    "required": ["schema"],
    "additionalProperties": False,
}


def draft(client: Client, prompt: str, current: dict[str, Any] | None) -> dict[str, Any]:
    """The model's schema, valid, after one repair if need be.

    Raises ProcessingError when the server is away or its schema stays invalid.
    """
    question = f"The user's wish: {prompt}"
    if current is not None:
        question += f"\n\nThe schema so far: {json.dumps(current, ensure_ascii=False)}"
    text = client.ask(_SYSTEM, question, _SHAPE)["schema"]
    try:
        return prepare(text)
    except SchemaError as error:
        fault = error.message
    question += f"\n\nYour first draft: {text}\n\nIt is wrong: {fault}\nGive it again, corrected."
    try:
        return prepare(client.ask(_SYSTEM, question, _SHAPE)["schema"])
    except SchemaError as error:
        raise ProcessingError(
            f"The language model {client.model} drafted no valid schema: {error.message}"
        ) from error
