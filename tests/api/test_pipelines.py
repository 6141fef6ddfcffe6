"""POST /pipeline/execute: every chain, every way to send files, at once and in the background."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from pulse import PipelineSteps, Pulse

from tests.documents import write_endless_pdf, write_pdf
from tests.octavo_server import KEY, Body, OctavoServer, wait_until
from tests.services import http_server

SCHEMA = {"input_schema": {"type": "object", "properties": {"total": {"type": "number"}}}}
TOPICS = {"split_input": [{"name": "all", "description": "report lines"}]}
CHAINS: list[Body] = [
    {"extract": {}},
    {"schema": SCHEMA, "extract": {"pages": "1"}},  # run in order whatever the order of the keys
    {"extract": {}, "split": TOPICS},
    {"extract": {}, "split": TOPICS, "schema": SCHEMA},
    {"extract": {}, "tables": {"merge": True}},
    {"batch_extract": {"workers": 2}},
    {"batch_extract": {}, "schema": SCHEMA},
]
ORDER = ["extract", "batch_extract", "split", "schema", "tables"]
EXPECTED = {
    "extract": {"markdown", "extraction_id", "page_count", "pages", "credits_used", "plan_info"},
    "batch_extract": {"extraction_ids", "total_files"},
    "split": {"split_id", "split_output", "split_input", "credits_used", "plan_info"},
    "schema": {"schema_id", "credits_used", "plan_info"},
    "tables": {"tables_id", "tables_output", "credits_used", "plan_info"},
}


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_pdf(tmp_path_factory.mktemp("p") / "a.pdf", "alpha", pages=2).read_bytes()


def send(server: OctavoServer, steps: Body, *files: bytes, **form: Any) -> httpx.Response:
    parts = [("file", (f"a{number}.pdf", file)) for number, file in enumerate(files)]
    data = {"steps": json.dumps(steps), **form}
    return server.client.post("/pipeline/execute", files=parts, data=data)


def check(result: Body, steps: Body) -> None:
    """That a result is as clients expect it, for these steps."""
    assert result["status"] == "completed"
    assert result["total_latency"] > 0
    assert list(result["results"]) == [name for name in ORDER if name in steps]
    for name, step in result["results"].items():
        assert set(step) >= EXPECTED[name] | {"latency"}, name
    found = result["results"]
    if "split" in steps:
        assert found["split"]["split_input"] == [{"name": "all"}]
    if "schema" in steps and "split" not in steps:
        assert set(found["schema"]["schema_output"]["values"]) == {"total"}


@pytest.mark.parametrize("steps", CHAINS, ids=" ".join)
def test_a_chain_at_once(server: OctavoServer, pdf: bytes, steps: Body) -> None:
    answer = send(server, steps, pdf)
    assert answer.status_code == 200, answer.text
    check(answer.json(), steps)
    assert "auto_delete" not in answer.json()


@pytest.mark.parametrize("steps", CHAINS, ids=" ".join)
def test_a_chain_in_the_background_that_leaves_nothing(
    server: OctavoServer, pdf: bytes, steps: Body
) -> None:
    answer = send(server, steps, pdf, **{"async": "true", "autoDelete": "true"})
    assert answer.status_code == 202, answer.text
    ack = answer.json()
    assert set(ack) == {"job_id", "status", "message"}
    result = server.wait(ack["job_id"])["result"]
    check(result, steps)
    assert result["auto_delete"] is True
    found = result["results"]
    ids = found.get("batch_extract", {}).get("extraction_ids", [])
    for extraction in ids or [found["extract"]["extraction_id"]]:
        gone = server.client.post("/tables", json={"extraction_id": extraction})
        assert gone.status_code == 404


def test_a_schema_for_every_topic_or_one_of_its_own(server: OctavoServer, pdf: bytes) -> None:
    topics = {"split_input": [{"name": "one"}, {"name": "two"}]}
    plain = send(server, {"extract": {}, "split": topics, "schema": SCHEMA}, pdf).json()
    schema = plain["results"]["schema"]
    assert set(schema["results"]) | set(schema.get("errors", {})) == {"one", "two"}
    assert schema["split_id"] == plain["results"]["split"]["split_id"]

    own = {"split_schema_config": {"two": {"schema": SCHEMA["input_schema"]}}}
    chosen = send(server, {"extract": {}, "split": topics, "schema": own}, pdf).json()
    schema = chosen["results"]["schema"]
    assert set(schema["results"]) | set(schema.get("errors", {})) == {"two"}


def test_saved_configurations_and_excel_templates(server: OctavoServer, pdf: bytes) -> None:
    saved = {
        kind: server.client.post("/configurations", json={"kind": kind, "value": value}).json()
        for kind, value in {"extraction": {"pages": "2"}, "schema": SCHEMA}.items()
    }
    steps: Body = {
        "extract": {"extraction_config_id": saved["extraction"]["id"]},
        "schema": {"schema_config_id": saved["schema"]["id"]},
    }
    found = send(server, steps, pdf).json()["results"]
    assert found["extract"]["pages"] == 1
    assert set(found["schema"]["schema_output"]["values"]) == {"total"}
    steps["schema"] = {"schema_config_id": "none"}
    assert send(server, steps, pdf).status_code == 404

    book, raw = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Report", "Total"])
    book.save(raw)
    template = base64.b64encode(raw.getvalue()).decode()
    steps = {"extract": {}, "schema": {"excel_template": template}}
    found = send(server, steps, pdf).json()["results"]
    filled = server.client.get(found["schema"]["excel_output_url"])
    assert openpyxl.load_workbook(io.BytesIO(filled.content)).active["A1"].value == "Report"


def test_several_files_in_every_way(servers: Callable[..., OctavoServer], pdf: bytes) -> None:
    def serve(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(pdf)))
        request.end_headers()
        request.wfile.write(pdf)

    server = servers(OCTAVO_OUTBOUND_ALLOW="127.0.0.1")
    inline = [
        {"filename": f"{name}.pdf", "content": base64.b64encode(pdf).decode()} for name in "abc"
    ]
    schema = {"schema": SCHEMA}
    with http_server(serve) as url:
        urls = [f"{url}/{name}.pdf" for name in "abc"]
        bodies: list[Body] = [
            {"steps": {"batch_extract": {"files": inline}, **schema}},
            {"steps": {"batch_extract": {"file_urls": urls}, **schema}},
            {"steps": {"batchExtract": {"fileUrls": urls}, **schema}},
            {"steps": {"batch_extract": {}, **schema}, "fileUrls": urls},
        ]
        for body in bodies:
            answer = server.client.post("/pipeline/execute", json=body)
            assert answer.status_code == 200, answer.text
            found = answer.json()["results"]
            assert found["batch_extract"]["total_files"] == 3
            assert found["schema"]["extraction_ids"] == found["batch_extract"]["extraction_ids"]
        sdk = Pulse(api_key=KEY, base_url=server.url)
        steps = PipelineSteps.model_validate({"extract": {"pages": "1"}, "schema": SCHEMA})
        result = sdk.pipeline.execute(steps=steps, file_url=urls[0], auto_delete=True)
        assert result.results.extract.pages == 1
        assert set(result.results.schema_.schema_output.values) == {"total"}


def test_a_batch_goes_on_with_what_could_be_read(server: OctavoServer, pdf: bytes) -> None:
    found = send(server, {"batch_extract": {}, "schema": SCHEMA}, pdf, b"", pdf).json()["results"]
    assert found["batch_extract"]["total_files"] == 3
    assert len(found["batch_extract"]["extraction_ids"]) == 2

    answer = send(server, {"batch_extract": {}, "schema": SCHEMA}, b"", b"")
    assert answer.json()["error"]["details"]["step"] == "batch_extract"


def test_the_failing_step_is_named(server: OctavoServer, pdf: bytes) -> None:
    steps: Body = {"extract": {"pages": "9"}, "tables": {}}
    answer = send(server, steps, pdf)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "REQ_006"
    assert error["details"]["step"] == "extract"

    ack = send(server, steps, pdf, **{"async": "true"}).json()
    view = server.wait(ack["job_id"])
    assert view["status"] == "failed"
    assert view["error"].startswith("extract: ")
    assert "result" not in view

    nowhere = {"split_schema_config": {"elsewhere": SCHEMA}}
    answer = send(server, {"extract": {}, "split": TOPICS, "schema": nowhere}, pdf)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["details"]["step"] == "schema"


def test_a_chain_that_fails_leaves_nothing_either(server: OctavoServer, pdf: bytes) -> None:
    before = {job["job_id"] for job in server.get("/jobs?limit=1000")["jobs"]}
    nowhere = {"split_schema_config": {"elsewhere": SCHEMA}}
    steps: Body = {"extract": {}, "split": TOPICS, "schema": nowhere}
    ack = send(server, steps, pdf, **{"async": "true", "autoDelete": "true"}).json()
    assert server.wait(ack["job_id"])["status"] == "failed"
    listed = server.get("/jobs?limit=1000")["jobs"]
    made = {job["kind"]: job["status"] for job in listed if job["job_id"] not in before}
    assert made == {"pipeline": "failed"} | dict.fromkeys(("extract", "split", "schema"), "expired")


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ({}, "REQ_003"),
        ([], "REQ_003"),
        ("nonsense", "REQ_003"),
        ({"schema": SCHEMA}, "REQ_003"),
        ({"split": TOPICS}, "REQ_003"),
        ({"tables": {}}, "REQ_003"),
        ({"extract": {}, "batch_extract": {}}, "REQ_003"),
        ({"extract": {}, "tables": {}, "schema": SCHEMA}, "REQ_003"),
        ({"extract": {}, "split": TOPICS, "tables": {}}, "REQ_003"),
        ({"batch_extract": {}, "split": TOPICS}, "REQ_003"),
        ({"batch_extract": {}, "tables": {}}, "REQ_003"),
        ({"extract": {}, "schema": {}}, "SCHEMA_002"),
        ({"extract": {}, "split": {"split_input": []}}, "REQ_003"),
        ({"extract": {"pages": "0"}}, "REQ_006"),
        ({"extract": {"storage": {"enabled": False}}, "schema": SCHEMA}, "REQ_003"),
        ({"batch_extract": {"storage": {"enabled": False}}, "schema": SCHEMA}, "REQ_003"),
    ],
)
def test_other_chains_are_refused(server: OctavoServer, pdf: bytes, steps: Any, code: str) -> None:
    answer = send(server, steps, pdf)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] == code


def test_a_pipeline_may_keep_nothing_at_all(server: OctavoServer, pdf: bytes) -> None:
    found = send(server, {"extract": {"storage": {"enabled": False}}}, pdf).json()["results"]
    assert "alpha" in found["extract"]["markdown"]
    assert "extraction_id" not in found["extract"]
    batch = send(server, {"batch_extract": {"storage": {"enabled": False}}}, pdf, pdf).json()
    assert batch["results"]["batch_extract"]["extraction_ids"] == []


def test_files_are_wanted_in_one_way_only(server: OctavoServer, pdf: bytes) -> None:
    steps: Body = {"extract": {}}
    none = server.client.post("/pipeline/execute", json={"steps": steps})
    assert none.json()["error"]["code"] == "REQ_001"
    for answer in (
        send(server, steps, pdf, pdf),
        send(server, steps, pdf, file_url="http://example.com/a.pdf"),
        server.client.post(
            "/pipeline/execute",
            json={
                "file_url": "http://example.com/a.pdf",
                "file_urls": ["http://example.com/b.pdf"],
                "steps": {"batch_extract": {}},
            },
        ),
        server.client.post("/pipeline/execute", json={"file_url": "http://example.com/a.pdf"}),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] in ("REQ_003", "REQ_004")


def test_a_cancelled_pipeline_stops_its_step(server: OctavoServer, tmp_path: Path) -> None:
    endless = write_endless_pdf(tmp_path / "long.pdf", pages=5000).read_bytes()
    before = {job["job_id"] for job in server.get("/jobs?limit=1000")["jobs"]}
    ack = send(server, {"extract": {}, "tables": {}}, endless, **{"async": "true"}).json()

    def own() -> dict[str, str]:
        listed = server.get("/jobs?limit=1000")["jobs"]
        return {job["kind"]: job["status"] for job in listed if job["job_id"] not in before}

    wait_until(lambda: own().get("extract") == "processing", 30)
    server.client.delete(f"/job/{ack['job_id']}")
    assert own() == {"pipeline": "canceled", "extract": "canceled"}
