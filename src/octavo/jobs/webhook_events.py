"""What webhooks tell: an event for every change of a job's state, recorded with the change.

An event is recorded as one delivery for each endpoint of the tenant that asked for it, by one
statement within the transaction that changes the job. So no event is lost or made up when a
process dies, and a tenant without endpoints pays one look-up in an empty index.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import OPEN, Status
from octavo.jobs.tables import jobs, webhook_deliveries, webhook_endpoints

OF_STATUS = {
    Status.PENDING: "job.created",
    Status.PROCESSING: "job.processing",
    Status.COMPLETED: "job.completed",
    Status.FAILED: "job.failed",
    Status.CANCELED: "job.cancelled",
}
EVENTS = tuple(OF_STATUS.values())
TEST = "webhook.test"
_ON_THE_WIRE = {event: status.value for status, event in OF_STATUS.items()}


_SUBJECT = sa.bindparam("subject", type_=sa.Text)
_ONE = jobs.c.id == _SUBJECT
_WHICH = {
    "one": _ONE,
    "with children": sa.or_(_ONE, jobs.c.batch == _SUBJECT),
    "open children": sa.and_(jobs.c.batch == _SUBJECT, jobs.c.status.in_(OPEN)),
}


def record(tx: sa.Connection, status: Status, job_id: str, which: str = "one") -> None:
    """Record that a job became `status` now, for the endpoints that want to know.

    `which` may also be "with children", or the "open children" alone.
    """
    statement = _recording(tx.dialect.name, status, which)
    tx.execute(statement, {"subject": job_id, "stamp": time.time()})


def record_start(tx: sa.Connection, job_id: str) -> None:
    """Record a batch with its children, or a pipeline: made, and at once at work."""
    record(tx, Status.PENDING, job_id, "with children")
    record(tx, Status.PROCESSING, job_id)


@lru_cache(maxsize=64)
def _recording(dialect: str, status: Status, which: str) -> sa.Insert:
    """The statement behind `record`, made once: every job needs it several times."""
    event = OF_STATUS[status]
    wanted = sa.and_(
        webhook_endpoints.c.tenant == jobs.c.tenant,
        webhook_endpoints.c.events.contains(f",{event},", autoescape=True),
    )
    values = new_delivery(dialect, event, sa.bindparam("stamp", type_=sa.Float(53))) | {
        "job": jobs.c.id,
        "job_created": jobs.c.created,
        "error": jobs.c.error if status is Status.FAILED else sa.null(),
    }
    chosen = sa.select(*(value.label(name) for name, value in values.items()))
    chosen = chosen.select_from(jobs.join(webhook_endpoints, wanted)).where(_WHICH[which])
    return webhook_deliveries.insert().from_select(list(values), chosen)


def new_delivery(
    dialect: str, event: str, stamp: sa.ColumnElement[float]
) -> dict[str, sa.ColumnElement[Any]]:
    """What all new deliveries have in common, as parts of a statement over the endpoints."""
    return {
        "id": sa.literal("msg_") + tables.random_hex(dialect),
        "endpoint": webhook_endpoints.c.id,
        "tenant": webhook_endpoints.c.tenant,
        "event": sa.literal(event),
        "state": sa.literal("waiting"),
        "due": tables.clock(dialect),
        "attempt": sa.literal(0),
        "failures": sa.literal(0),
        "created": stamp,
        "updated": stamp,
    }


def body(delivery: sa.Row[Any]) -> str:
    """The payload of a delivery."""
    status = _ON_THE_WIRE.get(delivery.event, "completed")
    payload = {
        "type": delivery.event,
        "timestamp": _iso(delivery.created),
        "job_id": delivery.job,
        "data": {
            "job_id": delivery.job,
            "status": status,
            "created_at": _iso(delivery.job_created),
            "updated_at": _iso(delivery.created),
            "error": delivery.error,
        },
    }
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def _iso(epoch: float) -> str:
    moment = datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")
