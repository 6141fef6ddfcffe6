"""Following a job to its end: progress on stderr, failures listed, the exit status.

The last line a batch command prints on stdout is the batch's id, for the next command to take.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from octavo.cli.client import TERMINAL, answer

if TYPE_CHECKING:
    import httpx

POLL_SECONDS = 0.3
FAILURES_SHOWN = 50


def destination(out: str) -> dict[str, str]:
    """The `output` of a batch: a folder of the server's machine, or a prefix of an object store."""
    if "://" in out:
        return {"s3_prefix": out}
    return {"local_path": str(Path(out).expanduser().resolve())}


def follow(client: httpx.Client, batch: dict[str, Any], doing: str = "reading") -> dict[str, Any]:
    """Show an acknowledged batch's progress until it ends; its last view. Ctrl-C cancels it."""
    return watch(client, batch["batch_job_id"], doing, _total(batch))


def watch(
    client: httpx.Client, job_id: str, doing: str, total: int | None = None, *, ours: bool = True
) -> dict[str, Any]:
    """Show a job's progress until it ends; its last view. Ctrl-C cancels it if it is `ours`.

    A batch counts its documents, a long document its pages.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    # Of a single document nothing is left to see in the end but its result.
    with Progress(*columns, console=Console(stderr=True), transient=total is None) as progress:
        task = progress.add_task(doing, total=total)
        try:
            while True:
                # What completed is only counted; of a large batch the list would be long.
                view = answer(client.get(f"/job/{job_id}", params={"include": "failed"}))
                counts = (view.get("result") or {}).get("progress")
                if counts is not None:
                    progress.update(task, **_shown(doing, counts))
                if view["status"] in TERMINAL:
                    return view
                time.sleep(POLL_SECONDS)
        except KeyboardInterrupt:
            if ours:
                client.delete(f"/job/{job_id}")
                typer.echo(f"Cancelled {job_id}", err=True)
            raise typer.Exit(130) from None


def _shown(doing: str, counts: dict[str, Any]) -> dict[str, Any]:
    failed = counts.get("failed", 0)
    return {
        "total": counts["total"],
        "completed": counts["completed"] + failed,
        "description": f"{doing} ({failed} failed)" if failed else doing,
    }


def report(view: dict[str, Any], out: str | None, done: str = "documents read") -> None:
    """Say how an ended batch went. Exits with 1 unless everything completed."""
    whole = summarise(view, out, done)
    typer.echo(view["job_id"])
    if not whole:
        raise typer.Exit(1)


def summarise(view: dict[str, Any], out: str | None, done: str) -> bool:
    """List the failures on stderr and count on stdout; whether everything completed."""
    result = view.get("result", {})
    failed = result.get("jobs", {}).get("failed", [])
    for entry in failed[:FAILURES_SHOWN]:
        typer.echo(f"failed  {entry['file']}: {entry['error']}", err=True)
    if len(failed) > FAILURES_SHOWN:
        typer.echo(f"… and {len(failed) - FAILURES_SHOWN} more; see _batch.json", err=True)
    counts = result.get("progress", {})
    place = f"; results and the manifest _batch.json are in {out}" if out else ""
    typer.echo(f"{counts.get('completed', 0)} of {counts.get('total', 0)} {done}{place}")
    return bool(view["status"] == "completed" and not failed)


def _total(batch: dict[str, Any]) -> int | None:
    counters = (value for name, value in batch.items() if name.startswith("total_"))
    return next(counters, None)
