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
from octavo.jobs import changes, queries, tables, turns, webhook_queue
from octavo.jobs.engine import Engine
from octavo.jobs.model import FINISHED, GONE, OPEN, Job, Kind, Status, step_id
from octavo.jobs.rows import to_job
from octavo.jobs.tables import batches, jobs, products
from octavo.settings import Settings
from octavo.storage.artifacts import Artifacts

log = structlog.get_logger(__name__)

DAY_SECONDS = 86400.0
TICKET_SECONDS = 3600.0
AT_ONCE = 500
TICKETS_AT_ONCE = 2000


def sweep(settings: Settings, database: sa.Engine, artifacts: Artifacts, engine: Engine) -> bool:
    """Expire what is due, a bounded number of it; whether there may be more."""
    now = time.time()
    tickets = engine.tidy(now - TICKET_SECONDS, TICKETS_AT_ONCE)
    turns.forget(database)
    expired = 0
    for job in _due(settings, database, now):
        try:
            expired += expire(database, artifacts, job)
        except OctavoError as error:
            log.warning("not_expired", job=job.id, error=error.message)
    days = settings.kept_days("webhooks")
    forgotten = webhook_queue.forget(database, now - days * DAY_SECONDS, AT_ONCE)
    return AT_ONCE in (expired, forgotten) or tickets == TICKETS_AT_ONCE


def announce(database: sa.Engine, job: Job) -> bool:
    """Say of an ended job, and of a batch's documents, that they have expired.

    What is kept of them is for `expire`, or the next sweep, to delete. False if the job is open.
    """
    with tables.write(database) as tx:
        if job.kind.is_batch:
            changes.lock_batch(tx, job.id)  # or it might be tried again meanwhile
        changes.begin_expiry(tx, jobs.c.id == job.id)
        status = tx.execute(sa.select(jobs.c.status).where(jobs.c.id == job.id)).scalar_one()
        if status in GONE and job.kind.is_batch:
            changes.begin_expiry(tx, jobs.c.batch == job.id)
    return status in GONE


def expire(database: sa.Engine, artifacts: Artifacts, job: Job) -> bool:
    """Delete what is kept of an ended job, and of a batch's documents. False if it is open."""
    if not announce(database, job):
        return False
    if job.kind.is_batch:
        while children := _select(database, jobs.c.batch == job.id):
            _delete(database, artifacts, children)
    _delete(database, artifacts, [job])
    return True


def expire_steps(database: sa.Engine, artifacts: Artifacts, pipeline: Job) -> None:
    """Delete what the steps of a pipeline made, which can be used by themselves."""
    for name in pipeline.work.get("steps", {}):
        step = queries.any_job(database, step_id(pipeline.id, name))
        if step is not None:
            expire(database, artifacts, step)


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


def _delete(database: sa.Engine, artifacts: Artifacts, ended: Sequence[Job]) -> None:
    ids = [job.id for job in ended]
    with tables.write(database) as tx:
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
    empty: dict[str, Any] = {"label": "", "result": None, "outputs": []}
    empty |= {"error": None, "error_details": {}}
    return empty | {"work": work, "updated": time.time()}


def _due(settings: Settings, database: sa.Engine, now: float) -> list[Job]:
    """Ended jobs whose time has come, and those left half-way. A batch's documents go with it."""
    kinds = {kind: kind.value.removeprefix("batch_") for kind in Kind}
    old = [
        sa.and_(jobs.c.kind == kind, jobs.c.updated < now - settings.kept_days(name) * DAY_SECONDS)
        for kind, name in kinds.items()
    ]
    half_way = jobs.c.status == Status.EXPIRING
    due = _select(database, jobs.c.batch.is_(None) & sa.or_(half_way, *old))
    return [job for job in due if not _is_needed(database, job)]


def _is_needed(database: sa.Engine, job: Job) -> bool:
    """Whether it is a step of a pipeline that goes on."""
    pipeline = job.work.get("pipeline")
    return pipeline is not None and queries.status(database, pipeline) in OPEN


def _select(database: sa.Engine, which: sa.ColumnElement[bool]) -> list[Job]:
    ended = jobs.c.status.in_((*FINISHED, Status.EXPIRING))
    query = sa.select(jobs).where(ended, which).order_by(jobs.c.updated).limit(AT_ONCE)
    with tables.read(database) as connection:
        return [to_job(row) for row in connection.execute(query)]
