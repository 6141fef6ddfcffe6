"""The statements that the store's transactions are made of.

Those that every job needs are made once: to build a statement costs several times its execution.
"""

from __future__ import annotations

import time
from typing import Any

import msgspec
import sqlalchemy as sa

from octavo.jobs import tables, webhook_events
from octavo.jobs.model import FINISHED, OPEN, Batch, Job, Outcome, Status, step_id
from octavo.jobs.rows import to_batch, to_job
from octavo.jobs.tables import batches, jobs, products

NO_ERROR: dict[str, Any] = {"error": None, "error_code": None, "error_details": {}}

_JOB = sa.bindparam("of_job", type_=sa.Text)
_BATCH = sa.bindparam("of_batch", type_=sa.Text)
_LOCK = sa.select(batches).where(batches.c.id == _BATCH).with_for_update()
_WAITING = (
    sa.select(jobs.c.id)
    .where(jobs.c.batch == _BATCH, jobs.c.status == Status.WAITING)
    .order_by(jobs.c.seq)
    .limit(sa.bindparam("at_most"))
)
_COUNT = {
    counter: batches.update()
    .where(batches.c.id == _BATCH)
    .values({counter: batches.c[counter] + 1})
    .returning(batches)
    for counter in ("completed", "failed", "canceled")
}
_HELD = jobs.update().where(
    jobs.c.id == _JOB,
    jobs.c.attempt == sa.bindparam("of_attempt"),
    jobs.c.owner == sa.bindparam("of_owner"),
    jobs.c.status == Status.PROCESSING,
)
_TAKE_WAITING = (
    jobs.update()
    .where(jobs.c.id == _WAITING.scalar_subquery())
    .values(attempt=jobs.c.attempt + 1)
    .returning(jobs)
)


def lock_batch(tx: sa.Connection, batch_id: str | None) -> Batch | None:
    """A batch's counters, held against every other change until the transaction ends."""
    row = tx.execute(_LOCK, {"of_batch": batch_id}).one_or_none()
    return None if row is None else to_batch(row)


def release(tx: sa.Connection, batch_id: str, count: int) -> list[tuple[str, int]]:
    """Make a batch's next `count` waiting children pending; their ids and attempts in order."""
    released = tx.execute(
        jobs.update()
        .where(jobs.c.id.in_(_WAITING))
        .values(status=Status.PENDING, attempt=jobs.c.attempt + 1, updated=time.time())
        .returning(jobs.c.seq, jobs.c.id, jobs.c.attempt),
        {"of_batch": batch_id, "at_most": count},
    )
    return [(job_id, attempt) for _, job_id, attempt in sorted(map(tuple, released))]


def take_waiting(tx: sa.Connection, batch_id: str, owner: str) -> Job | None:
    """Begin a batch's next waiting child for `owner`."""
    values = {"status": Status.PROCESSING, "owner": owner, "updated": time.time()}
    row = tx.execute(_TAKE_WAITING, values | {"of_batch": batch_id, "at_most": 1}).one_or_none()
    if row is None:
        return None
    webhook_events.record(tx, Status.PROCESSING, row.id)
    return to_job(row)


def record(tx: sa.Connection, job: Job, outcome: Outcome) -> bool:
    """Record how a job ended, if its attempt is still its owner's; whether it was."""
    status = Status.FAILED if outcome.error else Status.COMPLETED
    values = msgspec.structs.asdict(outcome)
    credits, fingerprint = values.pop("credits"), values.pop("fingerprint")
    held = {"of_job": job.id, "of_attempt": job.attempt, "of_owner": job.owner}
    done = tx.execute(_HELD, values | held | {"status": status, "updated": time.time()})
    if not done.rowcount:
        return False
    webhook_events.record(tx, status, job.id)
    if outcome.product is not None and not outcome.reused:
        tx.execute(products.insert(), _product(job, outcome) | {"fingerprint": fingerprint})
    if status is Status.COMPLETED:
        pages = 0 if outcome.reused else outcome.pages
        tables.add_usage(tx, job.tenant, job.kind, pages, credits)
    return True


def _product(job: Job, outcome: Outcome) -> dict[str, object]:
    return {
        "id": outcome.product,
        "tenant": job.tenant,
        "kind": job.kind,
        "job": job.id,
        "label": job.label,
        "pages": outcome.pages,
        "parent": job.work.get("parent"),
        "data": f"data/{job.id}",
        "created": time.time(),
    }


def count(tx: sa.Connection, batch_id: str, counter: str) -> Batch:
    """Add one to a counter of a batch, which is locked by that; the batch as it then is."""
    return to_batch(tx.execute(_COUNT[counter], {"of_batch": batch_id}).one())


def is_wanted(tx: sa.Connection, job: Job) -> bool:
    """Whether the pipeline goes on that `job` is a step of, if it is one.

    That pipeline cannot end before the transaction does.
    """
    pipeline = job.work.get("pipeline")
    if pipeline is None:
        return True
    status = sa.select(jobs.c.status).where(jobs.c.id == pipeline).with_for_update()
    return tx.execute(status).scalar_one_or_none() == Status.PROCESSING


def begin_expiry(tx: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    """From now on nobody is told that there is anything of these jobs, those that have ended."""
    ended = jobs.update().where(which, jobs.c.status.in_(FINISHED))
    tx.execute(ended.values(status=Status.EXPIRING))


def drop_steps(tx: sa.Connection, pipeline: Job) -> None:
    """What a pipeline with `auto_delete` leaves expires with its end."""
    if not pipeline.work["auto_delete"]:
        return
    for name in pipeline.work["steps"]:
        step = step_id(pipeline.id, name)
        begin_expiry(tx, sa.or_(jobs.c.id == step, jobs.c.batch == step))


def set_status(tx: sa.Connection, job_id: str, status: Status) -> bool:
    """Give an open job a status; whether it was open."""
    done = tx.execute(
        jobs.update()
        .where(jobs.c.id == job_id, jobs.c.status.in_(OPEN))
        .values(status=status, updated=time.time())
    )
    if done.rowcount:
        webhook_events.record(tx, status, job_id)
    return bool(done.rowcount)
