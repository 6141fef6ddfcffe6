"""The schema step: values with proof from one document, several together, or each topic's pages.

Pure functions of documents and configuration; which finder answers is the caller's choice, the
configured one by default. CONTRACT b.4 and e.6.
"""

from __future__ import annotations

from typing import Any

import msgspec

from octavo.documents import Document
from octavo.errors import OctavoError, RequestError, SchemaMissing
from octavo.finding import configured
from octavo.finding.finder import Finder, Found, Sources
from octavo.finding.json_schema import prepare
from octavo.formats import pages


class SchemaConfig(msgspec.Struct, frozen=True):
    """What a caller asks of a schema run: the contract's `schema_config`.

    `drafted` says that the schema was made from the prompt, not given.
    """

    input_schema: Any = None
    schema_prompt: str = ""
    effort: bool = False
    drafted: bool = False


def drafted(config: SchemaConfig) -> SchemaConfig:
    """`config`, its schema drafted from the prompt if that is all there is.

    Raises SchemaMissing for a prompt that names no fields, ProcessingError if a language model is
    configured and does not answer.
    """
    if config.input_schema or not config.schema_prompt.strip():
        return config
    from octavo.finding import schema_draft

    try:
        schema = schema_draft.draft(config.schema_prompt, None)
    except RequestError as error:
        raise SchemaMissing(f"No schema was given. {error.message}") from None
    return msgspec.structs.replace(config, input_schema=schema, drafted=True)


def run_single(
    documents: list[tuple[str | None, Document]],
    config: SchemaConfig,
    page_range: str | None = None,
    finder: Finder | None = None,
) -> dict[str, Any]:
    """`values`, `citations` and `confidence` of all documents together.

    Each document comes with the prefix of its citations (its extraction id in multi mode, None
    alone). Raises InvalidPageRange and as `drafted` does; `warnings` is present only when there
    are some.
    """
    sources: Sources = [(prefix, within(document, page_range)) for prefix, document in documents]
    return _find(sources, _ready(config), finder or configured.finder())


def run_split(
    document: Document,
    splits: dict[str, list[int]],
    configs: dict[str, SchemaConfig],
    finder: Finder | None = None,
) -> dict[str, Any]:
    """`results` and `input_schemas` by topic, and `errors` for topics that could not be done.

    Raises RequestError if none of the topics is one of the split's.
    """
    if configs and not set(configs) & set(splits):
        known = ", ".join(splits) or "none"
        raise RequestError(f"None of the topics is part of the split; it has: {known}")
    finder = finder or configured.finder()
    done: dict[str, dict[str, Any]] = {"results": {}, "input_schemas": {}, "errors": {}}
    for topic, config in configs.items():
        try:
            part = _part(document, splits, topic)
            ready = _ready(config)
            done["results"][topic] = _find([(None, part)], ready, finder)
            done["input_schemas"][topic] = ready.input_schema
        except OctavoError as error:
            done["errors"][topic] = error.message
    return done


def _ready(config: SchemaConfig) -> SchemaConfig:
    """`config` with a checked schema. Raises SchemaError, and as `drafted` does."""
    config = drafted(config)
    return msgspec.structs.replace(config, input_schema=prepare(config.input_schema))


def _part(document: Document, splits: dict[str, list[int]], topic: str) -> Document:
    """The pages of a topic. Raises RequestError if there are none."""
    if topic not in splits:
        raise RequestError("The split has no such topic")
    part = _only(document, set(splits[topic]))
    if not part.pages:
        raise RequestError("No pages assigned to topic")
    return part


def within(document: Document, page_range: str | None) -> Document:
    """The document cut to a page range. Raises InvalidPageRange."""
    if page_range is None or not page_range.strip():
        return document
    count = document.page_count or len(document.pages)
    return _only(document, set(pages.parse(page_range, count)))


def _only(document: Document, numbers: set[int]) -> Document:
    kept = [page for page in document.pages if page.number in numbers]
    return msgspec.structs.replace(document, pages=kept)


def _find(sources: Sources, config: SchemaConfig, finder: Finder) -> dict[str, Any]:
    return _output(finder.find(sources, config.input_schema, config.schema_prompt, config.effort))


def _output(found: Found) -> dict[str, Any]:
    output = {
        "values": found.values,
        "citations": found.citations,
        "confidence": found.confidence,
    }
    return output | ({"warnings": found.warnings} if found.warnings else {})
