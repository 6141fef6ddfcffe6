"""What becomes of a batch when the disk is full, the database busy, or the object store away."""

from __future__ import annotations

import os
import socket
import socketserver
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.octavo_server import OctavoServer, wait_until
from tests.services import S3Server

Servers = Callable[..., OctavoServer]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, of 24 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, leave: int = 0) -> Path:
    """A file that takes all the room there is but `leave` bytes."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    os.truncate(filler, filler.stat().st_size - leave)
    return filler


def notes(folder: Path, count: int, characters: int = 20) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number}.txt").write_text(f"Note {number}. " + "word " * (characters // 5))
    return folder


def test_children_fail_alone_while_the_output_disk_is_full(
    servers: Servers, small_disk: Path, tmp_path: Path
) -> None:
    folder, out = notes(tmp_path / "in", 4), small_disk / "out"
    out.mkdir()
    filler = fill(small_disk)
    server = servers()

    batch = server.batch({"local_path": str(folder)}, out)
    view = server.wait(batch)

    assert view["status"] == "failed"
    for entry in view["result"]["jobs"]["failed"]:
        assert "No space left" in entry["error"]
    child = server.get(f"/job/{view['result']['jobs']['failed'][0]['job_id']}")
    assert "No space left" in child["error"]
    assert list(out.iterdir()) == []

    filler.unlink()
    server.client.post(f"/batch/{batch}/retry")
    assert server.wait(batch)["result"]["progress"] == {"total": 4, "completed": 4, "failed": 0}
    assert len(list(out.iterdir())) == 5


@pytest.fixture
def cramped(small_disk: Path, tmp_path: Path) -> Iterator[OctavoServer]:
    """A server whose data are on the small disk."""
    home = tmp_path / "server"
    home.mkdir()
    (small_disk / "data").mkdir()
    (home / "data").symlink_to(small_disk / "data")
    server = OctavoServer(home, OCTAVO_LOCAL_ROOTS=str(tmp_path))
    try:
        yield server.start()
    finally:
        server.stop()


def test_a_full_data_disk_is_told_of_and_outlived(
    cramped: OctavoServer, small_disk: Path, tmp_path: Path
) -> None:
    folder, server = notes(tmp_path / "in", 30, characters=100_000), cramped
    batch = server.batch({"local_path": str(folder)}, tmp_path / "out")
    wait_until(lambda: server.progress(batch)["completed"] >= 3, 60)
    filler = fill(small_disk)

    wait_until(lambda: "disk is full" in server.log, 30)
    assert server.get(f"/job/{batch}")["status"] == "processing"
    answer = server.client.post("/extract", files={"file": ("a.txt", b"word " * 2**20)})
    assert answer.json()["error"]["code"] == "STORAGE_001"

    filler.unlink()
    view = server.wait(batch)
    assert view["status"] == "completed"
    for entry in view["result"]["jobs"]["failed"]:
        assert "No space left" in entry["error"]
    progress = view["result"]["progress"]
    assert progress["completed"] + progress["failed"] == 30
    assert server.client.post("/extract", files={"file": ("a.txt", b"A note.")}).is_success


def test_a_database_that_others_hold_is_waited_for(servers: Servers, tmp_path: Path) -> None:
    folder = notes(tmp_path / "in", 20)
    server = servers()
    batch = server.batch({"local_path": str(folder)}, tmp_path / "out")
    wait_until(lambda: server.progress(batch)["completed"] >= 2, 60)

    other = sqlite3.connect(server.data / "octavo.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    held = server.progress(batch)
    threading.Event().wait(2)
    assert server.progress(batch) == held
    other.execute("COMMIT")
    other.close()

    assert server.wait(batch)["result"]["progress"] == {"total": 20, "completed": 20, "failed": 0}


class Switch(socketserver.ThreadingTCPServer):
    """A way to a server that can be cut: then every request is answered with a 503."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, endpoint: str) -> None:
        target = urlsplit(endpoint)
        self._target = (target.hostname, target.port)
        self._open: set[socket.socket] = set()
        self.cut = False
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def turn(self, *, off: bool) -> None:
        self.cut = off
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def finish_request(self, request: socket.socket, _address: object) -> None:  # type: ignore[override]
        if self.cut:
            request.recv(65536)
            request.sendall(
                b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            return
        with socket.create_connection(self._target) as beyond:
            self._open |= {request, beyond}
            back = threading.Thread(target=_pass_on, args=(beyond, request), daemon=True)
            back.start()
            _pass_on(request, beyond)
            back.join()
            self._open -= {request, beyond}


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def switch(s3_server: S3Server) -> Iterator[Switch]:
    with Switch(s3_server.endpoint) as one:
        yield one
        one.shutdown()


@pytest.fixture
def s3_batch(
    servers: Servers, switch: Switch, s3_server: S3Server, tmp_path: Path
) -> tuple[OctavoServer, str]:
    """A server and its running batch, whose results go through the switch."""
    server = servers(**s3_server.environment | {"AWS_ENDPOINT_URL": switch.endpoint})
    output = {"s3_prefix": f"s3://{s3_server.bucket}/{tmp_path.name}/"}
    given = {"local_path": str(notes(tmp_path / "in", 40))}
    ack = server.client.post("/batch/extract", json={"input": given, "output": output})
    batch = ack.json()["batch_job_id"]
    wait_until(lambda: server.progress(batch)["completed"] >= 2, 60)
    return server, batch


def test_an_object_store_that_stumbles_costs_no_document(
    s3_batch: tuple[OctavoServer, str], switch: Switch
) -> None:
    server, batch = s3_batch
    switch.turn(off=True)
    threading.Event().wait(1)
    switch.turn(off=False)
    assert server.wait(batch)["result"]["progress"] == {"total": 40, "completed": 40, "failed": 0}


def test_an_object_store_that_stays_away_fails_children_with_its_reason(
    s3_batch: tuple[OctavoServer, str], switch: Switch
) -> None:
    server, batch = s3_batch
    switch.turn(off=True)
    wait_until(lambda: server.progress(batch)["failed"] >= 3, 60)
    view = server.get(f"/job/{batch}")
    assert all("503" in entry["error"] for entry in view["result"]["jobs"]["failed"])
    failed = len(view["result"]["jobs"]["failed"])

    switch.turn(off=False)
    after = server.wait(batch)
    assert after["status"] == "completed"
    assert after["result"]["progress"]["failed"] >= failed
    server.client.post(f"/batch/{batch}/retry")
    assert server.wait(batch)["result"]["progress"] == {"total": 40, "completed": 40, "failed": 0}


def test_what_a_store_that_is_away_keeps_of_a_deleted_job_is_deleted_later(
    servers: Servers, switch: Switch, s3_server: S3Server, tmp_path: Path
) -> None:
    kept = {"Bucket": s3_server.bucket, "Prefix": f"kept-{tmp_path.name}/"}
    store = {
        "AWS_ENDPOINT_URL": switch.endpoint,
        "OCTAVO_ARTIFACTS": f"s3://{kept['Bucket']}/{kept['Prefix']}",
    }
    server = servers(**s3_server.environment | store)
    given = {"file": ("note.txt", b"A note.")}
    job = server.client.post("/extract_async", files=given).json()["job_id"]
    server.wait(job)
    assert s3_server.client().list_objects_v2(**kept)["KeyCount"]
    switch.turn(off=True)
    assert server.client.delete(f"/job/{job}?purge=true").status_code >= 500
    assert server.get(f"/job/{job}")["result"] == {"expired": True}
    switch.turn(off=False)
    server.terminate()
    server.start()
    wait_until(lambda: not s3_server.client().list_objects_v2(**kept)["KeyCount"], 20)
    assert server.get(f"/job/{job}")["result"] == {"expired": True}
