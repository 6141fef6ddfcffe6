"""Pipelines: a chain of steps as a chain of ordinary jobs.

A pipeline is a job that holds no ticket. `advance` looks at where its chain stands and submits
the next step, or ends the pipeline. It is called when a step ends, and by the janitor for every
open pipeline; step ids follow from the pipeline's, so calling it twice changes nothing.
"""

from __future__ import annotations

import time
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from octavo import errors
from octavo.jobs import batch as batches
from octavo.jobs import queries, retention, tables
from octavo.jobs.batch import Item
from octavo.jobs.lineage import Lineage
from octavo.jobs.model import OPEN, Job, Kind, Status, step_id
from octavo.jobs.store import Store
from octavo.jobs.tables import jobs
from octavo.storage.artifacts import Artifacts
from octavo.storage.sinks import Destination
from octavo.storage.sources import Source

CHAINS = frozenset(
    {
        ("extract",),
        ("extract", "schema"),
        ("extract", "split"),
        ("extract", "split", "schema"),
        ("extract", "tables"),
        ("batch_extract",),
        ("batch_extract", "schema"),
    }
)


class Pipelines:
    """Moves pipelines on."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def submit(self, pipeline: Job) -> None:
        """Record a pipeline and submit its first step."""
        self._store.submit_pipeline(pipeline)
        self.advance(pipeline.id)

    def open(self) -> list[str]:
        """The pipelines that have not ended."""
        query = sa.select(jobs.c.id).where(
            jobs.c.kind == Kind.PIPELINE, jobs.c.status == Status.PROCESSING
        )
        with tables.read(self._store.database) as connection:
            return list(connection.execute(query).scalars())

    def advance(self, pipeline_id: str) -> None:
        """Submit the next step of an open pipeline, or end it."""
        pipeline = queries.any_job(self._store.database, pipeline_id)
        if pipeline is None or pipeline.status not in OPEN:
            return
        done: dict[str, Job] = {}
        for step, config in pipeline.work["steps"].items():
            job = queries.any_job(self._store.database, step_id(pipeline_id, step))
            if job is None:
                self._start(pipeline, step, config, done)
                return
            if job.status in OPEN:
                return
            if job.status is not Status.COMPLETED:
                self._fail(
                    pipeline, step, job.error or job.status, job.error_code, job.error_details
                )
                return
            done[step] = job
        self._complete(pipeline, done)

    def _start(
        self, pipeline: Job, step: str, config: dict[str, Any], done: dict[str, Job]
    ) -> None:
        try:
            if step == "batch_extract":
                self._start_batch(pipeline, config)
                return
            item = self._item(pipeline, step, config, done)
            self._store.submit(_step_job(pipeline, step, Kind(step), item))
        except IntegrityError:
            return  # another process submitted it first
        except errors.OctavoError as error:
            self._fail(pipeline, step, error.message, error.wire_code, error.details)

    def _start_batch(self, pipeline: Job, config: dict[str, Any]) -> None:
        shared = Item(label="", work={"options": config["options"]})
        batch = _step_job(pipeline, "batch_extract", Kind.BATCH_EXTRACT, shared)
        sources = msgspec.convert(pipeline.work["sources"], list[Source])
        found = batches.of_sources(sources)
        batches.submit(self._store, batch, found, config["workers"], Destination())

    def _item(self, pipeline: Job, step: str, config: dict[str, Any], done: dict[str, Job]) -> Item:
        if step == "extract":
            [source] = pipeline.work["sources"]
            return Item(label=source["name"], work={"source": source, **config})
        lineage = Lineage(self._store.database, pipeline.tenant)
        if "batch_extract" in done:
            rows = lineage.batch(Kind.BATCH_EXTRACT, done["batch_extract"].id)
            return _with(lineage.over_many(rows), config, extraction_ids=[row.id for row in rows])
        if "split" in done:
            [split] = lineage.splits([str(done["split"].product)])
            return _with(
                lineage.over_split(split), self._by_topic(config, split), split_id=split.id
            )
        [row] = lineage.extractions([str(done["extract"].product)])
        return _with(lineage.over_extraction(row), config)

    def _by_topic(self, config: dict[str, Any], split: sa.Row[Any]) -> dict[str, Any]:
        """A plain schema is applied to every topic of the split."""
        if config.get("by_topic"):
            return config
        topics = msgspec.json.decode(self._artifacts.get(split.data))
        return {"config": dict.fromkeys(topics, config["config"])}

    def _fail(
        self, pipeline: Job, step: str, reason: str, code: str | None, details: dict[str, Any]
    ) -> None:
        self._store.end_pipeline(
            pipeline,
            status=Status.FAILED,
            error=f"{step}: {reason}",
            error_code=code,
            error_details=details | {"step": step},
        )
        self._delete_steps(pipeline)

    def _complete(self, pipeline: Job, done: dict[str, Job]) -> None:
        try:
            body = msgspec.json.encode(self._result(pipeline, done))
        except errors.NotStored as error:
            self._fail(pipeline, list(done)[-1], error.message, error.wire_code, error.details)
            return
        key = f"results/{pipeline.id}.json"
        self._artifacts.put(key, body)
        self._store.end_pipeline(
            pipeline, status=Status.COMPLETED, result=key, result_bytes=len(body)
        )
        self._delete_steps(pipeline)

    def _delete_steps(self, pipeline: Job) -> None:
        """Delete at once what `auto_delete` has expire; what fails here, the next sweep does."""
        if pipeline.work["auto_delete"]:
            retention.expire_steps(self._store.database, self._artifacts, pipeline)

    def _result(self, pipeline: Job, done: dict[str, Job]) -> dict[str, Any]:
        results = {step: self._step_result(job) for step, job in done.items()}
        flag = {"auto_delete": True} if pipeline.work["auto_delete"] else {}
        seconds = round(time.time() - pipeline.created, 3)
        return {"status": "completed", "total_latency": seconds, "results": results, **flag}

    def _step_result(self, job: Job) -> dict[str, Any]:
        latency = {"latency": round(job.updated - job.created, 3)}
        if job.kind is Kind.BATCH_EXTRACT:
            children = list(queries.children(self._store.database, job.id))
            ids = [child.product for child in children if child.product]
            return {"extraction_ids": ids, "total_files": len(children), **latency}
        assert job.result is not None
        result: dict[str, Any] = msgspec.json.decode(self._artifacts.get(job.result))
        if job.kind is Kind.EXTRACT:
            result["pages"] = job.pages
        if job.kind is Kind.SPLIT:
            names = job.work["config"]["split_input"]
            result["split_input"] = [{"name": topic["name"]} for topic in names]
        return result | latency


def _step_job(pipeline: Job, step: str, kind: Kind, item: Item) -> Job:
    work = item.work | {"origin": pipeline.work["origin"], "pipeline": pipeline.id}
    return Job(
        id=step_id(pipeline.id, step),
        tenant=pipeline.tenant,
        kind=kind,
        status=Status.PENDING,
        label=item.label,
        work=work,
    )


def _with(item: Item, config: dict[str, Any], **extra: Any) -> Item:
    work = {key: value for key, value in config.items() if key != "by_topic"}
    return Item(label=item.label, work=item.work | work | {"extra": extra})
