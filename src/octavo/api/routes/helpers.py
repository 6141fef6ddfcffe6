"""What the official command line asks for besides the steps: a drafted schema,
the plan and its use. The platform's addresses are served from the same origin."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from octavo.api import body
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.wire.base import Wire
from octavo.errors import InvalidBody
from octavo.finding import schema_draft
from octavo.jobs import queries
from octavo.jobs.node import Node

router = APIRouter(tags=["helpers"])

MAX_BODY = 4 * 2**20


class DraftRequest(Wire):
    """POST /ai-schema-helper: a wish in plain words, a schema to change, or both."""

    prompt: str = ""
    current_schema: dict[str, Any] | str | None = None


@router.post("/ai-schema-helper", openapi_extra=takes(DraftRequest))
async def draft_schema(request: Request, _tenant: Tenant) -> dict[str, str]:
    """A JSON Schema, as JSON text, for what the prompt asks."""
    asked = (await body.read(request, MAX_BODY)).as_model(DraftRequest)
    current = asked.current_schema
    if isinstance(current, str):
        try:
            current = msgspec.json.decode(current, type=dict[str, Any]) if current.strip() else None
        except msgspec.DecodeError as error:
            raise InvalidBody(f"current_schema is not a JSON object: {error}") from None
    schema = await run_in_threadpool(schema_draft.draft, asked.prompt, current)
    return {"schema": msgspec.json.encode(schema).decode()}


@router.get("/api/v1/billing/subscription")
async def subscription(request: Request, _tenant: Tenant) -> dict[str, str]:
    """The plan: what the settings call it."""
    node: Node = request.app.state.node
    return {"plan": node.settings.plan_tier, "status": "active"}


@router.get("/api/v1/analytics/usage/current-period")
async def current_period(request: Request, tenant: Tenant) -> dict[str, Any]:
    """The pages of this month; there is no limit to them."""
    node: Node = request.app.state.node
    today = datetime.now(UTC).date()
    used = await run_in_threadpool(
        queries.usage_between, node.database, tenant, today.replace(day=1), today
    )
    return {
        "plan_name": node.settings.plan_tier,
        "period_type": "month",
        "period_label": today.strftime("%B %Y"),
        "pages_used": sum(source["pages"] for source in used.values()),
        "is_unlimited": True,
        "is_metered": False,
    }


@router.get("/api/v1/analytics/usage/breakdown")
async def breakdown(
    request: Request,
    tenant: Tenant,
    start_date: Annotated[date | None, Query()] = None,
    end_date: Annotated[date | None, Query()] = None,
) -> dict[str, Any]:
    """Documents and pages by what was done with them, from one day to another (UTC)."""
    node: Node = request.app.state.node
    last = end_date or datetime.now(UTC).date()
    first = start_date or last.replace(day=1)
    used = await run_in_threadpool(queries.usage_between, node.database, tenant, first, last)
    return {
        "by_source": used,
        "total_documents": sum(source["documents"] for source in used.values()),
        "total_pages": sum(source["pages"] for source in used.values()),
    }
