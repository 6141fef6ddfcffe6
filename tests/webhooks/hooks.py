"""What tests of webhooks do at a server: add an endpoint, read its log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.octavo_server import Body, OctavoServer


def add(server: OctavoServer, url: str, *events: str, **more: Any) -> Body:
    """Add an endpoint; it, with its secret."""
    body = {"url": url, "events": list(events), **more}
    answer = server.client.post("/webhook/endpoints", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@contextmanager
def endpoint(server: OctavoServer, url: str, *events: str, **more: Any) -> Iterator[Body]:
    """An endpoint for the time of the block."""
    made = add(server, url, *events, **more)
    try:
        yield made
    finally:
        server.client.delete(f"/webhook/endpoints/{made['id']}")


def log(server: OctavoServer, endpoint_id: str) -> list[Body]:
    """What was sent to an endpoint, the newest first."""
    found = server.get("/webhook/deliveries?limit=1000")["deliveries"]
    return [entry for entry in found if entry["endpoint_id"] == endpoint_id]


def status(server: OctavoServer, made: Body) -> str:
    """How the newest delivery to an endpoint stands."""
    return str(log(server, made["id"])[0]["status"])


def send_test(server: OctavoServer, made: Body) -> str:
    """Have a test event sent to an endpoint; its message's id."""
    answer = server.client.post(f"/webhook/endpoints/{made['id']}/test")
    return str(answer.json()["id"])


def extract(server: OctavoServer, text: str = "A note.") -> str:
    """Have a text read in the background; the job's id."""
    parts = {"file": ("note.txt", text.encode())}
    return str(server.client.post("/extract_async", files=parts).json()["job_id"])
