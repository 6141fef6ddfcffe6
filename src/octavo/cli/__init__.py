"""The command line: serve · worker · batch · extract · jobs · configs · webhooks · keys · doctor.

Slots re-import the main module of the process that starts them, so this one stays light: what a
command needs is imported when it runs.
"""

from __future__ import annotations

import typer

from octavo.cli import (
    batch,
    batch_pipeline,  # noqa: F401 (adds its command to batch)
    batch_steps,  # noqa: F401
    configs,
    jobs,
    keys,
    server,
    webhooks,
)

app = typer.Typer(
    name="octavo",
    help="Documents in; markdown, boxes, tables and values out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(server.serve)
app.command("worker")(server.worker)
app.command("doctor")(server.doctor)
app.command("extract")(batch.extract_one)
app.add_typer(batch.app, name="batch")
app.add_typer(jobs.app, name="jobs")
app.add_typer(keys.app, name="keys")
app.add_typer(configs.app, name="configs")
app.add_typer(webhooks.app, name="webhooks")


def main() -> None:
    """The `octavo` command."""
    app()
