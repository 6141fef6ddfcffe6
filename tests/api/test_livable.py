"""What makes batches livable: safe resends, trying again only what failed."""

from __future__ import annotations

from pathlib import Path

from tests.documents import write_text
from tests.octavo_server import OctavoServer


def test_a_resent_request_starts_nothing_new(server: OctavoServer, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_text(folder / "a.txt", "alpha")
    body = {"input": {"local_path": str(folder)}, "output": {"local_path": str(tmp_path / "out")}}
    headers = {"Idempotency-Key": f"key-{tmp_path.name}"}

    first = server.client.post("/batch/extract", json=body, headers=headers).json()
    server.wait(first["batch_job_id"])
    again = server.client.post("/batch/extract", json=body, headers=headers).json()
    other = server.client.post("/batch/extract", json={**body, "workers": 2}, headers=headers)

    assert again == first
    assert other.status_code == 400
    assert "Idempotency-Key" in other.json()["error"]["message"]


def test_a_resent_extraction_gives_the_same_job(server: OctavoServer, tmp_path: Path) -> None:
    headers = {"Idempotency-Key": f"key-{tmp_path.name}"}
    note = write_text(tmp_path / "a.txt", "alpha").read_bytes()
    answers = [
        server.client.post("/extract", files={"file": ("a.txt", note)}, headers=headers).json()
        for _ in range(2)
    ]
    assert answers[0]["extraction_id"] == answers[1]["extraction_id"]


def test_only_what_failed_is_done_again(server: OctavoServer, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    write_text(folder / "good.txt", "alpha")
    (folder / "bad.txt").touch()
    batch = server.batch({"local_path": str(folder)}, out)
    before = server.wait(batch)["result"]
    assert before["progress"] == {"total": 2, "completed": 1, "failed": 1}
    kept = (out / "good.json").stat().st_mtime_ns

    write_text(folder / "bad.txt", "mended")
    ack = server.client.post(f"/batch/{batch}/retry")

    assert ack.status_code == 202
    assert ack.json()["retried"] == 1
    after = server.wait(batch)
    assert after["status"] == "completed"
    assert after["result"]["progress"] == {"total": 2, "completed": 2, "failed": 0}
    assert "mended" in (out / "bad.json").read_text()
    assert (out / "good.json").stat().st_mtime_ns == kept
    nothing = server.client.post(f"/batch/{batch}/retry").json()
    assert nothing == {"batch_job_id": batch, "status": "completed", "retried": 0}
