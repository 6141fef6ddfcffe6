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
from octavo.jobs import queries, tables, turns, webhook_queue
from octavo.jobs.engine import Engine
from octavo.jobs.model import FINISHED, OPEN, Job, Kind, Status, step_id
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
    turns.forget(database)
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
        with tables.write(database) as tx:
            _announce(tx, [job.id])
        while children := _select(database, jobs.c.batch == job.id):
            _expire(database, artifacts, children)
    _expire(database, artifacts, [job])


def discard(artifacts: Artifacts, job_id: str) -> None:
    """Delete every artifact of a job that others have no part in."""
    _discard_own(artifacts, job_id)
    _discard_product(artifacts, job_id)


def _discard_own(artifacts: Artifacts, job_id: str) -> None:
    artifacts.delete([f"results/{job_id}.json", f"templates/{job_id}.xlsx"])
    artifacts.delete_folder(f"uploads/{job_id}")


def _discard_product(artifacts: Artifacts, job_id: str) -> None:
    artifacts.delete([f"data/{job_id}", f"excel/{job_id}.xlsx"])
    artifacts.delete_folder(f"images/{job_id}")


def _expire(database: sa.Engine, artifacts: Artifacts, ended: Sequence[Job]) -> None:
    ids = [job.id for job in ended]
    with tables.write(database) as tx:
        _announce(tx, ids)
        released = _release(tx, ended)
        kept_for_others = sa.select(products.c.job).where(
            products.c.job.in_(ids), products.c.id.not_in(released)
        )
        makers = {*ids, *released.values()} - set(tx.execute(kept_for_others).scalars())
    for job_id in ids:
        _discard_own(artifacts, job_id)
    for job_id in makers:
        _discard_product(artifacts, job_id)
    # The rows last: what a crash leaves undone is done by the next sweep.
    with tables.write(database) as tx:
        tx.execute(products.delete().where(products.c.id.in_(released)))
        over = batches.update().where(batches.c.id.in_(ids))
        tx.execute(over.values(reported=True, destination={}))
        for job in ended:
            expired = jobs.update().where(jobs.c.id == job.id, jobs.c.status == Status.EXPIRING)
            tx.execute(expired.values(status=Status.EXPIRED, **_tombstone(job)))


def _announce(tx: sa.Connection, ids: Sequence[str]) -> None:
    """From now on nobody is told that there is something of these jobs."""
    ended = jobs.update().where(jobs.c.id.in_(ids), jobs.c.status.in_(FINISHED))
    tx.execute(ended.values(status=Status.EXPIRING))


def _release(tx: sa.Connection, ended: Sequence[Job]) -> dict[str, str]:
    """The products of these jobs that are kept for no other, and the jobs that made them.

    From now on nobody takes them over.
    """
    held = sa.select(jobs.c.product).where(
        jobs.c.product == products.c.id,
        jobs.c.id.not_in([job.id for job in ended]),
        jobs.c.status.in_((*OPEN, Status.COMPLETED)),
    )
    released = (
        products.update()
        .where(products.c.id.in_([job.product for job in ended if job.product]), ~held.exists())
        .values(fingerprint=None)
        .returning(products.c.id, products.c.job)
    )
    return {product: maker for product, maker in tx.execute(released)}


def _tombstone(job: Job) -> dict[str, Any]:
    """What its row says from then on: nothing of what was asked, but what tells a resent request
    from another one."""
    work = {name: job.work[name] for name in ("fingerprint",) if name in job.work}
    empty: dict[str, Any] = {"label": "", "result": None, "outputs": [], "error": None}
    return empty | {"work": work, "updated": time.time()}


def _due(settings: Settings, database: sa.Engine, now: float) -> list[Job]:
    """Ended jobs whose time has come, and those left half-way. A batch's documents go with it."""
    kinds = {kind: kind.value.removeprefix("batch_") for kind in Kind}
    old = [
        sa.and_(jobs.c.kind == kind, jobs.c.updated < now - settings.kept_days(name) * DAY_SECONDS)
        for kind, name in kinds.items()
    ]
    half_way = jobs.c.status == Status.EXPIRING
    return _select(database, jobs.c.batch.is_(None) & sa.or_(half_way, *old))


def _select(database: sa.Engine, which: sa.ColumnElement[bool]) -> list[Job]:
    ended = jobs.c.status.in_((*FINISHED, Status.EXPIRING))
    query = sa.select(jobs).where(ended, which).limit(AT_ONCE)
    with tables.read(database) as connection:
        return [to_job(row) for row in connection.execute(query)]
