"""A fault of the server's own is told without what it keeps secret."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from tests.octavo_server import OctavoServer


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
