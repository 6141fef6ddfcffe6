"""The composition root: routes, error envelope, and the node behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from octavo import __version__
from octavo.api import problems
from octavo.api.auth import Doorman
from octavo.api.routes import (
    artifacts,
    batch,
    batch_later,
    configurations,
    extract,
    helpers,
    jobs,
    later,
    off,
    pipeline,
    service,
    webhook_portal,
    webhooks,
)
from octavo.jobs.keys import KeyRing
from octavo.jobs.node import Node
from octavo.settings import Settings

log = structlog.get_logger(__name__)


class Unprotected(Exception):
    """The server would be open to the network without a key."""


def create(settings: Settings, *, work: bool = True) -> FastAPI:
    """The application; its node starts and stops with it, and with `work` takes jobs too.

    Raises Unprotected if it would be reachable from elsewhere and no key exists.
    """
    node = Node(settings)
    doorman = Doorman(settings, KeyRing(node.database))
    _check_protection(settings, doorman)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(lambda: node.start(work=work))
        yield
        await run_in_threadpool(node.stop)

    app = FastAPI(
        title="Octavo",
        version=__version__,
        summary="Documents in; markdown, boxes, tables and values out.",
        lifespan=lifespan,
    )
    app.state.node, app.state.doorman = node, doorman
    problems.install(app)
    for module in (
        extract,
        later,
        batch,
        batch_later,
        pipeline,
        jobs,
        artifacts,
        helpers,
        configurations,
        webhooks,
        webhook_portal,
        off,
        service,
    ):
        app.include_router(module.router)
    return app


def _check_protection(settings: Settings, doorman: Doorman) -> None:
    if not doorman.open:
        return
    if not settings.loopback:
        raise Unprotected(
            f"Refusing to listen on {settings.host} without API keys: anyone there could use this "
            "server. Make a key with `octavo keys create`, or set OCTAVO_API_KEYS, or bind to "
            "127.0.0.1."
        )
    log.warning("no_api_keys", note="any key is accepted, from this machine only")
