"""What commands take besides sources: ids, JSON files, topics written as name:description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import typer


def refuse(message: str) -> NoReturn:
    """Say what is wrong with the command and exit with 2."""
    typer.echo(message, err=True)
    raise typer.Exit(2)


def parents(batch_id: str | None, ids: str | None, *, batch: str, each: str) -> dict[str, Any]:
    """The work to go on from: a batch (by the request's key `batch`), or ids (`each`)."""
    listed = [part.strip() for part in (ids or "").split(",") if part.strip()]
    if (batch_id is None) == (not listed):
        refuse("Give either the id of a batch or --ids")
    return {each: listed} if listed else {batch: batch_id}


def json_file(path: Path) -> Any:
    """What a JSON file holds; - is standard input."""
    from octavo.cli.client import read_stdin_or

    if str(path) != "-" and not path.is_file():
        refuse(f"There is no file {path}")
    try:
        return json.loads(read_stdin_or(path))
    except (ValueError, RecursionError) as error:
        refuse(f"{path} is not JSON: {error}")


def json_object(path: Path) -> dict[str, Any]:
    """The JSON object in a file."""
    value = json_file(path)
    if not isinstance(value, dict):
        refuse(f"{path} does not hold a JSON object")
    return value


def topics(given: list[str]) -> list[dict[str, str]]:
    """Topics from name:description, or bare names."""
    parted = [text.partition(":") for text in given]
    return [{"name": name.strip(), "description": text.strip()} for name, _, text in parted]
