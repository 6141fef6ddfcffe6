"""octavo batch pipeline: a chain of batches, each step over what the one before completed.

The steps are a JSON object; of all but `extract` any may be left out:

    {"extract": {extract options},
     "schema": {"input_schema": …, "schema_prompt": …},
     "tables": {"merge": …, "table_format": …},
     "split": {"split_input": [{"name": …, "description": …}, …]},
     "split_schema": {topic: {"schema": …}, …}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli import inputs
from octavo.cli.batch import Key, Out, Server, Workers, app, submit_sources
from octavo.cli.client import answer, connect, reach
from octavo.cli.follow import destination, follow, summarise

if TYPE_CHECKING:
    import httpx

FOLDERS = {
    "extract": "extractions",
    "schema": "schemas",
    "tables": "tables",
    "split": "splits",
    "split_schema": "schema-splits",
}
"""Where each step writes below --out, in the order the steps run."""
REQUESTS = {
    "schema": ("schema", "batch_extract_id", "schema_config"),
    "tables": ("tables", "batch_extract_id", "tables_config"),
    "split": ("split", "batch_extract_id", "split_config"),
    "split_schema": ("schema", "batch_split_id", "split_schema_config"),
}
"""For each later step: its endpoint, and the keys of its parent and its configuration."""


Begin = Callable[["httpx.Client", str, dict[str, str]], dict[str, Any]]


@app.command("pipeline")
def pipeline(
    source: Annotated[list[str], typer.Argument(help="Files, folders, globs, s3://…, http(s)://…")],
    steps: Annotated[Path, typer.Option(help="JSON file of the steps, or - for stdin.")],
    out: Out,
    workers: Workers = 4,
    server: Server = None,
    key: Key = "local",
) -> None:
    """Extract every document, then schema, tables, split and schemas by topic as asked."""
    asked = _checked(inputs.json_object(steps))

    def begin(client: httpx.Client, step: str, done: dict[str, str]) -> dict[str, Any]:
        shared = {"output": destination(_place(out, step)), "workers": workers}
        if step == "extract":
            body = shared | {"extract_options": asked[step]}
            return submit_sources(client, source, body, embedded=server is None)
        return _submit(client, step, asked[step], done, shared)

    with connect(server, key) as client:
        done, whole = reach(lambda: _chain(client, asked, begin, out))
    for step, batch_id in done.items():
        typer.echo(f"{step} {batch_id}")
    if not whole:
        raise typer.Exit(1)


def _chain(
    client: httpx.Client, steps: Iterable[str], begin: Begin, out: str
) -> tuple[dict[str, str], bool]:
    """Run the steps until one comes to nothing; their batches' ids, and whether all went well."""
    done: dict[str, str] = {}
    whole = True
    for step in steps:
        view = follow(client, begin(client, step, done), step)
        done[step] = view["job_id"]
        whole &= summarise(view, _place(out, step), f"documents done ({step})")
        if view["status"] != "completed":
            break
    return done, whole


def _place(out: str, step: str) -> str:
    return f"{out.rstrip('/')}/{FOLDERS[step]}"


def _checked(steps: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The steps in the order they run, `extract` always among them."""
    unknown = sorted(steps.keys() - FOLDERS.keys())
    if unknown:
        inputs.refuse(f"There is no step {', '.join(unknown)}; steps are {', '.join(FOLDERS)}")
    if "split_schema" in steps and "split" not in steps:
        inputs.refuse("split_schema needs the step split")
    wrong = [name for name, config in steps.items() if not isinstance(config, dict)]
    if wrong:
        inputs.refuse(f"The step {wrong[0]} is not a JSON object")
    return {name: steps.get(name, {}) for name in FOLDERS if name in steps or name == "extract"}


def _submit(
    client: httpx.Client,
    step: str,
    config: dict[str, Any],
    done: dict[str, str],
    shared: dict[str, Any],
) -> dict[str, Any]:
    endpoint, parent, key = REQUESTS[step]
    parent_id = done["split" if step == "split_schema" else "extract"]
    body = shared | {parent: parent_id, key: config}
    return answer(client.post(f"/batch/{endpoint}", json=body))
