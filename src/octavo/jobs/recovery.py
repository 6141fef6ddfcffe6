"""What a crash leaves is done again: jobs of processes that died, tickets that were lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import sqlalchemy as sa
import structlog

from octavo.jobs import tables
from octavo.jobs.model import Job, Lane, Outcome, Status
from octavo.jobs.rows import to_job
from octavo.jobs.store import Store
from octavo.jobs.tables import batches, jobs
from octavo.jobs.turns import can_begin

log = structlog.get_logger(__name__)

REISSUED_AT_ONCE = 1000

CountTickets = Callable[[Lane, int], int]
"""How many tickets of a lane wait to be taken, up to a number."""


class Recovery:
    """Heals the jobs of one database."""

    def __init__(self, store: Store, tickets: CountTickets) -> None:
        self._store = store
        self._database = store.database
        self._tickets = tickets

    def held_by(self, owner: str) -> list[Job]:
        """The jobs `owner` is working on."""
        return self._jobs(jobs.c.status == Status.PROCESSING, jobs.c.owner == owner)

    def requeue_of(self, owners: Iterable[str], *, blame: bool = True) -> int:
        """Queue again what these owners were working on; how many jobs that was.

        With `blame` they died at it, and a job that has had its tries fails.
        """
        held = self._jobs(jobs.c.status == Status.PROCESSING, jobs.c.owner.in_(list(owners)))
        for job in held:
            if blame:
                self.lose(
                    job, f"The worker reading this document died {job.attempt - job.spent} times"
                )
            else:
                self._store.give_back(job)
        return len(held)

    def lose(self, job: Job, reason: str) -> None:
        """Queue again a job whose attempt came to nothing, or fail it if that was its last."""
        if not self._store.retry(job, reason):
            self._store.finish(job, Outcome(error=reason, error_code="PROC_004"), take_next=False)

    def reissue(self, silent_seconds: float) -> None:
        """Make up for tickets lost between the engine and the start of a job.

        Looked for are lanes where a job has been pending for longer than this.
        """
        silent = jobs.c.updated <= time.time() - silent_seconds
        lost = self._jobs(jobs.c.status == Status.PENDING, silent, _waits_for_nobody())
        for lane in Lane:
            waiting = self._jobs(can_begin(lane), limit=REISSUED_AT_ONCE)
            if waiting and waiting[0].updated <= time.time() - silent_seconds:
                missing = len(waiting) - self._tickets(lane, len(waiting))
                lost += waiting[: max(0, missing)]
        for job in lost:
            log.info("reissued", job=job.id)
            self._store.reissue(job)

    def top_up(self) -> list[str]:
        """Give open batches the tickets they lack; the ids of batches that wait to be closed."""
        waiting_for_report = []
        with tables.read(self._database) as connection:
            query = sa.select(batches.c.id).where(batches.c.reported.is_(False))
            ids = list(connection.execute(query).scalars())
        for batch_id in ids:
            if self._store.top_up(batch_id):
                waiting_for_report.append(batch_id)
        return waiting_for_report

    def _jobs(self, *which: sa.ColumnElement[bool], limit: int | None = None) -> list[Job]:
        """The jobs for which all of this holds, the longest unchanged first."""
        query = sa.select(jobs).where(*which).order_by(jobs.c.updated).limit(limit)
        with tables.read(self._database) as connection:
            return [to_job(row) for row in connection.execute(query)]


def _waits_for_nobody() -> sa.ColumnElement[bool]:
    """Whether a job waits for another to read the same file, and none does."""
    reader = jobs.alias("reader")
    reads = sa.select(reader.c.id).where(
        reader.c.fingerprint == jobs.c.fingerprint, reader.c.status == Status.PROCESSING
    )
    return sa.and_(jobs.c.fingerprint.is_not(None), ~reads.exists())
