"""What expires, and when; and deletion, which is to expire before one's time.

Of what has expired one row is left: that there was such a job, and when. What was written to a
batch's output is the caller's and stays.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
import structlog

from octavo.errors import OctavoError
from octavo.jobs import queries, tables, webhook_queue
from octavo.jobs.engine import Engine
from octavo.jobs.model import FINISHED, Job, Kind, Status, step_id
from octavo.jobs.rows import to_job
from octavo.jobs.tables import batches, jobs, products
from octavo.settings import Settings
from octavo.storage.artifacts import Artifacts

log = structlog.get_logger(__name__)

DAY_SECONDS = 86400.0
TICKET_SECONDS = 3600.0
AT_ONCE = 500


def sweep(settings: Settings, database: sa.Engine, artifacts: Artifacts, engine: Engine) -> bool:
    """Expire what is due, a bounded number of it; whether there may be more."""
    now = time.time()
    engine.tidy(now - TICKET_SECONDS)
    due = _due(settings, database, now)
    for job in due:
        try:
            expire(database, artifacts, job)
        except OctavoError as error:
            log.warning("not_expired", job=job.id, error=error.message)
    days = settings.kept_days("webhooks")
    forgotten = webhook_queue.forget(database, now - days * DAY_SECONDS, AT_ONCE)
    return AT_ONCE in (len(due), forgotten)


def expire(database: sa.Engine, artifacts: Artifacts, job: Job, *, steps: bool = False) -> None:
    """Delete what is kept of an ended job, and of a batch's documents.

    With `steps` also what the steps of a pipeline made, which can be used by themselves.
    """
    if steps and job.kind is Kind.PIPELINE:
        for name in job.work.get("steps", {}):
            step = queries.any_job(database, step_id(job.id, name))
            if step is not None:
                expire(database, artifacts, step)
    if job.kind.is_batch:
        while children := _select(database, jobs.c.batch == job.id):
            _expire(database, artifacts, children)
    _expire(database, artifacts, [job])


def discard(artifacts: Artifacts, job: Job) -> None:
    """Delete every artifact of a job."""
    names = (f"results/{job.id}.json", f"data/{job.id}")
    artifacts.delete([*names, f"templates/{job.id}.xlsx", f"excel/{job.id}.xlsx"])
    for folder in ("images", "uploads"):
        artifacts.delete_folder(f"{folder}/{job.id}")


def _expire(database: sa.Engine, artifacts: Artifacts, ended: Sequence[Job]) -> None:
    # The rows last: what a crash leaves undone is still due.
    for job in ended:
        discard(artifacts, job)
    ids = [job.id for job in ended]
    with tables.write(database) as tx:
        tx.execute(products.delete().where(products.c.job.in_(ids)))
        over = batches.update().where(batches.c.id.in_(ids))
        tx.execute(over.values(reported=True, destination={}))
        for job in ended:
            expired = jobs.update().where(jobs.c.id == job.id, jobs.c.status.in_(FINISHED))
            tx.execute(expired.values(status=Status.EXPIRED, **_tombstone(job)))


def _tombstone(job: Job) -> dict[str, Any]:
    """What its row says from then on: nothing of what was asked, but what tells a resent request
    from another one."""
    work = {name: job.work[name] for name in ("fingerprint",) if name in job.work}
    empty: dict[str, Any] = {"label": "", "result": None, "outputs": [], "error": None}
    return empty | {"work": work, "updated": time.time()}


def _due(settings: Settings, database: sa.Engine, now: float) -> list[Job]:
    """Ended jobs whose time has come. A batch's documents go with the batch."""
    kinds = {kind: kind.value.removeprefix("batch_") for kind in Kind}
    old = [
        sa.and_(jobs.c.kind == kind, jobs.c.updated < now - settings.kept_days(name) * DAY_SECONDS)
        for kind, name in kinds.items()
    ]
    return _select(database, jobs.c.batch.is_(None) & sa.or_(*old))


def _select(database: sa.Engine, which: sa.ColumnElement[bool]) -> list[Job]:
    query = sa.select(jobs).where(jobs.c.status.in_(FINISHED), which).limit(AT_ONCE)
    with tables.read(database) as connection:
        return [to_job(row) for row in connection.execute(query)]
