"""What the job engine costs: a batch over HTTP against the same extractions in a plain pool.

    python -m bench.overhead [--documents 300] [--slots 2] [--folder DIR]

Both read the same documents with as many processes, write the same result files, and start with
warm processes. Prints wall seconds, their ratio, and for 1,000 tiny documents the throughput and
the server's own CPU time a job.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil

from octavo.steps import extract
from octavo.steps.task import ExtractOptions, ExtractTask
from octavo.storage.names import output_names
from tests.documents import write_pdf
from tests.octavo_server import OctavoServer

TINY = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--slots", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="read these instead of made documents")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        run(Path(scratch), arguments)


def run(scratch: Path, arguments: argparse.Namespace) -> None:
    folder = arguments.folder or make_documents(scratch / "in", arguments.documents)
    tiny = scratch / "tiny"
    tiny.mkdir()
    for number in range(TINY):
        (tiny / f"{number:04}.txt").write_text(f"Note {number}.\n")
    ratios = []
    with serving(scratch, arguments.slots) as server, pool(arguments.slots) as plain:
        for _ in range(arguments.rounds):
            direct = in_pool(plain, folder, scratch / "pool-out")
            batched = over_http(server, folder, scratch / "http-out")
            ratios.append(batched / direct)
            print(f"plain pool {direct:.2f} s   batch over HTTP {batched:.2f} s", flush=True)
        print(f"ratio {statistics.median(ratios):.3f} (median of {arguments.rounds})")
        before = cpu_seconds(server)
        seconds = over_http(server, tiny, scratch / "tiny-out")
        cost = (cpu_seconds(server) - before) / TINY * 1000
        print(f"tiny jobs: {TINY / seconds:.0f} a second, {cost:.1f} ms of the server's CPU each")


def make_documents(folder: Path, count: int) -> Path:
    """PDFs of one to four pages."""
    folder.mkdir()
    for number in range(count):
        write_pdf(folder / f"doc-{number:04}.pdf", f"mark{number}", pages=1 + number % 4)
    return folder


@contextmanager
def serving(scratch: Path, slots: int) -> Iterator[OctavoServer]:
    server = OctavoServer(scratch, OCTAVO_SLOTS=str(slots), OCTAVO_LOCAL_ROOTS="/").start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    # One thread a process, as the server's slots have.
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["octavo.steps.preload"])
    with ProcessPoolExecutor(processes, mp_context=context) as executor:
        list(executor.map(time.sleep, [0.2] * processes))
        yield executor


def in_pool(executor: ProcessPoolExecutor, folder: Path, out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    began = time.monotonic()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    names = output_names(path.name for path in files)
    list(executor.map(_read, files, [out / name for name in names]))
    return time.monotonic() - began


def _read(path: Path, target: Path) -> None:
    task = ExtractTask(name=path.name, options=ExtractOptions())
    document = extract.read(path, task)
    target.write_bytes(msgspec.json.encode(extract.result(document, task)))


def over_http(server: OctavoServer, folder: Path, out: Path) -> float:
    shutil.rmtree(out, ignore_errors=True)
    began = time.monotonic()
    batch = server.batch({"local_path": str(folder)}, out, workers=10)
    while server.get(f"/job/{batch}")["status"] == "processing":
        time.sleep(0.1)
    seconds = time.monotonic() - began
    progress = json.loads((out / "_batch.json").read_text())
    assert progress["failed"] == 0, progress
    return seconds


def cpu_seconds(server: OctavoServer) -> float:
    """CPU time of the server process itself, without its slots."""
    times = psutil.Process(server.pid).cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    main()
