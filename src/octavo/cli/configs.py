"""octavo configs add|list|show|remove."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from octavo.cli import inputs
from octavo.cli.batch import Key, Server
from octavo.cli.client import answer, connect, reach

app = typer.Typer(help="Saved configurations, to be named by their id.", no_args_is_help=True)


@app.command("add")
def add(
    kind: Annotated[str, typer.Argument(help="extraction, split or schema.")],
    file: Annotated[Path, typer.Argument(help="JSON file of the configuration, or -.")],
    name: Annotated[str, typer.Option(help="A note for yourself.")] = "",
    server: Server = None,
    key: Key = "local",
) -> None:
    """Save a configuration and print its id."""
    body = {"kind": kind, "name": name, "value": inputs.json_object(file)}
    with connect(server, key, work=False) as client:
        typer.echo(answer(reach(lambda: client.post("/configurations", json=body)))["id"])


@app.command("list")
def list_configs(server: Server = None, key: Key = "local") -> None:
    """The saved configurations, the newest first."""
    with connect(server, key, work=False) as client:
        found = answer(reach(lambda: client.get("/configurations")))["configurations"]
    for entry in found:
        typer.echo(f"{entry['id']}  {entry['kind']}  {entry['created_at']}  {entry['name']}")


@app.command("show")
def show(config_id: str, server: Server = None, key: Key = "local") -> None:
    """One configuration, as the API gives it."""
    with connect(server, key, work=False) as client:
        found = answer(reach(lambda: client.get(f"/configurations/{config_id}")))
    typer.echo(json.dumps(found, ensure_ascii=False, indent=1))


@app.command("remove")
def remove(config_id: str, server: Server = None, key: Key = "local") -> None:
    """Forget a configuration."""
    with connect(server, key, work=False) as client:
        typer.echo(answer(reach(lambda: client.delete(f"/configurations/{config_id}")))["message"])
