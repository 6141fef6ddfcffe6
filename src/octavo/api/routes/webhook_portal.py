"""The page behind the link of POST /webhook: endpoints, a test event, the log of deliveries.

The token of the link is all the page goes by: no cookie, no script. Its forms post to the page's
own address.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from octavo.api import webhook_page
from octavo.errors import AuthError, FileTooLarge, InvalidBody, OctavoError, RequestError
from octavo.jobs.node import Node
from octavo.jobs.webhook_portal import Portal
from octavo.jobs.webhooks import Webhooks, basic_auth

router = APIRouter(prefix="/webhooks/portal", include_in_schema=False)

MAX_FORM, MAX_FIELDS, SHOWN = 256 * 1024, 50, 100

Token = Annotated[str, Query()]
Form = dict[str, list[str]]


@router.get("")
async def show(request: Request, token: Token = "") -> Response:
    """The page."""
    try:
        webhooks = await run_in_threadpool(_admitted, request, token)
    except AuthError as error:
        return _html(webhook_page.refusal(error.message), error.wire_status)
    return _html(await run_in_threadpool(_page, webhooks))


@router.post("")
async def act(request: Request, token: Token = "") -> Response:
    """Do what one of the page's forms asks, and show the page again."""
    try:
        webhooks = await run_in_threadpool(_admitted, request, token)
    except AuthError as error:
        return _html(webhook_page.refusal(error.message), error.wire_status)
    try:
        secret = await run_in_threadpool(_do, webhooks, await _form(request))
    except OctavoError as error:
        shown = await run_in_threadpool(_page, webhooks, problem=error.message)
        return _html(shown, error.wire_status)
    if secret is None:
        # A relative address: it keeps to the page, whatever stands before this server.
        again = {"Location": "?" + urlencode({"token": token}), **webhook_page.HEADERS}
        return Response(status_code=303, headers=again)
    return _html(await run_in_threadpool(_page, webhooks, secret=secret))


def _admitted(request: Request, token: str) -> Webhooks:
    node: Node = request.app.state.node
    return Webhooks(node.database, Portal(node.database).open(token))


def _page(webhooks: Webhooks, *, secret: str | None = None, problem: str = "") -> bytes:
    return webhook_page.page(
        webhooks.endpoints(), webhooks.log(SHOWN), secret=secret, problem=problem
    )


def _html(content: bytes, status: int = 200) -> Response:
    return Response(
        content,
        status_code=status,
        media_type="text/html; charset=utf-8",
        headers=webhook_page.HEADERS,
    )


async def _form(request: Request) -> Form:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_FORM:
            raise FileTooLarge(f"The form is larger than {MAX_FORM // 1024} kB")
    try:
        return parse_qs(raw.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise InvalidBody(f"The form cannot be read: {error}") from None


def _do(webhooks: Webhooks, form: Form) -> str | None:
    """Do what `form` asks; the secret of the endpoint, if one was added."""
    action = _one(form, "do")
    if action == "add":
        if not form.get("event"):
            raise RequestError("Choose at least one event")
        row = webhooks.add(_one(form, "url"), form["event"], _headers(form))
        return str(row.secret)
    if action == "remove":
        webhooks.remove(_one(form, "endpoint"))
    elif action == "test":
        webhooks.send_test(_one(form, "endpoint"))
    else:
        raise RequestError("The page has no such form")
    return None


def _headers(form: Form) -> dict[str, str]:
    headers = {}
    for line in filter(str.strip, _one(form, "headers").splitlines()):
        name, colon, value = line.partition(":")
        if not colon:
            raise RequestError("Write each header as Name: value")
        headers[name.strip()] = value.strip()
    if _one(form, "user") or _one(form, "password"):
        headers |= basic_auth(_one(form, "user"), _one(form, "password"))
    return headers


def _one(form: Form, name: str) -> str:
    return form.get(name, [""])[-1]
