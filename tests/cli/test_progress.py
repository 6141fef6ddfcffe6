"""Live progress on the terminal: the pages of a long document."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.documents import write_endless_pdf
from tests.octavo_server import KEY, OctavoServer, wait_until

PAGES = 4000


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_endless_pdf(tmp_path_factory.mktemp("long") / "long.pdf", pages=PAGES)


def _heed_ctrl_c() -> None:
    """As at a terminal; what runs in the background of a shell is started deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command whose stderr is a terminal."""

    def __init__(self, server: OctavoServer, *arguments: str) -> None:
        program = str(Path(sys.executable).with_name("octavo"))
        command = [program, *arguments, "--server", server.url, "--key", KEY]
        self._ours, theirs = pty.openpty()
        os.set_blocking(self._ours, False)
        environment = os.environ | {"COLUMNS": "100", "TERM": "xterm"}
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=environment,
            text=True,
            preexec_fn=_heed_ctrl_c,
        )
        os.close(theirs)
        self._shown = ""

    def shows(self, pattern: str) -> bool:
        with suppress(OSError):
            self._shown += os.read(self._ours, 65536).decode(errors="replace")
        return re.search(pattern, self._shown) is not None

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        os.close(self._ours)


@contextmanager
def terminal(server: OctavoServer, *arguments: str) -> Iterator[Terminal]:
    opened = Terminal(server, *arguments)
    try:
        yield opened
    finally:
        opened.close()


def test_pages_are_counted_and_ctrl_c_cancels(server: OctavoServer, long: Path) -> None:
    with terminal(server, "extract", str(long)) as shown:
        wait_until(lambda: shown.shows(rf"[1-9]\d*/{PAGES}"), 60)
        [job] = [one for one in server.get("/jobs")["jobs"] if one["status"] == "processing"]
        shown.process.send_signal(signal.SIGINT)
        assert shown.process.wait(20) == 130
        wait_until(lambda: server.get(f"/job/{job['job_id']}")["status"] == "canceled", 10)


def test_a_job_is_watched_to_its_end(server: OctavoServer, long: Path) -> None:
    with long.open("rb") as file:
        job = server.client.post("/extract_async", files={"file": file}).json()["job_id"]
    with terminal(server, "jobs", "watch", job) as shown:
        wait_until(lambda: shown.shows(rf"[1-9]\d*/{PAGES}"), 60)
        shown.process.send_signal(signal.SIGINT)
        assert shown.process.wait(20) == 130
        assert server.get(f"/job/{job}")["status"] == "processing"  # it was only looked at
    with terminal(server, "jobs", "watch", job) as shown:
        server.client.delete(f"/job/{job}")
        out, _ = shown.process.communicate(timeout=20)
        assert (shown.process.returncode, out) == (1, "canceled\n")
