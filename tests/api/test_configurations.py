"""Saved configurations, named by id instead of being sent again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.documents import write_pdf
from tests.octavo_server import OctavoServer

SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}
OTHER = {"type": "object", "properties": {"date": {"type": "string"}}}


def save(server: OctavoServer, kind: str, value: dict[str, Any]) -> str:
    body = {"kind": kind, "name": "mine", "value": value}
    answer = server.client.post("/configurations", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_pdf(tmp_path_factory.mktemp("c") / "a.pdf", "alpha", pages=3).read_bytes()


@pytest.fixture(scope="module")
def extraction(server: OctavoServer, document: bytes) -> str:
    answer = server.client.post("/extract", files={"file": ("a.pdf", document)})
    return str(answer.json()["extraction_id"])


def test_values_of_the_request_win_field_by_field(server: OctavoServer, document: bytes) -> None:
    saved = save(
        server,
        "extraction",
        {"pages": "1-2", "extensions": {"chunking": {"chunkTypes": ["page"]}}},
    )
    form = {"extractionConfigId": saved}
    files = {"file": ("a.pdf", document)}
    plain = server.client.post("/extract", data=form, files=files).json()
    assert plain["page_count"] == 2
    assert len(plain["extensions"]["chunking"]["page"]) == 2

    mixed = form | {"pages": "3", "extensions": '{"altOutputs": {"returnHtml": true}}'}
    both = server.client.post("/extract", data=mixed, files=files).json()
    assert both["page_count"] == 1
    assert set(both["extensions"]) == {"chunking", "altOutputs"}


def test_splits_and_schemas_are_configured_by_id(server: OctavoServer, extraction: str) -> None:
    split_id = save(server, "split", {"split_input": [{"name": "all", "description": "lines"}]})
    schema_id = save(server, "schema", {"inputSchema": SCHEMA, "schemaPrompt": "Totals"})
    body = {"extraction_id": extraction, "split_config_id": split_id}
    split = server.client.post("/split", json=body).json()
    assert set(split["split_output"]["splits"]) == {"all"}

    by_id = {"extraction_id": extraction, "schema_config_id": schema_id}
    values = server.client.post("/schema", json=by_id).json()["schema_output"]["values"]
    assert set(values) == {"total"}
    inline = by_id | {"schema_config": {"input_schema": OTHER}}
    values = server.client.post("/schema", json=inline).json()["schema_output"]["values"]
    assert set(values) == {"date"}

    topics = {"all": {"schema_config_id": schema_id}}
    of_topics = {"split_id": split["split_id"], "split_schema_config": topics}
    assert server.client.post("/schema", json=of_topics).json()["input_schemas"] == {"all": SCHEMA}


def test_batches_and_pipelines_take_ids_too(
    server: OctavoServer, document: bytes, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(document)
    saved = save(server, "extraction", {"pages": "2"})
    source = {"local_path": str(tmp_path / "in")}
    batch = server.batch(source, tmp_path / "out", extract_options={"extraction_config_id": saved})
    [child] = server.wait(batch)["result"]["jobs"]["completed"]
    assert server.get(f"/job/{child['job_id']}")["result"]["page_count"] == 1

    schema = save(server, "schema", {"input_schema": SCHEMA})
    body = {"output": {"local_path": str(tmp_path / "s")}, "schema_config_id": schema}
    ack = server.client.post("/batch/schema", json={"batch_extract_id": batch, **body})
    assert server.wait(ack.json()["batch_job_id"])["status"] == "completed"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/extract", {"file_url": "http://x.example/a.pdf", "extraction_config_id": "no"}, 400),
        ("/split", {"extraction_id": "x", "split_config_id": "no"}, 404),
        ("/schema", {"extraction_id": "x", "schema_config_id": "no"}, 404),
        ("/schema", {"split_id": "x", "split_schema_config": {"a": {"schemaConfigId": "n"}}}, 404),
    ],
)
def test_an_unknown_id_is_refused(
    server: OctavoServer, path: str, body: dict[str, Any], status: int
) -> None:
    answer = server.client.post(path, json=body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["code"] == "STORAGE_002"


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("schema", {"input_schema": {"type": "strin"}}, "SCHEMA_001"),
        ("extraction", {"pages": "9-1"}, "REQ_006"),
        ("split", {"split_input": []}, "REQ_003"),
        ("schema", {"schema_config_id": "another"}, "REQ_003"),
        ("form", {}, "REQ_003"),
    ],
)
def test_only_what_a_request_could_use_is_saved(
    server: OctavoServer, kind: str, value: dict[str, Any], code: str
) -> None:
    answer = server.client.post("/configurations", json={"kind": kind, "value": value})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code


def test_saved_configurations_are_listed_shown_and_removed(server: OctavoServer) -> None:
    saved = save(server, "schema", {"inputSchema": SCHEMA})
    listed = server.get("/configurations")["configurations"]
    assert saved in [entry["id"] for entry in listed]
    assert server.get(f"/configurations/{saved}")["value"] == {"inputSchema": SCHEMA}
    assert server.client.delete(f"/configurations/{saved}").status_code == 200
    assert server.client.get(f"/configurations/{saved}").status_code == 404
