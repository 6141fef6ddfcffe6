"""Whether batches stay livable: many children, several batches at once, a cancel on the way.

    python -m bench.batch [--children 10000] [--slots 4] [--cancel 500] [--only large,fair,cancel]

large   a batch of tiny documents over HTTP: seconds to accept it (from a folder, and sent inside
        the body), milliseconds of GET /job while it runs, and the server's memory.
fair    three batches with workers 1, 4 and 10 at once: the most children of each seen running,
        and how far the small one was when each of the others ended.
cancel  a running batch: seconds until no child of it is open and no process is busy.
"""

from __future__ import annotations

import argparse
import base64
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.documents import write_pdf
from tests.octavo_server import TERMINAL, OctavoServer, wait_until

FAIR = {1: 10, 4: 40, 10: 60}
"""Children of each of the three batches, by its workers."""
BUSY_PERCENT = 20.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--children", type=int, default=10_000)
    parser.add_argument("--slots", type=int, default=4)
    parser.add_argument("--cancel", type=int, default=500)
    parser.add_argument("--only", default="large,fair,cancel")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",")
    if "large" in wanted:
        with serving(arguments.slots) as (server, scratch):
            large(server, scratch, arguments.children)
    if "fair" in wanted:
        with serving(arguments.slots) as (server, scratch):
            fair(server, scratch)
    if "cancel" in wanted:
        with serving(arguments.slots) as (server, scratch):
            cancel(server, scratch, arguments.cancel)


@contextmanager
def serving(slots: int) -> Iterator[tuple[OctavoServer, Path]]:
    with tempfile.TemporaryDirectory() as scratch:
        server = OctavoServer(Path(scratch), OCTAVO_SLOTS=str(slots), OCTAVO_LOCAL_ROOTS=scratch)
        try:
            yield server.start(), Path(scratch)
        finally:
            server.stop()


# --- a large batch --------------------------------------------------------------------------------


def large(server: OctavoServer, scratch: Path, count: int) -> None:
    folder = scratch / "tiny"
    folder.mkdir()
    for number in range(count):
        (folder / f"note-{number:05}.txt").write_text(f"Note {number}.\n")
    warm(server, scratch)
    memory = [resident(server)]
    began = time.monotonic()
    batch = server.batch({"local_path": str(folder)}, scratch / "out", workers=10)
    print(f"{count} children from a folder: accepted in {time.monotonic() - began:.2f} s")
    times = poll(server, batch, count, memory)
    seconds = time.monotonic() - began
    print(f"done in {seconds:.0f} s, {count / seconds:.0f} a second")
    shown = "  ".join(f"{megabytes:.0f}" for megabytes in memory)
    print(f"server's RSS at the start, by quarters and at the end: {shown} MB")
    for name, taken in times.items():
        print(f"GET /job {name}: {quantiles(taken)}")
    inline(server, scratch, count)


def poll(
    server: OctavoServer, batch: str, count: int, memory: list[float]
) -> dict[str, list[float]]:
    """Ask for the batch while it runs, in the two ways there are; milliseconds taken."""
    queries = {"whole": "", "without lists": "?include=failed"}
    times: dict[str, list[float]] = {name: [] for name in queries}
    while True:
        for name, query in queries.items():
            began = time.perf_counter()
            answer = server.client.get(f"/job/{batch}{query}")
            times[name].append((time.perf_counter() - began) * 1000)
        view = answer.json()
        if view["result"]["progress"]["completed"] >= count * len(memory) / 4:
            memory.append(resident(server))
        if view["status"] in TERMINAL:
            assert view["result"]["progress"]["failed"] == 0, view["result"]["progress"]
            return times
        time.sleep(0.1)


def inline(server: OctavoServer, scratch: Path, count: int) -> None:
    content = base64.b64encode(b"A note.").decode()
    files = [{"filename": f"n{number}.txt", "content": content} for number in range(count)]
    began = time.monotonic()
    batch = server.batch({"files": files}, scratch / "inline")
    print(f"{count} children inside the body: accepted in {time.monotonic() - began:.2f} s")
    server.client.delete(f"/job/{batch}")


