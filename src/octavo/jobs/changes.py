"""The statements that the store's transactions are made of."""

from __future__ import annotations

import time

import msgspec
import sqlalchemy as sa

from octavo.jobs import tables, webhook_events
from octavo.jobs.model import OPEN, Batch, Job, Outcome, Status
from octavo.jobs.rows import to_batch
from octavo.jobs.tables import batches, jobs, products


def lock_batch(tx: sa.Connection, batch_id: str | None) -> Batch | None:
    """A batch's counters, held against every other change until the transaction ends."""
    query = sa.select(batches).where(batches.c.id == batch_id).with_for_update()
    row = tx.execute(query).one_or_none()
    return None if row is None else to_batch(row)


def next_waiting(batch_id: str, count: int) -> sa.Select[str]:
    """The ids of a batch's next `count` waiting children."""
    return (
        sa.select(jobs.c.id)
        .where(jobs.c.batch == batch_id, jobs.c.status == Status.WAITING)
        .order_by(jobs.c.seq)
        .limit(count)
    )


def record(tx: sa.Connection, job: Job, outcome: Outcome) -> bool:
    """Record how a job ended, if its attempt is still its owner's; whether it was."""
    status = Status.FAILED if outcome.error else Status.COMPLETED
    values = msgspec.structs.asdict(outcome)
    credits, fingerprint = values.pop("credits"), values.pop("fingerprint")
    done = tx.execute(
        jobs.update()
        .where(
            jobs.c.id == job.id,
            jobs.c.attempt == job.attempt,
            jobs.c.owner == job.owner,
            jobs.c.status == Status.PROCESSING,
        )
        .values(status=status, updated=time.time(), **values)
    )
    if not done.rowcount:
        return False
    webhook_events.record(tx, status, jobs.c.id == job.id)
    if outcome.product is not None and not outcome.reused:
        tx.execute(
            products.insert().values(
                id=outcome.product,
                tenant=job.tenant,
                kind=job.kind,
                job=job.id,
                label=job.label,
                pages=outcome.pages,
                parent=job.work.get("parent"),
                data=f"data/{job.id}",
                fingerprint=fingerprint,
                created=time.time(),
            )
        )
    if status is Status.COMPLETED:
        pages = 0 if outcome.reused else outcome.pages
        tables.add_usage(tx, job.tenant, job.kind, pages, credits)
    return True


def count(tx: sa.Connection, batch: Batch, counter: str) -> Batch:
    """Add one to a counter of a batch; the batch as it then is."""
    column = batches.c[counter]
    row = tx.execute(
        batches.update()
        .where(batches.c.id == batch.id)
        .values({column: column + 1})
        .returning(batches)
    ).one()
    return to_batch(row)


def set_status(tx: sa.Connection, job_id: str, status: Status) -> bool:
    """Give an open job a status; whether it was open."""
    done = tx.execute(
        jobs.update()
        .where(jobs.c.id == job_id, jobs.c.status.in_(OPEN))
        .values(status=status, updated=time.time())
    )
    if done.rowcount:
        webhook_events.record(tx, status, jobs.c.id == job_id)
    return bool(done.rowcount)
