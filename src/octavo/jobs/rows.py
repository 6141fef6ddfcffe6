"""Rows of the database as the model's objects, and back."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from octavo.jobs.model import Batch, Job


def to_job(row: sa.Row[Any]) -> Job:
    """A jobs row as a Job."""
    return msgspec.convert(_plain(row), Job)


def to_batch(row: sa.Row[Any]) -> Batch:
    """A batches row as a Batch."""
    return msgspec.convert(_plain(row), Batch)


def _plain(row: sa.Row[Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row._mapping.items()}


def to_row(job: Job, stamp: float) -> dict[str, Any]:
    """A job created at `stamp` as the values of its row."""
    job.created = job.updated = stamp
    return msgspec.structs.asdict(job)
