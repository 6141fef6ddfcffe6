"""octavo webhooks add|list|remove|test|log."""

from __future__ import annotations

from typing import Annotated

import typer

from octavo.cli.batch import Key, Server
from octavo.cli.client import answer, connect, reach

app = typer.Typer(help="Where the events of jobs are sent.", no_args_is_help=True)


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Where to send events, http(s)://…")],
    event: Annotated[
        list[str] | None, typer.Option(help="An event to send, e.g. job.completed. Default: all.")
    ] = None,
    header: Annotated[
        list[str] | None, typer.Option(help='A header to send along, as "Name: value".')
    ] = None,
    basic_auth: Annotated[str | None, typer.Option(help="user:password to send along.")] = None,
    server: Server = None,
    key: Key = "local",
) -> None:
    """Add an endpoint and print its signing secret, which is shown this once."""
    headers = dict(map(_header, header or []))
    body = {"url": url, "events": event or [], "headers": headers, "basic_auth": basic_auth}
    with connect(server, key, work=False) as client:
        made = answer(reach(lambda: client.post("/webhook/endpoints", json=body)))
    typer.echo(f"Endpoint {made['id']}; its secret:", err=True)
    typer.echo(made["secret"])


@app.command("list")
def list_endpoints(server: Server = None, key: Key = "local") -> None:
    """The endpoints and the events each is sent."""
    with connect(server, key, work=False) as client:
        found = answer(reach(lambda: client.get("/webhook/endpoints")))["endpoints"]
    for entry in found:
        typer.echo(f"{entry['id']}  {entry['url']}  {','.join(entry['events'])}")


@app.command("remove")
def remove(endpoint_id: str, server: Server = None, key: Key = "local") -> None:
    """Forget an endpoint with its log; nothing more is sent there."""
    with connect(server, key, work=False) as client:
        call = reach(lambda: client.delete(f"/webhook/endpoints/{endpoint_id}"))
        typer.echo(answer(call)["message"])


@app.command("test")
def send_test(endpoint_id: str, server: Server = None, key: Key = "local") -> None:
    """Have a running server send an event of the type webhook.test."""
    with connect(server, key, work=False) as client:
        call = reach(lambda: client.post(f"/webhook/endpoints/{endpoint_id}/test"))
        typer.echo(answer(call)["id"])


@app.command("log")
def log(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 50,
    server: Server = None,
    key: Key = "local",
) -> None:
    """The newest deliveries: status, attempts, last answer."""
    with connect(server, key, work=False) as client:
        path = f"/webhook/deliveries?limit={limit}"
        found = answer(reach(lambda: client.get(path)))["deliveries"]
    for entry in found:
        times = f"{entry['attempts']} attempt{'' if entry['attempts'] == 1 else 's'}"
        last = entry["reason"] or entry["response"] or ""
        typer.echo(
            f"{entry['created_at']}  {entry['id']}  {entry['event']}  {entry['job_id']}  "
            f"{entry['status']}  {times}  {entry['url']}  {last}".rstrip()
        )


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise typer.BadParameter('Write a header as "Name: value"')
    return name.strip(), value.strip()
