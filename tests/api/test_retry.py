"""What makes batches livable: trying again only what failed."""

from __future__ import annotations

from pathlib import Path

from tests.documents import write_text
from tests.octavo_server import OctavoServer


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
