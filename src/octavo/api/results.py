"""What a job looks like on the wire: its view, its result, the stub of a large one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from fastapi import Request
from fastapi.responses import Response

from octavo.errors import NotStored
from octavo.jobs import queries
from octavo.jobs.batch_view import Shown, progress
from octavo.jobs.model import GONE, Job, Kind, Status
from octavo.jobs.node import Node
from octavo.jobs.tasks import splice


def origin(request: Request) -> str:
    """The origin links are written with: the configured one, else the request's."""
    node: Node = request.app.state.node
    configured = node.settings.public_url
    return (configured or str(request.base_url)).rstrip("/")


def is_large(node: Node, job: Job) -> bool:
    """Whether the result is sent by URL."""
    settings = node.settings
    return job.kind is Kind.EXTRACT and (
        job.pages >= settings.large_result_pages
        or job.result_bytes >= settings.large_result_bytes
        or bool(_options(node, job).get("force_url"))
    )


def _options(node: Node, job: Job) -> dict[str, Any]:
    """The options of an extraction; a batch has those of all its documents."""
    asked = job if job.batch is None else queries.any_job(node.database, job.batch)
    options: dict[str, Any] = asked.work.get("options", {}) if asked else {}
    return options


def body_of(node: Node, job: Job, base: str) -> bytes:
    """The result of a completed job as JSON bytes, a large one as its stub.

    Raises NotStored if the artifact is gone.
    """
    if job.result is None:
        raise NotStored("The result of this job is not kept any more")
    if not is_large(node, job):
        return node.artifacts.get(job.result)
    pages, credits = queries.total_usage(node.database, job.tenant)
    stub = {
        "is_url": True,
        "url": f"{base}/large_results/{job.id}",
        "job_id": job.id,
        "extraction_id": job.product,
        "page_count": job.pages,
        "credits_used": 0.0 if job.reused else float(job.pages),
        "reused": True if job.reused else None,
        "plan_info": {
            "tier": node.settings.plan_tier,
            "total_credits_used": credits,
            "pages_used": pages,
        },
    }
    return msgspec.json.encode({key: value for key, value in stub.items() if value is not None})


def view(node: Node, job: Job, base: str, shown: Shown | None = None) -> bytes:
    """The contract's job view as JSON bytes; of a batch, the children in `shown`."""
    head: dict[str, Any] = {
        "job_id": job.id,
        "status": job.status.on_the_wire,
        "created_at": timestamp(job.created),
        "updated_at": timestamp(job.updated),
    }
    if job.status is Status.FAILED and job.error:
        head["error"] = job.error
    if job.status in GONE:
        head["result"] = {"expired": True}
    elif job.kind.is_batch:
        head["result"] = progress(node.database, job, shown or Shown())
    elif (pages := pages_read(job)) is not None:
        head["result"] = {"progress": pages}
    elif job.status is Status.COMPLETED:
        raw = msgspec.Raw(body_of(node, job, base))
        return splice(msgspec.json.encode(head), {"result": raw})
    return msgspec.json.encode(head)


def pages_read(job: Job) -> dict[str, Any] | None:
    """How far a long document is read, while it is; an addition of ours."""
    if job.status is not Status.PROCESSING or job.pages_in_all is None:
        return None
    return {"total": job.pages_in_all, "completed": job.pages_read, "unit": "pages"}


def summary(job: Job) -> dict[str, Any]:
    """A job in a list."""
    pages = pages_read(job)
    return {
        "job_id": job.id,
        "kind": job.kind,
        "status": job.status.on_the_wire,
        "file": job.label,
        **({"progress": pages} if pages else {}),
        "created_at": timestamp(job.created),
        "updated_at": timestamp(job.updated),
    }


def timestamp(epoch: float) -> str:
    """ISO-8601 in UTC."""
    moment = datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def json_response(body: bytes | dict[str, Any], status: int = 200) -> Response:
    """A JSON response from bytes or an object."""
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Response(raw, status_code=status, media_type="application/json")
