"""POST /batch/tables, /batch/split and /batch/schema: a step over many extractions (d.2–d.4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from octavo.api import body, results, saved, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.routes.batch import acknowledge, destination
from octavo.api.wire.batch import BatchRequest
from octavo.api.wire.later import (
    BatchSchemaRequest,
    BatchSplitRequest,
    BatchTablesRequest,
    Extractions,
)
from octavo.errors import MissingParameter, RequestError
from octavo.jobs import batch as batches
from octavo.jobs.batch import Item
from octavo.jobs.lineage import Lineage
from octavo.jobs.model import Kind
from octavo.jobs.node import Node

router = APIRouter(tags=["batch"])

MAX_BODY = 64 * 2**20


class Plan(NamedTuple):
    """A batch to be: the work all its children share, and each one's own."""

    work: dict[str, Any]
    items: list[Item]


@router.post("/batch/tables", status_code=202, openapi_extra=takes(BatchTablesRequest))
async def batch_tables(request: Request, tenant: Tenant) -> Response:
    """The tables of every extraction."""
    sent = await body.read(request, MAX_BODY)
    asked = sent.as_model(BatchTablesRequest)

    def plan(lineage: Lineage) -> Plan:
        items = [lineage.over_extraction(row) for row in _extractions(lineage, asked)]
        return Plan({"config": asked.tables_config.model_dump()}, items)

    return await _submit(request, tenant, Kind.BATCH_TABLES, sent, asked, plan)


@router.post("/batch/split", status_code=202, openapi_extra=takes(BatchSplitRequest))
async def batch_split(request: Request, tenant: Tenant) -> Response:
    """The pages of every extraction by topic."""
    sent = await body.read(request, MAX_BODY)
    asked = await saved.read(request, tenant, sent, BatchSplitRequest)

    def plan(lineage: Lineage) -> Plan:
        _exactly_one(asked, "batch_extract_id", "extraction_ids")
        work = {"config": asked.config()}
        items = [lineage.over_extraction(row) for row in _extractions(lineage, asked)]
        return Plan(work, items)

    return await _submit(request, tenant, Kind.BATCH_SPLIT, sent, asked, plan)


@router.post("/batch/schema", status_code=202, openapi_extra=takes(BatchSchemaRequest))
async def batch_schema(request: Request, tenant: Tenant) -> Response:
    """The values a schema asks for, of every extraction, or of each topic of every split."""
    sent = await body.read(request, MAX_BODY)
    asked = await saved.read(request, tenant, sent, BatchSchemaRequest)
    given = _exactly_one(asked, "batch_extract_id", "extraction_ids", "batch_split_id", "split_ids")
    if given in ("batch_split_id", "split_ids"):
        plan, counter = _schema_of_topics, "total_splits"
    else:
        plan, counter = _schema_of_documents, "total_extractions"
    whole = partial(plan, asked=asked)
    return await _submit(request, tenant, Kind.BATCH_SCHEMA, sent, asked, whole, counter)


async def _submit(
    request: Request,
    tenant: str,
    kind: Kind,
    sent: body.Body,
    asked: BatchRequest,
    plan: Callable[[Lineage], Plan],
    counter: str = "total_extractions",
) -> Response:
    """Record a batch of what `plan` finds; that may take long, and is not done for a resend."""
    node: Node = request.app.state.node
    job = await submit.new_job(request, tenant, kind, sent)

    def record() -> int:
        work, items = plan(Lineage(node.database, tenant))
        job.work |= work
        place = destination(node, asked)
        submit.keep_template(node, job, job.work["config"])
        return batches.submit(node.store, job, items, asked.workers, place)

    return results.json_response(
        await run_in_threadpool(acknowledge, node, job, counter, record), 202
    )


def _extractions(lineage: Lineage, asked: Extractions) -> list[Any]:
    given = _exactly_one(asked, "batch_extract_id", "extraction_ids")
    if given == "batch_extract_id":
        assert asked.batch_extract_id is not None
        return lineage.batch(Kind.BATCH_EXTRACT, asked.batch_extract_id)
    return lineage.extractions(_not_empty(asked.extraction_ids, "extraction_ids"))


def _schema_of_documents(lineage: Lineage, asked: BatchSchemaRequest) -> Plan:
    work = {"config": _drafted(asked.config()), "page_range": asked.page_range}
    rows = _extractions(lineage, asked)
    versions = lineage.next_versions([row.id for row in rows])
    items = [lineage.over_extraction(row, extra={"version": versions[row.id]}) for row in rows]
    return Plan(work, items)


def _schema_of_topics(lineage: Lineage, asked: BatchSchemaRequest) -> Plan:
    topics = asked.topic_config()
    work = {"config": {topic: _drafted(config) for topic, config in topics.items()}}
    if asked.batch_split_id is not None:
        rows = lineage.batch(Kind.BATCH_SPLIT, asked.batch_split_id)
    else:
        rows = lineage.splits(_not_empty(asked.split_ids, "split_ids"))
    versions = lineage.next_versions([row.parent for row in rows])
    extras = [{"split_id": row.id, "version": versions[row.parent]} for row in rows]
    return Plan(work, lineage.over_splits(rows, extras))


def _drafted(config: dict[str, Any]) -> dict[str, Any]:
    """A prompt alone made a schema now, so that every document of the batch is asked the same."""
    if "input_schema" in config or "excel_template" in config:
        return config
    from octavo.steps import schema  # brings the finders along, which no other request needs

    made: dict[str, Any] = msgspec.to_builtins(schema.drafted(schema.SchemaConfig(**config)))
    return made


def _exactly_one(asked: BatchRequest, *names: str) -> str:
    given = [name for name in names if getattr(asked, name) is not None]
    if not given:
        raise MissingParameter(f"Give one of {', '.join(names)}")
    if len(given) > 1:
        raise RequestError(f"Give only one of {' and '.join(given)}")
    return given[0]


def _not_empty(ids: list[str] | None, name: str) -> list[str]:
    if not ids:
        raise MissingParameter(f"{name} is empty")
    return ids
