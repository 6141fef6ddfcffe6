"""What `GET /job` shows of a batch: counters, and the children by how they stand.

A view lists every ended child, maybe tens of thousands, at every poll. Ended children only get
more, so they are read in blocks, which are remembered by how many children of each have ended;
to count those is a walk of one index. The database writes the JSON: as rows, every child would
cost a turn at Python's lock, which the workers keep busy.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import Job, Status
from octavo.jobs.tables import batches, jobs

BLOCK = 100
REMEMBERED = 1280
"""Blocks kept, of all batches: some 25 MB."""

LISTED = {status.value: status for status in (Status.COMPLETED, Status.FAILED, Status.PROCESSING)}
"""The lists of a view, and the status of the children in each."""
ENDED = (Status.COMPLETED, Status.FAILED)


class Shown(msgspec.Struct, frozen=True):
    """Which children a view lists: these lists, `limit` children after the place `cursor`."""

    lists: tuple[str, ...] = tuple(LISTED)
    limit: int | None = None
    cursor: int = -1


class Block(NamedTuple):
    """The children of one list among the BLOCK places from `first` on, `filled` of them."""

    batch: str
    product: str
    name: str
    first: int
    filled: int
    version: float


@dataclass
class Known:
    """What will not change of a batch: its blocks before a place before which all have ended."""

    settled: tuple[int, list[Block]] = (0, [])


def progress(database: sa.Engine, job: Job, shown: Shown) -> dict[str, Any]:
    """Counters and lists, JSON in parts; with a limit also `next_cursor` if more children follow.

    The counters of the lists that are whole agree with them.
    """
    (total, completed, failed), blocks = _overview(database, job)
    counts = {"completed": completed, "failed": failed}
    lists: dict[str, Any] = {name: [] for name in LISTED}
    following = {}
    if shown.limit is None and shown.cursor < 0:
        for name in shown.lists:
            parts = [_entries(database, block) for block in blocks if block.name == name]
            lists[name] = msgspec.Raw(b"[" + b",".join(raw for _, raw in parts if raw) + b"]")
            if name in counts:
                counts[name] = sum(count for count, _ in parts)
    else:
        following = _page(database, job, shown, shown.limit or BLOCK, lists)
    return {"progress": {"total": total, **counts}, "jobs": lists, **following}


def _overview(database: sa.Engine, job: Job) -> tuple[tuple[int, int, int], list[Block]]:
    """A batch's counters, and its blocks that hold anything, in order."""
    # A retry has failed children done again; it dates the batch when it begins.
    known = _known(database, job.id, job.updated)
    first, settled = known.settled
    with tables.read(database) as connection:
        row = connection.execute(_OVERVIEW, {"of_batch": job.id, "of_first": first}).one()
    blocks, ended = [], Counter[int]()
    for said in (row.filled or "").split():
        name, place, count = said.split(":")
        version = job.updated if name == Status.FAILED else 0.0
        block = Block(job.id, job.kind.child.product, name, int(place), int(count), version)
        blocks.append(block)
        ended[block.first] += block.filled if name in ENDED else 0
    while ended[first] == BLOCK:
        first += BLOCK
    known.settled = (first, [*settled, *(block for block in blocks if block.first < first)])
    return (row.total, row.completed, row.failed), sorted([*settled, *blocks])


@lru_cache(maxsize=256)
def _known(_database: sa.Engine, _batch_id: str, _version: float) -> Known:
    return Known()


def _entries(database: sa.Engine, block: Block) -> tuple[int, bytes]:
    """How many children a block holds, and their entries with commas between."""
    return (_remembered if block.name in ENDED else _read)(database, block)


def _read(database: sa.Engine, block: Block) -> tuple[int, bytes]:
    wanted = {"of_batch": block.batch, "of_first": block.first}
    with tables.read(database) as connection:
        query = _listing(connection.dialect.name, block.name, block.product)
        count, entries = connection.execute(query, wanted).one()
    return count, (entries or "").encode()


_remembered = lru_cache(maxsize=REMEMBERED)(_read)


def _page(
    database: sa.Engine, job: Job, shown: Shown, limit: int, lists: dict[str, Any]
) -> dict[str, Any]:
    """Put one page of children into `lists`; the cursor of the next."""
    wanted = [LISTED[name] for name in shown.lists]
    with tables.read(database) as connection:
        dialect, product = connection.dialect.name, job.kind.child.product
        entries = {status: _entry(dialect, name, product) for name, status in LISTED.items()}
        query = (
            sa.select(jobs.c.seq, jobs.c.status, sa.case(entries, value=jobs.c.status))
            .where(jobs.c.batch == job.id, jobs.c.status.in_(wanted), jobs.c.seq > shown.cursor)
            .order_by(jobs.c.seq)
            .limit(limit + 1)
        )
        rows = connection.execute(query).tuples().all()
    for _, status, raw in rows[:limit]:
        lists[status].append(msgspec.Raw(raw.encode()))
    return {"next_cursor": str(rows[limit - 1][0])} if len(rows) > limit else {}


# --- statements, made once ------------------------------------------------------------------------

_OF_BATCH = jobs.c.batch == sa.bindparam("of_batch")
_FIRST = sa.bindparam("of_first", type_=sa.Integer)


def _counting() -> sa.Select[Any]:
    """A batch's counters, and its blocks from a place on as words: "status:first place:count"."""
    first = (jobs.c.seq - jobs.c.seq % BLOCK).label("first")
    block = (
        sa.select(jobs.c.status, first, sa.func.count().label("count"))
        .where(_OF_BATCH, jobs.c.status.in_(LISTED.values()), jobs.c.seq >= _FIRST)
        .group_by(jobs.c.status, first)
        .subquery()
        .c
    )
    said = block.status + ":" + sa.cast(block.first, sa.Text) + ":" + sa.cast(block.count, sa.Text)
    filled = sa.select(sa.func.aggregate_strings(said, " ")).scalar_subquery().label("filled")
    counters = (batches.c.total, batches.c.completed, batches.c.failed)
    return sa.select(*counters, filled).where(batches.c.id == sa.bindparam("of_batch"))


_OVERVIEW = _counting()


@lru_cache
def _listing(dialect: str, name: str, product: str) -> sa.Select[int, str]:
    """How many children are in one block of a list, and their entries with commas between."""
    within = (jobs.c.seq >= _FIRST, jobs.c.seq < _FIRST + BLOCK)
    entry = _entry(dialect, name, product).label("entry")
    listed = (
        sa.select(entry)
        .where(_OF_BATCH, jobs.c.status == LISTED[name], *within)
        .order_by(jobs.c.seq)
        .subquery()
    )
    return sa.select(sa.func.count(), sa.func.aggregate_strings(listed.c.entry, ","))


def _entry(dialect: str, name: str, product: str) -> sa.ColumnElement[str]:
    """A child as a list of the view shows it, as JSON."""
    if name == "processing":
        return sa.literal('"') + jobs.c.id + sa.literal('"')
    shown = {"job_id": jobs.c.id, "file": jobs.c.label}
    if name == "failed":
        return tables.json_object(dialect, shown | {"error": jobs.c.error})
    output = {"output": jobs.c.outputs}
    return sa.case(
        (jobs.c.product.is_(None), tables.json_object(dialect, shown | output)),
        else_=tables.json_object(dialect, shown | {product: jobs.c.product} | output),
    )
