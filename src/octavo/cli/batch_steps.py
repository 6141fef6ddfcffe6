"""octavo batch tables|split|schema|retry: a step over what an earlier batch has made."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Annotated, Any

import typer

from octavo.cli import inputs
from octavo.cli.batch import Key, Out, Server, Workers, app
from octavo.cli.client import answer, connect, reach
from octavo.cli.follow import destination, follow, report

Extracted = Annotated[str | None, typer.Argument(help="The id of a batch extract.")]
ExtractionIds = Annotated[
    str | None, typer.Option("--ids", help="Extraction ids instead of a batch, comma-separated.")
]


@app.command("tables")
def tables(
    out: Out,
    batch_id: Extracted = None,
    ids: ExtractionIds = None,
    merge: Annotated[bool, typer.Option("--merge", help="Join tables over pages.")] = False,
    form: Annotated[str, typer.Option("--format", help="html or json.")] = "html",
    charts: Annotated[bool, typer.Option("--charts", help="Tables of charts too.")] = False,
    workers: Workers = 4,
    server: Server = None,
    key: Key = "local",
) -> None:
    """The tables of every document of a batch."""
    body = inputs.parents(batch_id, ids, batch="batch_extract_id", each="extraction_ids")
    config = {"merge": merge, "table_format": form, "charts_to_tables": charts}
    body |= {"output": destination(out), "workers": workers, "tables_config": config}
    _run("tables", body, out, server, key)


@app.command("split")
def split(
    out: Out,
    batch_id: Extracted = None,
    ids: ExtractionIds = None,
    topic: Annotated[
        list[str] | None, typer.Option("--topic", "-t", help="name:description; repeatable.")
    ] = None,
    topics_file: Annotated[
        Path | None, typer.Option(help="JSON list of {name, description} instead of --topic.")
    ] = None,
    workers: Workers = 4,
    server: Server = None,
    key: Key = "local",
) -> None:
    """The pages of every document of a batch by topic."""
    if (not topic) == (topics_file is None):
        inputs.refuse("Give either --topic or --topics-file")
    listed = inputs.json_file(topics_file) if topics_file else inputs.topics(topic or [])
    body = inputs.parents(batch_id, ids, batch="batch_extract_id", each="extraction_ids")
    body |= {
        "output": destination(out),
        "workers": workers,
        "split_config": {"split_input": listed},
    }
    _run("split", body, out, server, key)


@app.command("schema")
def schema(
    out: Out,
    batch_id: Annotated[
        str | None, typer.Argument(help="The id of a batch extract; with topics, of a batch split.")
    ] = None,
    ids: Annotated[
        str | None, typer.Option(help="Extraction or split ids instead, comma-separated.")
    ] = None,
    schema_file: Annotated[
        Path | None, typer.Option("--schema", "-s", help="JSON Schema of the values.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="An .xlsx whose columns are to be filled.")
    ] = None,
    split_schemas: Annotated[
        Path | None, typer.Option(help="JSON of topic to {schema, schema_prompt}.")
    ] = None,
    prompt: Annotated[str, typer.Option("--prompt", "-p", help="What the values mean.")] = "",
    effort: Annotated[bool, typer.Option("--effort", help="Try harder.")] = False,
    pages: Annotated[str | None, typer.Option(help='Pages to look at, e.g. "1-3,5".')] = None,
    workers: Workers = 4,
    server: Server = None,
    key: Key = "local",
) -> None:
    """The values a schema asks for, of every document of a batch or of each topic."""
    if [schema_file, template, split_schemas].count(None) != 2:
        inputs.refuse("Give one of --schema, --template and --split-schemas")
    if split_schemas is not None:
        body = inputs.parents(batch_id, ids, batch="batch_split_id", each="split_ids")
        body["split_schema_config"] = inputs.json_object(split_schemas)
    else:
        body = inputs.parents(batch_id, ids, batch="batch_extract_id", each="extraction_ids")
        asked = _schema_or_template(schema_file, template)
        body["schema_config"] = asked | {"schema_prompt": prompt, "effort": effort}
    body |= {"output": destination(out), "workers": workers, "page_range": pages}
    _run("schema", body, out, server, key)


@app.command("retry")
def retry(
    batch_id: Annotated[str, typer.Argument(help="The id of any batch.")],
    server: Server = None,
    key: Key = "local",
) -> None:
    """Do again what failed in a batch; what completed stays as it is."""
    with connect(server, key) as client:
        ack = answer(reach(lambda: client.post(f"/batch/{batch_id}/retry")))
        typer.echo(f"{ack['retried']} to be done again", err=True)
        report(reach(lambda: follow(client, ack, "again")), None, "documents done")


def _schema_or_template(schema_file: Path | None, template: Path | None) -> dict[str, Any]:
    if schema_file is not None:
        return {"input_schema": inputs.json_object(schema_file)}
    assert template is not None
    if not template.is_file():
        inputs.refuse(f"There is no file {template}")
    return {"excel_template": base64.b64encode(template.read_bytes()).decode()}


def _run(step: str, body: dict[str, Any], out: str, server: str | None, key: str) -> None:
    with connect(server, key) as client:
        ack = answer(reach(lambda: client.post(f"/batch/{step}", json=body)))
        report(reach(lambda: follow(client, ack, step)), out, "documents done")
