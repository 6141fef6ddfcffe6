"""octavo jobs list|show|watch|cancel|delete."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from octavo.cli.batch import Key, Server
from octavo.cli.client import answer, connect, reach
from octavo.cli.follow import watch

app = typer.Typer(help="Look at jobs and cancel them.", no_args_is_help=True)


@app.command("list")
def list_jobs(
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    server: Server = None,
    key: Key = "local",
) -> None:
    """The newest jobs; children of batches are not listed."""
    from rich.console import Console
    from rich.table import Table

    with connect(server, key, work=False) as client:
        found = answer(reach(lambda: client.get("/jobs", params={"limit": limit})))["jobs"]
    table = Table("job", "kind", "status", "file", "created", box=None)
    for job in found:
        table.add_row(job["job_id"], job["kind"], _status(job), job["file"], job["created_at"])
    Console().print(table)


def _status(job: dict[str, Any]) -> str:
    pages = job.get("progress")
    return f"{job['status']} {pages['completed']}/{pages['total']}" if pages else job["status"]


@app.command("watch")
def watch_job(job_id: str, server: Server = None, key: Key = "local") -> None:
    """Follow a job to its end, and print its status; exits with 1 unless it completed."""
    with connect(server, key, work=False) as client:
        view = reach(lambda: watch(client, job_id, "working", ours=False))
    if view.get("error"):
        typer.echo(view["error"], err=True)
    typer.echo(view["status"])
    if view["status"] != "completed":
        raise typer.Exit(1)


@app.command("show")
def show(job_id: str, server: Server = None, key: Key = "local") -> None:
    """A job's view, as the API gives it."""
    with connect(server, key, work=False) as client:
        view = answer(reach(lambda: client.get(f"/job/{job_id}")))
    typer.echo(json.dumps(view, ensure_ascii=False, indent=1))


@app.command("cancel")
def cancel(job_id: str, server: Server = None, key: Key = "local") -> None:
    """Cancel a job; a batch with all its open children."""
    with connect(server, key, work=False) as client:
        typer.echo(answer(reach(lambda: client.delete(f"/job/{job_id}")))["message"])


@app.command("delete")
def delete(job_id: str, server: Server = None, key: Key = "local") -> None:
    """Delete everything kept of a job, a batch's documents included; cancel it if it is open."""
    with connect(server, key, work=False) as client:
        call = reach(lambda: client.delete(f"/job/{job_id}", params={"purge": True}))
        typer.echo(answer(call)["message"])
