"""The end of a batch: one manifest, `_batch.json`, saying what became of every input."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog

from octavo import errors
from octavo.jobs import queries
from octavo.jobs.model import Job, Status
from octavo.jobs.store import Store
from octavo.storage import sinks
from octavo.storage.names import MANIFEST

log = structlog.get_logger(__name__)


def close_batch(store: Store, batch_id: str) -> None:
    """Write the manifest of a batch whose children all ended, then end the batch."""
    batch = queries.any_job(store.database, batch_id)
    if batch is None:
        return
    counters = queries.batch(store.database, batch_id)
    destination = msgspec.convert(counters.destination, sinks.Destination)
    status = batch.status if batch.status is Status.CANCELED else counters.verdict
    body = msgspec.json.format(msgspec.json.encode(manifest(store, batch, status)), indent=1)
    problem = None
    try:
        sinks.write(destination, MANIFEST, body)
    except errors.OctavoError as error:
        problem = f"The manifest {MANIFEST} could not be written: {error.message}"
        log.warning("manifest_failed", batch=batch_id, error=error.message)
    store.close_batch(batch_id, problem)


def manifest(store: Store, batch: Job, status: Status) -> dict[str, Any]:
    """What became of every input of `batch`."""
    entries = [_entry(child) for child in queries.children(store.database, batch.id)]
    counters = queries.batch(store.database, batch.id)
    return {
        "batch_job_id": batch.id,
        "kind": batch.kind,
        "status": status,
        "total": counters.total,
        "completed": counters.completed,
        "failed": counters.failed,
        "canceled": counters.canceled,
        "skipped": batch.work.get("skipped", []),
        "files": entries,
    }


def _entry(child: Job) -> dict[str, Any]:
    entry: dict[str, Any] = {"file": child.label, "job_id": child.id, "status": child.status}
    if child.product is not None:
        entry[child.kind.product] = child.product
    if child.outputs:
        entry["output"] = child.outputs
    if child.pages:
        entry["pages"] = child.pages
    if child.error is not None and child.status is Status.FAILED:
        entry |= {"error": child.error, "error_code": child.error_code}
    return entry
