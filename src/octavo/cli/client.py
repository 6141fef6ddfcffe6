"""The command line's own client: to a running server, or to one started for the occasion."""

from __future__ import annotations

import logging
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from octavo.cli.server import opening

if TYPE_CHECKING:
    import httpx

TERMINAL = ("completed", "failed", "canceled", "expired")


@contextmanager
def connect(server: str | None, key: str, *, work: bool = True) -> Iterator[httpx.Client]:
    """A client of `server`, or of an embedded one on this machine if that is None."""
    import httpx

    if server is not None:
        with httpx.Client(base_url=server, headers={"x-api-key": key}, timeout=None) as client:
            yield client
        return
    with (
        _embedded(work) as (url, own_key),
        httpx.Client(base_url=url, headers={"x-api-key": own_key}, timeout=None) as client,
    ):
        yield client


@contextmanager
def _embedded(work: bool) -> Iterator[tuple[str, str]]:
    import uvicorn

    from octavo import logs
    from octavo.api.app import create
    from octavo.settings import Settings

    logs.configure(level=logging.ERROR)
    key = secrets.token_urlsafe(16)
    # The person at the keyboard may read and write what the shell would let them.
    settings = Settings(host="127.0.0.1", local_roots=("/",), api_keys=(f"default:{key}",))
    with opening():
        app = create(settings, work=work)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            typer.echo("The embedded server could not start", err=True)
            raise typer.Exit(2)
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}", key
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def answer(response: httpx.Response) -> dict[str, Any]:
    """The body of a successful response; otherwise say the server's error and exit with 2."""
    if response.is_success:
        body: dict[str, Any] = response.json()
        return body
    try:
        error = response.json()["error"]
        text = f"{error['message']} ({error['code']})"
    except (ValueError, KeyError, TypeError):
        text = response.text[:500]
    typer.echo(f"The server answered {response.status_code}: {text}", err=True)
    raise typer.Exit(2)


def reach(call: Any) -> Any:
    """What `call` returns; a server that cannot be reached is said plainly, exit status 2."""
    import httpx

    try:
        return call()
    except httpx.TransportError as error:
        typer.echo(f"The server cannot be reached: {error}", err=True)
        raise typer.Exit(2) from None


def read_stdin_or(path: Path) -> bytes:
    """The bytes of a file, or of standard input for `-`."""
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
