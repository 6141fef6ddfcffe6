"""A fault of the server's own is told without what it keeps secret."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.octavo_server import OctavoServer
from tests.services import database_settings


def test_a_statement_that_fails_shows_no_secret(servers: Callable[..., OctavoServer]) -> None:
    server = servers()
    other = sqlite3.connect(server.data / "octavo.sqlite")
    other.execute("ALTER TABLE webhook_endpoints RENAME COLUMN ailing TO gone")
    other.close()
    hook = {"url": "https://example.com/hook?token=s3cret", "headers": {"X-Token": "s3cret"}}
    answer = server.client.post("/webhook/endpoints", json=hook)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "GENERAL_001")
    cause = answer.json()["error"]["details"]["error"]
    assert cause.startswith("OperationalError: ")
    assert "ailing" in cause
    for told in (answer.text, server.log):
        assert "s3cret" not in told
        assert "whsec_" not in told
    assert "INSERT INTO" not in answer.text


def test_a_nul_is_the_callers_to_mend(tmp_path: Path) -> None:
    with database_settings("postgres", tmp_path) as shared:
        server = OctavoServer(tmp_path, OCTAVO_LOCAL_ROOTS=str(tmp_path), **shared)
        try:
            server.start()
            answer = server.client.get("/job/%00")
            assert (answer.status_code, answer.json()["error"]["code"]) == (400, "REQ_003")
            answer = server.client.post("/split", json={"extraction_id": "\0", "split_config": {}})
            assert answer.status_code == 400, answer.text
            file = {"filename": "a\0b.txt", "content": "d29yZHM="}
            view = server.wait(server.batch({"files": [file]}, tmp_path / "out"))
            assert view["status"] == "completed"
        finally:
            server.stop()


def test_a_low_limit_of_open_files_is_raised(servers: Callable[..., OctavoServer]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    try:
        server = servers()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert psutil.Process(server.pid).rlimit(psutil.RLIMIT_NOFILE)[0] > 512
