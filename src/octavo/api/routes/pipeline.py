"""POST /pipeline/execute: a whole chain in one request."""

from __future__ import annotations

from functools import partial

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from octavo.api import body, results, saved, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.routes.batch import keep_inline
from octavo.api.wire.pipeline import PipelineRequest
from octavo.errors import NoInput, RequestError
from octavo.jobs.model import Job, Kind
from octavo.jobs.node import Node
from octavo.storage.sources import Source, check_url

router = APIRouter(tags=["pipeline"])


@router.post("/pipeline/execute", openapi_extra=takes(PipelineRequest, files=True))
async def execute(request: Request, tenant: Tenant) -> Response:
    """Extract, then split, schema or tables, as one request."""
    node: Node = request.app.state.node
    sent = await body.read(request, node.settings.max_body_bytes)
    asked = await saved.read(request, tenant, sent, PipelineRequest)
    job = await submit.new_job(request, tenant, Kind.PIPELINE, sent)
    job.work |= {"auto_delete": asked.auto_delete, "origin": results.origin(request)}
    record = partial(_submit, node, job, asked, sent)
    ack = {"message": "Pipeline accepted"}
    return await submit.respond(request, job, record, wait=not asked.async_, accepted=202, ack=ack)


def _submit(node: Node, job: Job, asked: PipelineRequest, sent: body.Body) -> None:
    job.work["steps"] = asked.chain()
    sources = _sources(node, job, asked, sent)
    job.label = ", ".join(source.name for source in sources[:3])
    job.work["sources"] = msgspec.to_builtins(sources)
    submit.keep_template(node, job, job.work["steps"].get("schema", {}).get("config", {}))
    node.pipelines.submit(job)


def _sources(node: Node, job: Job, asked: PipelineRequest, sent: body.Body) -> list[Source]:
    """The files to read: one for `extract`, any number for `batch_extract`."""
    if asked.file_url is not None and asked.file_urls:
        raise RequestError("Provide only one of file_url and file_urls")
    step = asked.steps.batch_extract if asked.steps else None
    urls = [asked.file_url] if asked.file_url is not None else list(asked.file_urls or [])
    inline = []
    if step is not None:
        urls += step.file_urls or []
        inline = step.files or []
    given = sum(map(bool, (urls, inline, sent.files)))
    if given == 0:
        raise NoInput("No file or URL provided")
    if given > 1:
        raise RequestError("Provide the files in one way only: file parts, URLs, or files")
    if step is None and len(urls) + len(sent.files) > 1:
        raise RequestError("steps.extract reads one file; use steps.batch_extract for several")
    found = [check_url(url) for url in urls]
    found += submit.keep_all(partial(keep_inline, node, job), inline)
    found += submit.keep_all(partial(submit.keep_upload, node, job.id), sent.files)
    return found
