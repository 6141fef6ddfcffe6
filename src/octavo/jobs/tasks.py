"""What a job's folder must hold before its step runs, and what its result says afterwards.

The step's `result.json` depends on input and options alone; ids, credits and plan are added here,
so that a child of a batch and a single call give the same bytes but for those.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from octavo.errors import NotStored
from octavo.jobs.model import Job, Kind
from octavo.settings import Settings
from octavo.steps.task import (
    DOCUMENT,
    FILLED,
    IMAGES,
    RESULT,
    SOURCE,
    SPLITS,
    TASK,
    TEMPLATE,
    ExtractOptions,
    ExtractTask,
    LaterTask,
)
from octavo.storage.artifacts import Artifacts
from octavo.storage.sources import Source, fetch

_PRODUCTS = uuid.UUID("6f63746f-766f-4a6f-9b73-70726f647563")


@dataclass(frozen=True)
class Desk:
    """Where a job is prepared: the settings and artifacts of this process, and its folder."""

    settings: Settings
    artifacts: Artifacts
    folder: Path


Prepare = Callable[[Desk, Job, dict[str, Any]], None]
Deliver = Callable[[Desk, Job, dict[str, Any], dict[str, Any]], dict[str, Any]]


def prepare(desk: Desk, job: Job, work: dict[str, Any]) -> None:
    """Lay out `task.json` and the input files. Raises the errors of storage."""
    PREPARE[job.kind](desk, job, work)


def deliver(
    desk: Desk, job: Job, work: dict[str, Any], facts: dict[str, Any]
) -> tuple[bytes, str | None]:
    """Keep what later steps need; the whole result's bytes, and the product's id if any.

    `facts` is what the step returned, with `plan_info`.
    """
    product = product_id(job)
    facts = facts | {"product": product}
    head = DELIVER[job.kind](desk, job, work, facts)
    body = (desk.folder / RESULT).read_bytes()
    extra = head | charge(desk.settings, facts["credits"], facts["plan_info"])
    return splice(body, extra), product if facts.get("stored", True) else None


def charge(settings: Settings, credits: float, plan_info: dict[str, Any]) -> dict[str, Any]:
    """What a result says of its cost."""
    names = ("plan_info", "plan-info") if settings.legacy_plan_info else ("plan_info",)
    return {"credits_used": credits, **dict.fromkeys(names, plan_info)}


def extraction_head(work: dict[str, Any], product: str) -> dict[str, Any]:
    """What an extraction's result says of where it is stored."""
    url = f"{work['origin']}/dashboard/extractions/{product}"
    return {"extraction_id": product, "extraction_url": url}


def clean_up(artifacts: Artifacts, job: Job) -> None:
    """Forget the upload of a job that has completed; a failed one may be tried again."""
    source = job.work.get("source", {})
    if source.get("kind") == "artifact":
        artifacts.delete([source["uri"]])


def product_id(job: Job) -> str:
    """The id of what a job makes: the same on every attempt. Tables go by their job's id."""
    if job.kind is Kind.TABLES:
        return job.id
    return str(uuid.uuid5(_PRODUCTS, job.id))


def splice(body: bytes, extra: dict[str, Any]) -> bytes:
    """A JSON object's bytes with further members added, without parsing it."""
    added = msgspec.json.encode(extra)
    if added == b"{}":
        return body
    if body == b"{}":
        return added
    return body[:-1] + b"," + added[1:]


def _prepare_extract(desk: Desk, job: Job, work: dict[str, Any]) -> None:
    options = msgspec.convert(work["options"], ExtractOptions)
    source = msgspec.convert(work["source"], Source)
    name = fetch(
        source,
        desk.folder / SOURCE,
        max_bytes=desk.settings.max_file_bytes,
        artifacts=desk.artifacts,
    )
    base = f"{work['origin']}/results/{job.id}/images/"
    task = ExtractTask(name=name, options=options, image_base=base)
    (desk.folder / TASK).write_bytes(msgspec.json.encode(task))


def _deliver_extract(
    desk: Desk, job: Job, work: dict[str, Any], facts: dict[str, Any]
) -> dict[str, Any]:
    for image in facts["images"]:
        desk.artifacts.put_file(f"images/{job.id}/{image}", desk.folder / IMAGES / image)
    facts["stored"] = (desk.folder / DOCUMENT).exists()
    if not facts["stored"]:
        return {}
    desk.artifacts.put_file(f"data/{job.id}", desk.folder / DOCUMENT)
    return extraction_head(work, facts["product"])


def _prepare_later(desk: Desk, job: Job, work: dict[str, Any]) -> None:
    documents = work["documents"]
    for number, document in enumerate(documents):
        if "key" not in document:
            raise NotStored(f"The extraction {document['id']} is not kept any more")
        desk.artifacts.fetch(document["key"], desk.folder / f"document-{number}.json")
    splits = work.get("split")
    config = dict(work["config"])
    if job.kind is Kind.SCHEMA and splits is None and "excel_template" in config:
        desk.artifacts.fetch(config.pop("excel_template")["key"], desk.folder / TEMPLATE)
    task = LaterTask(
        names=[document["id"] for document in documents],
        config=config,
        page_range=work.get("page_range"),
        splits=msgspec.json.decode(desk.artifacts.get(splits["key"])) if splits else None,
        merged=work.get("merged", False),
        extra=work.get("extra", {}),
    )
    (desk.folder / TASK).write_bytes(msgspec.json.encode(task))


def _deliver_later(
    desk: Desk, job: Job, _work: dict[str, Any], facts: dict[str, Any]
) -> dict[str, Any]:
    if (desk.folder / SPLITS).exists():
        desk.artifacts.put_file(f"data/{job.id}", desk.folder / SPLITS)
    head = {job.kind.product: facts["product"]}
    if (desk.folder / FILLED).exists():
        desk.artifacts.put_file(f"excel/{job.id}.xlsx", desk.folder / FILLED)
        head["excel_output_url"] = f"/schema/{facts['product']}/excel"
    return head


LATER = (Kind.TABLES, Kind.SPLIT, Kind.SCHEMA)
PREPARE: dict[Kind, Prepare] = {
    Kind.EXTRACT: _prepare_extract,
    **dict.fromkeys(LATER, _prepare_later),
}
DELIVER: dict[Kind, Deliver] = {
    Kind.EXTRACT: _deliver_extract,
    **dict.fromkeys(LATER, _deliver_later),
}
