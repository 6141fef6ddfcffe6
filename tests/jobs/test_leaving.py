"""Servers that leave: in order, or for good with others there."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import psutil

from tests.documents import write_pdf
from tests.octavo_server import OctavoServer, wait_until
from tests.services import database_settings, http_server

Servers = Callable[..., OctavoServer]
COUNT = 16


def documents(folder: Path) -> Path:
    folder.mkdir()
    for number in range(COUNT):
        write_pdf(folder / f"doc-{number:02}.pdf", f"mark{number:02}", pages=4)
    return folder


def assert_right(out: Path) -> None:
    for number in range(COUNT):
        result = json.loads((out / f"doc-{number:02}.json").read_text())
        assert f"mark{number:02}" in result["markdown"]
    manifest = json.loads((out / "_batch.json").read_text())
    assert manifest["completed"] == COUNT
    assert len(list(out.iterdir())) == COUNT + 1


def test_an_orderly_end_is_quick_and_gives_back_what_ran(servers: Servers, tmp_path: Path) -> None:
    asked, answered = threading.Event(), threading.Event()

    def never(_request: BaseHTTPRequestHandler) -> None:
        asked.set()
        answered.wait(60)

    out = tmp_path / "out"
    server = servers(OCTAVO_OUTBOUND_ALLOW="127.0.0.1", OCTAVO_JOB_ATTEMPTS="1")
    batch = server.batch({"local_path": str(documents(tmp_path / "in"))}, out, workers=4)
    with http_server(never) as slow:
        slow_job = server.client.post("/extract", json={"file_url": f"{slow}/a.pdf", "async": True})
        assert asked.wait(60)
        wait_until(lambda: server.progress(batch)["completed"] >= 2, 120)
        below = psutil.Process(server.pid).children(recursive=True)
        try:
            assert server.terminate() == 0
            wait_until(lambda: not any(map(psutil.Process.is_running, below)), 5)
        finally:
            answered.set()

    server.start()
    assert server.client.delete(f"/job/{slow_job.json()['job_id']}").is_success
    view = server.wait(batch)
    assert view["result"]["progress"] == {"total": COUNT, "completed": COUNT, "failed": 0}
    assert_right(out)


def test_another_server_takes_over_from_one_that_is_gone_for_good(
    servers: Servers, tmp_path: Path
) -> None:
    with database_settings("postgres", tmp_path) as shared:
        shared |= {"OCTAVO_ARTIFACTS": str(tmp_path / "artifacts")}
        first, second = servers(**shared), servers(**shared)
        out = tmp_path / "out"
        batch = first.batch({"local_path": str(documents(tmp_path / "in"))}, out, workers=10)
        wait_until(lambda: second.progress(batch)["completed"] >= 3, 120)
        assert second.progress(batch)["completed"] < COUNT
        first.kill()

        view = second.wait(batch)
        assert view["status"] == "completed"
        assert view["result"]["progress"] == {"total": COUNT, "completed": COUNT, "failed": 0}
        assert_right(out)
        second.stop()
        first.stop()
