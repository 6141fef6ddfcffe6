"""The contract's view of a batch (c.3): counters, and the children by how they stand.

A view lists every completed child, maybe tens of thousands, at every poll. Completed children
only get more, so they are read in blocks that are remembered by how many of each are completed;
counting those is a walk of one index.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import Job, Status
from octavo.jobs.tables import batches, jobs

BLOCK = 100
REMEMBERED = 640
"""Blocks kept, of all batches: some 12 MB."""

LISTED = {
    "completed": Status.COMPLETED,
    "failed": Status.FAILED,
    "processing": Status.PROCESSING,
}
"""The lists of a view, and the status of the children in each."""


class Shown(msgspec.Struct, frozen=True):
    """Which children a view lists: these lists, `limit` children after the place `cursor`."""

    lists: tuple[str, ...] = tuple(LISTED)
    limit: int | None = None
    cursor: int = -1


def progress(database: sa.Engine, job: Job, shown: Shown) -> dict[str, Any]:
    """Counters and lists, JSON in parts; with a limit also `next_cursor` if more children follow.

    The counters of the lists that are whole agree with them.
    """
    with tables.read(database) as connection:
        counters = connection.execute(sa.select(batches).where(batches.c.id == job.id)).one()
    counts = {"completed": counters.completed, "failed": counters.failed}
    lists: dict[str, Any] = {name: [] for name in LISTED}
    following = {}
    if shown.limit is None and shown.cursor < 0:
        for name in shown.lists:
            lists[name] = _whole(database, job, name, counts)
    else:
        following = _page(database, job, shown, shown.limit or BLOCK, lists)
    return {"progress": {"total": counters.total, **counts}, "jobs": lists, **following}


def _whole(database: sa.Engine, job: Job, name: str, counts: dict[str, int]) -> Any:
    """One list in full; its length goes into `counts`."""
    if name == "completed":
        counts[name], raw = _completed(database, job)
        return raw
    query = _children(job.id, LISTED[name])
    with tables.read(database) as connection:
        entries = [_entry(row, "") for row in connection.execute(query).tuples()]
    if name in counts:
        counts[name] = len(entries)
    return entries


def _completed(database: sa.Engine, job: Job) -> tuple[int, msgspec.Raw]:
    block = jobs.c.seq - jobs.c.seq % BLOCK
    query = (
        sa.select(block, sa.func.count())
        .where(jobs.c.batch == job.id, jobs.c.status == Status.COMPLETED)
        .group_by(block)
        .order_by(block)
    )
    with tables.read(database) as connection:
        filled = connection.execute(query).tuples().all()
    name = job.kind.child.product
    parts = [_block(database, job.id, name, first, count) for first, count in filled]
    total = sum(count for count, _ in parts)
    return total, msgspec.Raw(b"[" + b",".join(raw for _, raw in parts) + b"]")


@lru_cache(maxsize=REMEMBERED)
def _block(
    database: sa.Engine, batch_id: str, product: str, first: int, _count: int
) -> tuple[int, bytes]:
    """The completed children from place `first` on, of one block: how many, and their entries.

    `_count` is how many there were when asked: as long as that holds, so does the answer.
    """
    query = _children(batch_id, Status.COMPLETED).where(
        jobs.c.seq >= first, jobs.c.seq < first + BLOCK
    )
    with tables.read(database) as connection:
        entries = [_entry(row, product) for row in connection.execute(query).tuples()]
    return len(entries), msgspec.json.encode(entries)[1:-1]


def _page(
    database: sa.Engine, job: Job, shown: Shown, limit: int, lists: dict[str, Any]
) -> dict[str, Any]:
    """Put one page of children into `lists`; the cursor of the next."""
    wanted = [LISTED[name] for name in shown.lists]
    query = _children(job.id, *wanted).where(jobs.c.seq > shown.cursor).limit(limit + 1)
    with tables.read(database) as connection:
        rows = connection.execute(query).tuples().all()
    for row in rows[:limit]:
        lists[row[3]].append(_entry(row, job.kind.child.product))
    return {"next_cursor": str(rows[limit - 1][0])} if len(rows) > limit else {}


def _children(batch_id: str, *statuses: Status) -> sa.Select[Any]:
    # Outputs stay the JSON they are stored as.
    outputs = sa.cast(jobs.c.outputs, sa.Text)
    return (
        sa.select(
            jobs.c.seq,
            jobs.c.id,
            jobs.c.label,
            jobs.c.status,
            jobs.c.product,
            outputs,
            jobs.c.error,
        )
        .where(jobs.c.batch == batch_id, jobs.c.status.in_(statuses))
        .order_by(jobs.c.seq)
    )


def _entry(row: tuple[Any, ...], product_name: str) -> Any:
    _, job_id, label, status, product, outputs, error = row
    if status == "processing":
        return job_id
    if status == "failed":
        return {"job_id": job_id, "file": label, "error": error}
    entry = {"job_id": job_id, "file": label}
    if product:
        entry[product_name] = product
    return entry | {"output": msgspec.Raw(outputs.encode())}
