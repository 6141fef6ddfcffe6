"""What the server keeps is out of every caller's reach, whatever the roots and buckets allow."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from tests.documents import write_text
from tests.octavo_server import KEY, OctavoServer
from tests.services import S3Server

Place = dict[str, str]
REFUSED = (400, "STORAGE_003")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OctavoServer]:
    """A server with two tenants, whose data folder lies inside its root."""
    folder = tmp_path_factory.mktemp("kept").resolve()
    keys = f"{KEY},victim:theirs"
    running = OctavoServer(folder, OCTAVO_LOCAL_ROOTS=str(folder), OCTAVO_API_KEYS=keys)
    try:
        yield running.start()
    finally:
        running.stop()


def extracted(server: OctavoServer) -> str:
    """The id of a job the other tenant had done."""
    response = server.client.post(
        "/extract",
        files={"file": ("secret.txt", b"the secret words")},
        data={"async": "true"},
        headers={"x-api-key": "theirs"},
    )
    return str(response.json()["job_id"])


def asked(server: OctavoServer, given: Any, output: Place) -> tuple[int, str]:
    response = server.client.post("/batch/extract", json={"input": given, "output": output})
    return response.status_code, response.json().get("error", {}).get("code", "")


def test_folders_that_are_kept_are_neither_read_nor_written(server: OctavoServer) -> None:
    job = extracted(server)
    (server.folder / "link").symlink_to(server.data)
    out = {"local_path": str(server.folder / "out")}
    given = {"file_urls": ["http://127.0.0.1:1/a.txt"]}
    below = (
        "",
        "/artifacts",
        f"/artifacts/results/{job}.json",
        "/artifacts/data",
        "/octavo.sqlite",
    )
    for base in (server.data, server.folder / "link", server.folder / "x" / ".." / "data"):
        for path in below:
            assert asked(server, {"local_path": f"{base}{path}"}, out) == REFUSED
            assert asked(server, given, {"local_path": f"{base}{path}"}) == REFUSED


def test_a_folder_above_is_read_without_what_is_kept(server: OctavoServer) -> None:
    write_text(server.data / "inside.txt", "not for you")
    write_text(server.folder / "mine.txt", "my words")
    (server.folder / "led.txt").symlink_to(server.data / "inside.txt")
    view = server.wait(server.batch({"local_path": str(server.folder)}, server.folder))
    assert [entry["file"] for entry in view["result"]["jobs"]["completed"]] == ["mine.txt"]
    assert (server.folder / "mine.json").exists()


def test_prefixes_that_are_kept_are_neither_read_nor_written(
    s3_server: S3Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = f"kept-{secrets.token_hex(4)}"
    folder = tmp_path_factory.mktemp("above").resolve()
    for path in ("in/fine.txt", "in/octavo/results/theirs.txt", "octavo/uploads/theirs.txt"):
        s3_server.client().put_object(Bucket=s3_server.bucket, Key=f"{base}/{path}", Body=b"words")
    running = OctavoServer(
        folder,
        OCTAVO_ARTIFACTS=f"s3://{s3_server.bucket}/{base}/octavo",
        OCTAVO_LOCAL_ROOTS=str(folder),
        **s3_server.environment,
    )
    whole = f"s3://{s3_server.bucket}/{base}/"
    try:
        running.start()
        out, given = {"local_path": str(folder / "out")}, {"s3_prefix": f"{whole}in/"}
        for path in ("octavo", "octavo/", "/octavo/results", "octavo/uploads/theirs.txt"):
            assert asked(running, {"s3_prefix": whole + path}, out) == REFUSED
            assert asked(running, given, {"s3_prefix": whole + path}) == REFUSED
        read = running.client.post(
            "/batch/extract",
            json={"input": {"s3_prefix": whole}, "output": {"local_path": str(folder / "out")}},
        )
        view = running.wait(read.json()["batch_job_id"])
        files = sorted(entry["file"] for entry in view["result"]["jobs"]["completed"])
        assert files == ["in/fine.txt", "in/octavo/results/theirs.txt"]
        written = running.client.post(
            "/batch/extract",
            json={"input": {"s3_prefix": f"{whole}in/"}, "output": {"s3_prefix": whole}},
        )
        progress = running.wait(written.json()["batch_job_id"])["result"]["progress"]
        assert (progress["completed"], progress["failed"]) == (1, 1)
    finally:
        running.stop()
