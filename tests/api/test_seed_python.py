"""The documentation's Python examples, with the official SDK as it is, against S3."""

from __future__ import annotations

import pytest
from pulse import Pulse
from pulse.types.batch_input_source import BatchInputSource
from pulse.types.batch_output_destination import BatchOutputDestination
from pulse.types.schema_config import SchemaConfig
from pulse.types.split_config import SplitConfig
from pulse.types.tables_config import TablesConfig
from pulse.types.topic_definition import TopicDefinition
from pulse.types.topic_schema_config import TopicSchemaConfig

from tests.api.conftest import Bucket
from tests.octavo_server import KEY

REVENUE = {"type": "object", "properties": {"revenue": {"type": "number"}}}
RISKS = {
    "type": "object",
    "properties": {"risks": {"type": "array", "items": {"type": "string"}}},
}


@pytest.fixture
def client(bucket: Bucket) -> Pulse:
    return Pulse(api_key=KEY, base_url=bucket.server.url)


def test_the_full_pipeline_example(client: Pulse, bucket: Bucket) -> None:
    """Five batches, each over what the one before it completed."""

    def results(name: str) -> BatchOutputDestination:
        return BatchOutputDestination(s_3_prefix=bucket.uri(f"py/{name}/"))

    def finished(batch_id: str) -> str:
        view = bucket.server.wait(batch_id)
        assert view["result"]["progress"] == {"total": 2, "completed": 2, "failed": 0}, view
        job = client.jobs.get_job(job_id=batch_id)
        assert job.status == "completed"
        assert [entry["file"] for entry in job.result["jobs"]["completed"]] == [
            "notes.txt",
            "report.pdf",
        ]
        return batch_id

    extract = client.batch.extract(
        input=BatchInputSource(s_3_prefix=bucket.uri("documents/")),
        output=results("extractions"),
        workers=10,
    )
    assert (extract.status, extract.total_files) == ("processing", 2)
    extract_id = finished(extract.batch_job_id)
    schema = client.batch.schema(
        batch_extract_id=extract_id,
        output=results("schemas"),
        schema_config=SchemaConfig(input_schema=REVENUE, schema_prompt="Extract invoice details"),
        workers=10,
    )
    assert schema.total_extractions == 2
    tables = client.batch.tables(
        batch_extract_id=extract_id,
        output=results("tables"),
        tables_config=TablesConfig(merge=True, table_format="html"),
        workers=10,
    )
    split = client.batch.split(
        batch_extract_id=extract_id,
        output=results("splits"),
        split_config=SplitConfig(
            split_input=[
                TopicDefinition(name="financials", description="Financial statements"),
                TopicDefinition(name="risk_factors", description="Risk disclosures"),
            ]
        ),
        workers=10,
    )
    for batch_id in (schema.batch_job_id, tables.batch_job_id, split.batch_job_id):
        finished(batch_id)
    split_schema = client.batch.schema(
        batch_split_id=split.batch_job_id,
        output=results("schema-splits"),
        split_schema_config={
            "financials": TopicSchemaConfig(schema_=REVENUE, schema_prompt="Financial data"),
            "risk_factors": TopicSchemaConfig(schema_=RISKS),
        },
        workers=10,
    )
    assert split_schema.total_splits == 2
    finished(split_schema.batch_job_id)
    for name in ("extractions", "schemas", "tables", "splits", "schema-splits"):
        assert bucket.names(f"py/{name}/") == ["notes.json", "report.json"]

    merged = client.schema(
        extraction_id=extract_id, schema_config=SchemaConfig(input_schema=REVENUE)
    )
    assert len(merged.model_dump()["extraction_ids"]) == 2
