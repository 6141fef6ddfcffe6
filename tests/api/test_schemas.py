"""Schemas in requests: too many fields, prompts alone, and what a part of a document costs."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.documents import write_pdf
from tests.octavo_server import Body, OctavoServer

INVOICE = b"Invoice number: INV-77\nDue date: 2026-03-04\nTotal: 12.50\n"
PROMPT = {"schema_prompt": "invoice number, due date"}
FIELDS = {"invoice_number", "due_date"}
LONGEST_WAIT = 2.0


@pytest.fixture(scope="module")
def extraction(server: OctavoServer) -> str:
    return extracted(server, "invoice.txt", INVOICE)


@pytest.fixture(scope="module")
def pages(server: OctavoServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    pdf = write_pdf(tmp_path_factory.mktemp("pages") / "a.pdf", "alpha", pages=3)
    return extracted(server, "a.pdf", pdf.read_bytes())


def extracted(server: OctavoServer, name: str, content: bytes) -> str:
    answer = server.client.post("/extract", files={"file": (name, content)})
    return str(answer.json()["extraction_id"])


def split(server: OctavoServer, extraction: str, *names: str) -> Body:
    topics = [{"name": name, "description": "report lines"} for name in names]
    body = {"extraction_id": extraction, "split_config": {"split_input": topics}}
    return dict(server.client.post("/split", json=body).json())


def schema_of(count: int, name: str = "field") -> Body:
    fields = {f"{name}_{number}": {"type": "string"} for number in range(count)}
    return {"input_schema": {"type": "object", "properties": fields}}


def error_of(answer: httpx.Response) -> tuple[int, str, str]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["message"]


def test_others_are_served_while_huge_schemas_are_looked_at(
    server: OctavoServer, tmp_path: Path
) -> None:
    topics = {name: schema_of(4_000, name) for name in "abcd"}
    body = {"split_ids": ["x"], "split_schema_config": topics}
    body["output"] = {"local_path": str(tmp_path)}
    answers: list[httpx.Response] = []
    sender = threading.Thread(
        target=lambda: answers.append(server.client.post("/batch/schema", json=body))
    )
    waits = []
    with httpx.Client(base_url=server.url) as other:
        sender.start()
        while sender.is_alive():
            began = time.monotonic()
            assert other.get("/health").status_code == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.05)
    sender.join()
    assert max(waits) < LONGEST_WAIT
    status, code, message = error_of(answers[0])
    assert (status, code) == (400, "SCHEMA_001")
    assert "10,000" in message


def test_topics_may_share_a_schema(server: OctavoServer, pages: str) -> None:
    found = split(server, pages, "all", "other")
    topics = {name: schema_of(50) for name in ("all", "other")}
    body = {"split_id": found["split_id"], "split_schema_config": topics}
    answer = server.client.post("/schema", json=body).json()
    assert set(answer["results"]) | set(answer["errors"]) == {"all", "other"}


@pytest.mark.parametrize("path", ["/split", "/schema"])
def test_too_many_topics_are_refused_at_once(server: OctavoServer, path: str) -> None:
    names = [f"topic {number}" for number in range(10_000)]
    if path == "/split":
        body: Body = {"split_config": {"split_input": [{"name": name} for name in names]}}
    else:
        body = {"split_id": "x", "split_schema_config": dict.fromkeys(names, schema_of(1))}
    answer = server.client.post(path, json={"extraction_id": "x"} | body)
    status, code, message = error_of(answer)
    assert (status, code) == (400, "REQ_003")
    assert "1000" in message


def test_a_prompt_alone_is_enough(server: OctavoServer, extraction: str, tmp_path: Path) -> None:
    body: Body = {"schema_config": PROMPT}
    single = server.client.post("/schema", json=body | {"extraction_id": extraction}).json()
    assert single["schema_output"]["values"]["invoice_number"] == "INV-77"
    assert set(single["input_schema"]["properties"]) == FIELDS

    many = {"extraction_ids": [extraction], "output": {"local_path": str(tmp_path)}}
    ack = server.client.post("/batch/schema", json=body | many).json()
    [child] = server.wait(ack["batch_job_id"])["result"]["jobs"]["completed"]
    result = server.get(f"/job/{child['job_id']}")["result"]
    assert result["schema_output"] == single["schema_output"]
    assert result["input_schema"] == single["input_schema"]

    steps = json.dumps({"extract": {}, "schema": PROMPT})
    files = {"file": ("a.txt", INVOICE)}
    chain = server.client.post("/pipeline/execute", files=files, data={"steps": steps}).json()
    assert chain["results"]["schema"]["schema_output"]["values"]["invoice_number"] == "INV-77"


def test_a_prompt_alone_for_a_topic_and_in_the_deprecated_way(
    server: OctavoServer, extraction: str
) -> None:
    found = split(server, extraction, "invoice")
    topics = {"invoice": PROMPT, "other": PROMPT}
    body = {"split_id": found["split_id"], "split_schema_config": topics}
    answer = server.client.post("/schema", json=body).json()
    for topic in answer["results"]:
        assert set(answer["input_schemas"][topic]["properties"]) == FIELDS

    files = {"file": ("a.txt", INVOICE)}
    form = {"schemaPrompt": PROMPT["schema_prompt"]}
    old = server.client.post("/extract", files=files, data=form).json()
    assert old["structured_output"]["values"]["invoice_number"] == "INV-77"
    assert set(old["input_schema"]["properties"]) == FIELDS


@pytest.mark.parametrize("prompt", ["", "  ", "?!"])
def test_a_prompt_that_names_nothing_is_no_schema(
    server: OctavoServer, extraction: str, tmp_path: Path, prompt: str
) -> None:
    config: Body = {"schema_config": {"schema_prompt": prompt}}
    many = {"extraction_ids": [extraction], "output": {"local_path": str(tmp_path)}}
    for path, body in (("/schema", {"extraction_id": extraction}), ("/batch/schema", many)):
        answer = server.client.post(path, json=config | body)
        assert error_of(answer)[:2] == (400, "SCHEMA_002")


def test_only_the_pages_asked_for_are_charged(server: OctavoServer, pages: str) -> None:
    def credits(**asked: Any) -> float:
        answer = server.client.post("/schema", json=asked)
        assert answer.status_code == 200, answer.text
        return float(answer.json()["credits_used"])

    config: Body = schema_of(1)
    assert credits(extraction_id=pages, schema_config=config) == 3
    assert credits(extraction_id=pages, schema_config=config, page_range="2") == 1
    effort = config | {"effort": True}
    assert credits(extraction_id=pages, schema_config=effort, page_range="1-2") == 8

    found = split(server, pages, "all")
    [count] = [len(numbers) for numbers in found["split_output"]["splits"].values()]
    topics = {"all": config, "unknown": config}
    if count:
        assert credits(split_id=found["split_id"], split_schema_config=topics) == count
