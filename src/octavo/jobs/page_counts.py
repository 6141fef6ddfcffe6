"""The pages read of the documents that are being read: from their folders into the database."""

from __future__ import annotations

import time
from pathlib import Path

import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import Status
from octavo.jobs.tables import jobs
from octavo.steps import progress

NOTE_SECONDS = 1.0


class PageCounts:
    """Those of the jobs of one process, whose folders lie in `scratch`."""

    def __init__(self, database: sa.Engine, owner: str, scratch: Path) -> None:
        self._database, self._owner, self._scratch = database, owner, scratch
        self._noted: dict[str, tuple[int, int]] = {}
        self._due = 0.0

    def note(self) -> None:
        """Record what has changed, by one transaction a second at most."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + NOTE_SECONDS
        told = {}
        for folder in self._scratch.iterdir():
            if (counts := progress.told(folder)) is not None:
                told[folder.name] = counts
        changed = dict(told.items() - self._noted.items())
        if changed:
            with tables.write(self._database) as tx:
                for name, counts in changed.items():
                    self._record(tx, name, counts)
        self._noted = told

    def _record(self, tx: sa.Connection, name: str, counts: tuple[int, int]) -> None:
        job_id, attempt = parts(name)
        mine = (jobs.c.id == job_id, jobs.c.attempt == attempt, jobs.c.owner == self._owner)
        tx.execute(
            jobs.update()
            .where(*mine, jobs.c.status == Status.PROCESSING)
            .values(pages_read=counts[0], pages_in_all=counts[1])
        )


def folder_name(job_id: str, attempt: int) -> str:
    """The name of the folder in which an attempt of a job is made."""
    return f"{job_id}-{attempt}"


def parts(folder: str) -> tuple[str, int]:
    """The job and attempt a folder of this name is of."""
    job_id, _, attempt = folder.rpartition("-")
    return job_id, int(attempt)
