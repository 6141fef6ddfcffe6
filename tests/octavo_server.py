"""`octavo serve` as a user starts it: a process of its own, which tests may kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import psutil
import pytest

from tests.services import free_ports

KEY = "test-key"
START_SECONDS = 120.0
TERMINAL = ("completed", "failed", "canceled", "expired")

Body = dict[str, Any]


class OctavoServer:
    """One server on a free port, its data in `folder`, configured by `settings` (OCTAVO_*)."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._port = free_ports(1)[0]
        self.url = f"http://127.0.0.1:{self._port}"
        self.client = httpx.Client(base_url=self.url, headers={"x-api-key": KEY}, timeout=60)

    def start(self) -> OctavoServer:
        """Start it, and return once it is ready."""
        environment = os.environ | {"OCTAVO_API_KEYS": KEY, "OCTAVO_SLOTS": "2"} | self.settings
        command = [Path(sys.executable).with_name("octavo"), "serve", "--port", str(self._port)]
        log = (self.folder / "serve.log").open("ab")
        self._process = subprocess.Popen(
            [*map(str, command), "--data", str(self.data)],
            cwd=self.folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
        log.close()
        wait_until(self._ready, START_SECONDS, lambda: self.log)
        return self

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text(errors="replace")

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL, as the kernel or an operator would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def terminate(self, seconds: float = 20) -> int:
        """SIGTERM; its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(seconds)

    def stop(self) -> None:
        """An orderly end; kills what does not end in time."""
        self.client.close()
        if self._process is not None and self._process.poll() is None:
            try:
                self.terminate()
            except subprocess.TimeoutExpired:
                self.kill()

    def slot_processes(self) -> list[psutil.Process]:
        """The processes that read documents."""
        assert self._process is not None
        below = psutil.Process(self._process.pid).children(recursive=True)
        servers = [process for process in below if "forkserver" in " ".join(_command(process))]
        return [slot for server in servers for slot in server.children(recursive=True)]

    # --- what a client does -------------------------------------------------------------------

    def get(self, path: str) -> Body:
        return cast(Body, self.client.get(path).json())

    def batch(self, given: Body, out: Path, **more: Any) -> str:
        """Submit a batch extract; its id."""
        body = {"input": given, "output": {"local_path": str(out)}, **more}
        response = self.client.post("/batch/extract", json=body)
        assert response.status_code == 202, response.text
        return str(response.json()["batch_job_id"])

    def wait(self, job_id: str, seconds: float = 300) -> Body:
        """The view of a job that has ended."""
        view: Body = {}

        def ended() -> bool:
            view.update(self.get(f"/job/{job_id}"))
            return view["status"] in TERMINAL

        wait_until(ended, seconds, lambda: f"{view}\n{self.log}")
        return view

    def progress(self, job_id: str) -> dict[str, int]:
        return cast(dict[str, int], self.get(f"/job/{job_id}")["result"]["progress"])

    def _ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log
        try:
            return self.client.get("/ready").status_code == 200
        except httpx.TransportError:
            return False


def wait_until(
    condition: Callable[[], bool], seconds: float, explain: Callable[[], str] = lambda: ""
) -> None:
    """Return once `condition` holds; fail the test if it does not within `seconds`."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            pytest.fail(f"not within {seconds} s\n{explain()}")
        time.sleep(0.05)


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OctavoServer]:
    """One server for all tests that leave it as they found it."""
    folder = tmp_path_factory.mktemp("server")
    running = OctavoServer(folder, OCTAVO_LOCAL_ROOTS=str(tmp_path_factory.getbasetemp()))
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Callable[..., OctavoServer]]:
    """Starts servers of a test's own: `servers(OCTAVO_JOB_SECONDS="2")`."""
    started: list[OctavoServer] = []

    def start(**settings: str) -> OctavoServer:
        folder = tmp_path / f"server-{len(started)}"
        folder.mkdir()
        settings.setdefault("OCTAVO_LOCAL_ROOTS", str(tmp_path))
        started.append(OctavoServer(folder, **settings))
        return started[-1].start()

    yield start
    for one in started:
        one.stop()
