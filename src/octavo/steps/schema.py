"""The schema step: values with proof from one document, several together, or each topic's pages.

Pure functions of documents and configuration; which finder answers is the caller's choice, the
configured one by default. CONTRACT b.4 and e.6.
"""

from __future__ import annotations

from typing import Any

import msgspec

from octavo.documents import Document
from octavo.errors import OctavoError, RequestError
from octavo.finding import configured
from octavo.finding.finder import Finder, Found, Sources
from octavo.finding.json_schema import prepare
from octavo.formats import pages


class SchemaConfig(msgspec.Struct, frozen=True):
    """What a caller asks of a schema run: the contract's `schema_config`."""

    input_schema: Any = None
    schema_prompt: str = ""
    effort: bool = False


def run_single(
    documents: list[tuple[str | None, Document]],
    config: SchemaConfig,
    page_range: str | None = None,
    finder: Finder | None = None,
) -> dict[str, Any]:
    """`values`, `citations` and `confidence` of all documents together.

    Each document comes with the prefix of its citations (its extraction id in multi mode, None
    alone). Raises SchemaError, InvalidPageRange; `warnings` is present only when there are some.
    """
    schema = prepare(config.input_schema)
    sources: Sources = [(prefix, within(document, page_range)) for prefix, document in documents]
    finder = finder or configured.finder()
    return _output(finder.find(sources, schema, config.schema_prompt, config.effort))


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
            done["results"][topic] = _topic(document, splits, topic, config, finder)
            done["input_schemas"][topic] = prepare(config.input_schema)
        except OctavoError as error:
            done["errors"][topic] = error.message
    return done


def _topic(
    document: Document,
    splits: dict[str, list[int]],
    topic: str,
    config: SchemaConfig,
    finder: Finder,
) -> dict[str, Any]:
    if topic not in splits:
        raise RequestError("The split has no such topic")
    part = _only(document, set(splits[topic]))
    if not part.pages:
        raise RequestError("No pages assigned to topic")
    return run_single([(None, part)], config, None, finder)


def within(document: Document, page_range: str | None) -> Document:
    """The document cut to a page range. Raises InvalidPageRange."""
    if page_range is None or not page_range.strip():
        return document
    count = document.page_count or len(document.pages)
    return _only(document, set(pages.parse(page_range, count)))


def _only(document: Document, numbers: set[int]) -> Document:
    kept = [page for page in document.pages if page.number in numbers]
    return msgspec.structs.replace(document, pages=kept)


def _output(found: Found) -> dict[str, Any]:
    output = {
        "values": found.values,
        "citations": found.citations,
        "confidence": found.confidence,
    }
    return output | ({"warnings": found.warnings} if found.warnings else {})
