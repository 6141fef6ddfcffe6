"""POST /extract: the encodings of all clients, the options, the errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pulse import Pulse
from pulse.errors.bad_request_error import BadRequestError

from tests.documents import write_pdf, write_text
from tests.octavo_server import KEY, OctavoServer


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return write_text(tmp_path / "note.txt", "alpha")


def test_the_sdk_reads_a_document_at_once(server: OctavoServer, note: Path) -> None:
    sdk = Pulse(api_key=KEY, base_url=server.url)
    with note.open("rb") as file:
        result = sdk.extract(file=file, storage={"enabled": True})
    assert "This note says alpha." in result.markdown
    assert result.page_count == 1
    assert result.extraction_id
    assert result.plan_info.pages_used >= 1


def test_the_sdk_reads_a_document_in_the_background(server: OctavoServer, note: Path) -> None:
    sdk = Pulse(api_key=KEY, base_url=server.url)
    accepted = sdk.extract(file=("note.txt", note.read_bytes()), async_=True)
    view = server.wait(accepted.job_id)
    assert view["status"] == "completed"
    assert "alpha" in view["result"]["markdown"]


def test_options_arrive_in_every_dialect(server: OctavoServer, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "two.pdf", "alpha", pages=2).read_bytes()
    dialects: list[dict[str, Any]] = [
        {"pages": "2", "extensions": json.dumps({"chunking": {"chunkTypes": ["page"]}})},
        {
            "pages": "2",
            "extensions": json.dumps(json.dumps({"chunking": {"chunk_types": ["page"]}})),
        },
        {"pages": "2", "extensions[chunking][chunk_types]": '["page"]'},
    ]
    for form in dialects:
        answer = server.client.post("/extract", files={"file": ("blob", pdf)}, data=form)
        assert answer.status_code == 200, answer.text
        result = answer.json()
        assert result["page_count"] == 1
        assert len(result["extensions"]["chunking"]["page"]) == 1
        assert "page 1" not in result["markdown"]


def test_extensions_are_given_only_when_asked_for(server: OctavoServer, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "one.pdf", "alpha").read_bytes()
    asked = {"altOutputs": {"wlbb": True, "returnHtml": True, "returnXml": True}}
    form = {"extensions": json.dumps(asked | {"footnoteReferences": True})}

    plain = server.client.post("/extract", files={"file": ("a.pdf", pdf)}).json()
    rich = server.client.post("/extract", files={"file": ("a.pdf", pdf)}, data=form).json()

    assert "extensions" not in plain
    outputs = rich["extensions"]["altOutputs"]
    assert outputs["html"].startswith("<!doctype html>")
    assert "<document" in outputs["xml"]
    words = outputs["wlbb"]["words"]
    assert {"alpha", "Report"} <= {word["text"] for word in words}
    assert all(len(word["bounding_box"]) == 8 for word in words)
    assert rich["extensions"]["footnoteReferences"] == []


def test_deprecated_options_work_and_say_so(server: OctavoServer, note: Path) -> None:
    form = {"returnHtml": "true", "chunking": "page, semantic", "chunkSize": "500"}
    answer = server.client.post("/extract", files={"file": note.open("rb")}, data=form).json()
    assert answer["html"].startswith("<!doctype html>")
    assert set(answer["chunks"]) == {"page", "semantic"}
    assert len(answer["warnings"]) == 3


def test_html_in_the_old_place_and_in_the_new_one(server: OctavoServer, note: Path) -> None:
    form = {"returnHtml": "true", "extensions": '{"altOutputs":{"returnHtml":true}}'}
    answer = server.client.post("/extract", files={"file": note.open("rb")}, data=form).json()
    assert answer["html"].startswith("<!doctype html>")
    assert answer["extensions"]["altOutputs"]["html"] == answer["html"]


@pytest.mark.parametrize(("name", "received"), [("a.exe", "EXE"), ("blob", "executable")])
def test_a_wrong_file_type_is_told_with_the_right_ones(
    server: OctavoServer, name: str, received: str
) -> None:
    program = b"MZ\x90\x00" + bytes(300)
    steps = {"steps": '{"extract": {}}'}
    for path, form in (("/extract", {}), ("/pipeline/execute", steps)):
        answer = server.client.post(path, files={"file": (name, program)}, data=form)
        error = answer.json()["error"]
        assert error["code"] == "FILE_001"
        assert error["details"]["received_type"] == received
        assert {"PDF", "JPG", "PNG", "DOCX", "PPTX", "XLSX", "HTML"} <= set(
            error["details"]["supported_types"]
        )


def test_without_storage_nothing_is_kept(server: OctavoServer, note: Path) -> None:
    form = {"storage": '{"enabled": false}'}
    answer = server.client.post("/extract", files={"file": note.open("rb")}, data=form).json()
    assert "extraction_id" not in answer
    assert "alpha" in answer["markdown"]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"pages": "3-1"}, "REQ_006"),
        ({"pages": "0"}, "REQ_006"),
        ({"pages": "1-"}, "REQ_006"),
        ({"pages": "99"}, "REQ_006"),
        ({"chunking": "page", "chunk_size": "5"}, "REQ_005"),
        ({"chunkSize": "5"}, "REQ_005"),
        ({"chunkSize": "0", "extensions": '{"chunking":{"chunk_size":500}}'}, "REQ_005"),
        ({"chunking": "by-magic"}, "REQ_003"),
        ({"extensions": '{"chunking":{"chunk_types":["nonsense"]}}'}, "REQ_003"),
        ({"fileUrl": "http://x.example/a.pdf"}, "REQ_003"),
        ({"model": "gpt"}, "REQ_003"),
    ],
)
def test_wrong_options_are_refused(
    server: OctavoServer, tmp_path: Path, form: dict[str, str], code: str
) -> None:
    pdf = write_pdf(tmp_path / "one.pdf", "alpha").read_bytes()
    answer = server.client.post("/extract", files={"file": ("a.pdf", pdf)}, data=form)
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["code"] == code


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [
        (b"", "FILE_004", 400),
        (b"MZ\x90\x00" + bytes(300), "FILE_001", 400),
        (b"%PDF-1.7\ngarbage", "FILE_003", 400),
        (bytes(51 * 2**20), "FILE_002", 413),
    ],
)
def test_unreadable_files_get_their_own_error(
    server: OctavoServer, content: bytes, code: str, status: int
) -> None:
    answer = server.client.post("/extract", files={"file": ("a.pdf", content)})
    assert answer.json()["error"]["code"] == code
    assert answer.status_code == status


def test_no_source_is_refused_as_documented(server: OctavoServer) -> None:
    for body in ({}, {"file": "aGVsbG8="}):
        answer = server.client.post("/extract", json=body)
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "REQ_001"
        assert answer.json()["error"]["message"] == "No file or URL provided"
    with pytest.raises(BadRequestError):
        Pulse(api_key=KEY, base_url=server.url).extract()


@pytest.mark.parametrize("raw", [b'{"file_url":', b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(server: OctavoServer, raw: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = server.client.post("/extract", content=raw, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "REQ_002"


def test_private_addresses_are_not_fetched(server: OctavoServer) -> None:
    for url in (f"{server.url}/health", "file:///etc/passwd", "http://169.254.169.254/"):
        answer = server.client.post("/extract", json={"fileUrl": url})
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == "FILE_005"
