"""octavo serve, octavo worker, octavo doctor."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

Data = Annotated[Path | None, typer.Option(help="Folder of the database, artifacts and uploads.")]
Database = Annotated[str | None, typer.Option(help="Database URL, e.g. postgresql://…")]
Slots = Annotated[int | None, typer.Option(min=1, help="Documents read at the same time.")]


def settings_with(**given: Any) -> Any:
    """The settings of the environment, with what was given on the command line in front."""
    from octavo.settings import Settings

    return Settings(**{key: value for key, value in given.items() if value is not None})


@contextmanager
def opening(*refusals: type[Exception]) -> Iterator[None]:
    """Say plainly why a database cannot be used, or one of `refusals`; exit status 2."""
    from sqlalchemy.exc import OperationalError

    from octavo.jobs.tables import OtherVersion

    plain: tuple[type[Exception], ...] = (OtherVersion, *refusals)
    try:
        yield
    except plain as refusal:
        typer.echo(str(refusal), err=True)
    except OperationalError as error:
        typer.echo(f"The database cannot be opened: {error.orig}", err=True)
    else:
        return
    raise typer.Exit(2)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind to (127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to bind to (8000).")] = None,
    data: Data = None,
    database: Database = None,
    slots: Slots = None,
) -> None:
    """Run the API and its workers in one process."""
    import uvicorn

    from octavo import logs
    from octavo.api.app import Unprotected, create

    settings = settings_with(host=host, port=port, data=data, database=database, slots=slots)
    logs.configure(json=settings.log_json)
    with opening(Unprotected):
        app = create(settings)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    typer.echo(
        f"Octavo listens on http://{settings.host}:{settings.port} (docs at /docs)", err=True
    )
    server = uvicorn.Server(config)
    # uvicorn ends in order and then sends itself the signal again, to be killed by it after all.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    server.run()
    _leave(0 if server.started else 3)


def worker(data: Data = None, database: Database = None, slots: Slots = None) -> None:
    """Join the workers of an existing database, without an API."""
    from octavo import logs
    from octavo.jobs.node import Node

    settings = settings_with(data=data, database=database, slots=slots)
    logs.configure(json=settings.log_json)
    with opening():
        node = Node(settings)
    node.start()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    typer.echo(f"Working on {node.database.url.render_as_string()}", err=True)
    ended.wait()
    node.stop()
    _leave(0)


def _leave(status: int) -> NoReturn:
    """End the process without waiting for threads that are in the midst of a slow download."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def doctor(data: Data = None, database: Database = None) -> None:
    """Check what a server needs on this machine, and say what is missing."""
    from octavo.formats import registry
    from octavo.jobs import tables

    settings = settings_with(data=data, database=database)
    problems = 0
    for what, check in (
        ("database", lambda: tables.connect(settings.database_url).dispose()),
        ("data folder", lambda: settings.data.mkdir(parents=True, exist_ok=True)),
        ("formats", lambda: registry.formats()),
    ):
        try:
            check()
            typer.echo(f"ok    {what}")
        except Exception as error:
            problems += 1
            typer.echo(f"FAIL  {what}: {error}")
    typer.echo(f"      reads {', '.join(sorted(registry.formats()))}")
    sys.exit(1 if problems else 0)
