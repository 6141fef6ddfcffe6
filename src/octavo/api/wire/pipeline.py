"""The body of POST /pipeline/execute."""

from __future__ import annotations

from typing import Any

import msgspec
from pydantic import AliasChoices, Field

from octavo.api.wire.base import Wire
from octavo.api.wire.batch import BatchRequest, InlineFile
from octavo.api.wire.extract import ExtractSettings
from octavo.api.wire.later import (
    SchemaSettings,
    SplitSettings,
    TablesSettings,
    Topics,
    topic_configs,
)
from octavo.errors import MissingParameter, RequestError
from octavo.jobs.pipeline import CHAINS


class BatchExtractStep(ExtractSettings, BatchRequest):
    """Extraction of several files."""

    file_urls: list[str] | None = None
    files: list[InlineFile] | None = None


class SchemaStep(SchemaSettings):
    split_schema_config: Topics | None = None


class Steps(Wire):
    """The chain; it runs in this order whatever the order of the keys."""

    extract: ExtractSettings | None = None
    batch_extract: BatchExtractStep | None = None
    split: SplitSettings | None = None
    schema_: SchemaStep | None = Field(None, validation_alias=AliasChoices("schema", "schema_"))
    tables: TablesSettings | None = None


class PipelineRequest(Wire):
    """POST /pipeline/execute."""

    file_url: str | None = None
    file_urls: list[str] | None = None
    steps: Steps | None = None
    async_: bool = Field(False, alias="async")
    auto_delete: bool = False

    def chain(self) -> dict[str, dict[str, Any]]:
        """What each step does, in order. Raises MissingParameter, RequestError, SchemaError."""
        if self.steps is None:
            raise MissingParameter('steps is required, e.g. {"extract": {}, "schema": {…}}')
        given = {
            "extract": self.steps.extract,
            "batch_extract": self.steps.batch_extract,
            "split": self.steps.split,
            "schema": self.steps.schema_,
            "tables": self.steps.tables,
        }
        chain = {name: _config(step) for name, step in given.items() if step is not None}
        if tuple(chain) not in CHAINS:
            allowed = "; ".join(" → ".join(names) for names in sorted(CHAINS))
            asked = " → ".join(chain) or "nothing"
            raise RequestError(f"{asked} is not a chain; the chains are: {allowed}")
        if len(chain) > 1 and not next(iter(chain.values()))["options"].get("store", True):
            raise RequestError(
                "The next step reads what extract stores: leave storage.enabled on, and have it "
                "deleted in the end with auto_delete"
            )
        if "split" in chain and "excel_template" in chain.get("schema", {}).get("config", {}):
            raise RequestError("After a split, schema takes an input_schema, not an excel_template")
        return chain


def _config(step: Wire) -> dict[str, Any]:
    if isinstance(step, ExtractSettings):
        config: dict[str, Any] = {"options": msgspec.to_builtins(step.options())}
        return config | ({"workers": step.workers} if isinstance(step, BatchExtractStep) else {})
    if isinstance(step, SchemaStep):
        if step.split_schema_config:
            topics = topic_configs(step.split_schema_config)
            return {"config": topics, "by_topic": True}
        return {"config": step.config()}
    return {"config": step.model_dump()}
