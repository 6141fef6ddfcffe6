"""The official SDK's schema, tables and split calls: at once, in the background, and asyncio's."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pulse import AsyncPulse, Pulse
from pulse.errors.bad_request_error import BadRequestError
from pulse.errors.not_found_error import NotFoundError

from tests.octavo_server import KEY, OctavoServer

PAPER = """# Delivery note

Carrier: Nordfracht

| Item | Qty |
|------|-----|
| Rope | 4   |
| Hook | 12  |
"""
SCHEMA = {
    "type": "object",
    "properties": {
        "carrier": {"type": "string"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"item": {"type": "string"}, "quantity": {"type": "integer"}},
            },
        },
    },
}
VALUES = {
    "carrier": "Nordfracht",
    "items": [{"item": "Rope", "quantity": 4}, {"item": "Hook", "quantity": 12}],
}
CONFIG: Any = {"input_schema": SCHEMA}
TOPICS: Any = {"split_input": [{"name": "Shipping", "description": "Delivery of goods"}]}


@pytest.fixture(scope="module")
def sdk(server: OctavoServer) -> Pulse:
    return Pulse(api_key=KEY, base_url=server.url)


@pytest.fixture(scope="module")
def extraction(sdk: Pulse) -> str:
    return str(sdk.extract(file=("note.md", PAPER.encode())).extraction_id)


def test_the_calls_at_once(sdk: Pulse, extraction: str) -> None:
    schema = sdk.schema(extraction_id=extraction, schema_config=CONFIG)
    assert schema.schema_output.values == VALUES
    assert schema.schema_output.citations["items"][1] == {
        "item": "tbl-1-r2c0",
        "quantity": "tbl-1-r2c1",
    }
    tables = sdk.tables(extraction_id=extraction, tables_config={"table_format": "json"})
    assert tables.tables_output.tables[0].table_content["rows"][0] == {"Item": "Rope", "Qty": "4"}
    split = sdk.split(extraction_id=extraction, split_config=TOPICS)
    assert split.split_output.splits == {"Shipping": [1]}
    by_topic = sdk.schema(
        split_id=split.split_id, split_schema_config={"Shipping": {"schema": SCHEMA}}
    )
    assert by_topic.results["Shipping"].values == VALUES


def test_the_calls_in_the_background(server: OctavoServer, sdk: Pulse, extraction: str) -> None:
    jobs = {
        "schema": sdk.schema(extraction_id=extraction, schema_config=CONFIG, async_=True).job_id,
        "tables": sdk.tables(extraction_id=extraction, async_=True).tables_id,
        "split": sdk.split(extraction_id=extraction, split_config=TOPICS, async_=True).job_id,
    }
    for job in jobs.values():
        server.wait(job)
    results = {name: sdk.jobs.get_job(job_id=job).result for name, job in jobs.items()}
    assert results["schema"]["schema_output"]["values"] == VALUES
    assert results["tables"]["tables_output"]["tables"][0]["citations"] == ["tbl-1"]
    assert results["split"]["split_output"]["splits"] == {"Shipping": [1]}


def test_the_calls_of_the_asynchronous_client(server: OctavoServer, extraction: str) -> None:
    async def all_at_once() -> tuple[Any, Any, Any]:
        sdk = AsyncPulse(api_key=KEY, base_url=server.url)
        return await asyncio.gather(
            sdk.schema(extraction_id=extraction, schema_config=CONFIG),
            sdk.tables(extraction_id=extraction),
            sdk.split(extraction_id=extraction, split_config=TOPICS),
        )

    schema, tables, split = asyncio.run(all_at_once())
    assert schema.schema_output.values == VALUES
    assert "<td>Rope</td>" in tables.tables_output.tables[0].table_content
    assert split.split_output.splits == {"Shipping": [1]}


def test_errors_are_the_typed_ones(sdk: Pulse, extraction: str) -> None:
    with pytest.raises(NotFoundError):
        sdk.tables(extraction_id="3f0e8a52-0000-4000-8000-000000000000")
    with pytest.raises(BadRequestError):
        sdk.schema(extraction_id=extraction, schema_config={"input_schema": {"type": "nothing"}})
