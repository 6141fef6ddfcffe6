"""GET and DELETE /job/{id}, POST /cancel/{id}: how a job stands, and ending it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from octavo.api import results
from octavo.api.auth import Tenant
from octavo.errors import Forbidden, JobNotFound, NotStored, OctavoError, RequestError
from octavo.jobs import queries, retention
from octavo.jobs.batch_view import LISTED, Shown
from octavo.jobs.model import GONE, OPEN, Kind
from octavo.jobs.node import Node

router = APIRouter(tags=["jobs"])

MAX_CURSOR = 2**31 - 1
PURGED_AT_ONCE = 500
"""Documents of a batch whose artifacts are deleted while the caller waits."""


@router.get("/job/{job_id}")
async def get_job(
    job_id: str,
    request: Request,
    tenant: Tenant,
    include: Annotated[str | None, Query()] = None,
    limit: Annotated[int | None, Query(ge=1, le=10_000)] = None,
    cursor: Annotated[int, Query(ge=-1, le=MAX_CURSOR)] = -1,
) -> Response:
    """A job's status and, once it is completed, its result; a batch's progress at any time.

    For large batches, additions of ours: `include` takes a comma-separated choice of the lists
    completed, failed and processing; `limit` and `cursor` (a view's `next_cursor`) page them.
    """
    shown = _shown(include, limit, cursor)
    base = results.origin(request)
    body = await run_in_threadpool(_view, request.app.state.node, tenant, job_id, base, shown)
    return results.json_response(body)


def _view(node: Node, tenant: str, job_id: str, base: str, shown: Shown) -> bytes:
    job = queries.job(node.database, tenant, job_id)
    if job is None:
        raise refusal(node, job_id)
    try:
        return results.view(node, job, base, shown)
    except NotStored:
        over = queries.job(node.database, tenant, job_id)
        if over is None or over.status not in GONE:
            raise
        return results.view(node, over, base, shown)  # it expired between the two looks


@router.get("/jobs")
async def list_jobs(
    request: Request, tenant: Tenant, limit: Annotated[int, Query(ge=1, le=1000)] = 20
) -> Response:
    """The caller's newest jobs; children of batches are not listed. An addition of ours."""
    node: Node = request.app.state.node
    found = await run_in_threadpool(queries.recent, node.database, tenant, limit)
    return results.json_response({"jobs": [results.summary(job) for job in found]})


@router.delete("/job/{job_id}")
async def delete_job(
    job_id: str, request: Request, tenant: Tenant, purge: bool = False
) -> Response:
    """Cancel a job; a batch with all its open children. A finished job stays as it is.

    An addition of ours: with `purge` everything kept of the job is deleted, whether it has ended
    or not: results, images, uploads, what later steps would read, of a batch's documents and a
    pipeline's steps too. It is `expired` from then on. What a batch wrote to its output stays.
    """
    if purge:
        return await run_in_threadpool(_purge, job_id, request, tenant)
    return await _cancel(job_id, request, tenant)


def _purge(job_id: str, request: Request, tenant: str) -> Response:
    node: Node = request.app.state.node
    job = queries.job(node.database, tenant, job_id)
    if job is None:
        raise refusal(node, job_id)
    if job.batch is not None:
        raise RequestError(f"This is a document of batch {job.batch}; delete the batch")
    node.store.cancel(tenant, job_id)
    if job.kind is Kind.PIPELINE:
        retention.expire_steps(node.database, node.artifacts, job)
    if job.kind.is_batch and queries.batch(node.database, job_id).total > PURGED_AT_ONCE:
        retention.announce(node.database, job)
        message = "Job deleted; what is kept of its documents is being deleted"
    else:
        retention.expire(node.database, node.artifacts, job)
        message = "Job deleted, with everything that was kept of it"
    return results.json_response({"job_id": job_id, "message": message})


@router.post("/cancel/{job_id}", deprecated=True)
async def cancel(job_id: str, request: Request, tenant: Tenant) -> Response:
    """As DELETE /job/{job_id}."""
    return await _cancel(job_id, request, tenant)


async def _cancel(job_id: str, request: Request, tenant: str) -> Response:
    node: Node = request.app.state.node
    job = await run_in_threadpool(node.store.cancel, tenant, job_id)
    if job is None:
        raise await run_in_threadpool(refusal, node, job_id)
    if job.status in OPEN:
        message = "Job cancelled successfully"
    else:
        message = f"Job already {job.status.on_the_wire}; nothing was changed"
    return results.json_response({"job_id": job_id, "message": message})


def _shown(include: str | None, limit: int | None, cursor: int) -> Shown:
    names = tuple(LISTED)
    if include is not None:
        names = tuple(dict.fromkeys(name.strip() for name in include.split(",") if name.strip()))
    unknown = [name for name in names if name not in LISTED]
    if unknown:
        raise RequestError(
            f"include is {include!r}; choose from {', '.join(LISTED)}", parameter="include"
        )
    return Shown(names, limit, cursor)


def refusal(node: Node, job_id: str) -> OctavoError:
    """Why a caller gets nothing of a job: it is another's, or there is none."""
    if queries.status(node.database, job_id) is not None:
        return Forbidden(f"Job {job_id} belongs to someone else")
    return JobNotFound(f"Job {job_id} not found")
