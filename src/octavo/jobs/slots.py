"""Killable processes, one document at a time each: a hostile file can kill one, never the server.

Every slot is a process of its own with its own pipe, forked from a server that has the readers
loaded, so a killed one is back within a few hundredths of a second. It dies with its parent,
when its time is up, when it holds too much memory, and when its job is cancelled.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import queue
import resource
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any

import psutil

from octavo import errors
from octavo.jobs.model import Lane
from octavo.steps import dispatch

WATCH_SECONDS = 0.1
TASKS_BEFORE_RECYCLING = 200
SECONDS_TO_DIE = 0.05
SINGLES_IN_A_ROW = 4
_PR_SET_PDEATHSIG = 1


class Died(Exception):
    """The process ended by itself: a crash, or a kill from outside."""

    def __init__(self, exitcode: int | None) -> None:
        self.exitcode = exitcode
        super().__init__(describe_exit(exitcode))


class Cancelled(Exception):
    """The job was cancelled while it ran."""


def describe_exit(exitcode: int | None) -> str:
    """What ended a process, for a person."""
    if exitcode is not None and exitcode < 0:
        return f"killed by signal {-exitcode} ({signal.Signals(-exitcode).name})"
    return f"ended with status {exitcode}"


class Slot:
    """One process. `run` is for one caller at a time."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._tasks = 0

    def run(
        self, kind: str, folder: str, *, seconds: float, cancelled: Callable[[], bool]
    ) -> dict[str, Any]:
        """Do the task laid out in `folder`; the small result the step returned.

        Raises the step's own OctavoError, TimedOut, OutOfMemory, Cancelled, or Died.
        """
        pipe = self._ready()
        try:
            pipe.send((kind, folder))
            self._watch(pipe, time.monotonic() + seconds, seconds, cancelled)
            good, answer = pipe.recv()
        except (EOFError, OSError):
            raise Died(self.kill()) from None
        except BaseException:
            self.kill()
            raise
        self._tasks += 1
        if not good:
            raise errors.OctavoError.from_dict(answer)
        return dict(answer)

    def kill(self) -> int | None:
        """End the process now; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        if self._pipe is not None:
            self._pipe.close()
        process.join(SECONDS_TO_DIE)
        if process.exitcode is None and process.pid is not None:
            for end in (os.killpg, os.kill):
                with contextlib.suppress(ProcessLookupError):
                    end(process.pid, signal.SIGKILL)
            process.join()
        return process.exitcode

    def _ready(self) -> Connection:
        if self._tasks >= TASKS_BEFORE_RECYCLING:
            self.kill()
        if self._process is None or not self._process.is_alive():
            self.kill()
            self._start()
        assert self._pipe is not None
        return self._pipe

    def _start(self) -> None:
        context = multiprocessing.get_context("forkserver")
        self._pipe, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, self._memory), name="octavo-slot", daemon=True
        )
        process.start()
        theirs.close()
        self._process = process
        self._tasks = 0

    def _watch(
        self, pipe: Connection, deadline: float, seconds: float, cancelled: Callable[[], bool]
    ) -> None:
        assert self._process is not None
        process = None
        while not wait([pipe, self._process.sentinel], WATCH_SECONDS):
            if cancelled():
                raise Cancelled
            if time.monotonic() > deadline:
                raise errors.TimedOut(
                    f"Reading this document took longer than {seconds:.0f} s; send fewer pages at "
                    "once, or raise OCTAVO_JOB_SECONDS"
                )
            with contextlib.suppress(psutil.NoSuchProcess):
                process = process or psutil.Process(self._process.pid)
                if process.memory_info().rss > self._memory:
                    raise _out_of_memory(self._memory)


class SlotPool:
    """`count` slots, started when first needed.

    Single jobs are given them first, but of those that wait only a few in a row.
    """

    def __init__(self, count: int, memory: int) -> None:
        _prepare_forkserver(max(1, (os.cpu_count() or 1) // count))
        self._slots = [Slot(memory) for _ in range(count)]
        self._free = list(self._slots)
        self._waiting: dict[Lane, deque[queue.SimpleQueue[Slot]]] = {lane: deque() for lane in Lane}
        self._in_a_row = 0
        self._lock = threading.Lock()

    @contextmanager
    def slot(self, lane: Lane) -> Iterator[Slot]:
        """A free slot, waiting for one."""
        turn: queue.SimpleQueue[Slot] = queue.SimpleQueue()
        with self._lock:
            self._waiting[lane].append(turn)
            self._hand_out()
        slot = turn.get()
        try:
            yield slot
        finally:
            with self._lock:
                self._free.append(slot)
                self._hand_out()

    @property
    def waiting(self) -> int:
        """How many wait for a slot."""
        return sum(map(len, self._waiting.values()))

    def _hand_out(self) -> None:
        single, child = self._waiting[Lane.SINGLE], self._waiting[Lane.CHILD]
        while self._free and (single or child):
            first = bool(single) and not (child and self._in_a_row >= SINGLES_IN_A_ROW)
            self._in_a_row = self._in_a_row + 1 if first and child else 0
            (single if first else child).popleft().put(self._free.pop())

    def stop(self) -> None:
        """Kill every process."""
        for slot in self._slots:
            slot.kill()


def _prepare_forkserver(threads: int) -> None:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ.setdefault(name, str(threads))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["octavo.cli", "octavo.jobs.slots", "octavo.steps.preload"])


def _serve(pipe: Connection, memory: int) -> None:
    """The life of a slot's process: tasks in, results out, until the pipe closes."""
    _protect(memory)
    while True:
        try:
            kind, folder = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(kind, folder, memory))


def _answer(kind: str, folder: str, memory: int) -> tuple[bool, dict[str, Any]]:
    try:
        return True, dispatch.run(kind, folder)
    except errors.OctavoError as error:
        return False, error.to_dict()
    except MemoryError:
        return False, _out_of_memory(memory).to_dict()
    except BaseException as error:
        if isinstance(error, OSError) and error.errno in errors.NO_ROOM:
            return False, errors.no_room(error).to_dict()
        return False, errors.ProcessingError(
            f"This document could not be read ({type(error).__name__}: {str(error)[:300]})"
        ).to_dict()


def _protect(memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # The watch in the parent sees what is resident ten times a second; this stops what grows
    # faster than that.
    resource.setrlimit(resource.RLIMIT_DATA, (2 * memory, 2 * memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _out_of_memory(memory: int) -> errors.OutOfMemory:
    return errors.OutOfMemory(
        f"Reading this document needs more than {memory // 2**20} MiB of memory; send fewer pages "
        "at once, or raise OCTAVO_JOB_MEMORY"
    )
