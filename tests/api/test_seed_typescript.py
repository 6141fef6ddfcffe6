"""The bodies the documentation's TypeScript examples put on the wire, in their mix of casings.

The SDK passes the batch endpoints' bodies through as they are written, so what an example says is
what the server gets.
"""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.api.conftest import Bucket

OUTPUTS = ["notes.json", "report.json"]


def accepted(bucket: Bucket, step: str, body: dict[str, Any], counter: str) -> str:
    """Post a batch; its id, once it has completed without a failure."""
    answer = bucket.server.client.post(f"/batch/{step}", json=body)
    assert answer.status_code == 202, answer.text
    ack = answer.json()
    assert (ack["status"], ack[counter]) == ("processing", 2)
    view = bucket.server.wait(ack["batch_job_id"])
    assert view["status"] == "completed"
    assert view["result"]["progress"] == {"total": 2, "completed": 2, "failed": 0}
    return str(ack["batch_job_id"])


@pytest.fixture(scope="module")
def extract(bucket: Bucket) -> str:
    """The first example: an S3 source."""
    body = {
        "input": {"s3_prefix": bucket.uri("documents/")},
        "output": {"s3_prefix": bucket.uri("ts/extractions/")},
        "workers": 10,
    }
    return accepted(bucket, "extract", body, "total_files")


def test_an_s3_source(bucket: Bucket, extract: str) -> None:
    assert extract
    assert bucket.names("ts/extractions/") == OUTPUTS


def test_an_upload_of_a_folder(bucket: Bucket) -> None:
    files = [
        {"filename": name, "content": base64.b64encode(text.encode()).decode()}
        for name, text in (("notes.txt", "A note."), ("report.md", "# A report"))
    ]
    body = {"input": {"files": files}, "output": {"s3Prefix": bucket.uri("ts/results/")}}
    accepted(bucket, "extract", body, "total_files")
    assert bucket.names("ts/results/") == OUTPUTS


def test_one_schema_for_every_document(bucket: Bucket, extract: str) -> None:
    body = {
        "batchExtractId": extract,
        "output": {"s3_prefix": bucket.uri("ts/schemas/")},
        "schemaConfig": {
            "inputSchema": {
                "type": "object",
                "properties": {
                    "total_amount": {"type": "number"},
                    "vendor_name": {"type": "string"},
                },
            },
            "schemaPrompt": "Extract invoice details",
        },
        "workers": 10,
    }
    batch = accepted(bucket, "schema", body, "total_extractions")
    [first, _] = bucket.server.get(f"/job/{batch}")["result"]["jobs"]["completed"]
    values = bucket.server.get(f"/job/{first['job_id']}")["result"]["schema_output"]["values"]
    assert set(values) == {"total_amount", "vendor_name"}
    assert bucket.names("ts/schemas/") == OUTPUTS


def test_the_other_steps_in_camel_case(bucket: Bucket, extract: str) -> None:
    """No TypeScript example shows these, but the SDK passes them through in the same way."""
    source = {"batchExtractId": extract}
    tables = source | {
        "output": {"s3Prefix": bucket.uri("ts/tables/")},
        "tablesConfig": {"merge": True, "tableFormat": "html", "chartsToTables": False},
    }
    accepted(bucket, "tables", tables, "total_extractions")
    split = source | {
        "output": {"s3Prefix": bucket.uri("ts/splits/")},
        "splitConfig": {"splitInput": [{"name": "risk_factors", "description": "report lines"}]},
    }
    split_id = accepted(bucket, "split", split, "total_extractions")
    schema = {"type": "object", "properties": {"netRevenue": {"type": "number"}}}
    by_topic = {
        "batchSplitId": split_id,
        "output": {"s3Prefix": bucket.uri("ts/schema-splits/")},
        "splitSchemaConfig": {"risk_factors": {"schema": schema, "schemaPrompt": "Financial data"}},
    }
    batch = accepted(bucket, "schema", by_topic, "total_splits")
    children = bucket.server.get(f"/job/{batch}")["result"]["jobs"]["completed"]
    results = [bucket.server.get(f"/job/{child['job_id']}")["result"] for child in children]
    # Names that belong to the caller keep the casing they were sent in.
    assert {"risk_factors": schema} in [result["input_schemas"] for result in results]


def test_progress_is_where_the_polling_example_looks(bucket: Bucket, extract: str) -> None:
    job = bucket.server.get(f"/job/{extract}")
    assert job["status"] in ("completed", "failed", "canceled")
    assert job["result"]["progress"]["completed"] == 2
