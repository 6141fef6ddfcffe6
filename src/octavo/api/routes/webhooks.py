"""POST /webhook: a link to the page where webhooks are managed; and, as additions
of ours, the same management as JSON under /webhook/endpoints and /webhook/deliveries.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from octavo.api import body, results, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.wire.base import Wire
from octavo.jobs.node import Node
from octavo.jobs.webhook_portal import Portal
from octavo.jobs.webhooks import Webhooks, basic_auth, events_of

router = APIRouter(prefix="/webhook", tags=["webhooks"])

MAX_BODY = 2**20


class NewEndpoint(Wire):
    """Where to send events. No `events`: all. `basic_auth` is `user:password`."""

    url: str
    events: list[str] = []
    headers: dict[str, str] = {}
    basic_auth: str | None = Field(None, max_length=1000)


@router.post("")
async def link(request: Request, tenant: Tenant) -> dict[str, str]:
    """A link to the page where the caller's webhooks are managed. It holds for 15 minutes."""
    node: Node = request.app.state.node
    token = await run_in_threadpool(Portal(node.database).issue, tenant)
    query = urlencode({"token": token})
    return {"link": f"{results.origin(request)}/webhooks/portal?{query}"}


@router.post("/endpoints", status_code=201, openapi_extra=takes(NewEndpoint))
async def add(request: Request, tenant: Tenant) -> Response:
    """Add an endpoint. Its signing `secret` is shown this once, and to resends of the request."""
    asked = (await body.read(request, MAX_BODY)).as_model(NewEndpoint)
    headers = dict(asked.headers)
    if asked.basic_auth is not None:
        user, _, password = asked.basic_auth.partition(":")
        headers |= basic_auth(user, password)
    made = "ep_" + submit.id_for(request, tenant).replace("-", "")
    row = await run_in_threadpool(_of(request, tenant).add, asked.url, asked.events, headers, made)
    return results.json_response(_endpoint(row) | {"secret": row.secret}, 201)


@router.get("/endpoints")
async def show_all(request: Request, tenant: Tenant) -> Response:
    """Every endpoint, without its secret and the values of its headers."""
    found = await run_in_threadpool(_of(request, tenant).endpoints)
    return results.json_response({"endpoints": [_endpoint(row) for row in found]})


@router.delete("/endpoints/{endpoint_id}")
async def remove(endpoint_id: str, request: Request, tenant: Tenant) -> Response:
    """Forget an endpoint with its log; nothing more is sent there."""
    await run_in_threadpool(_of(request, tenant).remove, endpoint_id)
    return results.json_response({"id": endpoint_id, "message": "Webhook endpoint removed"})


@router.post("/endpoints/{endpoint_id}/test")
async def send_test(endpoint_id: str, request: Request, tenant: Tenant) -> Response:
    """Send an event of the type webhook.test."""
    message = await run_in_threadpool(_of(request, tenant).send_test, endpoint_id)
    return results.json_response({"id": message, "message": "Test event queued"})


@router.get("/deliveries")
async def log(
    request: Request, tenant: Tenant, limit: Annotated[int, Query(ge=1, le=1000)] = 50
) -> Response:
    """The newest deliveries and how they stand."""
    found = await run_in_threadpool(_of(request, tenant).log, limit)
    return results.json_response({"deliveries": [_delivery(row) for row in found]})


def _of(request: Request, tenant: str) -> Webhooks:
    node: Node = request.app.state.node
    return Webhooks(node.database, tenant)


def _endpoint(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": row.url,
        "events": events_of(row),
        "headers": sorted(row.headers),
        "created_at": results.timestamp(row.created),
    }


def _delivery(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "endpoint_id": row.endpoint,
        "url": row.url,
        "event": row.event,
        "job_id": row.job,
        "status": row.state,
        "attempts": row.attempt,
        "response": row.response,
        "reason": row.note,
        "next_attempt_at": results.timestamp(row.due) if row.state == "waiting" else None,
        "created_at": results.timestamp(row.created),
        "updated_at": results.timestamp(row.updated),
    }
