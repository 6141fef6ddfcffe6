"""The pages of a long document are counted while it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents import write_endless_pdf
from tests.octavo_server import Body, OctavoServer, wait_until

PAGES = 4000


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_endless_pdf(tmp_path_factory.mktemp("long") / "long.pdf", pages=PAGES)


def watch(server: OctavoServer, job: str) -> list[Body]:
    """The different states of a job's progress, until there were three; it is cancelled then."""
    seen: list[Body] = []

    def moved() -> bool:
        view = server.get(f"/job/{job}")
        assert view["status"] in ("pending", "processing")
        if (result := view.get("result")) is not None and result not in seen:
            seen.append(result)
        return len(seen) == 3

    wait_until(moved, 60)
    return seen


def check(seen: list[Body], total: int) -> None:
    assert {tuple(result) for result in seen} == {("progress",)}
    counts = [result["progress"] for result in seen]
    assert {(count["total"], count["unit"]) for count in counts} == {(total, "pages")}
    done = [count["completed"] for count in counts]
    assert done == sorted(done)
    assert 0 < done[-1] < total


def test_of_a_job_in_the_background(server: OctavoServer, long: Path) -> None:
    form = {"pages": f"1,11-{PAGES}"}
    with long.open("rb") as file:
        ack = server.client.post("/extract_async", files={"file": file}, data=form).json()
    check(watch(server, ack["job_id"]), PAGES - 9)
    [listed] = [one for one in server.get("/jobs")["jobs"] if one["job_id"] == ack["job_id"]]
    assert listed["progress"]["total"] == PAGES - 9

    server.client.delete(f"/job/{ack['job_id']}")
    view = server.get(f"/job/{ack['job_id']}")
    assert "result" not in view


def test_of_a_batchs_document(server: OctavoServer, long: Path, tmp_path: Path) -> None:
    batch = server.batch({"local_path": str(long.parent)}, tmp_path / "out")
    wait_until(lambda: server.get(f"/job/{batch}")["result"]["jobs"]["processing"] != [], 30)
    [child] = server.get(f"/job/{batch}")["result"]["jobs"]["processing"]
    check(watch(server, child), PAGES)
    server.client.delete(f"/job/{batch}")
