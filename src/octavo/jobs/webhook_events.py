"""What webhooks tell: an event for every change of a job's state, recorded with the change.

An event is recorded as one delivery for each endpoint of the tenant that asked for it, by one
statement within the transaction that changes the job. So no event is lost or made up when a
process dies, and a tenant without endpoints pays one look-up in an empty index.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.model import Status
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


def record(tx: sa.Connection, status: Status, which: sa.ColumnElement[bool]) -> None:
    """Record that the jobs `which` became `status` now, for the endpoints that want to know."""
    event, stamp = OF_STATUS[status], time.time()
    error = jobs.c.error if status is Status.FAILED else sa.null()
    wanted = sa.and_(
        webhook_endpoints.c.tenant == jobs.c.tenant,
        webhook_endpoints.c.events.contains(f",{event},", autoescape=True),
    )
    values = new_delivery(tx, event, stamp) | {
        "job": jobs.c.id,
        "job_created": jobs.c.created,
        "error": error,
    }
    chosen = sa.select(*(value.label(name) for name, value in values.items()))
    chosen = chosen.select_from(jobs.join(webhook_endpoints, wanted)).where(which)
    tx.execute(webhook_deliveries.insert().from_select(list(values), chosen))


def record_start(tx: sa.Connection, job_id: str) -> None:
    """Record a batch with its children, or a pipeline: made, and at once at work."""
    made = sa.or_(jobs.c.id == job_id, jobs.c.batch == job_id)
    record(tx, Status.PENDING, made)
    record(tx, Status.PROCESSING, jobs.c.id == job_id)


def new_delivery(tx: sa.Connection, event: str, stamp: float) -> dict[str, sa.ColumnElement[Any]]:
    """What all new deliveries have in common, as parts of a statement over the endpoints."""
    return {
        "id": sa.literal("msg_") + tables.random_hex(tx),
        "endpoint": webhook_endpoints.c.id,
        "tenant": webhook_endpoints.c.tenant,
        "event": sa.literal(event),
        "state": sa.literal("waiting"),
        "due": tables.clock(tx),
        "attempt": sa.literal(0),
        "failures": sa.literal(0),
        "created": sa.literal(stamp, sa.Float(53)),
        "updated": sa.literal(stamp, sa.Float(53)),
    }


def body(delivery: sa.Row[Any]) -> str:
    """The payload of a delivery (contract f)."""
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
