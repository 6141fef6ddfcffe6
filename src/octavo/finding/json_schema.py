"""The schemas callers send: checked, translated from the older dialects, and made plain.

Three dialects are taken: JSON Schema (any draft, checked against 2020-12), the OpenAPI subset with
`nullable`, and the type-string form of the deprecated options (`{"total": "float|null"}`).
`prepare` turns each into JSON Schema or refuses it with the place of the fault; `plain` gives the
same schema without references and unions, the form finders walk.
"""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
from jsonschema import Draft202012Validator

from octavo.errors import SchemaError, SchemaMissing

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
MAX_FIELDS = 5_000
_KEYWORDS = {"$ref", "$defs", "definitions", "properties", "anyOf", "oneOf", "allOf"}
_TYPES = {"object", "array", "string", "number", "integer", "boolean", "null"}
_DATES = {"date": "date", "datetime": "date-time", "date-time": "date-time", "time": "time"}
_TYPE_NAMES: dict[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "text": {"type": "string"},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "decimal": {"type": "number"},
    "int": {"type": "integer"},
    "bool": {"type": "boolean"},
    "dict": {"type": "object"},
    "list": {"type": "array", "items": {"type": "string"}},
    "any": {"type": "string"},
}
_ENUM = re.compile(r"enum\s*\((.*)\)$", re.I | re.S)


