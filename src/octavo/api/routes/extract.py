"""POST /extract and its deprecated twin POST /extract_async."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from octavo.api import body, results, saved, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.wire.extract import ExtractRequest
from octavo.errors import NoInput, RequestError
from octavo.jobs.batch import Item
from octavo.jobs.model import Job, Kind
from octavo.jobs.node import Node
from octavo.storage.sources import Source, check_url

router = APIRouter(tags=["extract"])

MAX_JSON = 4 * 2**20
"""Most of a body without a file, which comes as a file part only: options and schemas."""


@router.post("/extract", openapi_extra=takes(ExtractRequest, files=True))
async def extract(request: Request, tenant: Tenant) -> Response:
    """Read one document: markdown, bounding boxes and the extensions asked for."""
    return await _extract(request, tenant, background=False)


@router.post("/extract_async", deprecated=True, openapi_extra=takes(ExtractRequest, files=True))
async def extract_async(request: Request, tenant: Tenant) -> Response:
    """As /extract, always in the background."""
    return await _extract(request, tenant, background=True)


async def _extract(request: Request, tenant: str, *, background: bool) -> Response:
    node: Node = request.app.state.node
    sent = await body.read(request, node.settings.max_file_bytes + 2**20, MAX_JSON)
    asked = await saved.read(request, tenant, sent, ExtractRequest)
    job = await submit.new_job(request, tenant, Kind.EXTRACT, sent)

    def describe() -> Item:
        options = msgspec.to_builtins(asked.options())
        source = _source(node, job, sent, asked)
        work = {"options": options, "source": msgspec.to_builtins(source)}
        return Item(label=source.name, work=work | {"origin": results.origin(request)})

    return await submit.finish(
        request,
        job,
        describe,
        wait=not (background or asked.async_),
        accepted=200,
        ack={"message": "Extraction job accepted"},
    )


def _source(node: Node, job: Job, sent: body.Body, asked: ExtractRequest) -> Source:
    given = len(sent.files) + (asked.file_url is not None)
    if given == 0:
        raise NoInput("No file or URL provided")
    if given > 1:
        raise RequestError("Provide only one of file and file_url, and only one file")
    if asked.file_url is not None:
        return check_url(asked.file_url)
    return submit.keep_upload(node, job.id, 0, sent.files[0])
