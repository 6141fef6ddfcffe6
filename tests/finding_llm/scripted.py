"""An OpenAI-compatible server on loopback that answers what a test has scripted, and keeps what
it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass
class Reply:
    """`content` is the message's text, or JSON to be written as such."""

    content: Any = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    refusal: str | None = None
    delay: float = 0.0
    raw: bytes | None = None

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.status >= 400:
            return json.dumps({"error": {"message": str(self.content)}}).encode()
        text = self.content if isinstance(self.content, str) else json.dumps(self.content)
        message = {"role": "assistant", "content": text, "refusal": self.refusal}
        return json.dumps(
            {"choices": [{"message": message, "finish_reason": self.finish}]}
        ).encode()


Script = list[Reply] | Callable[[Body], Reply]


class ScriptedServer:
    """`script` is a list of replies to give in turn, or a function of what was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.times: list[float] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply(self, path: str, body: Body) -> Reply:
        if path != "/v1/chat/completions":
            return Reply(f"no such path {path}", status=404)
        if callable(self.script):
            return self.script(body)
        return self.script.pop(0) if self.script else Reply("the script is over", status=400)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                body = json.loads(self.rfile.read(length))
                owner.asked.append(body)
                owner.headers.append({k.lower(): v for k, v in self.headers.items()})
                owner.times.append(time.monotonic())
                reply = owner.reply(self.path, body)
                time.sleep(reply.delay)
                content = reply.body()
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                """Keep tests quiet."""

        return Handler
