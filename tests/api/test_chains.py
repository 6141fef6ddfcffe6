"""The steps after extraction, chained: single and in batches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.documents import write_pdf
from tests.octavo_server import OctavoServer

SCHEMA = {"input_schema": {"type": "object", "properties": {"total": {"type": "number"}}}}
TOPICS = {"split_input": [{"name": "all", "description": "report lines"}]}


@pytest.fixture(scope="module")
def invoice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("chain") / "invoice.pdf", "alpha", pages=2)


@pytest.fixture(scope="module")
def extraction(server: OctavoServer, invoice: Path) -> str:
    answer = server.client.post("/extract", files={"file": ("invoice.pdf", invoice.read_bytes())})
    return str(answer.json()["extraction_id"])


@pytest.fixture(scope="module")
def batch(server: OctavoServer, invoice: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("chain-out")
    batch_id = server.batch({"local_path": str(invoice.parent)}, out)
    server.wait(batch_id)
    return batch_id


def test_every_step_over_one_extraction(server: OctavoServer, extraction: str) -> None:
    tables = server.client.post("/tables", json={"extractionId": extraction}).json()
    split = server.client.post("/split", json={"extraction_id": extraction, "split_config": TOPICS})
    body: dict[str, Any] = {"extraction_id": extraction, "schema_config": SCHEMA}
    first = server.client.post("/schema", json=body).json()
    second = server.client.post("/schema", json=body).json()

    assert isinstance(tables["tables_output"]["tables"], list)
    assert set(split.json()["split_output"]["splits"]) == {"all"}
    assert (first["version"], second["version"]) == (1, 2)
    assert set(first["schema_output"]["values"]) == {"total"}
    assert "split_id" not in first

    topics = {"split_id": split.json()["split_id"], "split_schema_config": {"all": SCHEMA}}
    by_topic = server.client.post("/schema", json=topics).json()
    assert by_topic["split_id"] == split.json()["split_id"]
    assert set(by_topic["results"]) | set(by_topic["errors"]) == {"all"}


def test_tables_in_the_background_are_polled_by_their_own_id(
    server: OctavoServer, extraction: str
) -> None:
    ack = server.client.post("/tables", json={"extraction_id": extraction, "async": True})
    assert ack.status_code == 202
    assert ack.json()["tables_id"] == ack.json()["job_id"]
    assert server.wait(ack.json()["tables_id"])["result"]["tables_id"] == ack.json()["tables_id"]


def test_a_child_says_what_the_single_call_says(
    server: OctavoServer, batch: str, tmp_path: Path
) -> None:
    [extracted] = server.get(f"/job/{batch}")["result"]["jobs"]["completed"]
    extraction_id = extracted["extraction_id"]
    body = {"batch_extract_id": batch, "output": {"local_path": str(tmp_path)}}
    for step, config in (
        ("tables", {"tables_config": {"merge": True}}),
        ("split", {"split_config": TOPICS}),
        ("schema", {"schema_config": SCHEMA}),
    ):
        ack = server.client.post(f"/batch/{step}", json=body | config).json()
        assert ack["total_extractions"] == 1
        view = server.wait(ack["batch_job_id"])
        [done] = view["result"]["jobs"]["completed"]
        assert done["file"] == "invoice.pdf"
        child = json.loads((tmp_path / "invoice.json").read_text())
        single = server.client.post(f"/{step}", json={"extraction_id": extraction_id, **config})
        own = {f"{step}_id", "plan_info", "version"}
        assert {k: v for k, v in child.items() if k not in own} == {
            k: v for k, v in single.json().items() if k not in own
        }


def test_several_extractions_as_one(server: OctavoServer, batch: str, extraction: str) -> None:
    over_batch = server.client.post(
        "/schema", json={"extraction_id": batch, "schema_config": SCHEMA}
    ).json()
    [child] = server.get(f"/job/{batch}")["result"]["jobs"]["completed"]
    assert over_batch["extraction_ids"] == [child["extraction_id"]]
    ids = [extraction, child["extraction_id"]]
    explicit = server.client.post(
        "/schema", json={"extraction_ids": ids, "schema_config": SCHEMA}
    ).json()
    assert explicit["extraction_ids"] == ids


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/tables", {"extraction_id": "nope"}, 404),
        ("/tables", {}, 400),
        ("/split", {"extraction_id": "nope"}, 400),
        ("/split", {"extraction_id": "nope", "split_config": TOPICS}, 404),
        ("/split", {"extraction_id": "x", "split_config": {"split_input": []}}, 400),
        ("/schema", {"schema_config": SCHEMA}, 400),
        ("/schema", {"extraction_id": "a", "split_id": "b", "schema_config": SCHEMA}, 400),
        ("/schema", {"split_id": "nope", "split_schema_config": {"a": SCHEMA}}, 404),
        ("/schema", {"extraction_id": "x", "schema_config": {"input_schema": {"type": 7}}}, 404),
        ("/batch/schema", {"schema_config": SCHEMA}, 400),
        ("/batch/schema", {"batch_extract_id": "x", "split_ids": ["y"]}, 400),
        ("/batch/split", {"batch_extract_id": "nope", "split_config": TOPICS}, 404),
    ],
)
def test_wrong_requests_are_refused(
    server: OctavoServer, tmp_path: Path, path: str, body: dict[str, Any], status: int
) -> None:
    whole = {"output": {"local_path": str(tmp_path)}, **body}
    answer = server.client.post(path, json=whole)
    assert answer.status_code == status, answer.text
    assert set(answer.json()["error"]) >= {"code", "message"}


def test_a_bad_schema_is_refused_with_the_place_of_the_fault(
    server: OctavoServer, extraction: str
) -> None:
    wrong = {"type": "object", "properties": {"a": {"type": "strin"}}}
    body = {"extraction_id": extraction, "schema_config": {"input_schema": wrong}}
    error = server.client.post("/schema", json=body).json()["error"]
    assert error["code"] == "SCHEMA_001"
    assert "a" in json.dumps(error.get("details", {}))


def test_a_split_whose_extraction_was_deleted_fails_alone(
    server: OctavoServer, extraction: str, tmp_path: Path
) -> None:
    note = {"file": ("note.txt", b"report lines of a note")}
    job_id = server.client.post("/extract_async", files=note).json()["job_id"]
    doomed = server.wait(job_id)["result"]["extraction_id"]
    splits = [
        server.client.post("/split", json={"extraction_id": given, "split_config": TOPICS}).json()
        for given in (doomed, extraction)
    ]
    server.client.delete(f"/job/{job_id}?purge=true")
    body = {
        "split_ids": [split["split_id"] for split in splits],
        "split_schema_config": {"all": SCHEMA},
        "output": {"local_path": str(tmp_path)},
    }
    ack = server.client.post("/batch/schema", json=body)
    assert ack.status_code == 202, ack.text
    assert ack.json()["total_splits"] == 2
    view = server.wait(ack.json()["batch_job_id"])
    assert view["status"] == "completed"
    [failed] = view["result"]["jobs"]["failed"]
    assert failed["file"] == "note.txt"
    assert doomed in failed["error"]
    assert [done["file"] for done in view["result"]["jobs"]["completed"]] == ["invoice.pdf"]
