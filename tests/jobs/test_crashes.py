"""What survives when something is killed: the server, a reading process, a batch."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from tests.documents import write_endless_pdf, write_pdf, write_picture
from tests.octavo_server import OctavoServer, wait_until

Servers = Callable[..., OctavoServer]
DOCUMENTS = 40


def test_a_killed_server_finishes_its_batch_after_the_restart(
    servers: Servers, database: dict[str, str], tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(DOCUMENTS):
        write_pdf(folder / f"doc-{number:02}.pdf", f"mark{number:02}", pages=1)
    server = servers(**database)
    batch = server.batch({"local_path": str(folder)}, out, workers=4)
    wait_until(lambda: server.progress(batch)["completed"] >= DOCUMENTS // 2, 240)
    server.kill()
    done_before = len(list(out.glob("doc-*.json")))
    assert done_before < DOCUMENTS, "the server was killed too late to prove anything"

    server.start()
    view = server.wait(batch)

    assert view["status"] == "completed"
    assert view["result"]["progress"] == {"total": DOCUMENTS, "completed": DOCUMENTS, "failed": 0}
    assert view["result"]["jobs"]["processing"] == []
    for number in range(DOCUMENTS):
        result = json.loads((out / f"doc-{number:02}.json").read_text())
        assert f"mark{number:02}" in result["markdown"]
        assert result["page_count"] == 1
    manifest = json.loads((out / "_batch.json").read_text())
    assert [entry["status"] for entry in manifest["files"]] == ["completed"] * DOCUMENTS
    assert len(list(out.iterdir())) == DOCUMENTS + 1


def test_a_killed_reading_process_is_replaced_and_its_document_read(
    servers: Servers, tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(12):
        write_pdf(folder / f"doc-{number:02}.pdf", f"mark{number:02}", pages=4)
    server = servers()
    batch = server.batch({"local_path": str(folder)}, out, workers=4)
    wait_until(lambda: server.progress(batch)["completed"] >= 2, 180)
    server.slot_processes()[0].kill()

    view = server.wait(batch)

    assert view["result"]["progress"] == {"total": 12, "completed": 12, "failed": 0}
    assert "process_died" in server.log


def test_a_cancelled_batch_leaves_no_process_and_keeps_what_was_done(
    servers: Servers, tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_pdf(folder / "a-short.pdf", "short")
    for number in range(6):
        write_endless_pdf(folder / f"long-{number}.pdf", pages=2000)
    server = servers()
    batch = server.batch({"local_path": str(folder)}, out, workers=2)
    wait_until(lambda: server.progress(batch)["completed"] == 1, 180)
    wait_until(lambda: len(server.slot_processes()) == 2, 60)
    busy = server.slot_processes()

    answer = server.client.delete(f"/job/{batch}")
    asked = time.monotonic()

    assert answer.json() == {"job_id": batch, "message": "Job cancelled successfully"}
    wait_until(lambda: not any(process.is_running() for process in busy), 2)
    assert time.monotonic() - asked < 2
    view = server.get(f"/job/{batch}")
    assert view["status"] == "canceled"
    assert view["result"]["jobs"]["processing"] == []
    [done] = view["result"]["jobs"]["completed"]
    assert server.get(f"/job/{done['job_id']}")["status"] == "completed"
    again = server.client.delete(f"/job/{batch}")
    assert again.status_code == 200
    assert "already canceled" in again.json()["message"]


def test_a_document_that_takes_too_long_fails_alone(servers: Servers, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_pdf(folder / "short.pdf", "short")
    write_endless_pdf(folder / "long.pdf", pages=20_000)
    server = servers(OCTAVO_JOB_SECONDS="10")

    view = server.wait(server.batch({"local_path": str(folder)}, out))

    assert view["status"] == "completed"
    [failed] = view["result"]["jobs"]["failed"]
    assert failed["file"] == "long.pdf"
    assert "longer than 10 s" in failed["error"]
    assert not (out / "long.json").exists()


def test_a_document_that_needs_too_much_memory_fails_alone(
    servers: Servers, tmp_path: Path
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "note.txt").write_text("A short note.")
    write_picture(folder / "picture.png", "Reading me takes a model")
    server = servers(OCTAVO_JOB_MEMORY=str(200 * 2**20))

    view = server.wait(server.batch({"local_path": str(folder)}, out))

    [failed] = view["result"]["jobs"]["failed"]
    assert failed["file"] == "picture.png"
    assert "MiB of memory" in failed["error"]
    assert [entry["file"] for entry in view["result"]["jobs"]["completed"]] == ["note.txt"]
