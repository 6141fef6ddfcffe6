"""What expires, and when: finished jobs and webhook deliveries after `retention_days`, used-up
tickets after an hour.
"""

from __future__ import annotations

import time

import sqlalchemy as sa

from octavo.jobs import queries, tables, webhook_queue
from octavo.jobs.engine import Engine
from octavo.jobs.model import FINISHED, Job, Status
from octavo.jobs.tables import jobs, products
from octavo.settings import Settings
from octavo.storage.artifacts import Artifacts

TICKET_SECONDS = 3600.0
SWEEP = 500


def sweep(settings: Settings, database: sa.Engine, artifacts: Artifacts, engine: Engine) -> None:
    """Expire what is due, a bounded number at a time."""
    engine.tidy(time.time() - TICKET_SECONDS)
    before = time.time() - settings.retention_days * 86400
    for job_id in _due(database, before):
        expire(database, artifacts, job_id)
    webhook_queue.forget(database, before)


def expire(database: sa.Engine, artifacts: Artifacts, job_id: str) -> None:
    """Delete a finished job's artifacts and mark it expired."""
    for prefix in (f"results/{job_id}.json", f"data/{job_id}", f"images/{job_id}/"):
        artifacts.delete_prefix(prefix)
    artifacts.delete_prefix(f"uploads/{job_id}/")
    for folder in ("templates", "excel"):
        artifacts.delete_prefix(f"{folder}/{job_id}.xlsx")
    with tables.write(database) as tx:
        tx.execute(products.delete().where(products.c.job == job_id))
        tx.execute(
            jobs.update()
            .where(jobs.c.id == job_id, jobs.c.status.in_(FINISHED))
            .values(status=Status.EXPIRED, result=None, updated=time.time())
        )


def expire_all(database: sa.Engine, artifacts: Artifacts, job: Job) -> None:
    """Expire a finished job, and a batch's children with it."""
    for child in list(queries.children(database, job.id)):
        expire(database, artifacts, child.id)
    expire(database, artifacts, job.id)


def _due(database: sa.Engine, before: float) -> list[str]:
    query = (
        sa.select(jobs.c.id)
        .where(jobs.c.status.in_(FINISHED), jobs.c.updated < before)
        .limit(SWEEP)
    )
    with tables.read(database) as connection:
        return list(connection.execute(query).scalars())
