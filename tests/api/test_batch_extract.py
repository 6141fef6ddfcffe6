"""POST /batch/extract as the official SDK and curl send it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from pulse import Pulse
from pulse.types import BatchFileUpload
from pulse.types.batch_input_source import BatchInputSource
from pulse.types.batch_output_destination import BatchOutputDestination

from tests.documents import write_encrypted_pdf, write_pdf, write_picture, write_text
from tests.octavo_server import KEY, OctavoServer


@pytest.fixture
def sdk(server: OctavoServer) -> Pulse:
    return Pulse(api_key=KEY, base_url=server.url)


def test_uploads_are_read_and_every_label_and_output_is_named(
    sdk: Pulse, server: OctavoServer, tmp_path: Path
) -> None:
    write_pdf(tmp_path / "report.pdf", "alpha")
    write_text(tmp_path / "report.txt", "beta")
    files = [
        BatchFileUpload(filename=path.name, content=base64.b64encode(path.read_bytes()).decode())
        for path in sorted(tmp_path.glob("report.*"))
    ]

    accepted = sdk.batch.extract(
        input=BatchInputSource(files=files),
        output=BatchOutputDestination(local_path=str(tmp_path / "out")),
    )

    assert (accepted.status, accepted.total_files) == ("processing", 2)
    view = server.wait(accepted.batch_job_id)
    assert view["status"] == "completed"
    done = view["result"]["jobs"]["completed"]
    assert [entry["file"] for entry in done] == ["report.pdf", "report.txt"]
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["_batch.json", "report.pdf.json", "report.txt.json"]
    child = sdk.jobs.get_job(job_id=done[0]["job_id"])
    assert "alpha" in child.result["markdown"]
    assert child.result["extraction_id"] == done[0]["extraction_id"]


def test_multipart_with_options_in_either_spelling(server: OctavoServer, tmp_path: Path) -> None:
    first = write_pdf(tmp_path / "a.pdf", "alpha", pages=3)
    second = write_pdf(tmp_path / "b.pdf", "beta", pages=3)
    parts = [("file", (path.name, path.read_bytes())) for path in (first, second)]
    output = json.dumps({"localPath": str(tmp_path / "out")})
    form = {"output": output, "extractOptions": '{"pages":"2-3"}', "workers": "2"}

    response = server.client.post("/batch/extract", files=parts, data=form)

    assert response.status_code == 202, response.text
    server.wait(response.json()["batch_job_id"])
    result = json.loads((tmp_path / "out" / "a.json").read_text())
    assert result["page_count"] == 2
    assert "page 1" not in result["markdown"]
    assert {item["page_number"] for item in result["bounding_boxes"]["Text"]} == {2, 3}


def test_uploads_keep_the_folders_they_are_sent_with(server: OctavoServer, tmp_path: Path) -> None:
    names = ("tree/a/note.txt", "tree/b/note.txt", "/home/me/letter.txt")
    parts = [("file", (name, b"A note.")) for name in names]
    form = {"output": json.dumps({"local_path": str(tmp_path / "out")})}
    ack = server.client.post("/batch/extract", files=parts, data=form).json()
    server.wait(ack["batch_job_id"])
    written = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.json")}
    assert written == {"tree/a/note.json", "tree/b/note.json", "letter.json", "_batch.json"}


def test_results_of_a_batch_are_sent_by_url_where_that_is_asked_for(
    server: OctavoServer, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    write_text(tmp_path / "in" / "note.txt", "alpha")
    given = {"local_path": str(tmp_path / "in")}
    batch_id = server.batch(given, tmp_path / "out", extract_options={"force_url": True})
    [child] = server.wait(batch_id)["result"]["jobs"]["completed"]
    stub = server.get(f"/job/{child['job_id']}")["result"]
    assert stub["is_url"] is True
    assert "alpha" in httpx.get(stub["url"]).json()["markdown"]
    assert httpx.get(stub["url"]).status_code == 410
    assert "alpha" in json.loads((tmp_path / "out" / "note.json").read_text())["markdown"]


def test_a_folder_keeps_its_subfolders_in_the_output(server: OctavoServer, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep" / "er").mkdir(parents=True)
    write_text(tmp_path / "in" / "top.txt", "one")
    write_text(tmp_path / "in" / "deep" / "er" / "low.txt", "two")

    view = server.wait(server.batch({"local_path": str(tmp_path / "in")}, tmp_path / "out"))

    labels = {entry["file"] for entry in view["result"]["jobs"]["completed"]}
    assert labels == {"top.txt", "deep/er/low.txt"}
    assert (tmp_path / "out" / "deep" / "er" / "low.json").is_file()


def test_hostile_files_fail_alone_each_with_its_own_reason(
    server: OctavoServer, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = write_pdf(folder / "good.pdf", "fine").read_bytes()
    (folder / "truncated.pdf").write_bytes(good[: len(good) // 5])
    write_encrypted_pdf(folder / "locked.pdf", "secret")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "program.pdf").write_bytes(b"MZ\x90\x00" + bytes(200))
    (folder / "big.pdf").write_bytes(good + bytes(60 * 2**20))
    write_picture(folder / "picture.pdf", "Hello picture")

    view = server.wait(server.batch({"local_path": str(folder)}, tmp_path / "out"))

    reasons = {entry["file"]: entry["error"] for entry in view["result"]["jobs"]["failed"]}
    assert set(reasons) == {"truncated.pdf", "locked.pdf", "empty.txt", "program.pdf", "big.pdf"}
    assert len(set(reasons.values())) == 5
    assert "password" in reasons["locked.pdf"].lower()
    assert "empty" in reasons["empty.txt"].lower()
    assert "50 MB" in reasons["big.pdf"]
    done = {entry["file"] for entry in view["result"]["jobs"]["completed"]}
    assert done == {"good.pdf", "picture.pdf"}
    manifest = json.loads((tmp_path / "out" / "_batch.json").read_text())
    codes = {entry["file"]: entry.get("error_code") for entry in manifest["files"]}
    assert codes["big.pdf"] == "FILE_002"
    assert codes["empty.txt"] == "FILE_004"
    assert codes["program.pdf"] == "FILE_001"
    assert codes["truncated.pdf"] == "FILE_003"
    assert codes["locked.pdf"] == "FILE_006"


def test_a_batch_in_which_everything_fails_has_failed(server: OctavoServer, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.pdf").touch()

    view = server.wait(server.batch({"local_path": str(tmp_path / "in")}, tmp_path / "out"))

    assert view["status"] == "failed"
    assert view["result"]["progress"] == {"total": 1, "completed": 0, "failed": 1}
    assert isinstance(view["error"], str)


OUT = {"local_path": "/tmp/never"}


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ({"input": {"file_urls": ["http://x.example/a.pdf"]}}, "REQ_004", "output"),
        ({"output": OUT}, "STORAGE_003", "OCTAVO_LOCAL_ROOTS"),
        ({"input": {"s3_prefix": "s3://b/"}, "output": {}}, "REQ_004", "s3_prefix"),
        ({"input": {"s3_prefix": "nonsense"}, "output": None}, "REQ_004", "output"),
    ],
)
def test_a_wrong_output_is_refused(
    server: OctavoServer, body: dict[str, Any], code: str, words: str
) -> None:
    response = server.client.post("/batch/extract", json=body)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == code
    assert words in response.json()["error"]["message"]


@pytest.mark.parametrize("workers", [0, 11, -3, 2.5, "many", True])
def test_workers_outside_their_range_are_refused(
    server: OctavoServer, tmp_path: Path, workers: Any
) -> None:
    body = {
        "input": {"file_urls": ["http://x.example/a.pdf"]},
        "output": {"local_path": str(tmp_path)},
        "workers": workers,
    }
    response = server.client.post("/batch/extract", json=body)
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["code"] == "REQ_003"
    assert "from 1 to 10" in error["message"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "REQ_001"),
        ({"file_urls": []}, "REQ_001"),
        ({"files": []}, "REQ_001"),
        ({"s3_prefix": "s3://b/", "file_urls": ["http://x.example/a.pdf"]}, "REQ_003"),
        ({"files": [{"filename": "a.pdf", "content": "not base64!"}]}, "REQ_003"),
        ({"files": [{"content": ""}]}, "REQ_004"),
        ({"local_path": "/etc"}, "STORAGE_003"),
        ({"s3_prefix": "documents/"}, "REQ_003"),
        ("s3://b/", "REQ_003"),
    ],
)
def test_a_wrong_input_is_refused(
    server: OctavoServer, tmp_path: Path, given: Any, code: str
) -> None:
    body = {"input": given, "output": {"local_path": str(tmp_path)}}
    response = server.client.post("/batch/extract", json=body)
    assert response.status_code == 400, response.text
    assert response.json()["error"]["code"] == code
