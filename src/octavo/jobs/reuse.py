"""One reading for equal files: what `storage.reuse` asks for.

Every stored extraction has a fingerprint: of the tenant, the file's bytes, the options that shape
the result, and the reader. A job that may reuse one first looks for a kept extraction, then for
a job that is reading the same right now. It takes over the former; for the latter it waits
without a process: pending, with no ticket, until that job ends and gives it one. Should that be
lost, the janitor finds it as any job whose ticket is gone.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import PurePath
from typing import Any

import msgspec
import sqlalchemy as sa

from octavo import __version__
from octavo.jobs import tables, tasks
from octavo.jobs.model import Job, Kind, Status
from octavo.jobs.rows import to_job
from octavo.jobs.store import Store
from octavo.jobs.tables import jobs, products
from octavo.jobs.tasks import Desk
from octavo.steps.task import SOURCE, TASK, ExtractTask


class Waits(Exception):
    """The job was put back until another one has read the same file."""


def fingerprint(desk: Desk, job: Job, work: dict[str, Any]) -> str | None:
    """What a prepared job's extraction is known by; None if none is to be stored."""
    if job.kind is not Kind.EXTRACT:
        return None
    task = msgspec.json.decode((desk.folder / TASK).read_bytes(), type=ExtractTask)
    options = task.options
    if not options.store:
        return None
    with (desk.folder / SOURCE).open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    settings = desk.settings
    reader = [__version__, settings.ocr_engine, settings.llm_base_url, settings.llm_model]
    shaping = msgspec.structs.replace(options, folder=None, force_url=False, reuse=False)
    links = work["origin"] if options.show_images else ""
    parts = [job.tenant, content, PurePath(task.name).suffix.lower(), shaping, reader, links]
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


def claim(store: Store, job: Job, fingerprint: str) -> Job | None:
    """A completed job whose extraction `job` is to take over; None if it is to read the file.

    That extraction is kept for `job` from then on. Raises Waits if another is reading the file.
    """
    with tables.write(store.database) as tx:
        _hold(tx, fingerprint)
        kept = _kept(tx, job, fingerprint)
        values: dict[str, Any] = {"fingerprint": fingerprint}
        waits = kept is None and _is_being_read(tx, job, fingerprint)
        if kept is not None:
            values = {"fingerprint": None, "product": kept.product}
        elif waits:
            values |= {"status": Status.PENDING, "owner": None, "updated": time.time()}
        mine = (jobs.c.id == job.id, jobs.c.attempt == job.attempt, jobs.c.owner == job.owner)
        tx.execute(jobs.update().where(*mine, jobs.c.status == Status.PROCESSING).values(**values))
    job.fingerprint = None if kept or waits else fingerprint
    if waits:
        raise Waits
    return kept


def wake(store: Store, job: Job) -> None:
    """Give tickets to those that waited for `job` to read their file, however it ended."""
    if job.fingerprint is None:
        return
    query = sa.select(jobs).where(
        jobs.c.fingerprint == job.fingerprint,
        jobs.c.status == Status.PENDING,
        jobs.c.id != job.id,
    )
    with tables.read(store.database) as connection:
        waiting = [to_job(row) for row in connection.execute(query)]
    for other in waiting:
        store.reissue(other)


def take_over(desk: Desk, work: dict[str, Any], kept: Job, plan_info: dict[str, Any]) -> bytes:
    """The result of `kept` as another job's. Raises NotStored."""
    assert kept.result is not None
    assert kept.product is not None
    body = msgspec.json.decode(desk.artifacts.get(kept.result), type=dict[str, msgspec.Raw])
    own = tasks.extraction_head(work, kept.product) | {"reused": True}
    own |= tasks.charge(desk.settings, 0.0, plan_info)
    return msgspec.json.encode(body | own)


def _hold(tx: sa.Connection, fingerprint: str) -> None:
    """Have others with the same fingerprint wait for the end of the transaction."""
    if tx.dialect.name == "postgresql":  # SQLite's writers wait for each other anyway
        tx.execute(sa.select(sa.func.pg_advisory_xact_lock(int(fingerprint[:15], 16))))


def _kept(tx: sa.Connection, job: Job, fingerprint: str) -> Job | None:
    query = (
        sa.select(jobs)
        .join(products, products.c.id == jobs.c.product)
        .where(
            products.c.fingerprint == fingerprint,
            products.c.tenant == job.tenant,
            jobs.c.status == Status.COMPLETED,
        )
        .limit(1)
    )
    row = tx.execute(query).one_or_none()
    return None if row is None else to_job(row)


def _is_being_read(tx: sa.Connection, job: Job, fingerprint: str) -> bool:
    query = sa.select(jobs.c.id).where(
        jobs.c.fingerprint == fingerprint,
        jobs.c.status == Status.PROCESSING,
        jobs.c.id != job.id,
    )
    return tx.execute(query.limit(1)).one_or_none() is not None
