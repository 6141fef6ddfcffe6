"""Requests sent again with the same Idempotency-Key: the same answer, and nothing made twice."""

from __future__ import annotations

import base64
import io
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import openpyxl
import pytest

from tests.octavo_server import Body, OctavoServer

NOTE = b"A note on alpha."
SCHEMA = {"input_schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
TOPICS = {"split_input": [{"name": "all", "description": "lines"}]}


@dataclass
class Ask:
    """One request; `other` is what is changed of it to make it another one."""

    path: str
    body: Body
    other: Body
    files: bytes | None = None
    made: str = "job_id"

    def send(self, server: OctavoServer, key: str, **changed: Any) -> httpx.Response:
        headers = {"Idempotency-Key": key}
        body = self.body | changed
        if self.files is None:
            return server.client.post(self.path, json=body, headers=headers)
        form = {
            name: json.dumps(value) if isinstance(value, dict) else str(value).lower()
            for name, value in body.items()
        }
        files = {"file": ("note.txt", self.files)}
        return server.client.post(self.path, files=files, data=form, headers=headers)


@pytest.fixture(scope="module")
def extraction(server: OctavoServer) -> str:
    answer = server.client.post("/extract", files={"file": ("note.txt", NOTE)})
    return str(answer.json()["extraction_id"])


@pytest.fixture(params=range(11), ids=str)
def ask(request: pytest.FixtureRequest, server: OctavoServer, extraction: str) -> Ask:
    """A request to each endpoint that makes something."""
    one: Body = {"extraction_id": extraction, "async": True}
    many: Body = {
        "extraction_ids": [extraction],
        "output": {"local_path": str(server.folder / "out")},
    }
    pages = {"page_range": "1"}
    asks: list[Ask] = [
        Ask("/extract", {"async": True}, {"pages": "1"}, NOTE),
        Ask("/extract_async", {}, {"pages": "1"}, NOTE),
        Ask("/tables", one, pages),
        Ask("/split", one | {"split_config": TOPICS}, {"async": False}),
        Ask("/schema", one | {"schema_config": SCHEMA}, pages),
        Ask(
            "/batch/extract", {"output": many["output"]}, {"workers": 2}, NOTE, made="batch_job_id"
        ),
        Ask("/batch/tables", many, {"workers": 2}, made="batch_job_id"),
        Ask("/batch/split", many | {"split_config": TOPICS}, {"workers": 2}, made="batch_job_id"),
        Ask("/batch/schema", many | {"schema_config": SCHEMA}, {"workers": 2}, made="batch_job_id"),
        Ask("/pipeline/execute", {"async": True, "steps": {"extract": {}}}, {"async": False}, NOTE),
        Ask("/configurations", {"kind": "split", "value": TOPICS}, {"name": "x"}, made="id"),
    ]
    return asks[int(request.param)]


def known_jobs(server: OctavoServer) -> set[str]:
    return {job["job_id"] for job in server.get("/jobs?limit=1000")["jobs"]}


def test_ten_resends_at_once_make_one(server: OctavoServer, ask: Ask) -> None:
    before, key = known_jobs(server), str(uuid.uuid4())
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: ask.send(server, key), range(10)))
    late = ask.send(server, key)

    assert {answer.status_code for answer in answers} == {late.status_code}, answers[0].text
    assert late.status_code in (200, 201, 202)
    assert {answer.text for answer in answers} == {late.text}
    made = late.json()[ask.made]
    if ask.path != "/configurations":
        new = known_jobs(server) - before
        assert made in new
        steps = 1 if ask.path == "/pipeline/execute" else 0
        assert len(new) == 1 + steps
        assert server.wait(made)["status"] == "completed"


def test_a_key_stands_for_one_request_only(server: OctavoServer, ask: Ask) -> None:
    key = str(uuid.uuid4())
    first = ask.send(server, key)
    assert first.is_success, first.text
    for changed in (ask.send(server, key, **ask.other), elsewhere(server, ask, key)):
        assert changed.status_code == 400, changed.text
        assert changed.json()["error"]["code"] == "REQ_003"
        assert "Idempotency-Key" in changed.json()["error"]["message"]
    assert ask.send(server, key).json() == first.json()


def elsewhere(server: OctavoServer, ask: Ask, key: str) -> httpx.Response:
    """The same key with another file of the same size, or with another request altogether."""
    if ask.files is not None:
        other = Ask(ask.path, ask.body, {}, ask.files.swapcase())
        return other.send(server, key)
    return ask.send(server, key, **ask.other)


def test_a_resend_that_waits_gets_the_same_result(server: OctavoServer) -> None:
    ask, key = Ask("/extract", {}, {}, NOTE), str(uuid.uuid4())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ask.send(server, key), range(4)))
    assert len({answer.text for answer in answers}) == 1
    assert "alpha" in answers[0].json()["markdown"]


def test_without_a_key_every_request_is_its_own(server: OctavoServer) -> None:
    answers = [
        server.client.post("/extract_async", files={"file": ("note.txt", NOTE)}) for _ in range(2)
    ]
    assert answers[0].json()["job_id"] != answers[1].json()["job_id"]


def test_a_resend_is_answered_after_its_extraction_was_deleted(server: OctavoServer) -> None:
    form = {"file": ("note.txt", NOTE)}
    job_id = server.client.post("/extract_async", files=form).json()["job_id"]
    given = {"extraction_id": server.wait(job_id)["result"]["extraction_id"]}
    asks = [
        Ask("/tables", given, {}),
        Ask("/split", given | {"split_config": TOPICS}, {}),
        Ask("/schema", given | {"schema_config": SCHEMA}, {}),
    ]
    keys = [str(uuid.uuid4()) for _ in asks]
    before = [ask.send(server, key) for ask, key in zip(asks, keys, strict=True)]
    assert server.client.delete(f"/job/{job_id}?purge=true").status_code == 200

    after = [ask.send(server, key) for ask, key in zip(asks, keys, strict=True)]
    assert [answer.text for answer in after] == [answer.text for answer in before]
    assert {answer.status_code for answer in after} == {200}
    assert asks[0].send(server, str(uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("path", ["/schema", "/batch/schema"])
def test_a_refused_resend_leaves_the_template_alone(
    server: OctavoServer, extraction: str, path: str
) -> None:
    first, other = ({"excel_template": template(header)} for header in ("Total", "Something else"))
    body: Body = {"extraction_id": extraction, "async": True}
    if path == "/batch/schema":
        output = {"local_path": str(server.folder / "out")}
        body = {"extraction_ids": [extraction], "output": output}
    ask, key = Ask(path, body | {"schema_config": first}, {}), str(uuid.uuid4())
    job_id = next(
        value for name, value in ask.send(server, key).json().items() if name.endswith("job_id")
    )
    [kept] = server.data.rglob(f"templates/{job_id}.xlsx")
    before = kept.read_bytes()
    assert ask.send(server, key, schema_config=other).status_code == 400
    assert kept.read_bytes() == before


def template(header: str) -> str:
    book, raw = openpyxl.Workbook(), io.BytesIO()
    book.active.append([header])
    book.save(raw)
    return base64.b64encode(raw.getvalue()).decode()
