"""Handing jobs to the engine and waiting for them: the one way for every endpoint."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from octavo.api import results
from octavo.errors import OctavoError, RequestError
from octavo.jobs import queries
from octavo.jobs.model import FINISHED, Job, Kind, Status
from octavo.jobs.node import Node
from octavo.jobs.store import new_id
from octavo.storage.sources import Source

FIRST_LOOK, LONGEST_PAUSE = 0.02, 0.25


def new_job(tenant: str, kind: Kind, label: str, work: dict[str, Any]) -> Job:
    """A job with a fresh id, not yet submitted."""
    return Job(id=new_id(), tenant=tenant, kind=kind, status=Status.PENDING, label=label, work=work)


async def finish(
    request: Request, job: Job, *, wait: bool, accepted: int, ack: dict[str, Any]
) -> Response:
    """Submit `job`; its result once it is done, or with `wait` False the acknowledgement."""
    node: Node = request.app.state.node
    await run_in_threadpool(node.store.submit, job)
    if not wait:
        body = {"job_id": job.id, "status": "pending", **ack}
        return results.json_response(body, accepted)
    done = await completed(node, job)
    base = results.origin(request)
    return results.json_response(await run_in_threadpool(results.body_of, node, done, base))


async def completed(node: Node, job: Job) -> Job:
    """`job` once it has completed. Raises the error it failed with."""
    pause = FIRST_LOOK
    while (status := await run_in_threadpool(queries.status, node.database, job.id)) is not None:
        if status in FINISHED:
            break
        await asyncio.sleep(pause)
        pause = min(pause * 1.3, LONGEST_PAUSE)
    done = await run_in_threadpool(queries.job, node.database, job.tenant, job.id)
    assert done is not None
    if done.status is Status.COMPLETED:
        return done
    if done.status is Status.CANCELED:
        raise RequestError("The job was cancelled while it ran", job_id=job.id)
    raise _failure(done)


def _failure(job: Job) -> OctavoError:
    code = job.error_code or "PROC_001"
    known = {sub.code: sub.status for sub in _all_errors(OctavoError)}
    error = OctavoError(job.error or "The job failed", job_id=job.id)
    error.wire_code, error.wire_status = code, known.get(code, 500)
    return error


def _all_errors(root: type[OctavoError]) -> list[type[OctavoError]]:
    found = []
    for sub in root.__subclasses__():
        found += [sub, *_all_errors(sub)]
    return found


def keep_upload(node: Node, job_id: str, number: int, upload: UploadFile) -> Source:
    """Keep an uploaded file until its job is done with it; where it is."""
    key = f"uploads/{job_id}/{number}"
    upload.file.seek(0)
    spooled = getattr(upload.file, "_file", upload.file)
    node.artifacts.put(key, spooled.read())
    return Source(kind="artifact", uri=key, name=file_name(upload.filename), size=upload.size)


def file_name(name: str | None) -> str:
    """The name of an upload without its folders; clients may send none at all."""
    return Path((name or "upload").replace("\\", "/")).name or "upload"
