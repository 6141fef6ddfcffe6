"""The steps after extraction as tasks on a folder: documents in, `result.json` out.

`task.json` is a LaterTask; the documents lie beside it as `document-0.json`, `document-1.json` …
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from octavo.documents import Document
from octavo.steps import schema, split, tables
from octavo.steps.task import FILLED, RESULT, SPLITS, TASK, TEMPLATE, LaterTask

CREDITS_PER_PAGE = {"split": 2.0, "schema": 1.0, "effort": 4.0}
CREDITS_PER_TABLE, CREDITS_PER_MERGED_TABLE, CREDITS_PER_CHART = 0.25, 0.5, 1.0


def run_tables(folder: Path) -> dict[str, Any]:
    """The tables of one extraction."""
    task, [document] = _load(folder)
    config = tables.TablesConfig(**task.config)
    found = tables.run(document, config, page_range=task.page_range, splits=task.splits)
    warnings = found.pop("warnings")
    _write(folder, {"tables_output": found, **({"warnings": warnings} if warnings else {})})
    charts = sum(table["from_chart"] for table in found["tables"])
    each = CREDITS_PER_MERGED_TABLE if config.merge else CREDITS_PER_TABLE
    credits = each * (len(found["tables"]) - charts) + CREDITS_PER_CHART * charts
    return {"pages": len(document.pages), "credits": credits}


def run_split(folder: Path) -> dict[str, Any]:
    """The topics of one extraction."""
    task, [document] = _load(folder)
    topics = [split.Topic(**topic) for topic in task.config["split_input"]]
    splits = split.run(document, topics)
    _write(folder, {"split_output": {"splits": splits}})
    (folder / SPLITS).write_bytes(msgspec.json.encode(splits))
    pages = len(document.pages)
    return {"pages": pages, "credits": CREDITS_PER_PAGE["split"] * pages}


def run_schema(folder: Path) -> dict[str, Any]:
    """The values of one extraction, of several as one, or of each topic."""
    task, documents = _load(folder)
    if task.splits is not None:
        return _schema_by_topic(folder, task, documents[0])
    config = schema.SchemaConfig(**task.config)
    template = folder / TEMPLATE
    names = task.names if task.merged else [None] * len(documents)
    sources = list(zip(names, documents, strict=True))
    if template.exists():
        from octavo.steps import template_run

        found = template_run.run(sources, template, folder / FILLED, config, task.page_range)
    else:
        config = schema.drafted(config)
        found = schema.run_single(sources, config, task.page_range)
    made = {"input_schema": config.input_schema} if config.drafted else {}
    _write(folder, {"schema_output": found, **made, **task.extra})
    pages = sum(len(schema.within(document, task.page_range).pages) for document in documents)
    return {"pages": pages, "credits": _schema_rate(config) * pages}


def _schema_by_topic(folder: Path, task: LaterTask, document: Document) -> dict[str, Any]:
    assert task.splits is not None
    configs = {topic: schema.SchemaConfig(**config) for topic, config in task.config.items()}
    found = schema.run_split(document, task.splits, configs)
    _write(folder, {**found, **task.extra})
    there = {page.number for page in document.pages}
    pages = {topic: there & set(task.splits.get(topic, [])) for topic in configs}
    return {
        "pages": len(set().union(*pages.values())),
        "credits": sum(
            (_schema_rate(configs[topic]) * len(part) for topic, part in pages.items()), 0.0
        ),
    }


def _schema_rate(config: schema.SchemaConfig) -> float:
    return CREDITS_PER_PAGE["effort" if config.effort else "schema"]


def _load(folder: Path) -> tuple[LaterTask, list[Document]]:
    task = msgspec.json.decode((folder / TASK).read_bytes(), type=LaterTask)
    documents = [
        msgspec.json.decode((folder / f"document-{number}.json").read_bytes(), type=Document)
        for number in range(len(task.names))
    ]
    return task, documents


def _write(folder: Path, result: dict[str, Any]) -> None:
    (folder / RESULT).write_bytes(msgspec.json.encode(result))
