"""Whose turn it is. A ticket is leave to begin one job of its lane, not a certain one.

Single jobs and children of batches have a lane each, so that a call never waits behind a batch. A
lane's next job is one of the tenant with the fewest of it running, then of that tenant's batch
with the fewest running; among equals, of the one whose last turn was longest ago; then the first.
"""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import Job, Lane, Status
from octavo.jobs.rows import to_job
from octavo.jobs.tables import jobs, turns

REMEMBERED_SECONDS = 86400.0


def begin_next(tx: sa.Connection, lane: Lane, owner: str) -> Job | None:
    """Begin the pending job whose turn it is for `owner`; None if none is pending."""
    while (choice := tx.execute(_choice(lane)).one_or_none()) is not None:
        values = {"status": Status.PROCESSING, "owner": owner, "updated": time.time()}
        of_turn = {"of_tenant": choice.tenant, "of_batch": choice.batch}
        row = tx.execute(_begin(lane), values | of_turn).one_or_none()
        if row is not None:
            had = [f"{lane}:{choice.tenant}"] + ([choice.batch] if choice.batch else [])
            tx.execute(_had_turn(tx.dialect.name), [{"who": who} for who in had])
            return to_job(row)
    return None


def forget(database: sa.Engine) -> None:
    """Drop the turns that are too long ago to matter."""
    with tables.write(database) as tx:
        tx.execute(turns.delete().where(turns.c.last < tables.now(tx) - REMEMBERED_SECONDS))


# --- statements, made once ------------------------------------------------------------------------


@lru_cache
def _choice(lane: Lane) -> sa.Select[str, str | None]:
    """The tenant and the batch whose turn it is."""
    pending = (
        sa.select(jobs.c.tenant, jobs.c.batch, sa.func.min(jobs.c.created).label("first"))
        .where(can_begin(lane))
        .group_by(jobs.c.tenant, jobs.c.batch)
        .subquery("pending")
    )
    running = (
        sa.select(jobs.c.tenant, jobs.c.batch)
        # A batch or pipeline is processing too, but nobody's.
        .where(jobs.c.status == Status.PROCESSING, jobs.c.owner.is_not(None), _in_lane(lane))
        .cte("running")
    )
    order: list[sa.ColumnElement[Any]] = []
    keys = {"tenant": sa.literal(f"{lane}:") + pending.c.tenant, "batch": pending.c.batch}
    for column, key in keys.items():
        beside = sa.select(sa.func.count()).where(running.c[column] == pending.c[column])
        last = sa.select(turns.c.last).where(turns.c.who == key)
        order += [beside.scalar_subquery(), sa.func.coalesce(last.scalar_subquery(), 0.0)]
    query = sa.select(pending.c.tenant, pending.c.batch)
    return query.order_by(*order, pending.c.first).limit(1)


@lru_cache
def _begin(lane: Lane) -> sa.Update:
    """Begin the first pending job of a tenant, and of a batch."""
    of_turn = [can_begin(lane), jobs.c.tenant == sa.bindparam("of_tenant")]
    if lane is Lane.CHILD:
        of_turn.append(jobs.c.batch == sa.bindparam("of_batch"))
    first = (
        sa.select(jobs.c.id)
        .where(*of_turn)
        .order_by(jobs.c.seq, jobs.c.created)
        .limit(1)
        .with_for_update()
    )
    return jobs.update().where(jobs.c.id == first.scalar_subquery()).returning(jobs)


@lru_cache
def _had_turn(dialect: str) -> sa.Insert:
    now = tables.clock(dialect)
    statement = tables.insert(dialect, turns).values(who=sa.bindparam("who"), last=now)
    return statement.on_conflict_do_update(index_elements=["who"], set_={"last": now})


def can_begin(lane: Lane) -> sa.ColumnElement[bool]:
    """Whether a job is pending in `lane`, and waits for no other to read the same file."""
    return sa.and_(jobs.c.status == Status.PENDING, jobs.c.fingerprint.is_(None), _in_lane(lane))


def _in_lane(lane: Lane) -> sa.ColumnElement[bool]:
    return jobs.c.batch.is_(None) if lane is Lane.SINGLE else jobs.c.batch.is_not(None)