def prepare(schema: Any) -> dict[str, Any]:
    """The schema as checked JSON Schema with an object or array at its root.

    Raises SchemaMissing for none, SchemaError with `details.path` (a JSON pointer) otherwise.
    """
    if isinstance(schema, str):
        schema = _decoded(schema)
    if schema is None or schema == {}:
        raise SchemaMissing("No schema was given; send schema_config.input_schema")
    if not isinstance(schema, dict):
        raise _fault("the schema must be a JSON object", ())
    _check_size(schema)
    if _is_simplified(schema):
        schema = _from_type_strings(schema, ())
    modern: dict[str, Any] = _modern(schema, ())
    _check_meta(modern)
    _check_root(plain(modern))
    return modern


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` with `$ref`, `allOf` and unions resolved; `type` is one name beside `nullable`.

    A union keeps its first branch that is not null. Recursive references end in an empty schema.
    Raises SchemaError for a reference that leads nowhere or out of the document.
    """
    return _plain(schema, schema, (), (), [0])


def _decoded(text: str) -> Any:
    """JSON text, also encoded twice as some clients do."""
    value: Any = text
    for _ in range(3):
        if not isinstance(value, str):
            return value
        try:
            value = json.loads(value)
        except ValueError as error:
            raise _fault(f"the schema is not JSON: {error}", ()) from None
    return value


def _check_size(schema: dict[str, Any]) -> None:
    try:
        size = len(json.dumps(schema))
    except (RecursionError, ValueError, TypeError):
        raise _fault("the schema is not plain JSON, or nested too deeply", ()) from None
    if size > MAX_BYTES:
        raise _fault(f"the schema is longer than {MAX_BYTES} bytes", ())


def _check_meta(schema: dict[str, Any]) -> None:
    try:
        Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise _fault(error.message, tuple(error.absolute_path)) from None


def _check_root(schema: dict[str, Any]) -> None:
    kind = schema.get("type")
    if kind == "object" and not schema.get("properties"):
        raise _fault("the schema has no properties to find", ("properties",))
    if kind not in ("object", "array"):
        raise _fault(f"the root must be an object or an array, not {kind}", ("type",))


def _fault(message: str, path: tuple[Any, ...]) -> SchemaError:
    pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return SchemaError(f"Invalid schema at {pointer or '/'}: {message}", path=pointer or "/")


# --- the dialects -----------------------------------------------------------------------------


def _is_simplified(schema: dict[str, Any]) -> bool:
    """Whether a mapping names fields rather than schema keywords."""
    if _KEYWORDS & schema.keys():
        return False
    kind = schema.get("type")
    named_type = isinstance(kind, str) and kind.lower() in _TYPES
    if kind is not None and (isinstance(kind, list) or (named_type and _only_keywords(schema))):
        return False
    return all(isinstance(value, str | dict | list) for value in schema.values())


def _only_keywords(schema: dict[str, Any]) -> bool:
    known = {"type", "description", "format", "enum", "title", "nullable", "required", "default"}
    known |= {"example", "examples", "pattern", "minimum", "maximum", "additionalProperties"}
    known |= {"$schema", "$id", "const", "minLength", "maxLength", "items", "minItems", "maxItems"}
    return schema.keys() <= known


def _from_type_strings(value: Any, path: tuple[Any, ...]) -> dict[str, Any]:
    if isinstance(value, str):
        return _type_string(value, path)
    if isinstance(value, list):
        if len(value) != 1:
            raise _fault("a list holds exactly one example of its items", path)
        return {"type": "array", "items": _from_type_strings(value[0], (*path, 0))}
    if not isinstance(value, dict):
        raise _fault("a field is a type name, an object or a list of one", path)
    if not _is_simplified(value):
        return value
    fields = {name: _from_type_strings(part, (*path, name)) for name, part in value.items()}
    return {"type": "object", "properties": fields}


def _type_string(text: str, path: tuple[Any, ...]) -> dict[str, Any]:
    """`float|null`, `enum(A, B)`, `date` …"""
    if found := _ENUM.match(text.strip().removesuffix("|null").strip()):
        choices = [part.strip().strip("'\"") for part in found[1].split(",") if part.strip()]
        if not choices:
            raise _fault("an enum needs at least one value", path)
        return _optional({"type": "string", "enum": choices}, text.endswith("null"))
    names = [part.strip().lower() for part in text.split("|")]
    kinds = [name for name in names if name not in ("null", "none")]
    if len(kinds) != 1 or (known := _named_type(kinds[0])) is None:
        raise _fault(f"{text!r} is not a type; use string, float, integer, date, enum(…)", path)
    return _optional(known, len(names) > 1)


def _named_type(name: str) -> dict[str, Any] | None:
    if name in _DATES:
        return {"type": "string", "format": _DATES[name]}
    if name in _TYPES:
        return {"type": name}
    return dict(_TYPE_NAMES[name]) if name in _TYPE_NAMES else None


def _optional(schema: dict[str, Any], nullable: bool) -> dict[str, Any]:
    if not nullable:
        return schema
    changed = schema | {"type": [schema["type"], "null"]}
    if "enum" in schema:
        changed["enum"] = [*schema["enum"], None]
    return changed


def _modern(node: Any, path: tuple[Any, ...]) -> Any:
    """OpenAPI's `nullable` and the older type names in JSON Schema's own words, at every depth."""
    if len(path) > 4 * MAX_DEPTH:
        raise _fault("the schema is nested too deeply", path[:8])
    if isinstance(node, list):
        return [_modern(part, (*path, index)) for index, part in enumerate(node)]
    if not isinstance(node, dict):
        return node
    data = {"enum", "const", "default", "example", "examples", "required"}
    node = {k: v if k in data else _modern(v, (*path, k)) for k, v in node.items()}
    if path and path[-1] in ("properties", "$defs", "definitions"):
        return node
    kind = node.get("type")
    if isinstance(kind, str) and kind not in _TYPES and (known := _named_type(kind.lower())):
        node = node | known
    if node.get("nullable") is True and isinstance(node.get("type"), str):
        node = _optional({k: v for k, v in node.items() if k != "nullable"}, True)
    return _without_boolean_required(node)


def _without_boolean_required(node: dict[str, Any]) -> dict[str, Any]:
    """Draft 3 marked a property itself as required; the mark says nothing to a finder."""
    if isinstance(node.get("required"), bool):
        return {key: value for key, value in node.items() if key != "required"}
    return node


# --- plain form -------------------------------------------------------------------------------


def _plain(
    node: Any,
    root: dict[str, Any],
    path: tuple[Any, ...],
    refs: tuple[str, ...],
    count: list[int],
) -> dict[str, Any]:
    count[0] += 1
    if count[0] > MAX_FIELDS:
        raise _fault(f"the schema has more than {MAX_FIELDS} fields", path)
    if not isinstance(node, dict) or len(path) > 3 * MAX_DEPTH:
        return {}
    node, refs, nullable = _merged(node, root, path, refs)
    kind, nullable = _single_type(node, nullable)
    out = {k: v for k, v in node.items() if k not in ("$defs", "definitions")}
    out |= {"type": kind, "nullable": nullable}
    if kind == "object":
        out["properties"] = {
            name: _plain(part, root, (*path, "properties", name), refs, count)
            for name, part in (node.get("properties") or {}).items()
        }
    if kind == "array":
        items = node.get("items") or (node.get("prefixItems") or [{}])[0]
        out["items"] = _plain(items, root, (*path, "items"), refs, count)
    return out


def _merged(
    node: dict[str, Any], root: dict[str, Any], path: tuple[Any, ...], refs: tuple[str, ...]
) -> tuple[dict[str, Any], tuple[str, ...], bool]:
    """The node with references followed, unions reduced and `allOf` folded in."""
    nullable = False
    for _ in range(MAX_DEPTH):
        if "$ref" in node:
            name = node["$ref"]
            rest = {k: v for k, v in node.items() if k != "$ref"}
            if name in refs:
                return rest | {"type": "null"}, refs, True
            node, refs = _target(name, root, path) | rest, (*refs, name)
            continue
        union = next((key for key in ("anyOf", "oneOf") if node.get(key)), None)
        if union is None:
            break
        branches = [branch for branch in node[union] if isinstance(branch, dict)]
        real = [b for b in branches if b.get("type") != "null" and b.get("const", 0) is not None]
        nullable = nullable or len(real) < len(branches)
        node = _union(real) | {k: v for k, v in node.items() if k != union}
    for part in node.get("allOf") or []:
        inner, refs, _ = (
            _merged(part, root, path, refs) if isinstance(part, dict) else ({}, refs, 0)
        )
        properties = {**inner.get("properties", {}), **node.get("properties", {})}
        node = inner | {k: v for k, v in node.items() if k != "allOf"}
        node = node | ({"properties": properties} if properties else {})
    return node, refs, nullable


def _union(branches: list[dict[str, Any]]) -> dict[str, Any]:
    """Constants of a union as one enum; otherwise its first branch."""
    if branches and all("const" in branch for branch in branches):
        return {"enum": [branch["const"] for branch in branches]}
    return dict(branches[0]) if branches else {"type": "null"}


def _target(name: Any, root: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    if not isinstance(name, str) or not name.startswith("#"):
        raise _fault(f"$ref {name!r} leads out of the schema", (*path, "$ref"))
    node: Any = root
    for part in [p for p in name[1:].split("/") if p]:
        part = part.replace("~1", "/").replace("~0", "~")
        node = node.get(part) if isinstance(node, dict) else None
    if not isinstance(node, dict):
        raise _fault(f"$ref {name!r} leads nowhere", (*path, "$ref"))
    return node


def _single_type(node: dict[str, Any], nullable: bool) -> tuple[str, bool]:
    kind = node.get("type")
    nullable = nullable or node.get("nullable") is True or None in (node.get("enum") or [])
    if isinstance(kind, list):
        nullable = nullable or "null" in kind
        kind = next((name for name in kind if name != "null"), "null")
    if kind is None:
        kind = _guessed_type(node)
    return kind, nullable


def _guessed_type(node: dict[str, Any]) -> str:
    if "properties" in node:
        return "object"
    if "items" in node:
        return "array"
    choices = [c for c in node.get("enum") or [node.get("const")] if c is not None]
    if choices and all(isinstance(c, bool) for c in choices):
        return "boolean"
    if choices and all(isinstance(c, int | float) for c in choices):
        return "number"
    return "string"
