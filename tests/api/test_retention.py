"""What is left of a job once its time is up, or once it is deleted: that there was one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pulse import Pulse
from pulse.errors.gone_error import GoneError

from octavo.jobs.model import Kind
from octavo.settings import Settings
from tests.cli.test_commands import octavo
from tests.documents import write_endless_pdf, write_text
from tests.octavo_server import KEY, Body, OctavoServer, wait_until

SCHEMA = {"input_schema": {"type": "object", "properties": {"total": {"type": "number"}}}}
NOTE = {"file": ("secret-note.txt", b"A note on the secret.")}
EXPIRED = {"expired": True}


def kept(server: OctavoServer) -> list[str]:
    """The files of the artifacts."""
    folder = server.data / "artifacts"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def extract(server: OctavoServer, **form: str) -> Body:
    """The view of an extraction in the background, once it has ended."""
    ack = server.client.post("/extract_async", files=NOTE, data=form).json()
    return server.wait(ack["job_id"])


def batch(server: OctavoServer, folder: Path) -> str:
    (folder / "in").mkdir()
    for name in ("a", "b"):
        write_text(folder / "in" / f"{name}.txt", name)
    batch_id = server.batch({"local_path": str(folder / "in")}, folder / "out")
    server.wait(batch_id)
    return batch_id


def test_every_kind_expires_after_its_own_time(
    servers: Callable[..., OctavoServer], database: dict[str, str], tmp_path: Path
) -> None:
    server = servers(**database)
    job = extract(server, figureProcessing='{"showImages": true}')
    extraction = job["result"]["extraction_id"]
    body = {"extraction_id": extraction, "schema_config": SCHEMA, "async": True}
    schema = server.client.post("/schema", json=body).json()["job_id"]
    large = extract(server, force_url="true")
    parent = batch(server, tmp_path)
    [child, _] = server.get(f"/job/{parent}")["result"]["jobs"]["completed"]
    server.wait(schema)
    assert server.get(f"/job/{job['job_id']}")["status"] == "completed"
    server.kill()

    server.settings |= {"OCTAVO_RETENTION_DAYS": "0", "OCTAVO_RETENTION_DAYS_BY_KIND": "schema=1"}
    server.start()
    gone = [job["job_id"], large["job_id"], parent, child["job_id"]]
    wait_until(lambda: all(server.get(f"/job/{g}")["status"] == "expired" for g in gone), 20)

    for job_id in gone:
        assert server.get(f"/job/{job_id}")["result"] == EXPIRED
    sdk = Pulse(api_key=KEY, base_url=server.url)
    assert sdk.jobs.get_job(job_id=parent).status == "expired"
    with pytest.raises(GoneError):
        sdk.large_results.get_large_result(job_id=large["job_id"])
    assert server.get(f"/job/{schema}")["result"]["schema_output"]["values"].keys() == {"total"}
    for given in (extraction, child["extraction_id"], parent):
        answer = server.client.post("/schema", json=body | {"extraction_id": given})
        assert answer.status_code == 404, answer.text
    assert kept(server) == [f"results/{schema}.json"]
    assert server.get("/pages")["total_pages_processed"] == 5  # what was used stays counted
    assert (tmp_path / "out" / "a.json").exists()  # the outputs are the caller's


def test_a_deleted_job_leaves_nothing_of_its_document(server: OctavoServer) -> None:
    before = kept(server)
    job = extract(server, figureProcessing='{"showImages": true}')
    other = extract(server)
    path = f"/job/{job['job_id']}"
    assert server.client.delete(path).status_code == 200
    assert server.get(path)["status"] == "completed"  # a plain DELETE leaves it as it is

    answer = server.client.delete(f"{path}?purge=true")

    assert answer.json()["job_id"] == job["job_id"]
    assert "deleted" in answer.json()["message"]
    view = server.get(path)
    assert (view["status"], view["result"]) == ("expired", EXPIRED)
    assert not [name for name in kept(server) if job["job_id"] in name]
    assert server.client.delete(f"{path}?purge=true").status_code == 200
    given = {"extraction_id": job["result"]["extraction_id"]}
    assert server.client.post("/tables", json=given).status_code == 404
    assert server.get(f"/job/{other['job_id']}")["status"] == "completed"
    run = octavo(
        *(server.folder, "jobs", "delete", other["job_id"], "--server", server.url, "--key", KEY)
    )
    assert run.returncode == 0, run.stderr
    assert kept(server) == before
    listed = {entry["job_id"]: entry["file"] for entry in server.get("/jobs")["jobs"]}
    assert listed[job["job_id"]] == ""


def test_a_deleted_batch_takes_its_documents_along(server: OctavoServer, tmp_path: Path) -> None:
    parent = batch(server, tmp_path)
    [child, _] = server.get(f"/job/{parent}")["result"]["jobs"]["completed"]
    refused = server.client.delete(f"/job/{child['job_id']}?purge=true")
    assert refused.status_code == 400
    assert parent in refused.json()["error"]["message"]

    server.client.delete(f"/job/{parent}?purge=true")

    for job_id in (parent, child["job_id"]):
        assert server.get(f"/job/{job_id}")["result"] == EXPIRED
    assert not [name for name in kept(server) if child["job_id"] in name]
    retried = server.client.post(f"/batch/{parent}/retry")
    assert retried.json()["retried"] == 0


def test_a_running_batch_is_cancelled_and_deleted(server: OctavoServer, tmp_path: Path) -> None:
    before = kept(server)
    (tmp_path / "in").mkdir()
    write_text(tmp_path / "in" / "a-short.txt", "short")
    for number in range(3):
        write_endless_pdf(tmp_path / "in" / f"long-{number}.pdf", pages=3000)
    parent = server.batch({"local_path": str(tmp_path / "in")}, tmp_path / "out", workers=2)
    wait_until(lambda: server.progress(parent)["completed"] == 1, 60)

    assert server.client.delete(f"/job/{parent}?purge=true").status_code == 200

    assert server.get(f"/job/{parent}")["result"] == EXPIRED
    wait_until(lambda: kept(server) == before, 20)


def test_a_deleted_pipeline_takes_its_steps_along(server: OctavoServer) -> None:
    before = kept(server)
    steps = json.dumps({"extract": {}, "schema": SCHEMA})
    ack = server.client.post(
        "/pipeline/execute", files=NOTE, data={"steps": steps, "async": "true"}
    ).json()
    results = server.wait(ack["job_id"])["result"]["results"]
    server.client.delete(f"/job/{ack['job_id']}?purge=true")
    given = {"extraction_id": results["extract"]["extraction_id"]}
    assert server.client.post("/tables", json=given).status_code == 404
    assert kept(server) == before


def test_a_resend_of_a_deleted_request_does_not_begin_anew(server: OctavoServer) -> None:
    headers = {"Idempotency-Key": "deleted"}
    first = server.client.post("/extract_async", files=NOTE, headers=headers).json()
    server.wait(first["job_id"])
    server.client.delete(f"/job/{first['job_id']}?purge=true")
    again = server.client.post("/extract_async", files=NOTE, headers=headers)
    assert again.json() == first
    assert server.get(f"/job/{first['job_id']}")["status"] == "expired"


def test_there_is_a_time_for_every_kind() -> None:
    kinds = {kind.value.removeprefix("batch_"): 1.5 for kind in Kind}
    assert Settings(retention_days_by_kind=kinds).kept_days("extract") == 1.5
    with pytest.raises(ValueError, match="retention_days_by_kind"):
        Settings(retention_days_by_kind={"extracts": 1})
