"""Excel-template mode over HTTP: the filled copy, and what is refused."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.octavo_server import OctavoServer

ITEMS = """<html><body><h1>Invoice</h1><p>Invoice number: INV-77</p>
<table><tr><th>Description</th><th>Quantity</th><th>Price</th></tr>
<tr><td>=HYPERLINK("http://x.example","Bolt")</td><td>4</td><td>1.50</td></tr>
<tr><td>Nut</td><td>10</td><td>0.25</td></tr></table></body></html>"""
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Items"
    sheet.append(["Description", "Quantity", "Price", "Sum"])
    sheet["B2"].number_format = sheet["C2"].number_format = "0.00"
    sheet["D2"] = "=B2*C2"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def encoded(raw: bytes) -> dict[str, Any]:
    return {"schema_config": {"excel_template": base64.b64encode(raw).decode()}}


@pytest.fixture(scope="module")
def extraction(server: OctavoServer) -> str:
    answer = server.client.post("/extract", files={"file": ("items.html", ITEMS.encode())})
    return str(answer.json()["extraction_id"])


def check_filled(raw: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["Items"]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ['=HYPERLINK("http://x.example","Bolt")', "Nut"]
    assert all(row[0].data_type == "s" for row in rows)
    assert rows[0][0].quotePrefix
    assert [(row[1].value, row[2].value) for row in rows] == [(4, 1.5), (10, 0.25)]
    assert [row[3].value for row in rows] == ["=B2*C2", "=B3*C3"]


def test_a_template_is_filled_and_served(server: OctavoServer, extraction: str) -> None:
    body = {"extraction_id": extraction, **encoded(template())}
    result = server.client.post("/schema", json=body).json()
    assert result["excel_output_url"] == f"/schema/{result['schema_id']}/excel"
    assert len(result["schema_output"]["values"]["Items"]) == 2
    answer = server.client.get(result["excel_output_url"])
    assert answer.headers["content-type"] == CONTENT_TYPE
    check_filled(answer.content)
    without_key = server.client.get(result["excel_output_url"], headers={"x-api-key": ""})
    assert without_key.status_code == 401


def test_several_documents_fill_one_template(server: OctavoServer, extraction: str) -> None:
    body = {"extraction_ids": [extraction], **encoded(template())}
    result = server.client.post("/schema", json=body).json()
    assert result["extraction_ids"] == [extraction]
    check_filled(server.client.get(result["excel_output_url"]).content)


def test_a_batch_writes_workbooks_beside_its_results(
    server: OctavoServer, extraction: str, tmp_path: Path
) -> None:
    body = {"extraction_ids": [extraction], "output": {"local_path": str(tmp_path)}}
    ack = server.client.post("/batch/schema", json=body | encoded(template())).json()
    view = server.wait(ack["batch_job_id"])
    [child] = view["result"]["jobs"]["completed"]
    assert sorted(Path(path).name for path in child["output"]) == ["items.json", "items.xlsx"]
    check_filled((tmp_path / "items.xlsx").read_bytes())
    url = json.loads((tmp_path / "items.json").read_text())["excel_output_url"]
    assert server.client.get(url).status_code == 200


def test_what_is_said_once_is_repeated_in_every_row(server: OctavoServer, extraction: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Invoice number", "Description", "Quantity"])
    body = {"extraction_id": extraction, **encoded(saved(book))}
    result = server.client.post("/schema", json=body).json()
    sheet = openpyxl.load_workbook(
        io.BytesIO(server.client.get(result["excel_output_url"]).content)
    ).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["INV-77"] * 2


def test_runs_without_a_template_have_no_workbook(server: OctavoServer, extraction: str) -> None:
    schema = {"input_schema": {"type": "object", "properties": {"a": {"type": "string"}}}}
    body = {"extraction_id": extraction, "schema_config": schema}
    result = server.client.post("/schema", json=body).json()
    assert "excel_output_url" not in result
    for schema_id in (result["schema_id"], "no-such-run"):
        answer = server.client.get(f"/schema/{schema_id}/excel")
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "STORAGE_002"


def packed(**more: bytes) -> bytes:
    """The template with further members."""
    raw = io.BytesIO(template())
    with zipfile.ZipFile(raw, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in more.items():
            archive.writestr("xl/" + name.replace("_", "."), content)
    return raw.getvalue()


def headless() -> bytes:
    book = openpyxl.Workbook()
    book.active.append([1, 2, 3])
    return saved(book)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


HOSTILE = {
    "bomb": (packed(media_bin=bytes(40 * 2**20)), "FILE_003", "unreasonable size"),
    "macros": (packed(vbaProject_bin=b"x"), "FILE_001", "macros"),
    "encrypted": (encrypted(), "FILE_006", "password"),
    "cut": (template()[:900], "FILE_003", "not an .xlsx"),
    "no workbook": (b"Item,Price", "FILE_003", "not an .xlsx"),
    "no headers": (headless(), "SCHEMA_002", "column headers"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_templates_are_refused(server: OctavoServer, extraction: str, name: str) -> None:
    raw, code, said = HOSTILE[name]
    answer = server.client.post("/schema", json={"extraction_id": extraction, **encoded(raw)})
    assert answer.status_code == 400, answer.text
    error = answer.json()["error"]
    assert (error["code"], said in error["message"]) == (code, True), error


def test_a_template_and_a_schema_exclude_each_other(server: OctavoServer, extraction: str) -> None:
    both = encoded(template())
    both["schema_config"]["input_schema"] = {"type": "object", "properties": {"a": {}}}
    answer = server.client.post("/schema", json={"extraction_id": extraction, **both})
    assert answer.status_code == 400
    wrong = {"schema_config": {"excel_template": "no base64!"}}
    answer = server.client.post("/schema", json={"extraction_id": extraction, **wrong})
    assert "base64" in answer.json()["error"]["message"]
