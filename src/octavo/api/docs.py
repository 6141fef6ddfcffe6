"""OpenAPI for bodies that are read by hand, because clients send them in several encodings."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def takes(model: type[BaseModel], *, files: bool = False) -> dict[str, Any]:
    """The `openapi_extra` of an endpoint whose body is `model`, with `file` parts if `files`."""
    content: dict[str, Any] = {"application/json": {"schema": _inline(model)}}
    if files:
        form = _inline(model)
        part = {"type": "string", "format": "binary"}
        form["properties"] = {"file": part, **form.get("properties", {})}
        content["multipart/form-data"] = {"schema": form}
    return {"requestBody": {"required": True, "content": content}}


def _inline(model: type[BaseModel]) -> dict[str, Any]:
    """A model's schema with its definitions written in place."""
    schema = model.model_json_schema(by_alias=False)
    definitions = schema.pop("$defs", {})

    def resolve(node: Any) -> Any:
        if isinstance(node, dict):
            if "$ref" in node:
                return resolve(definitions[node["$ref"].rpartition("/")[2]])
            return {key: resolve(value) for key, value in node.items()}
        return [resolve(item) for item in node] if isinstance(node, list) else node

    resolved: dict[str, Any] = resolve(schema)
    return resolved
