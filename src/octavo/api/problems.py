"""From errors to the contract's envelope: {"error": {"code", "message", "details"}}."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from octavo.errors import OctavoError
from octavo.jobs.tables import reason

log = structlog.get_logger(__name__)


def envelope(error: OctavoError) -> JSONResponse:
    """The response a caller gets for `error`."""
    body: dict[str, Any] = {"code": error.wire_code, "message": error.message}
    if error.details:
        body["details"] = error.details
    return JSONResponse({"error": body}, status_code=error.wire_status)


def install(app: FastAPI) -> None:
    """Make every failure of `app` an envelope."""

    @app.exception_handler(OctavoError)
    async def _ours(_request: Request, error: OctavoError) -> JSONResponse:
        return envelope(error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:])
        return _plain("REQ_003", 400, f"{place}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        code = {404: "REQ_404", 405: "REQ_405"}.get(error.status_code, "GENERAL_001")
        return _plain(code, error.status_code, str(error.detail))

    @app.exception_handler(DataError)
    async def _unstorable(_request: Request, error: DataError) -> JSONResponse:
        return _plain("REQ_003", 400, f"A value cannot be stored: {reason(error)}")

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        log.exception("request_broke", path=request.url.path)
        cause = {"error": reason(error)}
        return _plain("GENERAL_001", 500, "Internal server error", cause)


def _plain(
    code: str, status: int, message: str, details: dict[str, Any] | None = None
) -> JSONResponse:
    body: dict[str, Any] = {"code": code, "message": message}
    if details:
        body["details"] = details
    return JSONResponse({"error": body}, status_code=status)
