"""Runs one job from its ticket to its outcome: prepare, step in a slot, deliver, record."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import structlog
from sqlalchemy.exc import OperationalError

from octavo import errors
from octavo.jobs import queries, retention, reuse, tables, tasks
from octavo.jobs.manifest import close_batch
from octavo.jobs.model import GONE, Job, Lane, Outcome
from octavo.jobs.page_counts import PageCounts, folder_name
from octavo.jobs.pipeline import Pipelines
from octavo.jobs.recovery import Recovery
from octavo.jobs.slots import Cancelled, Died, SlotPool
from octavo.jobs.store import Store
from octavo.settings import Settings
from octavo.steps.task import FILLED
from octavo.storage import sinks
from octavo.storage.artifacts import Artifacts
from octavo.storage.kept import Kept

log = structlog.get_logger(__name__)

INLINE_SECONDS = 2.0
CANCEL_POLL_SECONDS = 0.2
SECONDS_TO_END = 3.0
RECORD_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
STORAGE_PAUSES = (0.5, 1.0, 2.0)

Done = TypeVar("Done")

Attempt = tuple[str, int]
"""The id of a job, and which of its attempts."""


class Runner:
    """Runs the jobs whose tickets this process takes."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        recovery: Recovery,
        artifacts: Artifacts,
        kept: Kept,
        pool: SlotPool,
        instance: str,
    ) -> None:
        self._settings = settings
        self._store = store
        self._recovery = recovery
        self._artifacts = artifacts
        self._pool = pool
        self._kept = kept
        self._instance = instance
        self._scratch = settings.data.resolve() / "work" / instance
        self._scratch.mkdir(parents=True, exist_ok=True)
        self._page_counts = PageCounts(store.database, instance, self._scratch)
        self._running: dict[Attempt, threading.Event] = {}
        self._suspects: set[str] = set()
        self._stopping = threading.Event()
        self._batch_work = lru_cache(maxsize=256)(self._read_batch_work)

    def run(self, lane: Lane) -> None:
        """Use a ticket: run a job of its lane, and for a while the next ones of its batch."""
        if self._stopping.is_set():
            return
        until = time.monotonic() + INLINE_SECONDS
        job = self._store.begin(lane, self._instance)
        while job is not None:
            job = self._complete(job, take_next=time.monotonic() < until)

    def watch(self) -> None:
        """Until stopped, notice which running jobs were cancelled or given to others, and how
        far the others are."""
        while not self._stopping.wait(CANCEL_POLL_SECONDS):
            running = dict(self._running)
            if not running:
                continue
            try:
                mine = self._store.still_mine(self._instance, [job_id for job_id, _ in running])
                self._page_counts.note()
            except Exception as error:
                log.warning("watch_failed", error=tables.reason(error))
                continue
            for (job_id, _), event in running.items():
                if job_id not in mine:
                    event.set()

    def give_back_lost(self) -> None:
        """Queue again what is ours by the database but runs no more: its end could not be
        recorded. A job seen so twice in a row is lost; once, it may just have begun."""
        lost = {
            job.id: job
            for job in self._recovery.held_by(self._instance)
            if (job.id, job.attempt) not in self._running
        }
        for job_id in lost.keys() & self._suspects:
            log.warning("job_lost", job=job_id)
            self._recovery.lose(lost[job_id], "The end of this document could not be recorded")
        self._suspects = set(lost)

    def abandon(self) -> None:
        """Kill what runs, because it is no longer ours."""
        for event in list(self._running.values()):
            event.set()

    def stop(self) -> None:
        """Begin nothing more and kill what runs; its jobs stay ours until they are given back."""
        self._stopping.set()
        self.abandon()
        self._pool.stop()
        until = time.monotonic() + SECONDS_TO_END
        while self._running and time.monotonic() < until:
            time.sleep(0.02)
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _complete(self, job: Job, *, take_next: bool) -> Job | None:
        """Run a job that has begun and record it; the next child, if one was taken."""
        cancelled = self._running[job.id, job.attempt] = threading.Event()
        try:
            outcome = self._attempt(job, cancelled)
            if outcome is None or self._stopping.is_set():
                reuse.wake(self._store, job)
                return None
            recorded, following, settled = self._record(job, outcome, take_next)
        finally:
            # The next attempt may have begun already.
            del self._running[job.id, job.attempt]
        try:
            self._follow_up(job, outcome, recorded, settled)
        except Exception:  # the janitor does what matters of it; the next child has begun
            log.exception("follow_up_failed", job=job.id)
        return following

    def _follow_up(self, job: Job, outcome: Outcome, recorded: bool, settled: bool) -> None:
        """What the end of a job brings about."""
        if recorded and outcome.error is None:
            tasks.clean_up(self._artifacts, job)
        if not recorded and queries.status(self._store.database, job.id) in GONE:
            retention.discard(self._artifacts, job.id)  # it was deleted meanwhile
        reuse.wake(self._store, job)
        if settled and job.batch is not None:
            close_batch(self._store, job.batch)
        if recorded and (job.batch is None or settled):
            self._advance(job)

    def _record(self, job: Job, outcome: Outcome, take_next: bool) -> tuple[bool, Job | None, bool]:
        """As the store's `finish`, waiting a while for a database that is away or full."""
        for pause in RECORD_PAUSES:
            try:
                return self._store.finish(job, outcome, take_next=take_next)
            except OperationalError as error:
                log.warning("not_recorded_yet", job=job.id, error=tables.reason(error))
            self._stopping.wait(pause)
        return self._store.finish(job, outcome, take_next=take_next)

    def _advance(self, job: Job) -> None:
        """Move on the pipeline that `job`, or the batch it was the last of, is a step of."""
        pipeline = self._whole_work(job).get("pipeline")
        if pipeline is not None:
            Pipelines(self._store, self._artifacts).advance(pipeline)

    def _attempt(self, job: Job, cancelled: threading.Event) -> Outcome | None:
        """How the job ended; None if it was cancelled, or is to be tried again."""
        folder = self._scratch / folder_name(job.id, job.attempt)
        try:
            folder.mkdir()
            return self._work(job, folder, cancelled)
        except (Cancelled, reuse.Waits):
            return None
        except Died as death:
            return self._died(job, death)
        except errors.OctavoError as error:
            log.info("job_failed", job=job.id, file=job.label, error=error.message)
            return Outcome(
                error=error.message, error_code=error.wire_code, error_details=error.details
            )
        except OSError as error:
            log.exception("job_not_kept", job=job.id, file=job.label)
            return Outcome(error=errors.no_room(error).message, error_code=errors.StorageError.code)
        except Exception as error:
            log.exception("job_broke", job=job.id, file=job.label)
            message = f"An internal error stopped this document ({tables.reason(error)})"
            return Outcome(error=message, error_code="PROC_001")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _work(self, job: Job, folder: Path, cancelled: threading.Event) -> Outcome:
        work = self._whole_work(job)
        desk = tasks.Desk(self._settings, self._artifacts, folder)
        _patiently(cancelled, lambda: tasks.prepare(desk, job, work))
        mark = reuse.fingerprint(desk, job, work)
        made = self._taken_over(desk, job, work, mark) or self._done(desk, job, work, cancelled)
        key, (outcome, body) = f"results/{job.id}.json", made
        _patiently(cancelled, lambda: self._artifacts.put(key, body))
        outputs = _patiently(cancelled, lambda: self._write(job, work, body, folder / FILLED))
        return msgspec.structs.replace(
            outcome,
            result=key,
            result_bytes=len(body),
            fingerprint=mark,
            outputs=outputs,
        )

    def _taken_over(
        self, desk: tasks.Desk, job: Job, work: dict[str, Any], mark: str | None
    ) -> tuple[Outcome, bytes] | None:
        """What an earlier job made of the same file, if that may be reused. Raises Waits."""
        if mark is None or not work["options"].get("reuse"):
            return None
        kept = reuse.claim(self._store, job, mark)
        if kept is None:
            return None
        nothing = {"pages": 0, "credits": 0.0}
        try:
            body = reuse.take_over(desk, work, kept, self._plan_info(job, nothing))
        except errors.NotStored:  # its time was up just then
            return None
        return Outcome(product=kept.product, pages=kept.pages, reused=True), body

    def _done(
        self, desk: tasks.Desk, job: Job, work: dict[str, Any], cancelled: threading.Event
    ) -> tuple[Outcome, bytes]:
        """What the job's step makes of its folder."""
        with self._pool.slot(Lane.of(job)) as slot:
            if cancelled.is_set():
                raise Cancelled
            facts = slot.run(
                job.kind.value,
                str(desk.folder),
                seconds=self._settings.job_seconds,
                cancelled=cancelled.is_set,
            )
        facts["plan_info"] = self._plan_info(job, facts)
        body, product = _patiently(cancelled, lambda: tasks.deliver(desk, job, work, facts))
        return Outcome(product=product, pages=facts["pages"], credits=facts["credits"]), body

    def _write(self, job: Job, work: dict[str, Any], body: bytes, workbook: Path) -> list[str]:
        """Write what a batch's document gave to the batch's output; where it went."""
        if job.batch is None:
            return []
        destination = msgspec.convert(work["destination"], sinks.Destination)
        written = sinks.write(destination, work["output"], body, job.attempt, self._kept)
        if workbook.exists():
            name = work["output"].removesuffix(".json") + ".xlsx"
            data = workbook.read_bytes()
            written += sinks.write(destination, name, data, job.attempt, self._kept)
        return written

    def _died(self, job: Job, death: Died) -> Outcome | None:
        if self._stopping.is_set():
            return None
        log.warning("process_died", job=job.id, file=job.label, how=str(death))
        if self._store.retry(job, str(death)):
            return None
        times = job.attempt - job.spent
        message = f"The process reading this document died {times} times ({death})"
        return Outcome(error=message, error_code=errors.WorkerDied.code)

    def _whole_work(self, job: Job) -> dict[str, Any]:
        shared = self._batch_work(job.batch) if job.batch is not None else {}
        return shared | job.work

    def _read_batch_work(self, batch_id: str) -> dict[str, Any]:
        batch = queries.any_job(self._store.database, batch_id)
        assert batch is not None
        destination = queries.batch(self._store.database, batch_id).destination
        return batch.work | {"destination": destination}

    def _plan_info(self, job: Job, facts: dict[str, Any]) -> dict[str, Any]:
        pages, credits = queries.total_usage(self._store.database, job.tenant)
        return {
            "tier": self._settings.plan_tier,
            "total_credits_used": credits + facts["credits"],
            "pages_used": pages + facts["pages"],
        }


def _patiently(cancelled: threading.Event, call: Callable[[], Done]) -> Done:
    """What `call` gives, called again after a while if a storage fails. Raises Cancelled."""
    for pause in STORAGE_PAUSES:
        try:
            return call()
        except errors.StorageError as error:
            if error.wire_code != errors.StorageError.code:
                raise  # it answered: there is no such thing, or it refuses
        if cancelled.wait(pause):
            raise Cancelled
    return call()
