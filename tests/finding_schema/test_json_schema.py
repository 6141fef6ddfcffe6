"""Schemas: what is taken, what is translated, and where a fault is said to be."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.errors import SchemaError, SchemaMissing
from octavo.finding.json_schema import plain, prepare


def test_type_strings_become_json_schema() -> None:
    schema = prepare(
        {"total": "float", "items": [{"d": "date"}], "k": "enum(A, B)", "n": "float|null"}
    )
    fields = schema["properties"]
    assert fields["total"] == {"type": "number"}
    assert fields["items"]["items"]["properties"]["d"] == {"type": "string", "format": "date"}
    assert fields["k"]["enum"] == ["A", "B"]
    assert fields["n"]["type"] == ["number", "null"]


def test_openapi_nullable_and_type_names() -> None:
    schema = prepare({"type": "object", "properties": {"a": {"type": "float", "nullable": True}}})
    assert schema["properties"]["a"]["type"] == ["number", "null"]


def test_a_schema_sent_as_text_twice_encoded() -> None:
    assert prepare('"{\\"a\\": \\"string\\"}"')["properties"]["a"] == {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ({"type": "object", "properties": {"a": {"type": "strin"}}}, "/properties/a/type"),
        ({"type": "object", "properties": {"a": {"$ref": "#/$defs/no"}}}, "/properties/a/$ref"),
        ({"type": "object", "properties": {"a": {"$ref": "http://x/y"}}}, "/properties/a/$ref"),
        ({"type": "object", "properties": {"a": {"enum": "x"}}}, "/properties/a/enum"),
        ({"type": "string"}, "/type"),
        ({"type": "object"}, "/properties"),
        ({"a": "wat"}, "/a"),
        ({"a": {"b": [1, 2]}}, "/a/b"),
    ],
)
def test_faults_name_their_place(schema: Any, path: str) -> None:
    with pytest.raises(SchemaError) as caught:
        prepare(schema)
    assert caught.value.details["path"] == path
    assert path in caught.value.message


def test_no_schema_is_missing() -> None:
    empties: list[Any] = [None, {}]
    for nothing in empties:
        with pytest.raises(SchemaMissing):
            prepare(nothing)


def test_references_unions_and_recursion_are_made_plain() -> None:
    schema = prepare(
        {
            "type": "object",
            "properties": {
                "node": {"$ref": "#/$defs/Node"},
                "n": {"anyOf": [{"type": "null"}, {"type": "integer"}]},
                "all": {"allOf": [{"type": "object", "properties": {"x": {"type": "string"}}}]},
                "list": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
            },
            "$defs": {
                "Node": {
                    "type": "object",
                    "properties": {"name": {"type": "string"}, "child": {"$ref": "#/$defs/Node"}},
                }
            },
        }
    )
    fields = plain(schema)["properties"]
    assert fields["node"]["properties"]["name"]["type"] == "string"
    assert fields["node"]["properties"]["child"]["type"] == "null"
    assert (fields["n"]["type"], fields["n"]["nullable"]) == ("integer", True)
    assert fields["all"]["properties"]["x"]["type"] == "string"
    assert fields["list"]["items"]["properties"]["name"]["type"] == "string"


def test_a_deep_schema_is_refused_not_a_crash() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(400):
        deep = {"type": "object", "properties": {"a": deep}}
    with pytest.raises(SchemaError):
        prepare(deep)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(_JSON)
def test_anything_is_taken_or_refused_cleanly(schema: Any) -> None:
    with suppress(SchemaError):
        prepare(schema)
