"""Who is alive: every process that runs jobs beats, and what a silent one held is done again.

An instance is one run of one process. A process that starts gives back at once what earlier
processes of its own machine held if they are gone; any process gives back what an instance held
that has not beaten for `dead_seconds` by the database's clock.
"""

from __future__ import annotations

import contextlib
import os
import socket
import uuid

import psutil
import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import Status
from octavo.jobs.tables import jobs, nodes


class Membership:
    """This process among the others on the same database."""

    def __init__(self, database: sa.Engine, dead_seconds: float) -> None:
        self._database = database
        self._dead_seconds = dead_seconds
        self.host = socket.gethostname()
        self.instance = f"{self.host}-{uuid.uuid4().hex[:12]}"

    def beat(self) -> bool:
        """Say that this instance is there; whether it had been believed dead, or is new."""
        mine = nodes.c.instance == self.instance
        with tables.write(self._database) as tx:
            if tx.execute(nodes.update().where(mine).values(beat=tables.now(tx))).rowcount:
                return False
            tx.execute(
                nodes.insert().values(
                    instance=self.instance,
                    host=self.host,
                    pid=os.getpid(),
                    started=psutil.Process().create_time(),
                    beat=tables.now(tx),
                )
            )
        return True

    def dead(self) -> list[str]:
        """The instances that are gone: silent too long, no longer running on this machine, or
        known only from the jobs they held."""
        owners = sa.select(jobs.c.owner).where(
            jobs.c.status == Status.PROCESSING, jobs.c.owner.not_in(sa.select(nodes.c.instance))
        )
        with tables.read(self._database) as connection:
            clock = tables.now(connection)
            rows = connection.execute(sa.select(nodes)).all()
            strangers = set(connection.execute(owners).scalars())
        silent = {
            row.instance
            for row in rows
            if clock - row.beat > self._dead_seconds
            or (row.host == self.host and not _runs(row.pid, row.started))
        }
        return sorted((silent | strangers) - {self.instance})

    def forget(self, instances: list[str]) -> None:
        """Drop instances whose jobs have been given back."""
        with tables.write(self._database) as tx:
            tx.execute(nodes.delete().where(nodes.c.instance.in_(instances)))

    def leave(self) -> None:
        """Say that this instance ends."""
        self.forget([self.instance])


def _runs(pid: int, started: float) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return (
            abs(process.create_time() - started) < 2.0 and process.status() != psutil.STATUS_ZOMBIE
        )
    return False
