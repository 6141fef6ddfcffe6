"""octavo keys create|list|revoke."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from octavo.cli.server import Data, Database, opening, settings_with

if TYPE_CHECKING:
    from octavo.jobs.keys import KeyRing

app = typer.Typer(help="API keys of this server.", no_args_is_help=True)


def _ring(data: Data, database: Database) -> KeyRing:
    from octavo.jobs import tables
    from octavo.jobs.keys import KeyRing

    with opening():
        return KeyRing(tables.connect(settings_with(data=data, database=database).database_url))


@app.command("create")
def create(
    tenant: Annotated[str, typer.Option(help="Whose key it is.")] = "default",
    name: Annotated[str, typer.Option(help="A note for yourself.")] = "",
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a key and print it; it is shown this once."""
    key_id, key = _ring(data, database).create(tenant, name)
    typer.echo(f"Key {key_id} for tenant {tenant}:", err=True)
    typer.echo(key)


@app.command("list")
def list_keys(data: Data = None, database: Database = None) -> None:
    """Every key, without its secret."""
    for row in _ring(data, database).list():
        created = datetime.fromtimestamp(row.created, UTC).date()
        state = "revoked" if row.revoked else "valid"
        typer.echo(f"{row.id}  {row.tenant}  {state}  {created}  {row.name}")


@app.command("revoke")
def revoke(key_id: str, data: Data = None, database: Database = None) -> None:
    """End a key at once."""
    if not _ring(data, database).revoke(key_id):
        typer.echo(f"There is no valid key {key_id}", err=True)
        raise typer.Exit(1)
    typer.echo(f"Key {key_id} is revoked")
