"""A server that may reach receivers on this machine and retries within a moment."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.octavo_server import KEY, OctavoServer
from tests.services import database_settings

THEIR_KEY = "their-key"
RETRIES = 4
ON_BOTH = pytest.mark.parametrize("hooked", ["sqlite", "postgres"], indirect=True)
SETTINGS = {
    "OCTAVO_API_KEYS": f"ours:{KEY},theirs:{THEIR_KEY}",
    "OCTAVO_OUTBOUND_ALLOW": "127.0.0.1",
    "OCTAVO_WEBHOOK_RETRY_SECONDS": ",".join(["0.2"] * RETRIES),
    "OCTAVO_WEBHOOK_SECONDS": "3",
}


@pytest.fixture(scope="session", params=["sqlite"])
def hooked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OctavoServer]:
    """One such server; on another kind of database for tests that ask for ON_BOTH."""
    folder = tmp_path_factory.mktemp(f"hooked-{request.param}")
    with database_settings(request.param, folder) as database:
        roots = str(tmp_path_factory.getbasetemp())
        running = OctavoServer(folder, OCTAVO_LOCAL_ROOTS=roots, **SETTINGS, **database)
        try:
            yield running.start()
        finally:
            running.stop()


@pytest.fixture
def foreign(hooked: OctavoServer) -> Iterator[httpx.Client]:
    """A client of another tenant."""
    with httpx.Client(base_url=hooked.url, headers={"x-api-key": THEIR_KEY}) as client:
        yield client
