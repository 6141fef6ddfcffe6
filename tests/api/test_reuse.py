"""storage.reuse: the same file with the same options is read once, for each tenant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.documents import write_endless_pdf, write_pdf, write_picture
from tests.octavo_server import KEY, Body, OctavoServer, wait_until

REUSE = '{"reuse": true}'
SCHEMA = {"input_schema": {"type": "object", "properties": {"total": {"type": "number"}}}}
COPIES = 6


@pytest.fixture
def pdf(tmp_path: Path) -> bytes:
    """A document that no other test has sent."""
    return write_pdf(tmp_path / "own.pdf", tmp_path.name, pages=2).read_bytes()


def extract(client: httpx.Client, file: bytes, name: str = "a.pdf", **form: str) -> Body:
    answer = client.post("/extract", files={"file": (name, file)}, data={"storage": REUSE} | form)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def content(result: Body) -> Body:
    own = ("credits_used", "plan_info", "reused")
    return {name: value for name, value in result.items() if name not in own}


def purge(server: OctavoServer, extraction: str) -> None:
    """Delete every job that gave this extraction."""
    for job in server.get("/jobs?limit=1000")["jobs"]:
        view = server.get(f"/job/{job['job_id']}")
        if view.get("result", {}).get("extraction_id") == extraction:
            server.client.delete(f"/job/{job['job_id']}?purge=true")


def test_what_was_read_is_taken_over(server: OctavoServer, pdf: bytes) -> None:
    form = {"storage": "{}"}
    first = extract(server.client, pdf, **form)  # whoever is read first need not ask for it
    used = server.get("/pages")
    again = extract(server.client, pdf, name="another name.PDF")

    assert "reused" not in first
    assert again["reused"] is True
    assert content(again) == content(first)
    assert again["credits_used"] == 0
    assert again["plan_info"] == first["plan_info"]
    assert server.get("/pages") == used
    given = {"extraction_id": again["extraction_id"], "schema_config": SCHEMA}
    assert server.client.post("/schema", json=given).status_code == 200


def test_anything_else_is_read_anew(server: OctavoServer, pdf: bytes, tmp_path: Path) -> None:
    first = extract(server.client, pdf)
    other = write_pdf(tmp_path / "other.pdf", "other").read_bytes()
    for result in (
        extract(server.client, other),
        extract(server.client, pdf, pages="1"),
        extract(server.client, pdf, extensions='{"altOutputs": {"wlbb": true}}'),
        extract(server.client, pdf, storage='{"reuse": false}'),
    ):
        assert "reused" not in result
        assert result["extraction_id"] != first["extraction_id"]
    refused = server.client.post(
        "/extract",
        files={"file": ("a.pdf", pdf)},
        data={"storage": '{"reuse": true, "enabled": false}'},
    )
    assert refused.status_code == 400


def test_one_tenants_extractions_are_nothing_to_another(
    servers: Callable[..., OctavoServer], pdf: bytes
) -> None:
    server = servers(OCTAVO_API_KEYS=f"ours:{KEY},theirs:their-key")
    theirs = httpx.Client(base_url=server.url, headers={"x-api-key": "their-key"}, timeout=60)
    first = extract(server.client, pdf)
    foreign = extract(theirs, pdf)
    assert "reused" not in foreign
    assert foreign["extraction_id"] != first["extraction_id"]
    assert foreign["plan_info"]["pages_used"] == 2
    assert extract(theirs, pdf)["extraction_id"] == foreign["extraction_id"]


def test_it_is_kept_as_long_as_one_job_that_gave_it(server: OctavoServer, tmp_path: Path) -> None:
    picture = write_picture(tmp_path / "p.png", tmp_path.name[-8:]).read_bytes()
    show = {"figureProcessing": '{"showImages": true}'}
    jobs, results = [], []
    for _ in range(3):
        parts = {"file": ("p.png", picture)}
        ack = server.client.post("/extract_async", files=parts, data={"storage": REUSE, **show})
        jobs.append(ack.json()["job_id"])
        results.append(server.wait(jobs[-1])["result"])
    extraction = results[0]["extraction_id"]
    images = results[0]["bounding_boxes"].get("Images", [])
    assert [result.get("reused") for result in results] == [None, True, True]

    for job in jobs[:2]:
        server.client.delete(f"/job/{job}?purge=true")
    assert server.client.post("/tables", json={"extraction_id": extraction}).status_code == 200
    assert server.client.post("/tables", json={"extraction_id": jobs[2]}).status_code == 200
    assert server.client.post("/tables", json={"extraction_id": jobs[0]}).status_code == 404
    for image in images:
        assert server.client.get(image["image_url"]).status_code == 200
    kept = server.client.post(
        "/extract", files={"file": ("p.png", picture)}, data={"storage": REUSE, **show}
    )
    assert kept.json()["reused"] is True

    purge(server, extraction)
    assert server.client.post("/tables", json={"extraction_id": extraction}).status_code == 404
    for image in images:
        assert server.client.get(image["image_url"]).status_code == 404
    anew = extract(server.client, picture, name="p.png", **show)
    assert "reused" not in anew
    assert anew["extraction_id"] != extraction


def test_copies_in_one_batch_are_read_once(
    servers: Callable[..., OctavoServer], database: dict[str, str], tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    copy = write_pdf(tmp_path / "copy.pdf", "alpha", pages=12).read_bytes()
    names = [f"copy-{number}" for number in range(COPIES)]
    for name in names:
        (folder / f"{name}.pdf").write_bytes(copy)
    write_pdf(folder / "other.pdf", "other")
    server = servers(**database)
    options = {"storage": {"reuse": True}}
    batch = server.batch({"local_path": str(folder)}, out, extract_options=options, workers=4)
    done = server.wait(batch)["result"]["jobs"]["completed"]

    assert [entry["file"] for entry in done] == [f"{name}.pdf" for name in [*names, "other"]]
    written = [json.loads((out / f"{name}.json").read_text()) for name in names]
    assert len({result["extraction_id"] for result in written}) == 1
    assert sorted(result.get("reused", False) for result in written) == [False] + [True] * 5
    assert {result["credits_used"] for result in written} == {12, 0}
    assert server.get("/pages") == {"total_pages_processed": 13}

    body: dict[str, Any] = {"batch_extract_id": batch, "schema_config": SCHEMA}
    ack = server.client.post(
        "/batch/schema", json=body | {"output": {"local_path": str(out / "s")}}
    )
    later = server.wait(ack.json()["batch_job_id"])["result"]["jobs"]["completed"]
    assert [entry["file"] for entry in later] == [entry["file"] for entry in done]

    server.client.delete(f"/job/{batch}?purge=true")
    left = [path.name for path in (server.data / "artifacts" / "data").rglob("*")]
    assert left == []


def test_copies_of_what_cannot_be_read_all_fail(server: OctavoServer, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(COPIES):
        (folder / f"{number}.pdf").write_bytes(b"%PDF-1.7\ngarbage " + tmp_path.name.encode())
    options = {"storage": {"reuse": True}}
    batch = server.batch({"local_path": str(folder)}, tmp_path / "out", extract_options=options)
    view = server.wait(batch, seconds=25)
    assert view["result"]["progress"] == {"total": COPIES, "completed": 0, "failed": COPIES}


def test_when_the_one_that_reads_is_cancelled_another_does(
    server: OctavoServer, tmp_path: Path
) -> None:
    long = write_endless_pdf(tmp_path / "long.pdf", pages=5000).read_bytes()

    def submit() -> str:
        answer = server.client.post(
            "/extract_async", files={"file": ("long.pdf", long)}, data={"storage": REUSE}
        )
        return str(answer.json()["job_id"])

    jobs = [submit(), submit()]
    views: list[Body] = []

    def settled() -> bool:
        """Whether both were begun and one of them was put back."""
        views[:] = [server.get(f"/job/{job}") for job in jobs]
        begun = all(view["updated_at"] != view["created_at"] for view in views)
        return begun and {view["status"] for view in views} == {"pending", "processing"}

    wait_until(settled, 30)
    [reader] = [view["job_id"] for view in views if view["status"] == "processing"]
    [other] = set(jobs) - {reader}
    server.client.delete(f"/job/{reader}")
    wait_until(lambda: server.get(f"/job/{other}")["status"] == "processing", 10)
    server.client.delete(f"/job/{other}")
    assert {server.get(f"/job/{job}")["status"] for job in jobs} == {"canceled"}


def test_large_results_and_pipelines_say_so_too(server: OctavoServer, pdf: bytes) -> None:
    extract(server.client, pdf)
    stub = extract(server.client, pdf, force_url="true")
    assert (stub["is_url"], stub["reused"], stub["credits_used"]) == (True, True, 0)
    assert httpx.get(stub["url"]).json()["reused"] is True

    steps = json.dumps({"extract": {"storage": {"reuse": True}}, "schema": SCHEMA})
    form = {"steps": steps, "auto_delete": "true"}
    parts = {"file": ("a.pdf", pdf)}
    found = server.client.post("/pipeline/execute", files=parts, data=form).json()["results"]
    assert found["extract"]["reused"] is True
    assert found["extract"]["extraction_id"] == stub["extraction_id"]
    assert extract(server.client, pdf)["reused"] is True  # it was not the pipeline's to delete
