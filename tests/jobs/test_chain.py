"""A chain of batches whose server is killed on the way gives what an undisturbed one gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
from pulse import Pulse
from pulse.types.batch_input_source import BatchInputSource
from pulse.types.batch_output_destination import BatchOutputDestination
from pulse.types.schema_config import SchemaConfig
from pulse.types.split_config import SplitConfig
from pulse.types.tables_config import TablesConfig
from pulse.types.topic_definition import TopicDefinition
from pulse.types.topic_schema_config import TopicSchemaConfig

from tests.documents import write_filing
from tests.octavo_server import KEY, OctavoServer, wait_until

PAGES = (5, 5, 6, 6, 7, 7, 8, 9, 10, 12, 25, 100)
STEPS = ("extractions", "schemas", "tables", "splits", "schema-splits")
SUMS = {"type": "object", "properties": {"total_revenue": {"type": "number"}}}
RISKS = {"type": "object", "properties": {"risk": {"type": "string"}}}
TOPICS = [
    TopicDefinition(name="financials", description="Financial statements: revenue and costs"),
    TopicDefinition(name="risk_factors", description="Risk disclosures"),
]

Disturb = Callable[[list[str]], None]


class Chain:
    """The five steps over a folder, by the official client, every result under `out`."""

    def __init__(self, server: OctavoServer, folder: Path, out: Path) -> None:
        self._server, self._folder, self._out = server, folder, out
        self._batches = Pulse(api_key=KEY, base_url=server.url).batch

    def run(self, while_extracting: Disturb, while_in_steps: Disturb) -> None:
        extract = self._batches.extract(
            input=BatchInputSource(local_path=str(self._folder)),
            output=self._to("extractions"),
            workers=10,
        ).batch_job_id
        while_extracting([extract])
        self._finish(extract)
        over: dict[str, Any] = {"batch_extract_id": extract, "workers": 10}
        steps = [
            self._batches.schema(
                output=self._to("schemas"), schema_config=SchemaConfig(input_schema=SUMS), **over
            ),
            self._batches.tables(
                output=self._to("tables"), tables_config=TablesConfig(merge=True), **over
            ),
            self._batches.split(
                output=self._to("splits"), split_config=SplitConfig(split_input=TOPICS), **over
            ),
        ]
        ids = [step.batch_job_id for step in steps]
        while_in_steps(ids)
        for batch in ids:
            self._finish(batch)
        by_topic = {
            "financials": TopicSchemaConfig(schema_=SUMS),
            "risk_factors": TopicSchemaConfig(schema_=RISKS),
        }
        last = self._batches.schema(
            batch_split_id=ids[-1],
            output=self._to("schema-splits"),
            split_schema_config=by_topic,
            workers=10,
        )
        self._finish(last.batch_job_id)

    def results(self) -> dict[str, Any]:
        """Every file under `out`, parsed, without what differs from run to run."""
        files = [path for path in self._out.rglob("*") if path.is_file()]
        return {
            str(path.relative_to(self._out)): comparable(json.loads(path.read_bytes()))
            for path in sorted(files)
        }

    def _to(self, name: str) -> BatchOutputDestination:
        return BatchOutputDestination(local_path=str(self._out / name))

    def _finish(self, batch: str) -> None:
        view = self._server.wait(batch)
        assert view["status"] == "completed"
        count = len(PAGES)
        assert view["result"]["progress"] == {"total": count, "completed": count, "failed": 0}
        assert view["result"]["jobs"]["processing"] == []


def comparable(value: Any) -> Any:
    """A result without ids, links, places and running totals."""
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: comparable(item)
        for key, item in value.items()
        if not key.endswith(("_id", "_ids", "_url")) and key not in ("plan_info", "output")
    }


def test_a_chain_killed_twice_loses_nothing(
    servers: Callable[..., OctavoServer], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, pages in enumerate(PAGES):
        write_filing(folder / f"doc-{number:02}.pdf", f"company {number}", pages)
    server = servers()
    kills: list[dict[str, int]] = []

    def kill(batches: list[str]) -> None:
        def under_way() -> dict[str, int]:
            progress = [server.progress(batch) for batch in batches]
            return {key: sum(one[key] for one in progress) for key in ("total", "completed")}

        wait_until(lambda: under_way()["completed"] >= 2, 240)
        kills.append(under_way())
        below = psutil.Process(server.pid).children(recursive=True)
        server.kill()
        wait_until(lambda: not any(map(psutil.Process.is_running, below)), 10)
        server.start()

    killed = Chain(server, folder, tmp_path / "killed")
    killed.run(kill, kill)
    pages = server.get("/pages")["total_pages_processed"]
    undisturbed = Chain(server, folder, tmp_path / "undisturbed")
    undisturbed.run(lambda _: None, lambda _: None)

    assert all(seen["completed"] < seen["total"] for seen in kills), "killed too late"
    results = killed.results()
    names = [f"doc-{number:02}.json" for number in range(len(PAGES))]
    assert sorted(results) == sorted(
        f"{s}/{name}" for s in STEPS for name in [*names, "_batch.json"]
    )
    assert results == undisturbed.results()
    assert server.get("/pages")["total_pages_processed"] == 2 * pages, "something counted twice"
    assert list(work_folders(server)) == []


def work_folders(server: OctavoServer) -> Iterator[Path]:
    """What jobs have left of the folders they worked in."""
    return (server.data / "work").glob("*/*")