def quantiles(times: list[float]) -> str:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"p50 {statistics.median(ordered):.0f} ms, p99 {p99:.0f} ms ({len(ordered)} calls)"


def resident(server: OctavoServer) -> float:
    """Memory of the server process itself, in MB."""
    return float(psutil.Process(server.pid).memory_info().rss / 2**20)


def warm(server: OctavoServer, scratch: Path) -> None:
    folder = scratch / "warm"
    folder.mkdir()
    for number in range(50):
        (folder / f"{number}.txt").write_text("Warm.")
    server.wait(server.batch({"local_path": str(folder)}, scratch / "warm-out"))


# --- several batches ------------------------------------------------------------------------------


def fair(server: OctavoServer, scratch: Path) -> None:
    seen: dict[int, int] = dict.fromkeys(FAIR, 0)
    done: dict[int, int] = {}
    others: dict[int, str] = {}
    batches = {}
    for workers, count in sorted(FAIR.items(), reverse=True):
        folder = scratch / f"in-{workers}"
        folder.mkdir()
        for number in range(count):
            write_pdf(folder / f"{number}.pdf", f"mark{number}", pages=4)
        batches[workers] = server.batch(
            {"local_path": str(folder)}, scratch / f"out-{workers}", workers=workers
        )
    while len(others) < len(FAIR):
        for workers, batch in batches.items():
            view = server.get(f"/job/{batch}")
            seen[workers] = max(seen[workers], len(view["result"]["jobs"]["processing"]))
            done[workers] = view["result"]["progress"]["completed"]
            if view["status"] in TERMINAL and workers not in others:
                others[workers] = " ".join(f"{w}:{n}" for w, n in sorted(done.items()))
        time.sleep(0.01)
    for workers, most in sorted(seen.items()):
        print(
            f"workers {workers:2}: at most {most:2} running; when it ended, children done of "
            f"each: {others[workers]}"
        )
        assert most <= workers, "a batch ran more children than its workers"


# --- a cancel -------------------------------------------------------------------------------------


def cancel(server: OctavoServer, scratch: Path, count: int) -> None:
    folder = scratch / "long"
    folder.mkdir()
    source = write_pdf(scratch / "long.pdf", "long", pages=60).read_bytes()
    for number in range(count):
        (folder / f"{number:04}.pdf").write_bytes(source)
    batch = server.batch({"local_path": str(folder)}, scratch / "out", workers=10)
    wait_until(lambda: bool(server.progress(batch)["completed"]), 120)
    pids = {process.pid for process in server.slot_processes()}
    began = time.monotonic()
    server.client.delete(f"/job/{batch}")
    answered = time.monotonic() - began
    while server.get(f"/job/{batch}")["result"]["jobs"]["processing"]:
        time.sleep(0.01)
    flipped = time.monotonic() - began
    wait_until(lambda: not busy(server), 30)
    quiet = time.monotonic() - began
    view: dict[str, Any] = server.get(f"/job/{batch}")
    [first, *_] = view["result"]["jobs"]["completed"]
    kept = server.get(f"/job/{first['job_id']}")["status"] == "completed"
    print(
        f"{count} children cancelled: answered in {answered:.2f} s, "
        f"none open after {flipped:.2f} s, "
        f"no process busy after {quiet:.2f} s (of {len(pids)}); completed children kept: {kept}"
    )
    assert view["status"] == "canceled"


def busy(server: OctavoServer) -> bool:
    """Whether a process that reads documents uses the processor."""
    slots = server.slot_processes()
    for slot in slots:
        with_percent(slot)
    threading.Event().wait(0.1)
    return any(with_percent(slot) > BUSY_PERCENT for slot in slots)


def with_percent(slot: psutil.Process) -> float:
    """Its share of a core since the last call; 0 once it is gone."""
    try:
        return float(slot.cpu_percent())
    except psutil.Error:
        return 0.0


if __name__ == "__main__":
    main()
