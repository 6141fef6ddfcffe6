"""The server itself: is it alive, is it ready, what has been used."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from octavo import __version__
from octavo.api import results
from octavo.api.auth import Tenant
from octavo.jobs import queries, tables
from octavo.jobs.node import Node

log = structlog.get_logger(__name__)

router = APIRouter(tags=["service"])


@router.get("/health")
async def health() -> dict[str, str]:
    """That the process answers."""
    return {"status": "ok", "version": __version__}


@router.get("/ready")
async def ready(request: Request) -> Response:
    """Whether jobs can be taken: the database answers and the workers run."""
    node: Node = request.app.state.node
    try:
        alive = await run_in_threadpool(lambda: node.alive)
    except Exception as error:
        # Nobody is asked for a key here, so the cause, which may name a host, is for the log.
        log.warning("not_ready", error=tables.reason(error))
        away = {"status": "not ready", "reason": "the database does not answer"}
        return results.json_response(away, 503)
    if not alive:
        return results.json_response({"status": "not ready", "reason": "a thread ended"}, 503)
    return results.json_response({"status": "ready"})


@router.get("/pages")
async def pages(request: Request, tenant: Tenant) -> dict[str, int]:
    """How many pages the caller's tenant has had processed."""
    node: Node = request.app.state.node
    total, _ = await run_in_threadpool(queries.total_usage, node.database, tenant)
    return {"total_pages_processed": total}
