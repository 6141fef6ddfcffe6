"""POST /batch/…: many documents at once, answered at once (contract d)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from octavo.api import body, results, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.wire.batch import BatchExtractRequest, BatchInput, BatchRequest, InlineFile
from octavo.errors import MissingParameter, NoInput, RequestError
from octavo.jobs import batch as batches
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
    asked = sent.as_model(BatchExtractRequest)
    options = msgspec.to_builtins(asked.extract_options.options())
    work = {"options": options, "origin": results.origin(request)}
    job = submit.new_job(tenant, Kind.BATCH_EXTRACT, "", work)
    ack = await run_in_threadpool(_submit_extract, node, job, asked, sent)
    return results.json_response(ack, 202)


def _submit_extract(
    node: Node, job: Job, asked: BatchExtractRequest, sent: body.Body
) -> dict[str, Any]:
    place = destination(node, asked)
    found = batches.of_sources(_sources(node, job, asked.input, sent))
    total = batches.submit(node.store, job, found, asked.workers, place)
    return {"batch_job_id": job.id, "status": "processing", "total_files": total}


def destination(node: Node, asked: BatchRequest) -> sinks.Destination:
    """Where the results go, checked before any work.

    Raises MissingParameter, RequestError, DestinationRefused.
    """
    if asked.output is None:
        raise MissingParameter("output is required: give output.s3_prefix or output.local_path")
    return sinks.check(asked.output.destination(), node.settings.roots)


def _sources(node: Node, job: Job, given: BatchInput | None, sent: body.Body) -> Iterator[Source]:
    names = given.given() if given else []
    if len(names) + bool(sent.files) > 1:
        raise RequestError(f"input takes one source only, not {' and '.join(names) or 'two'}")
    if sent.files:
        return (submit.keep_upload(node, job.id, n, file) for n, file in enumerate(sent.files))
    if given is None or not names:
        raise NoInput("No input: give input.s3_prefix, input.file_urls, input.files, or file parts")
    if given.s3_prefix is not None:
        return sources.list_prefix(given.s3_prefix)
    if given.local_path is not None:
        return sources.list_folder(given.local_path, node.settings.roots)
    if given.file_urls is not None:
        return iter([sources.check_url(url) for url in given.file_urls])
    return (_keep_inline(node, job, n, file) for n, file in enumerate(given.files or []))


def _keep_inline(node: Node, job: Job, number: int, file: InlineFile) -> Source:
    try:
        content = base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise RequestError(f"input.files[{number}].content is not base64") from None
    key = f"uploads/{job.id}/{number}"
    node.artifacts.put(key, content)
    name = submit.file_name(file.filename)
    return Source(kind="artifact", uri=key, name=name, size=len(content))
