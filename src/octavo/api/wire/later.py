"""The bodies of /tables, /split and /schema, and of their batch twins."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, Field, field_validator

from octavo.api.wire.base import Wire
from octavo.api.wire.batch import BatchRequest
from octavo.errors import MissingParameter, RequestError, SchemaError, SchemaMissing
from octavo.finding import json_schema
from octavo.formats import pages as page_ranges
from octavo.steps import template_check

Prepare = Callable[[Any], dict[str, Any]]

MAX_TOPICS = 1000
MAX_FIELDS = 10_000
"""Fields that the schemas of all topics of a request may have together; one has 5,000 at most."""


class TablesSettings(Wire):
    merge: bool = False
    table_format: Literal["html", "json"] = "html"
    charts_to_tables: bool = False


class TopicDefinition(Wire):
    name: str = Field(min_length=1)
    description: str = ""


class SplitSettings(Wire):
    split_input: list[TopicDefinition] = Field(
        min_length=1,
        max_length=MAX_TOPICS,
        validation_alias=AliasChoices("split_input", "splitInput", "topics"),
    )

    @field_validator("split_input")
    @classmethod
    def _unique(cls, topics: list[TopicDefinition]) -> list[TopicDefinition]:
        counts = Counter(topic.name for topic in topics)
        twice = sorted(name for name, count in counts.items() if count > 1)
        if twice:
            raise RequestError(f"Topic names must differ; given twice: {', '.join(twice)}")
        return topics


class SchemaSettings(Wire):
    """A schema and how to read with it, for a document or for one topic of it."""

    input_schema: dict[str, Any] | str | None = Field(
        None, validation_alias=AliasChoices("input_schema", "inputSchema", "schema")
    )
    schema_prompt: str = ""
    effort: bool = False
    excel_template: str | None = None
    schema_config_id: str | None = None

    def config(self, prepare: Prepare = json_schema.prepare) -> dict[str, Any]:
        """The step's configuration, its schema or template checked.

        With a prompt alone it has no schema: the step drafts one. A schema of
        thousands of fields takes seconds. Raises SchemaError with the place of the fault,
        SchemaMissing, RequestError, FileError.
        """
        shared = {"schema_prompt": self.schema_prompt, "effort": self.effort}
        if self.excel_template:
            return shared | {"excel_template": self._checked_template()}
        if self.input_schema:
            return shared | {"input_schema": prepare(self.input_schema)}
        if not self.schema_prompt.strip():
            raise SchemaMissing("No schema was given; send input_schema, or a schema_prompt")
        return shared

    def _checked_template(self) -> str:
        if self.input_schema:
            raise RequestError("Give only one of input_schema and excel_template")
        assert self.excel_template is not None
        try:
            raw = base64.b64decode("".join(self.excel_template.split()), validate=True)
        except (binascii.Error, ValueError):
            raise RequestError("excel_template is not base64") from None
        template_check.check(raw)
        return base64.b64encode(raw).decode()


Topics = Annotated[dict[str, SchemaSettings], Field(max_length=MAX_TOPICS)]


def topic_configs(topics: dict[str, SchemaSettings]) -> dict[str, Any]:
    """The configuration of each topic. Raises what SchemaSettings.config raises."""
    for topic, given in topics.items():
        if given.excel_template:
            raise RequestError(f"{topic}: a topic takes a schema, not an excel_template")
    together = _Together()
    return {topic: given.config(together.prepare) for topic, given in topics.items()}


class _Together:
    """Prepares the schemas of many topics: equal ones once, and no more than can be borne."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[dict[str, Any], int]] = {}
        self._fields = 0

    def prepare(self, schema: Any) -> dict[str, Any]:
        text = json.dumps(schema)
        if text not in self._known:
            made = json_schema.prepare(schema)
            self._known[text] = made, _fields(json_schema.plain(made))
        prepared, fields = self._known[text]
        self._fields += fields
        if self._fields > MAX_FIELDS:
            raise SchemaError(
                f"The schemas of all topics have more than {MAX_FIELDS:,} fields together"
            )
        return prepared


def _fields(schema: dict[str, Any]) -> int:
    """How many fields a plain schema has, at every depth."""
    inner = [*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])]
    return len(inner) + sum(map(_fields, inner))


class PageRange(Wire):
    page_range: str | None = None

    @field_validator("page_range")
    @classmethod
    def _well_formed(cls, value: str | None) -> str | None:
        if value is not None:
            page_ranges.check(value)
        return value


class TablesRequest(PageRange):
    """POST /tables."""

    extraction_id: str | None = None
    split_id: str | None = None
    tables_config: TablesSettings = Field(default_factory=TablesSettings)
    async_: bool = Field(False, alias="async")


class SplitConfigured(Wire):
    split_config: SplitSettings | None = None
    split_config_id: str | None = None
    topics: list[TopicDefinition] | None = None

    def config(self) -> dict[str, Any]:
        """The topics asked for. Raises MissingParameter, RequestError."""
        settings = self.split_config
        if settings is None and self.topics:
            settings = SplitSettings(split_input=self.topics)
        if settings is None:
            raise MissingParameter("split_config is required: {split_input: [{name, description}]}")
        return settings.model_dump()


class SplitRequest(SplitConfigured):
    """POST /split."""

    extraction_id: str | None = None
    async_: bool = Field(False, alias="async")


class SchemaConfigured(PageRange):
    schema_config: SchemaSettings | None = Field(
        None,
        validation_alias=AliasChoices("schema_config", "schemaConfig", "structured_output"),
    )
    schema_config_id: str | None = None
    split_schema_config: Topics | None = None

    def config(self) -> dict[str, Any]:
        """The configuration of a schema over whole documents."""
        if self.schema_config is None:
            raise MissingParameter("schema_config is required: {input_schema, schema_prompt}")
        return self.schema_config.config()

    def topic_config(self) -> dict[str, Any]:
        """The configuration of each topic."""
        if not self.split_schema_config:
            raise MissingParameter("split_schema_config is required: {topic: {schema}}")
        return topic_configs(self.split_schema_config)


class SchemaRequest(SchemaConfigured):
    """POST /schema; the mode follows from what is given."""

    extraction_id: str | None = None
    extraction_ids: list[str] | None = None
    split_id: str | None = None
    async_: bool = Field(False, alias="async")


class Extractions(BatchRequest):
    """What batches over extractions take: exactly one of these."""

    batch_extract_id: str | None = None
    extraction_ids: list[str] | None = None


class BatchTablesRequest(Extractions):
    """POST /batch/tables."""

    tables_config: TablesSettings = Field(default_factory=TablesSettings)


class BatchSplitRequest(Extractions, SplitConfigured):
    """POST /batch/split."""


class BatchSchemaRequest(Extractions, SchemaConfigured):
    """POST /batch/schema; over splits with one of the two ids of splits."""

    batch_split_id: str | None = None
    split_ids: list[str] | None = None
