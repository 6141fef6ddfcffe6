"""A receiver of webhooks as a user would write one, on loopback, that keeps what it was sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook

HANG = 0
"""In place of a status: no answer at all."""


@dataclass
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    moment: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def verify(self, secret: str) -> None:
        """Raises if the signature is not of `secret`."""
        Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """What came, in order. `answers` are the statuses of the first requests; then 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    got: list[Received] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    headers: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> list[Received]:
        return [one for one in list(self.got) if one.event["type"] == kind]

    def jobs_of(self, kind: str) -> list[str]:
        return [one.event["job_id"] for one in self.of(kind)]


@contextmanager
def receiving(
    *answers: int, before: Callable[[Received], None] | None = None
) -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    state, lock = Receiver(answers=list(answers)), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            names = {name.lower(): value for name, value in self.headers.items()}
            one = Received(self.path, names, body, time.time())
            with lock:
                state.got.append(one)
                answer = state.answers.pop(0) if state.answers else 200
            if before is not None:
                before(one)
            if answer == HANG:
                state.ended.wait(60)
                self.close_connection = True
                return
            self.send_response(answer)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    try:
        yield state
    finally:
        state.ended.set()
        server.shutdown()
        server.server_close()
