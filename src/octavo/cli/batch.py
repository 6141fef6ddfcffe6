"""octavo batch extract, octavo extract; the other commands of octavo batch are in `batch_steps`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from octavo.cli import uploads
from octavo.cli.client import answer, connect, reach
from octavo.cli.follow import destination, follow, report, watch

if TYPE_CHECKING:
    import httpx

app = typer.Typer(help="Many documents at once.", no_args_is_help=True)

Server = Annotated[
    str | None,
    typer.Option(envvar="OCTAVO_SERVER", help="A running server; without, one is started here."),
]
Key = Annotated[str, typer.Option(envvar="OCTAVO_API_KEY", help="API key for --server.")]
Pages = Annotated[str | None, typer.Option(help='Pages to read, e.g. "1-3,5".')]
Reuse = Annotated[
    bool, typer.Option("--reuse", help="Take over what was read of the same file before.")
]
Out = Annotated[
    str,
    typer.Option(
        "--out",
        "-o",
        help="Folder or s3:// prefix for results; with --server, a folder of the server's machine.",
    ),
]
Workers = Annotated[int, typer.Option(min=1, max=10, help="Documents at a time.")]


@app.callback()
def _batch() -> None:
    """Many documents at once."""


@app.command("extract")
def extract(
    source: Annotated[list[str], typer.Argument(help="Files, folders, globs, s3://…, http(s)://…")],
    out: Out,
    workers: Workers = 4,
    pages: Pages = None,
    reuse: Reuse = False,
    server: Server = None,
    key: Key = "local",
) -> None:
    """Read every document of the sources; write one JSON file each, and a manifest."""
    body: dict[str, Any] = {"output": destination(out), "workers": workers}
    body["extract_options"] = _options(pages, reuse)
    with connect(server, key) as client:
        job = reach(lambda: submit_sources(client, source, body, embedded=server is None))
        report(reach(lambda: follow(client, job)), out)


def extract_one(
    file: Annotated[Path, typer.Argument(help="The document, or - for standard input.")],
    pages: Pages = None,
    reuse: Reuse = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole result.")] = False,
    server: Server = None,
    key: Key = "local",
) -> None:
    """Read one document and print its markdown."""
    from octavo.cli.client import read_stdin_or

    if str(file) != "-" and not file.is_file():
        typer.echo(f"There is no file {file}", err=True)
        raise typer.Exit(2)
    with connect(server, key) as client:
        parts = {"file": (file.name, read_stdin_or(file))}
        result = reach(lambda: _read(client, parts, _options(pages, reuse)))
    typer.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else result["markdown"])


def _options(pages: str | None, reuse: bool) -> dict[str, Any]:
    options: dict[str, Any] = {"pages": pages} if pages else {}
    return options | ({"storage": {"reuse": True}} if reuse else {})


def _read(client: httpx.Client, parts: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """The whole result of an extraction, its progress shown meanwhile."""
    data = {name: json.dumps(value) for name, value in options.items()}
    ack = answer(client.post("/extract_async", files=parts, data=data))
    view = watch(client, ack["job_id"], "reading")
    if view["status"] != "completed":
        typer.echo(view.get("error") or f"The job was {view['status']}", err=True)
        raise typer.Exit(1)
    result: dict[str, Any] = view["result"]
    if result.get("is_url"):
        return answer(client.get(f"/large_results/{ack['job_id']}"))
    return result


def submit_sources(
    client: httpx.Client, sources: list[str], body: dict[str, Any], *, embedded: bool
) -> dict[str, Any]:
    """Submit a batch extract of these files, folders, globs or addresses; its acknowledgement."""
    remote = [source for source in sources if "://" in source]
    if remote and len(remote) < len(sources):
        typer.echo("Give local files or addresses, not both at once", err=True)
        raise typer.Exit(2)
    if remote:
        return answer(client.post("/batch/extract", json={**body, "input": _addresses(remote)}))
    if embedded and len(sources) == 1 and Path(sources[0]).is_dir():
        given = {"local_path": str(Path(sources[0]).resolve())}
        return answer(client.post("/batch/extract", json={**body, "input": given}))
    return _upload(client, uploads.find(sources), body)


def _addresses(remote: list[str]) -> dict[str, Any]:
    if all(source.startswith(("http://", "https://")) for source in remote):
        return {"file_urls": remote}
    if len(remote) == 1:
        return {"s3_prefix": remote[0]}
    typer.echo("Give one s3:// prefix, or any number of http(s) addresses", err=True)
    raise typer.Exit(2)


def _upload(
    client: httpx.Client, files: list[uploads.Upload], body: dict[str, Any]
) -> dict[str, Any]:
    data = {
        name: value if isinstance(value, int) else json.dumps(value) for name, value in body.items()
    }
    parts: list[Any] = [("file", (file.name, file)) for file in files]
    return answer(client.post("/batch/extract", files=parts, data=data))
