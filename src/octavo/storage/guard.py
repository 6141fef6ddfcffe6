"""The guard of the door to http(s): what may be connected to, and for how long.

A name is resolved once for each connection; every address it has must be allowed, and the
connection is made to that very address, so the name cannot be turned elsewhere in between
(TLS and the Host header keep the name). No proxy of the environment is used. One deadline covers
everything from the first look-up to the last byte.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore
import structlog

from octavo.errors import DownloadFailed
from octavo.storage.addresses import Allowed

log = structlog.get_logger(__name__)

Resolver = Callable[[str, int], list[str]]
"""Gives the addresses of a host and port; raises OSError."""

STALL_SECONDS = 20.0
"""Longest wait for one read or connection attempt."""


class Refused(DownloadFailed):
    """An address that may not be reached."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of `host`, as the machine's resolver gives them, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """A moment after which nothing more is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds one wait may still take. Raises httpcore.ReadTimeout when none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time allowed for the download has passed")
        return min(left, STALL_SECONDS)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to allowed addresses only, each wait within the deadline."""

    def __init__(self, allowed: Allowed, deadline: Deadline, resolver: Resolver) -> None:
        self._allowed, self._deadline, self._resolver = allowed, deadline, resolver
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the deadline rules)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._checked(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address, port, self._deadline.left(), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise failure

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Refused("Sockets of this machine are not reachable by URL.")

    def _checked(self, host: str, port: int) -> list[str]:
        addresses = _within(self._deadline.left(), lambda: self._resolver(host, port))
        for address in addresses:
            if not self._allowed.permits(host, address):
                # The answer may be a stranger's to read, who would learn of the network's inside.
                log.info("address_refused", host=host, address=address)
                raise Refused(
                    f"{host} is not a public address. To allow it, add the host or its network "
                    "to OCTAVO_OUTBOUND_ALLOW on the server."
                )
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        secured = self._stream.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def guarded_pool(
    allow: Sequence[str], deadline: Deadline, context: ssl.SSLContext, resolver: Resolver = resolve
) -> httpcore.ConnectionPool:
    """A pool for one download, whose connections are all guarded."""
    backend = GuardedBackend(Allowed(allow), deadline, resolver)
    return httpcore.ConnectionPool(
        ssl_context=context, network_backend=backend, max_connections=1, keepalive_expiry=0
    )


def _within(seconds: float, look_up: Callable[[], list[str]]) -> list[str]:
    """The result of a look-up that cannot be interrupted, waited for so long and no longer."""
    outcome: list[list[str] | BaseException] = []

    def run() -> None:
        try:
            outcome.append(look_up())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise httpcore.ConnectTimeout("the name could not be resolved in time")
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]
