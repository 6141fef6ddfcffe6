"""Saved configurations inside requests: `*_config_id` replaced by what was saved under it.

A saved value is validated by the very models of the requests. Where a request gives a value of
its own, that wins, field by field.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from octavo.api.wire.base import Wire
from octavo.api.wire.extract import ExtractSettings
from octavo.api.wire.later import SchemaConfigured, SchemaSettings, SplitConfigured, SplitSettings
from octavo.errors import RequestError

Asked = TypeVar("Asked", bound=Wire)


class ConfigKind(StrEnum):
    """What a saved configuration is for."""

    EXTRACTION = "extraction"
    SPLIT = "split"
    SCHEMA = "schema"


Find = Callable[[ConfigKind, str], dict[str, Any]]
"""The saved value of a kind with an id. Raises NotStored."""

MODELS: dict[ConfigKind, type[Wire]] = {
    ConfigKind.EXTRACTION: ExtractSettings,
    ConfigKind.SPLIT: SplitSettings,
    ConfigKind.SCHEMA: SchemaSettings,
}
_ALTERNATIVES = ("input_schema", "excel_template")


def check(saved: Wire) -> None:
    """Refuse a configuration that no request could use. Raises what the request would."""
    if isinstance(saved, ExtractSettings):
        if saved.extraction_config_id is not None:
            raise RequestError("A saved configuration cannot refer to another")
        saved.options()
    if isinstance(saved, SchemaSettings):
        if saved.schema_config_id is not None:
            raise RequestError("A saved configuration cannot refer to another")
        if saved.model_fields_set & set(_ALTERNATIVES):
            saved.config()


def complete(asked: Asked, find: Find) -> Asked:
    """`asked` with every saved configuration it names put in. Raises NotStored."""
    for name in list(asked.model_fields_set):
        setattr(asked, name, _completed(getattr(asked, name), find))
    if isinstance(asked, ExtractSettings) and asked.extraction_config_id is not None:
        asked = _over(asked, _saved(ConfigKind.EXTRACTION, asked.extraction_config_id, find))
    elif isinstance(asked, SchemaSettings) and asked.schema_config_id is not None:
        asked = _over(asked, _saved(ConfigKind.SCHEMA, asked.schema_config_id, find))
    if isinstance(asked, SplitConfigured) and asked.split_config_id is not None:
        saved = _saved(ConfigKind.SPLIT, asked.split_config_id, find)
        if asked.split_config is None and not asked.topics:
            asked.split_config = SplitSettings.model_validate(saved.model_dump())
    if isinstance(asked, SchemaConfigured) and asked.schema_config_id is not None:
        inline = asked.schema_config or SchemaSettings()
        saved = _saved(ConfigKind.SCHEMA, asked.schema_config_id, find)
        asked.schema_config = _over(inline, saved)
    return asked


def _completed(value: Any, find: Find) -> Any:
    if isinstance(value, Wire):
        return complete(value, find)
    if isinstance(value, dict):
        return {key: _completed(part, find) for key, part in value.items()}
    return value


def _saved(kind: ConfigKind, config_id: str, find: Find) -> Wire:
    return MODELS[kind].model_validate(find(kind, config_id))


def _over(inline: Asked, saved: Wire) -> Asked:
    """The fields set in `inline` over those set in `saved`, and so within objects.

    A schema of one's own also takes the place of a saved template, and the other way round.
    """
    fields = {name: getattr(saved, name) for name in saved.model_fields_set}
    if inline.model_fields_set & set(_ALTERNATIVES):
        fields |= dict.fromkeys(_ALTERNATIVES)
    for name in inline.model_fields_set:
        value, below = getattr(inline, name), fields.get(name)
        if isinstance(value, Wire) and isinstance(below, Wire):
            value = _over(value, below)
        fields[name] = value
    return inline.model_copy(update=fields)
