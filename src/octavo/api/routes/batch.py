"""POST /batch/…: many documents at once, answered at once."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from octavo.api import body, results, saved, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.routes.jobs import refusal
from octavo.api.wire.batch import BatchExtractRequest, BatchInput, BatchRequest, InlineFile
from octavo.errors import JobNotFound, MissingParameter, NoInput, RequestError
from octavo.jobs import batch as batches
from octavo.jobs import queries
from octavo.jobs.model import Job, Kind
from octavo.jobs.node import Node
from octavo.storage import sinks, sources
from octavo.storage.sources import Source

router = APIRouter(tags=["batch"])


@router.post(
    "/batch/extract", status_code=202, openapi_extra=takes(BatchExtractRequest, files=True)
)
async def batch_extract(request: Request, tenant: Tenant) -> Response:
    """Read every document of an input; results are written to the output as each is done."""
    node: Node = request.app.state.node
    sent = await body.read(request, node.settings.max_body_bytes)
    asked = await saved.read(request, tenant, sent, BatchExtractRequest)
    job = await submit.new_job(request, tenant, Kind.BATCH_EXTRACT, sent)
    job.work["origin"] = results.origin(request)
    ack = await run_in_threadpool(_submit_extract, node, job, asked, sent)
    return results.json_response(ack, 202)


def _submit_extract(
    node: Node, job: Job, asked: BatchExtractRequest, sent: body.Body
) -> dict[str, Any]:
    def record() -> int:
        job.work["options"] = msgspec.to_builtins(asked.extract_options.options())
        place = destination(node, asked)
        found = batches.of_sources(_sources(node, job, asked.input, sent))
        return batches.submit(node.store, job, found, asked.workers, place)

    return acknowledge(node, job, "total_files", record)


def acknowledge(node: Node, job: Job, counter: str, record: Callable[[], int]) -> dict[str, Any]:
    """Have `record` make the batch, once for one Idempotency-Key; what the caller is told."""
    submit.once(node, job, record)
    total = queries.batch(node.database, job.id).total
    return {"batch_job_id": job.id, "status": "processing", counter: total}


def destination(node: Node, asked: BatchRequest) -> sinks.Destination:
    """Where the results go, checked before any work.

    Raises MissingParameter, RequestError, DestinationRefused.
    """
    if asked.output is None:
        raise MissingParameter("output is required: give output.s3_prefix or output.local_path")
    return sinks.check(asked.output.destination(), node.settings.roots, node.kept)


def _sources(node: Node, job: Job, given: BatchInput | None, sent: body.Body) -> Iterator[Source]:
    names = given.given() if given else []
    if len(names) + bool(sent.files) > 1:
        raise RequestError(f"input takes one source only, not {' and '.join(names) or 'two'}")
    if sent.files:
        return iter(submit.keep_all(partial(submit.keep_upload, node, job.id), sent.files))
    if given is None or not names:
        raise NoInput("No input: give input.s3_prefix, input.file_urls, input.files, or file parts")
    if given.s3_prefix is not None:
        return sources.list_prefix(given.s3_prefix, node.kept)
    if given.local_path is not None:
        return sources.list_folder(given.local_path, node.settings.roots, node.kept)
    if given.file_urls is not None:
        return iter([sources.check_url(url) for url in given.file_urls])
    return iter(submit.keep_all(partial(keep_inline, node, job), given.files or []))


def keep_inline(node: Node, job: Job, number: int, file: InlineFile) -> Source:
    """Keep a file sent inside the body; where it is. Raises RequestError."""
    try:
        content = base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise RequestError(f"input.files[{number}].content is not base64") from None
    key = f"uploads/{job.id}/{number}"
    node.artifacts.put(key, content)
    name = submit.file_name(file.filename)
    return Source(kind="artifact", uri=key, name=name, size=len(content))


@router.post("/batch/{batch_id}/retry", status_code=202)
async def retry(batch_id: str, request: Request, tenant: Tenant) -> Response:
    """Have the failed documents of a batch done again. An addition of ours."""
    node: Node = request.app.state.node
    job = await run_in_threadpool(queries.job, node.database, tenant, batch_id)
    if job is None:
        raise await run_in_threadpool(refusal, node, batch_id)
    if not job.kind.is_batch:
        raise JobNotFound(f"Batch {batch_id} not found")
    count = await run_in_threadpool(node.store.retry_failed, job)
    status = "processing" if count else job.status.on_the_wire
    ack = {"batch_job_id": batch_id, "status": status, "retried": count}
    return results.json_response(ack, 202)
