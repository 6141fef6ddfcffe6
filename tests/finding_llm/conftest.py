"""Servers that answer by script, closed after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from octavo.finding.llm.client import Client
from tests.finding_llm.scripted import Script, ScriptedServer

Serve = Callable[[Script], ScriptedServer]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers: list[ScriptedServer] = []

    def start(script: Script) -> ScriptedServer:
        servers.append(ScriptedServer(script))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def client_of(server: ScriptedServer, **changes: object) -> Client:
    """A client with short pauses."""
    client = Client(server.url, "scripted", api_key="key-1", first_pause=0.01, seconds=5)
    for name, value in changes.items():
        setattr(client, name, value)
    return client
