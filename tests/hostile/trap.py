"""A listener that nobody should ever connect to, and counts who does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Trap:
    """`requests` are the first bytes of every connection."""

    url: str
    requests: list[bytes] = field(default_factory=list)


@contextmanager
def sprung() -> Iterator[Trap]:
    """A trap on a free loopback port, open while the context is."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        trap = Trap(f"http://127.0.0.1:{server.getsockname()[1]}")
        thread = threading.Thread(target=_serve, args=(server, trap), daemon=True)
        thread.start()
        yield trap
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(server: socket.socket, trap: Trap) -> None:
    with suppress(OSError):
        while True:
            caller, _ = server.accept()
            with caller:
                caller.settimeout(2)
                trap.requests.append(caller.recv(300))
                caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
