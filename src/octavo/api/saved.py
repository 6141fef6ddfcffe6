"""Requests with the saved configurations they name put in."""

from __future__ import annotations

from typing import Any, TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from octavo.api.body import Body
from octavo.api.wire import saved
from octavo.api.wire.base import Wire
from octavo.api.wire.saved import ConfigKind
from octavo.errors import NotStored
from octavo.jobs.configurations import Configurations
from octavo.jobs.node import Node

Model = TypeVar("Model", bound=Wire)


async def read(request: Request, tenant: str, sent: Body, model: type[Model]) -> Model:
    """The body as a wire model, complete. Raises NotStored, and what Body.as_model raises."""
    node: Node = request.app.state.node
    shelf = Configurations(node.database, tenant)

    def find(kind: ConfigKind, config_id: str) -> dict[str, Any]:
        try:
            value: dict[str, Any] = shelf.get(config_id, kind).value
        except NotStored as error:
            if kind is ConfigKind.EXTRACTION:  # clients know no 404 of /extract
                error.wire_status = 400
            raise
        return value

    return await run_in_threadpool(lambda: saved.complete(sent.as_model(model), find))
