"""What a job is: its kinds, and its states with their transitions.

    waiting ──> pending ──> processing ──> completed
       │           │             ├───────> failed
       └───────────┴─────────────┴───────> canceled        any finished ──> expiring ──> expired

A child of a batch waits until the batch's `workers` leave room for it; pending means that the
engine holds a ticket for it. On the wire both are "pending". What is kept of an expiring job is
being deleted; on the wire it is "expired" already.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Any

import msgspec


class Kind(StrEnum):
    """What a job does. A batch job does nothing itself: its children do."""

    EXTRACT = "extract"
    TABLES = "tables"
    SPLIT = "split"
    SCHEMA = "schema"
    PIPELINE = "pipeline"
    BATCH_EXTRACT = "batch_extract"
    BATCH_TABLES = "batch_tables"
    BATCH_SPLIT = "batch_split"
    BATCH_SCHEMA = "batch_schema"

    @property
    def is_batch(self) -> bool:
        return self.value.startswith("batch_")

    @property
    def child(self) -> Kind:
        """The kind of a batch's children."""
        return Kind(self.value.removeprefix("batch_"))

    @property
    def product(self) -> str:
        """The name of the id its result is known by: extraction_id, split_id …"""
        name = self.value.removeprefix("batch_")
        return {"extract": "extraction"}.get(name, name) + "_id"


class Status(StrEnum):
    WAITING = "waiting"
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"
    EXPIRING = "expiring"
    EXPIRED = "expired"

    @property
    def on_the_wire(self) -> str:
        shown = {Status.WAITING: Status.PENDING, Status.EXPIRING: Status.EXPIRED}
        return shown.get(self, self).value


OPEN = (Status.WAITING, Status.PENDING, Status.PROCESSING)
FINISHED = (Status.COMPLETED, Status.FAILED, Status.CANCELED)
GONE = (Status.EXPIRING, Status.EXPIRED)


class Job(msgspec.Struct, kw_only=True):
    """One row of the jobs table. Times are seconds since the epoch.

    `attempt` only grows; `spent` are the attempts before the caller asked to try it again.

    `work` is what the job was asked: its source, options and origin. `product` is the id of the
    stored extraction, split, schema or table run; `result` the key of its result artifact.
    `pages_read` of `pages_in_all` are done while it is processed, if the document is a long one.
    `fingerprint` is that of the file it reads for others too, or waits for (`octavo.jobs.reuse`).
    """

    id: str
    tenant: str
    kind: Kind
    status: Status
    label: str = ""
    batch: str | None = None
    seq: int = 0
    attempt: int = 0
    spent: int = 0
    owner: str | None = None
    work: dict[str, Any] = {}
    product: str | None = None
    result: str | None = None
    result_bytes: int = 0
    fetched: float | None = None
    pages: int = 0
    pages_read: int | None = None
    pages_in_all: int | None = None
    outputs: list[str] = []
    error: str | None = None
    error_code: str | None = None
    error_details: dict[str, Any] = {}
    fingerprint: str | None = None
    reused: bool = False
    created: float = 0.0
    updated: float = 0.0


class Lane(StrEnum):
    """The queues that jobs wait in: single ones, and children of batches."""

    SINGLE = "single"
    CHILD = "child"

    @classmethod
    def of(cls, job: Job) -> Lane:
        return cls.SINGLE if job.batch is None else cls.CHILD


class Batch(msgspec.Struct, kw_only=True):
    """The counters of one batch. `destination` and `work` are those of every child."""

    id: str
    workers: int
    total: int
    completed: int
    failed: int
    canceled: int
    destination: dict[str, Any]

    @property
    def settled(self) -> bool:
        return self.completed + self.failed + self.canceled >= self.total

    @property
    def verdict(self) -> Status:
        """How the batch ends: completed if any child did, failed if none."""
        return Status.COMPLETED if self.completed else Status.FAILED


class Outcome(msgspec.Struct, kw_only=True):
    """How a job ended. Exactly one of `result` (an artifact key) and `error` is set.

    `fingerprint` is that of the product; a `reused` one is another job's.
    """

    result: str | None = None
    result_bytes: int = 0
    product: str | None = None
    fingerprint: str | None = None
    reused: bool = False
    pages: int = 0
    credits: float = 0.0
    outputs: list[str] = []
    error: str | None = None
    error_code: str | None = None
    error_details: dict[str, Any] = {}


_STEPS = uuid.UUID("6f637461-766f-4069-9065-6c696e657374")


def step_id(pipeline_id: str, step: str) -> str:
    """The id of a pipeline's step's job."""
    return str(uuid.uuid5(_STEPS, f"{pipeline_id}\n{step}"))
