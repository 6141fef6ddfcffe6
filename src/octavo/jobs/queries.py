"""What is read of jobs: one job, a batch's children, a product, the use of a tenant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import Batch, Job, Kind, Status
from octavo.jobs.rows import to_batch, to_job
from octavo.jobs.tables import batches, jobs, products, usage

# What every poll and every job asks is made once: building it costs more than its execution.
_STATUS = sa.select(jobs.c.status).where(jobs.c.id == sa.bindparam("job_id"))
_JOB = sa.select(jobs).where(jobs.c.id == sa.bindparam("job_id"))
_JOB_OF_TENANT = _JOB.where(jobs.c.tenant == sa.bindparam("tenant"))
_TOTAL_USAGE = sa.select(
    sa.func.coalesce(sa.func.sum(usage.c.pages), 0),
    sa.func.coalesce(sa.func.sum(usage.c.credits), 0.0),
).where(usage.c.tenant == sa.bindparam("tenant"))


def job(database: sa.Engine, tenant: str, job_id: str) -> Job | None:
    """The job of this tenant with this id."""
    with tables.read(database) as connection:
        row = connection.execute(_JOB_OF_TENANT, {"job_id": job_id, "tenant": tenant}).one_or_none()
    return None if row is None else to_job(row)


def any_job(database: sa.Engine, job_id: str) -> Job | None:
    """The job with this id, whoever's it is."""
    with tables.read(database) as connection:
        row = connection.execute(_JOB, {"job_id": job_id}).one_or_none()
    return None if row is None else to_job(row)


def recent(database: sa.Engine, tenant: str | None, limit: int) -> list[Job]:
    """The newest jobs that are no batch's children; of every tenant for None."""
    query = sa.select(jobs).where(jobs.c.batch.is_(None))
    if tenant is not None:
        query = query.where(jobs.c.tenant == tenant)
    with tables.read(database) as connection:
        rows = connection.execute(query.order_by(jobs.c.created.desc()).limit(limit))
        return [to_job(row) for row in rows]


def status(database: sa.Engine, job_id: str) -> Status | None:
    """How a job stands."""
    with tables.read(database) as connection:
        found = connection.execute(_STATUS, {"job_id": job_id}).scalar()
    return None if found is None else Status(found)


def batch(database: sa.Engine, batch_id: str) -> Batch:
    """The counters of a batch."""
    with tables.read(database) as connection:
        return to_batch(
            connection.execute(sa.select(batches).where(batches.c.id == batch_id)).one()
        )


def children(database: sa.Engine, batch_id: str, status: Status | None = None) -> Iterator[Job]:
    """A batch's children in their order, of one status or all; read in chunks."""
    query = sa.select(jobs).where(jobs.c.batch == batch_id).order_by(jobs.c.seq)
    if status is not None:
        query = query.where(jobs.c.status == status)
    with tables.read(database) as connection:
        for row in connection.execution_options(yield_per=500).execute(query):
            yield to_job(row)


def product(database: sa.Engine, tenant: str, kind: Kind, product_id: str) -> sa.Row[Any] | None:
    """The stored extraction, split, schema or table run with this id."""
    with tables.read(database) as connection:
        query = sa.select(products).where(
            products.c.id == product_id, products.c.tenant == tenant, products.c.kind == kind
        )
        return connection.execute(query).one_or_none()


def total_usage(database: sa.Engine, tenant: str) -> tuple[int, float]:
    """Pages and credits the tenant has used in all."""
    with tables.read(database) as connection:
        pages, credits = connection.execute(_TOTAL_USAGE, {"tenant": tenant}).one()
    return int(pages), float(credits)


def usage_between(
    database: sa.Engine, tenant: str, first: date, last: date
) -> dict[str, dict[str, int]]:
    """Documents and pages by kind of job, from one day to another, both included."""
    query = (
        sa.select(usage.c.source, sa.func.sum(usage.c.documents), sa.func.sum(usage.c.pages))
        .where(
            usage.c.tenant == tenant,
            usage.c.day >= first.isoformat(),
            usage.c.day <= last.isoformat(),
        )
        .group_by(usage.c.source)
    )
    with tables.read(database) as connection:
        rows = connection.execute(query)
        return {source: {"documents": int(d), "pages": int(p)} for source, d, p in rows}


def take_large_result(database: sa.Engine, job_id: str, stamp: float) -> bool:
    """Mark a large result as downloaded at `stamp`; False if it already was."""
    with tables.write(database) as tx:
        done = tx.execute(
            jobs.update().where(jobs.c.id == job_id, jobs.c.fetched.is_(None)).values(fetched=stamp)
        )
    return bool(done.rowcount)
