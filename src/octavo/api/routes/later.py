"""POST /tables, /split and /schema: the steps over a stored extraction."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from octavo.api import body, saved, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.wire.later import SchemaRequest, SplitRequest, TablesRequest
from octavo.errors import MissingParameter, RequestError
from octavo.jobs.batch import Item
from octavo.jobs.lineage import Lineage
from octavo.jobs.model import Kind
from octavo.jobs.node import Node

router = APIRouter(tags=["steps"])

MAX_BODY = 32 * 2**20


@router.post("/tables", openapi_extra=takes(TablesRequest))
async def tables(request: Request, tenant: Tenant) -> Response:
    """The tables of an extraction, as HTML or as records."""
    sent = await body.read(request, MAX_BODY)
    asked = sent.as_model(TablesRequest)
    job = await submit.new_job(request, tenant, Kind.TABLES, sent)
    describe = partial(_tables_item, _lineage(request, tenant), asked)
    ack = {"tables_id": job.id, "message": "Tables job accepted"}
    return await submit.finish(request, job, describe, wait=not asked.async_, accepted=202, ack=ack)


@router.post("/split", openapi_extra=takes(SplitRequest))
async def split(request: Request, tenant: Tenant) -> Response:
    """The pages of an extraction by topic."""
    sent = await body.read(request, MAX_BODY)
    asked = await saved.read(request, tenant, sent, SplitRequest)
    job = await submit.new_job(request, tenant, Kind.SPLIT, sent)
    describe = partial(_split_item, _lineage(request, tenant), asked)
    ack = {"message": "Split job accepted"}
    return await submit.finish(request, job, describe, wait=not asked.async_, accepted=202, ack=ack)


@router.post("/schema", openapi_extra=takes(SchemaRequest))
async def schema(request: Request, tenant: Tenant) -> Response:
    """The values a schema asks for: of one extraction, of several as one, or of each topic."""
    sent = await body.read(request, MAX_BODY)
    asked = await saved.read(request, tenant, sent, SchemaRequest)
    job = await submit.new_job(request, tenant, Kind.SCHEMA, sent)
    describe = partial(_schema_item, _lineage(request, tenant), asked)
    ack = {"message": "Schema job accepted"}
    return await submit.finish(request, job, describe, wait=not asked.async_, accepted=202, ack=ack)


def _lineage(request: Request, tenant: str) -> Lineage:
    node: Node = request.app.state.node
    return Lineage(node.database, tenant)


def _tables_item(lineage: Lineage, asked: TablesRequest) -> Item:
    how = {"config": asked.tables_config.model_dump(), "page_range": asked.page_range}
    if asked.split_id is not None:
        [row] = lineage.splits([asked.split_id])
        return lineage.over_split(row, **how)
    if asked.extraction_id is None:
        raise MissingParameter("extraction_id is required")
    [row] = lineage.extractions([asked.extraction_id])
    return lineage.over_extraction(row, **how)


def _split_item(lineage: Lineage, asked: SplitRequest) -> Item:
    if asked.extraction_id is None:
        raise MissingParameter("extraction_id is required")
    config = asked.config()
    [row] = lineage.extractions([asked.extraction_id])
    return lineage.over_extraction(row, config=config)


def _schema_item(lineage: Lineage, asked: SchemaRequest) -> Item:
    given = [
        name
        for name in ("split_id", "extraction_ids", "extraction_id")
        if getattr(asked, name) is not None
    ]
    if not given:
        raise MissingParameter("Give extraction_id, extraction_ids or split_id")
    if len(given) > 1:
        raise RequestError(f"Give only one of {' and '.join(given)}")
    if asked.split_id is not None:
        item = lineage.over_split(lineage.splits([asked.split_id])[0])
        extra: dict[str, Any] = {"split_id": asked.split_id}
        config = asked.topic_config()
    else:
        item, extra = _over_documents(lineage, asked)
        config = asked.config()
    version = lineage.next_versions([item.work["parent"]])[item.work["parent"]]
    extra["version"] = version
    shared = {"config": config, "page_range": asked.page_range, "extra": extra}
    return Item(label=item.label, work=item.work | shared)


def _over_documents(lineage: Lineage, asked: SchemaRequest) -> tuple[Item, dict[str, Any]]:
    if asked.extraction_id is not None and not lineage.is_batch(asked.extraction_id):
        [row] = lineage.extractions([asked.extraction_id])
        return lineage.over_extraction(row), {}
    if asked.extraction_id is not None:
        rows = lineage.batch(Kind.BATCH_EXTRACT, asked.extraction_id)
    else:
        if not asked.extraction_ids:
            raise MissingParameter("extraction_ids is empty")
        rows = lineage.extractions(asked.extraction_ids)
    return lineage.over_many(rows), {"extraction_ids": [row.id for row in rows]}
