"""POST, GET and DELETE /configurations: option sets to be named by id. An addition of ours."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AliasChoices, Field
from starlette.concurrency import run_in_threadpool

from octavo.api import body, results, submit
from octavo.api.auth import Tenant
from octavo.api.docs import takes
from octavo.api.wire import saved
from octavo.api.wire.base import Wire
from octavo.api.wire.saved import ConfigKind
from octavo.jobs.configurations import Configurations
from octavo.jobs.node import Node

router = APIRouter(prefix="/configurations", tags=["configurations"])

MAX_BODY = 32 * 2**20


class NewConfiguration(Wire):
    """What is saved: `value` is the extraction's options, a split_config or a schema_config."""

    kind: ConfigKind
    name: str = Field("", max_length=200)
    value: dict[str, Any] = Field(validation_alias=AliasChoices("value", "config"))


@router.post("", status_code=201, openapi_extra=takes(NewConfiguration))
async def add(request: Request, tenant: Tenant) -> Response:
    """Save a configuration; its `id` goes where a request takes a config id."""
    sent = await body.read(request, MAX_BODY)
    shelf = _shelf(request, tenant)
    row = await run_in_threadpool(_add, shelf, submit.id_for(request, tenant), sent)
    return results.json_response(_shown(row), 201)


def _add(shelf: Configurations, config_id: str, sent: body.Body) -> Any:
    asked = sent.as_model(NewConfiguration)
    saved.check(body.parse(saved.MODELS[asked.kind], asked.value))
    return shelf.add(config_id, asked.kind.value, asked.name, asked.value)


@router.get("")
async def show_all(request: Request, tenant: Tenant) -> Response:
    """Every saved configuration, the newest first, without its value."""
    found = await run_in_threadpool(_shelf(request, tenant).list)
    return results.json_response({"configurations": [_head(row) for row in found]})


@router.get("/{config_id}")
async def show(config_id: str, request: Request, tenant: Tenant) -> Response:
    """One saved configuration."""
    row = await run_in_threadpool(_shelf(request, tenant).get, config_id)
    return results.json_response(_shown(row))


@router.delete("/{config_id}")
async def remove(config_id: str, request: Request, tenant: Tenant) -> Response:
    """Forget a saved configuration."""
    await run_in_threadpool(_shelf(request, tenant).remove, config_id)
    return results.json_response({"id": config_id, "message": "Configuration removed"})


def _shelf(request: Request, tenant: str) -> Configurations:
    node: Node = request.app.state.node
    return Configurations(node.database, tenant)


def _head(row: Any) -> dict[str, Any]:
    created = results.timestamp(row.created)
    return {"id": row.id, "kind": row.kind, "name": row.name, "created_at": created}


def _shown(row: Any) -> dict[str, Any]:
    return _head(row) | {"value": row.value}
