"""GET /large_results/{id}, /results/{id}/images/{file} and /schema/{id}/excel: what is too large,
or no JSON, for a job's view."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from octavo.api import results
from octavo.api.auth import Tenant
from octavo.errors import JobNotFound, NotStored, RequestError, ResultGone
from octavo.jobs import queries
from octavo.jobs.model import GONE, Job, Kind, Status
from octavo.jobs.node import Node

router = APIRouter(tags=["results"])

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IMAGE_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}\.(png|jpg|jpeg)")


@router.get("/large_results/{job_id}")
async def large_result(job_id: str, request: Request) -> Response:
    """A large result, once, within the hour after its completion. Needs no key.

    The slot is used up by a download that reaches its end; one that breaks may be repeated.
    """
    node: Node = request.app.state.node
    job = await run_in_threadpool(_large, node, job_id)
    over = job.fetched is not None or _is_expired(job) or _too_late(node, job)
    if over or job.result is None:
        raise ResultGone("This result was already downloaded or has expired.")
    pieces = await run_in_threadpool(node.artifacts.stream, job.result)
    return StreamingResponse(_once(node, job, pieces), media_type="application/json")


def _large(node: Node, job_id: str) -> Job:
    """The job whose result is, or was, a large one. Raises JobNotFound."""
    job = queries.any_job(node.database, job_id)
    if job is None or not (_is_expired(job) or _has_large_result(node, job)):
        raise JobNotFound(f"There is no large result for job {job_id}")
    return job


def _has_large_result(node: Node, job: Job) -> bool:
    return job.status is Status.COMPLETED and results.is_large(node, job)


def _is_expired(job: Job) -> bool:
    return job.kind is Kind.EXTRACT and job.status in GONE


def _too_late(node: Node, job: Job) -> bool:
    return time.time() - job.updated > node.settings.large_result_seconds


def _once(node: Node, job: Job, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from pieces
    queries.take_large_result(node.database, job.id, time.time())


@router.get("/results/{job_id}/images/{filename}")
async def image(job_id: str, filename: str, request: Request, tenant: Tenant) -> Response:
    """A figure of an extraction that was asked for with show_images."""
    node: Node = request.app.state.node
    if not _IMAGE_NAME.fullmatch(filename):
        raise RequestError(f"{filename!r} is not the name of an image")
    job = await run_in_threadpool(queries.job, node.database, tenant, job_id)
    if job is None:
        raise JobNotFound(f"Job {job_id} not found")
    try:
        raw = await run_in_threadpool(node.artifacts.get, f"images/{job_id}/{filename}")
    except NotStored:
        raise NotStored(f"Job {job_id} has no image {filename}") from None
    return Response(raw, media_type="image/png")


@router.get("/schema/{schema_id}/excel")
async def workbook(schema_id: str, request: Request, tenant: Tenant) -> Response:
    """The filled copy of the template of a schema run."""
    node: Node = request.app.state.node
    row = await run_in_threadpool(queries.product, node.database, tenant, Kind.SCHEMA, schema_id)
    if row is None:
        raise NotStored(f"There is no stored schema run with the id {schema_id}")
    try:
        raw = await run_in_threadpool(node.artifacts.get, f"excel/{row.job}.xlsx")
    except NotStored:
        raise NotStored(f"Schema run {schema_id} had no excel_template") from None
    name = {"Content-Disposition": f'attachment; filename="{schema_id}.xlsx"'}
    return Response(raw, media_type=WORKBOOK, headers=name)
