"""octavo batch …: the steps chained by the ids the commands print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import octavo
from tests.documents import write_pdf, write_text
from tests.octavo_server import KEY, OctavoServer

SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}
TOPICS = [{"name": "all", "description": "report lines"}]


def results(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def extracted(server: OctavoServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a batch extract, as the command prints it."""
    folder = tmp_path_factory.mktemp("cli-batch")
    write_pdf(folder / "a.pdf", "alpha")
    write_text(folder / "b.txt", "beta")
    out = str(tmp_path_factory.mktemp("cli-out"))
    run = octavo(folder, "batch", "extract", "a.pdf", "b.txt", "-o", out, *at(server))
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()[-1]


def at(server: OctavoServer) -> list[str]:
    return ["--server", server.url, "--key", KEY]


def test_steps_go_on_from_the_printed_id(
    server: OctavoServer, extracted: str, tmp_path: Path
) -> None:
    (tmp_path / "s.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "t.json").write_text(json.dumps({"all": {"schema": SCHEMA}}))
    tables = octavo(
        tmp_path, "batch", "tables", extracted, "-o", "tables", "--format", "json", *at(server)
    )
    schema = octavo(
        tmp_path, "batch", "schema", extracted, "-o", "schemas", "-s", "s.json", *at(server)
    )
    split = octavo(
        tmp_path, "batch", "split", extracted, "-o", "splits", "-t", "all:report", *at(server)
    )
    split_id = split.stdout.splitlines()[-1]
    by_topic = octavo(
        *(tmp_path, "batch", "schema", split_id, "-o", "by-topic"),
        *("--split-schemas", "t.json", *at(server)),
    )
    for run, folder in (
        (tables, "tables"),
        (schema, "schemas"),
        (split, "splits"),
        (by_topic, "by-topic"),
    ):
        assert run.returncode == 0, run.stderr
        assert "2 of 2 documents done" in run.stdout
        assert results(tmp_path / folder) == ["_batch.json", "a.json", "b.json"]
    assert "results" in json.loads((tmp_path / "by-topic" / "a.json").read_text())


def test_ids_may_be_listed_instead(server: OctavoServer, extracted: str, tmp_path: Path) -> None:
    done = server.get(f"/job/{extracted}")["result"]["jobs"]["completed"]
    ids = ",".join(entry["extraction_id"] for entry in done[:1])
    run = octavo(tmp_path, "batch", "tables", "--ids", ids, "--out", "out", *at(server))
    assert run.returncode == 0, run.stderr
    assert results(tmp_path / "out") == ["_batch.json", "a.json"]


def test_a_pipeline_chains_batches_without_a_server(tmp_path: Path) -> None:
    steps = {
        "extract": {"pages": "1"},
        "schema": {"input_schema": SCHEMA},
        "tables": {"merge": True},
        "split": {"split_input": TOPICS},
        "split_schema": {"all": {"schema": SCHEMA}},
    }
    (tmp_path / "in").mkdir()
    write_pdf(tmp_path / "in" / "a.pdf", "alpha", pages=2)
    (tmp_path / "steps.json").write_text(json.dumps(steps))

    run = octavo(tmp_path, "batch", "pipeline", "in", "--steps", "steps.json", "--out", "out")

    assert run.returncode == 0, run.stderr
    assert results(tmp_path / "out") == [
        *("extractions", "schema-splits", "schemas", "splits", "tables")
    ]
    assert all(
        results(folder) == ["_batch.json", "a.json"] for folder in (tmp_path / "out").iterdir()
    )
    assert [line.split()[0] for line in run.stdout.splitlines()[-5:]] == list(steps)


def test_what_failed_is_done_again(server: OctavoServer, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.txt").touch()
    batch = server.batch({"local_path": str(tmp_path / "in")}, tmp_path / "out")
    server.wait(batch)
    again = octavo(tmp_path, "batch", "retry", batch, *at(server))
    assert again.returncode == 1
    assert "bad.txt" in again.stderr
    write_text(tmp_path / "in" / "bad.txt", "mended")
    mended = octavo(tmp_path, "batch", "retry", batch, *at(server))
    assert mended.returncode == 0, mended.stderr
    assert "1 of 1 documents done" in mended.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tables", "-o", "x"], "id of a batch or --ids"),
        (["schema", "some-id", "-o", "x"], "Give one of --schema"),
        (["split", "some-id", "-o", "x"], "--topic or --topics-file"),
        (["schema", "some-id", "-o", "x", "-s", "nothing.json"], "There is no file"),
        (["pipeline", "in", "--steps", "wrong.json", "-o", "x"], "There is no step bake"),
    ],
)
def test_mistakes_are_said_before_any_work(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "wrong.json").write_text('{"bake": {}}')
    run = octavo(tmp_path, "batch", *arguments)
    assert run.returncode == 2
    assert said in run.stderr


def test_the_servers_refusal_is_shown(server: OctavoServer, tmp_path: Path) -> None:
    run = octavo(tmp_path, "batch", "tables", "no-such-batch", "-o", "x", *at(server))
    assert run.returncode == 2
    assert "STORAGE_002" in run.stderr


def test_configurations_are_saved_and_named_by_id(server: OctavoServer, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(json.dumps({"input_schema": SCHEMA}))
    added = octavo(tmp_path, "configs", "add", "schema", "c.json", "--name", "totals", *at(server))
    assert added.returncode == 0, added.stderr
    listed = octavo(tmp_path, "configs", "list", *at(server)).stdout
    assert f"{added.stdout.strip()}  schema" in listed
