"""One process of Octavo: the store, the engine and, if it works, slots, heartbeat and recovery."""

from __future__ import annotations

import resource
import shutil
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import msgspec
import structlog

from octavo.jobs import retention, tables
from octavo.jobs.batch import Item
from octavo.jobs.engine import Engine
from octavo.jobs.manifest import close_batch
from octavo.jobs.model import Batch, Job, Lane
from octavo.jobs.nodes import Membership
from octavo.jobs.pipeline import Pipelines
from octavo.jobs.recovery import Recovery
from octavo.jobs.runner import Runner
from octavo.jobs.slots import SlotPool
from octavo.jobs.store import Store
from octavo.jobs.webhook_courier import Courier
from octavo.settings import Settings
from octavo.steps.task import ExtractOptions
from octavo.storage.artifacts import Artifacts
from octavo.storage.kept import Kept
from octavo.storage.sinks import Destination
from octavo.storage.sources import Source

log = structlog.get_logger(__name__)

T = TypeVar("T")

JANITOR_SECONDS = 5.0
RETENTION_SECONDS = 60.0
SILENT_SECONDS = 30.0
OPEN_FILES = 65_536


def _prepare_structs() -> None:
    """Have msgspec make its tables of the structs that threads share, before there are threads.

    It makes them at a struct's first use, and two threads at that at once crash the process.
    """
    shared = (Job, Batch, Item, Source, list[Source], Destination, ExtractOptions)
    for struct in shared:
        msgspec.json.Decoder(struct)


def _allow_open_files() -> None:
    """Raise the soft limit, which is often 1024: a server holds a connection for each caller."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Node:
    """This process. `start` before use, `stop` in the end."""

    def __init__(self, settings: Settings) -> None:
        _prepare_structs()
        settings.data.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.database = tables.connect(settings.database_url)
        self.artifacts = Artifacts(settings.artifacts_url)
        self.kept = Kept(settings.kept)
        self._members = Membership(self.database, settings.dead_seconds)
        self._engine = Engine(self.database, self._members.instance)
        self.store = Store(self.database, self._engine.enqueue, settings.job_attempts)
        self.recovery = Recovery(self.store, self._engine.waiting)
        self.pipelines = Pipelines(self.store, self.artifacts)
        self._runner: Runner | None = None
        self._courier = Courier(settings, self.database)
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, *, work: bool = True) -> None:
        """Join the others; with `work`, take jobs too, after giving back what the dead held."""
        _allow_open_files()
        self._members.beat()
        if not work:
            self._engine.launch(None, {})
            return
        pool = SlotPool(self.settings.slots, self.settings.job_memory)
        instance = self._members.instance
        self._runner = Runner(
            self.settings, self.store, self.recovery, self.artifacts, self.kept, pool, instance
        )
        # Twice the slots and more: while documents are read, others are fetched and delivered.
        slots = self.settings.slots
        self._engine.launch(self._runner.run, {Lane.CHILD: 2 * slots, Lane.SINGLE: 4 * slots})
        self._recover()
        self.recovery.reissue(silent_seconds=0)
        threads = (self._beat, self._tend, self._sweep, self._runner.watch, self._courier.deliver)
        for target in threads:
            thread = threading.Thread(target=target, name=target.__name__, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Kill what runs, give its jobs back and leave."""
        self._stopping.set()
        self._courier.stop()
        if self._runner is not None:
            self._runner.stop()
        for thread in self._threads:
            thread.join(timeout=5)
        self._engine.stop_taking()
        if self._runner is not None:
            self.recovery.requeue_of([self._members.instance], blame=False)
            self.recovery.reissue(silent_seconds=0)
        self._engine.stop()
        self._members.leave()
        self.database.dispose()

    @property
    def alive(self) -> bool:
        """Whether the threads this process needs are running and the database answers."""
        with tables.read(self.database) as connection:
            tables.now(connection)
        return all(thread.is_alive() for thread in self._threads)

    def _beat(self) -> None:
        last = time.monotonic()
        while not self._stopping.wait(self.settings.heartbeat_seconds):
            try:
                if self._members.beat() and self._runner:
                    self._runner.abandon()  # believed dead: others do our jobs by now
                self._recover()
                last = time.monotonic()
            except Exception as error:
                log.warning("heartbeat_failed", error=tables.reason(error))
                # Others will soon do our jobs again: stop doing them ourselves.
                if self._runner and time.monotonic() - last > self.settings.dead_seconds / 2:
                    self._runner.abandon()

    def _recover(self) -> None:
        dead = self._members.dead()
        if not dead:
            return
        count = self.recovery.requeue_of(dead)
        self._members.forget(dead)
        self.recovery.reissue(silent_seconds=0)
        log.info("recovered", jobs=count, dead=dead)
        for instance in dead:
            shutil.rmtree(self.settings.data.resolve() / "work" / instance, ignore_errors=True)

    def _tend(self) -> None:
        """Heal what a crash between two transactions left."""
        while True:
            if self._runner is not None:
                _try(self._runner.give_back_lost)
            _try(partial(self.recovery.reissue, SILENT_SECONDS))
            for batch_id in _try(self.recovery.top_up) or []:
                _try(partial(close_batch, self.store, batch_id))
            for pipeline_id in _try(self.pipelines.open) or []:
                _try(partial(self.pipelines.advance, pipeline_id))
            if self._stopping.wait(JANITOR_SECONDS):
                return

    def _sweep(self) -> None:
        """Forget what has expired."""
        parts = (self.settings, self.database, self.artifacts, self._engine)
        sweep = partial(retention.sweep, *parts)
        more = True
        while not self._stopping.wait(0 if more else RETENTION_SECONDS):
            more = bool(_try(sweep, "retention_failed"))


def _try(task: Callable[[], T], failing: str = "janitor_failed") -> T | None:
    """What `task` gives; None if it fails, which is logged: the others and the next round go on."""
    try:
        return task()
    except Exception as error:
        log.warning(failing, error=tables.reason(error))
        return None
