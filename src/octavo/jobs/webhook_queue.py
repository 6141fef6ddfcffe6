"""Which deliveries are due, who sends them, and what came of it: the transactions of the courier.

A claim is a lease by the database's clock: it moves `due` to when the claim lapses and counts one
attempt. Whoever finishes an attempt must still hold it, so a delivery whose sender died is taken
up by another once the lease has lapsed, and a late outcome of the dead changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from octavo.jobs import tables, webhook_events
from octavo.jobs.tables import webhook_deliveries, webhook_endpoints

WAITING, SENDING, DELIVERED, FAILED = "waiting", "sending", "delivered", "failed"
GRACE_SECONDS = 2 * 86400.0


class Parcel(msgspec.Struct, frozen=True):
    """One attempt to send one delivery; `claimed` is this machine's monotonic time."""

    id: str
    endpoint: str
    url: str
    headers: dict[str, str]
    secret: str
    event: str
    job: str
    body: str
    attempt: int
    failures: int
    claimed: float


class Answer(msgspec.Struct, frozen=True):
    """What an attempt brought: a status or the reason there is none; `slow` if it took long."""

    status: int | None = None
    note: str | None = None
    slow: bool = False

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def ready(database: sa.Engine, ailing: bool) -> list[str]:
    """The endpoints of a lane for which something is due, the longest waiting first."""
    first = (
        sa.select(sa.func.min(webhook_deliveries.c.due))
        .where(webhook_deliveries.c.endpoint == webhook_endpoints.c.id)
        .scalar_subquery()
    )
    query = sa.select(webhook_endpoints.c.id, first).where(webhook_endpoints.c.ailing.is_(ailing))
    with tables.read(database) as connection:
        found = connection.execute(query).all()
        clock = tables.now(connection) if found else 0.0
    due = [(moment, endpoint) for endpoint, moment in found if moment is not None]
    return [endpoint for moment, endpoint in sorted(due) if moment <= clock]


def claim(database: sa.Engine, shares: Mapping[str, int], lease: float) -> list[Parcel]:
    """Take up to so many due deliveries of each endpoint of `shares`, for `lease` seconds."""
    claimed = time.monotonic()
    with tables.write(database) as tx:
        clock = tables.now(tx)
        return [
            parcel
            for endpoint, share in shares.items()
            for parcel in _claim_some(tx, endpoint, share, clock, lease, claimed)
        ]


def _claim_some(
    tx: sa.Connection, endpoint_id: str, share: int, clock: float, lease: float, claimed: float
) -> list[Parcel]:
    query = sa.select(webhook_endpoints).where(webhook_endpoints.c.id == endpoint_id)
    endpoint = tx.execute(query).one_or_none()
    if endpoint is None:
        return []
    due = (
        sa.select(webhook_deliveries)
        .where(webhook_deliveries.c.endpoint == endpoint_id, webhook_deliveries.c.due <= clock)
        .order_by(webhook_deliveries.c.due)
        .limit(share)
        .with_for_update(skip_locked=True)
    )
    return [
        _take(tx, endpoint, delivery, clock + lease, claimed) for delivery in tx.execute(due).all()
    ]


def _take(
    tx: sa.Connection, endpoint: sa.Row[Any], delivery: sa.Row[Any], until: float, claimed: float
) -> Parcel:
    # Kept from the first attempt on, so that a later version of Octavo sends the same bytes.
    body = delivery.body or webhook_events.body(delivery)
    tx.execute(
        webhook_deliveries.update()
        .where(webhook_deliveries.c.id == delivery.id)
        .values(state=SENDING, due=until, attempt=delivery.attempt + 1, body=body)
    )
    return Parcel(
        id=delivery.id,
        endpoint=endpoint.id,
        url=endpoint.url,
        headers=endpoint.headers,
        secret=endpoint.secret,
        event=delivery.event,
        job=delivery.job,
        body=body,
        attempt=delivery.attempt + 1,
        failures=delivery.failures,
        claimed=claimed,
    )


def finish(database: sa.Engine, parcel: Parcel, answer: Answer, waits: Sequence[float]) -> bool:
    """Record what an attempt brought; whether it was still ours to record."""
    failures = parcel.failures + (not answer.delivered)
    with tables.write(database) as tx:
        due, state = None, DELIVERED
        if not answer.delivered:
            state = FAILED
            if failures <= len(waits):
                due, state = tables.now(tx) + waits[failures - 1], WAITING
        values = {"state": state, "due": due, "failures": failures, "updated": time.time()}
        done = tx.execute(
            webhook_deliveries.update()
            .where(
                webhook_deliveries.c.id == parcel.id,
                webhook_deliveries.c.attempt == parcel.attempt,
                webhook_deliveries.c.state == SENDING,
            )
            .values(**values, response=answer.status, note=answer.note)
        )
        ailing = answer.slow or not answer.delivered
        tx.execute(
            webhook_endpoints.update()
            .where(
                webhook_endpoints.c.id == parcel.endpoint, webhook_endpoints.c.ailing.isnot(ailing)
            )
            .values(ailing=ailing)
        )
    return bool(done.rowcount)


def forget(database: sa.Engine, before: float, limit: int) -> int:
    """Delete up to `limit` deliveries recorded before an epoch time; how many.

    Those not ended have longer, lest a short retention cut off their retries.
    """
    old = webhook_deliveries.c.created < before
    ended = sa.or_(
        webhook_deliveries.c.due.is_(None), webhook_deliveries.c.created < before - GRACE_SECONDS
    )
    chosen = sa.select(webhook_deliveries.c.id).where(old, ended).limit(limit)
    with tables.read(database) as connection:
        ids = list(connection.execute(chosen).scalars())
    if ids:
        with tables.write(database) as tx:
            tx.execute(webhook_deliveries.delete().where(webhook_deliveries.c.id.in_(ids)))
    return len(ids)
