"""Changes of a job's state: each one transaction, each fenced, so that a repeat changes nothing.

Only the holder of a job's current attempt may finish it: `attempt` and `owner` must still be what
they were when it began, so the late result of a worker believed dead is dropped. A batch row is
always locked before its children's rows.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, Protocol

import sqlalchemy as sa

from octavo.jobs import changes, tables, turns, webhook_events
from octavo.jobs.model import GONE, OPEN, Batch, Job, Kind, Lane, Outcome, Status, step_id
from octavo.jobs.rows import to_job, to_row
from octavo.jobs.tables import batches, jobs

CHUNK = 1000


class Enqueue(Protocol):
    """Puts the ticket of a job's attempt into its lane's queue, within the transaction."""

    def __call__(self, tx: sa.Connection, job_id: str, attempt: int, lane: Lane) -> None: ...


def new_id() -> str:
    """A fresh opaque id."""
    return str(uuid.uuid4())


class Store:
    """The jobs of one database. `enqueue` is the engine's."""

    def __init__(self, database: sa.Engine, enqueue: Enqueue, attempts: int) -> None:
        self.database = database
        self._enqueue = enqueue
        self._attempts = attempts

    # --- submitting -------------------------------------------------------------------------

    def submit(self, job: Job) -> None:
        """Record a single job and queue it; a step only if its pipeline still goes on."""
        with tables.write(self.database) as tx:
            if not changes.is_wanted(tx, job):
                return
            job.status, job.attempt = Status.PENDING, 1
            tx.execute(jobs.insert(), to_row(job, time.time()))
            webhook_events.record(tx, Status.PENDING, job.id)
            self._enqueue(tx, job.id, 1, Lane.SINGLE)

    def submit_batch(
        self, job: Job, children: Iterable[Job], workers: int, destination: dict[str, Any]
    ) -> int:
        """Record a batch and its children and queue the first `workers`; how many there are.

        Nothing is recorded if there are none, or for a step whose pipeline has ended.
        """
        children = iter(children)
        # The first is there once the whole input has been listed: nobody is to wait for that.
        first = next(children, None)
        if first is None:
            return 0
        with tables.write(self.database) as tx:
            if not changes.is_wanted(tx, job):
                return 0
            total = self._insert_children(tx, job, chain([first], children))
            job.status = Status.PROCESSING
            tx.execute(jobs.insert(), to_row(job, time.time()))
            tx.execute(
                batches.insert().values(
                    id=job.id, workers=workers, total=total, destination=destination
                )
            )
            webhook_events.record_start(tx, job.id)
            self._release(tx, job.id, workers)
        return total

    def _insert_children(self, tx: sa.Connection, batch: Job, children: Iterator[Job]) -> int:
        total, stamp = 0, time.time()
        while chunk := list(islice(children, CHUNK)):
            for child in chunk:
                child.batch, child.seq, child.status = batch.id, total, Status.WAITING
                total += 1
            tx.execute(jobs.insert(), [to_row(child, stamp) for child in chunk])
        return total

    def submit_pipeline(self, job: Job) -> None:
        """Record a pipeline; its steps are submitted one after the other."""
        with tables.write(self.database) as tx:
            job.status = Status.PROCESSING
            tx.execute(jobs.insert(), to_row(job, time.time()))
            webhook_events.record_start(tx, job.id)

    # --- running ----------------------------------------------------------------------------

    def begin(self, lane: Lane, owner: str) -> Job | None:
        """Take the pending job whose turn it is for `owner`; None if there is none."""
        with tables.write(self.database) as tx:
            job = turns.begin_next(tx, lane, owner)
            if job is not None:
                webhook_events.record(tx, Status.PROCESSING, job.id)
        return job

    def finish(
        self, job: Job, outcome: Outcome, *, take_next: bool
    ) -> tuple[bool, Job | None, bool]:
        """Record how `job` ended: (was it recorded, the next child if taken, is the batch done).

        With `take_next` the batch's next child begins at once under the same owner; otherwise
        its ticket goes to the queue.
        """
        with tables.write(self.database) as tx:
            batch = None
            if job.batch is not None:
                batch = changes.count(tx, job.batch, "failed" if outcome.error else "completed")
            if not changes.record(tx, job, outcome):
                tx.rollback()
                return False, None, False
            if batch is None:
                return True, None, False
            if batch.settled:
                return True, None, True
            return True, self._continue(tx, batch, job.owner if take_next else None), False

    def retry(self, job: Job, reason: str) -> bool:
        """Queue the next attempt of a job whose process died; False when it has had its tries."""
        if job.attempt - job.spent >= self._attempts:
            return False
        self._requeue(job, reason)
        return True

    def give_back(self, job: Job) -> None:
        """Queue again a job whose process ends in order; that costs it none of its tries."""
        self._requeue(job, None)

    def reissue(self, job: Job) -> None:
        """Give a pending job whose ticket is gone a new one. It costs it none of its tries."""
        with tables.write(self.database) as tx:
            again = tx.execute(
                jobs.update()
                .where(
                    jobs.c.id == job.id,
                    jobs.c.attempt == job.attempt,
                    jobs.c.status == Status.PENDING,
                )
                .values(
                    attempt=job.attempt + 1,
                    spent=jobs.c.spent + 1,
                    fingerprint=None,
                    updated=time.time(),
                )
            )
            if again.rowcount:
                self._enqueue(tx, job.id, job.attempt + 1, Lane.of(job))

    def top_up(self, batch_id: str) -> bool:
        """Give an open batch the tickets it lacks; whether it only waits to be closed."""
        with tables.write(self.database) as tx:
            batch = changes.lock_batch(tx, batch_id)
            if batch is None or batch.settled:
                return True
            self._fill(tx, batch)
        return False

    def retry_failed(self, batch: Job) -> int:
        """Have a batch's failed children done again; how many. An ended batch is open again.

        One that has expired meanwhile stays so.
        """
        with tables.write(self.database) as tx:
            row = changes.lock_batch(tx, batch.id)
            status = tx.execute(sa.select(jobs.c.status).where(jobs.c.id == batch.id)).scalar_one()
            if row is None or status in GONE:
                return 0
            again = tx.execute(
                jobs.update()
                .where(jobs.c.batch == batch.id, jobs.c.status == Status.FAILED)
                .values(status=Status.WAITING, spent=jobs.c.attempt, **changes.NO_ERROR)
            ).rowcount
            if not again:
                return 0
            tx.execute(
                batches.update()
                .where(batches.c.id == batch.id)
                .values(failed=batches.c.failed - again, reported=False)
            )
            tx.execute(
                jobs.update()
                .where(jobs.c.id == batch.id)
                .values(status=Status.PROCESSING, error=None, updated=time.time())
            )
            webhook_events.record(tx, Status.PROCESSING, batch.id)
            self._fill(tx, row)
        return int(again)

    def close_batch(self, batch_id: str, error: str | None = None) -> None:
        """End a batch whose children all have, once its manifest is written."""
        with tables.write(self.database) as tx:
            batch = changes.lock_batch(tx, batch_id)
            if batch is None or not batch.settled:
                return
            tx.execute(batches.update().where(batches.c.id == batch_id).values(reported=True))
            values = {"status": batch.verdict, "updated": time.time(), "error": error}
            if batch.verdict is Status.FAILED and error is None:
                values["error"] = "Every document of the batch failed; see result.jobs.failed"
            done = tx.execute(
                jobs.update()
                .where(jobs.c.id == batch_id, jobs.c.status == Status.PROCESSING)
                .values(**values)
            )
            if done.rowcount:
                webhook_events.record(tx, batch.verdict, batch_id)

    def end_pipeline(self, pipeline: Job, *, status: Status, **values: Any) -> bool:
        """Record how an open pipeline ended; False if it had ended before."""
        with tables.write(self.database) as tx:
            done = tx.execute(
                jobs.update()
                .where(jobs.c.id == pipeline.id, jobs.c.status == Status.PROCESSING)
                .values(status=status, updated=time.time(), **values)
            )
            if done.rowcount:
                changes.drop_steps(tx, pipeline)
                webhook_events.record(tx, status, pipeline.id)
        return bool(done.rowcount)

    # --- cancelling -------------------------------------------------------------------------

    def cancel(self, tenant: str, job_id: str) -> Job | None:
        """Cancel an open job, a batch with all its open children. The job as it was before."""
        with tables.write(self.database) as tx:
            query = sa.select(jobs).where(jobs.c.id == job_id, jobs.c.tenant == tenant)
            row = tx.execute(query).one_or_none()
            if row is None:
                return None
            job = to_job(row)
            if job.status in OPEN:
                self._cancel_open(tx, job)
        return job

    def _cancel_open(self, tx: sa.Connection, job: Job) -> None:
        if job.kind.is_batch:
            self._cancel_batch(tx, job)
            return
        self._cancel_one(tx, job)
        if job.kind is Kind.PIPELINE:
            self._cancel_steps(tx, job)

    def _cancel_batch(self, tx: sa.Connection, job: Job) -> None:
        changes.lock_batch(tx, job.id)
        open_children = sa.and_(jobs.c.batch == job.id, jobs.c.status.in_(OPEN))
        webhook_events.record(tx, Status.CANCELED, job.id, "open children")
        done = tx.execute(
            jobs.update().where(open_children).values(status=Status.CANCELED, updated=time.time())
        )
        tx.execute(
            batches.update()
            .where(batches.c.id == job.id)
            .values(canceled=batches.c.canceled + done.rowcount)
        )
        changes.set_status(tx, job.id, Status.CANCELED)

    def _cancel_steps(self, tx: sa.Connection, pipeline: Job) -> None:
        for step in pipeline.work["steps"]:
            query = sa.select(jobs).where(jobs.c.id == step_id(pipeline.id, step))
            row = tx.execute(query).one_or_none()
            if row is not None and row.status in OPEN:
                self._cancel_open(tx, to_job(row))
        changes.drop_steps(tx, pipeline)

    def _cancel_one(self, tx: sa.Connection, job: Job) -> None:
        batch = changes.lock_batch(tx, job.batch) if job.batch else None
        if not changes.set_status(tx, job.id, Status.CANCELED) or batch is None:
            return
        batch = changes.count(tx, batch.id, "canceled")
        if not batch.settled and job.status is not Status.WAITING:
            self._release(tx, batch.id, 1)

    def still_mine(self, owner: str, job_ids: Iterable[str]) -> set[str]:
        """Which of these jobs `owner` is still to work on; the others were taken or cancelled."""
        with tables.read(self.database) as connection:
            query = sa.select(jobs.c.id).where(
                jobs.c.id.in_(list(job_ids)),
                jobs.c.owner == owner,
                jobs.c.status == Status.PROCESSING,
            )
            return set(connection.execute(query).scalars())

    # --- within a transaction ---------------------------------------------------------------

    def _continue(self, tx: sa.Connection, batch: Batch, owner: str | None) -> Job | None:
        if owner is None:
            self._release(tx, batch.id, 1)
            return None
        return changes.take_waiting(tx, batch.id, owner)

    def _fill(self, tx: sa.Connection, batch: Batch) -> None:
        """Release as many children of a locked batch as its `workers` leave room for."""
        held = tx.execute(
            sa.select(sa.func.count()).where(
                jobs.c.batch == batch.id,
                jobs.c.status.in_((Status.PENDING, Status.PROCESSING)),
            )
        ).scalar_one()
        self._release(tx, batch.id, batch.workers - held)

    def _release(self, tx: sa.Connection, batch_id: str, count: int) -> None:
        if count <= 0:
            return
        for job_id, attempt in changes.release(tx, batch_id, count):
            self._enqueue(tx, job_id, attempt, Lane.CHILD)

    def _requeue(self, job: Job, reason: str | None) -> None:
        with tables.write(self.database) as tx:
            again = tx.execute(
                jobs.update()
                .where(
                    jobs.c.id == job.id,
                    jobs.c.attempt == job.attempt,
                    jobs.c.owner == job.owner,
                    jobs.c.status == Status.PROCESSING,
                )
                .values(
                    status=Status.PENDING,
                    attempt=job.attempt + 1,
                    spent=jobs.c.spent + int(reason is None),
                    owner=None,
                    fingerprint=None,
                    error=reason,
                    updated=time.time(),
                )
            )
            if again.rowcount:
                self._enqueue(tx, job.id, job.attempt + 1, Lane.of(job))
