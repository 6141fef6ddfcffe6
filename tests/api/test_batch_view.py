"""GET /job on a batch: the documented shape by default, parts of it when asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents import write_text
from tests.octavo_server import OctavoServer


@pytest.fixture(scope="module")
def batch(server: OctavoServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Three documents that can be read and one that cannot."""
    folder: Path = tmp_path_factory.mktemp("view")
    for name in ("a", "b", "d"):
        write_text(folder / f"{name}.txt", name)
    (folder / "c.txt").touch()
    batch = server.batch({"local_path": str(folder)}, folder / "out")
    server.wait(batch)
    return batch


def test_the_whole_view_lists_every_child(server: OctavoServer, batch: str) -> None:
    result = server.get(f"/job/{batch}")["result"]
    assert result["progress"] == {"total": 4, "completed": 3, "failed": 1}
    assert set(result) == {"progress", "jobs"}
    entries = result["jobs"]["completed"]
    assert [entry["file"] for entry in entries] == ["a.txt", "b.txt", "d.txt"]
    assert set(entries[0]) == {"job_id", "file", "extraction_id", "output"}
    assert [Path(path).name for path in entries[0]["output"]] == ["a.json"]


def test_only_the_lists_asked_for_are_filled(server: OctavoServer, batch: str) -> None:
    result = server.get(f"/job/{batch}?include=failed,processing")["result"]
    assert result["progress"] == {"total": 4, "completed": 3, "failed": 1}
    assert [entry["file"] for entry in result["jobs"]["failed"]] == ["c.txt"]
    assert result["jobs"]["completed"] == []


def test_pages_together_are_the_whole(server: OctavoServer, batch: str) -> None:
    seen: list[str] = []
    query, pages = "?limit=3", 0
    while query:
        result = server.get(f"/job/{batch}{query}")["result"]
        assert result["progress"]["completed"] == 3
        seen += [
            entry["file"] for name in ("completed", "failed") for entry in result["jobs"][name]
        ]
        cursor = result.get("next_cursor")
        query = f"?limit=3&cursor={cursor}" if cursor else ""
        pages += 1
    assert (sorted(seen), pages) == (["a.txt", "b.txt", "c.txt", "d.txt"], 2)


def test_every_view_of_a_running_batch_is_whole(server: OctavoServer, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(250):
        write_text(folder / f"{number:03}.txt", str(number))
    for number in (5, 120):
        (folder / f"{number:03}.txt").write_bytes(b"")
    batch = server.batch({"local_path": str(folder)}, tmp_path / "out", workers=10)
    before: dict[str, set[str]] = {"completed": set(), "failed": set()}
    status = "processing"
    while status == "processing":
        view = server.get(f"/job/{batch}")
        status, result = view["status"], view["result"]
        for name, earlier in before.items():
            files = [entry["file"] for entry in result["jobs"][name]]
            assert files == sorted(set(files))
            assert len(files) == result["progress"][name]
            assert earlier <= set(files), "what has ended is not listed any more"
            before[name] = set(files)
    assert len(before["completed"]) == 248
    assert before["failed"] == {"005.txt", "120.txt"}


@pytest.mark.parametrize("query", ["include=everything", "limit=0", "cursor=x"])
def test_wrong_parts_are_refused(server: OctavoServer, batch: str, query: str) -> None:
    answer = server.client.get(f"/job/{batch}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "REQ_003"
