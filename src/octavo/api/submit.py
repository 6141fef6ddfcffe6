"""Handing jobs to the engine and waiting for them: the one way for every endpoint."""

from __future__ import annotations

import asyncio
import base64
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from octavo.api import results
from octavo.api.body import Body
from octavo.errors import KeyReused, OctavoError, RequestError
from octavo.jobs import queries
from octavo.jobs.batch import Item
from octavo.jobs.model import GONE, OPEN, Job, Kind, Status
from octavo.jobs.node import Node
from octavo.jobs.store import new_id
from octavo.storage.sources import Source

_KEYED = uuid.UUID("6f637461-766f-4b65-9b65-796564726571")
FIRST_LOOK, LONGEST_PAUSE = 0.02, 0.25
KEPT_AT_ONCE = 8

File = TypeVar("File")


async def new_job(request: Request, tenant: str, kind: Kind, sent: Body) -> Job:
    """A job not yet submitted, and not yet said what it is to do."""
    work = {}
    if _key(request):
        digest = await run_in_threadpool(sent.fingerprint)
        work = {"fingerprint": f"{request.url.path} {digest}"}
    job_id = id_for(request, tenant)
    return Job(id=job_id, tenant=tenant, kind=kind, status=Status.PENDING, work=work)


def id_for(request: Request, tenant: str) -> str:
    """The id of what a request makes: a new one, or one that follows from its Idempotency-Key."""
    key = _key(request)
    return str(uuid.uuid5(_KEYED, f"{tenant}\n{key}")) if key else new_id()


def _key(request: Request) -> str | None:
    return request.headers.get("idempotency-key")


def earlier(node: Node, job: Job) -> Job | None:
    """The job an earlier request with the same Idempotency-Key made.

    Raises KeyReused if that request was another one.
    """
    if "fingerprint" not in job.work:
        return None
    found = queries.job(node.database, job.tenant, job.id)
    if found is not None and found.work.get("fingerprint") != job.work["fingerprint"]:
        raise KeyReused
    return found


async def finish(
    request: Request,
    job: Job,
    describe: Callable[[], Item],
    *,
    wait: bool,
    accepted: int,
    ack: dict[str, Any],
) -> Response:
    """Submit `job`; its result once it is done, or with `wait` False the acknowledgement.

    `describe` says what the job is to do. It is not asked for one that was made before: what that
    one read may be gone by now, and what is kept for it must stay as it is.
    """
    node: Node = request.app.state.node

    def record() -> None:
        item = describe()
        job.label, job.work = item.label, job.work | item.work
        keep_template(node, job, job.work.get("config", {}))
        node.store.submit(job)

    return await respond(request, job, record, wait=wait, accepted=accepted, ack=ack)


async def respond(
    request: Request,
    job: Job,
    record: Callable[[], object],
    *,
    wait: bool,
    accepted: int,
    ack: dict[str, Any],
) -> Response:
    """As `finish`, of a job that `record` submits."""
    node: Node = request.app.state.node
    await run_in_threadpool(once, node, job, record)
    if not wait:
        body = {"job_id": job.id, "status": "pending", **ack}
        return results.json_response(body, accepted)
    done = await completed(node, job)
    base = results.origin(request)
    return results.json_response(await run_in_threadpool(results.body_of, node, done, base))


def once(node: Node, job: Job, record: Callable[[], object]) -> None:
    """Have `record` make the job, once for one Idempotency-Key. Raises KeyReused.

    If that fails, what was kept for the job is deleted: no job means that nothing else would.
    """
    if earlier(node, job) is not None:
        return
    try:
        record()
    except Exception as error:
        with suppress(SQLAlchemyError, OctavoError):  # else it stays, which harms less
            if queries.status(node.database, job.id) is None:
                node.artifacts.delete_folder(f"uploads/{job.id}")
                node.artifacts.delete([_template(job.id)])
        # An IntegrityError may be the same request, sent twice at once.
        if not isinstance(error, IntegrityError) or earlier(node, job) is None:
            raise


async def completed(node: Node, job: Job) -> Job:
    """`job` once it has completed, or has since expired. Raises the error it failed with."""
    pause = FIRST_LOOK
    while (status := await run_in_threadpool(queries.status, node.database, job.id)) is not None:
        if status not in OPEN:
            break
        await asyncio.sleep(pause)
        pause = min(pause * 1.3, LONGEST_PAUSE)
    done = await run_in_threadpool(queries.job, node.database, job.tenant, job.id)
    assert done is not None
    if done.status in (Status.COMPLETED, *GONE):
        return done
    if done.status is Status.CANCELED:
        raise RequestError("The job was cancelled while it ran", job_id=job.id)
    raise _failure(done)


def _failure(job: Job) -> OctavoError:
    code = job.error_code or "PROC_001"
    known = {sub.code: sub.status for sub in _all_errors(OctavoError)}
    details = job.error_details | {"job_id": job.id}
    error = OctavoError(job.error or "The job failed", **details)
    error.wire_code, error.wire_status = code, known.get(code, 500)
    return error


def _all_errors(root: type[OctavoError]) -> list[type[OctavoError]]:
    found = []
    for sub in root.__subclasses__():
        found += [sub, *_all_errors(sub)]
    return found


def keep_all(keep: Callable[[int, File], Source], files: Sequence[File]) -> list[Source]:
    """Where `keep` put each of many files; several at a time, since the store may be far.

    When one fails, none is under way any more.
    """
    with ThreadPoolExecutor(KEPT_AT_ONCE) as threads:
        return list(threads.map(keep, range(len(files)), files))


def keep_upload(node: Node, job_id: str, number: int, upload: UploadFile) -> Source:
    """Keep an uploaded file until its job is done with it; where it is."""
    key = f"uploads/{job_id}/{number}"
    upload.file.seek(0)
    node.artifacts.put(key, upload.file.read())
    return Source(kind="artifact", uri=key, name=file_name(upload.filename), size=upload.size)


def keep_template(node: Node, job: Job, config: dict[str, Any]) -> None:
    """Keep the Excel template of a schema configuration, which then names where it is."""
    if isinstance(sent := config.get("excel_template"), str):
        key = _template(job.id)
        node.artifacts.put(key, base64.b64decode(sent))
        config["excel_template"] = {"key": key}


def _template(job_id: str) -> str:
    return f"templates/{job_id}.xlsx"


def file_name(name: str | None) -> str:
    """The name of an upload, with its folders if they are below the one sent; there may be none.

    What no database takes, NUL and half of a surrogate pair, is replaced.
    """
    stored = (name or "").replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace")
    path = PurePosixPath(stored.decode().replace("\\", "/"))
    below = not (path.is_absolute() or ".." in path.parts or ":" in path.parts[:1])
    return (str(path) if below and path.name else path.name) or "upload"
