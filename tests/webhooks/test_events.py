"""Which events are sent: one for every change of a job's state, to those who want it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.documents import write_endless_pdf, write_text
from tests.octavo_server import OctavoServer, wait_until
from tests.webhooks.conftest import ON_BOTH
from tests.webhooks.hooks import endpoint, extract, log
from tests.webhooks.receiver import Receiver, receiving

pytestmark = ON_BOTH


def told(receiver: Receiver, job: str) -> list[str]:
    """The events of a job in the order they happened, whatever the order they came in."""
    mine = [one.event for one in list(receiver.got) if one.event["job_id"] == job]
    order = ["job.created", "job.processing"]
    return sorted(
        (event["type"] for event in mine),
        key=lambda kind: order.index(kind) if kind in order else len(order),
    )


def wait_for(receiver: Receiver, kind: str, jobs: set[str]) -> None:
    wait_until(lambda: set(receiver.jobs_of(kind)) >= jobs, 60, lambda: str(receiver.got))


def test_the_life_of_a_job(hooked: OctavoServer) -> None:
    with receiving() as receiver, endpoint(hooked, receiver.url):
        job = extract(hooked)
        wait_for(receiver, "job.completed", {job})
        wait_until(lambda: len(receiver.got) == 3, 10)
    view = hooked.get(f"/job/{job}")
    assert told(receiver, job) == ["job.created", "job.processing", "job.completed"]
    [completed] = receiver.of("job.completed")
    event = completed.event
    assert set(event) == {"type", "timestamp", "job_id", "data"}
    assert event["timestamp"] == event["data"]["updated_at"]
    assert event["data"] == {
        "job_id": job,
        "status": "completed",
        "created_at": view["created_at"],
        "updated_at": event["timestamp"],
        "error": None,
    }
    assert {one.event["data"]["status"] for one in receiver.got} == {
        *("pending", "processing", "completed")
    }
    assert len({one.id for one in receiver.got}) == 3


def test_a_batch_and_its_children(hooked: OctavoServer, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_text(folder / "good.txt", "alpha")
    (folder / "bad.txt").touch()
    with receiving() as receiver, endpoint(hooked, receiver.url):
        batch = hooked.batch({"local_path": str(folder)}, tmp_path / "out")
        lists = hooked.wait(batch)["result"]["jobs"]
        good, bad = lists["completed"][0]["job_id"], lists["failed"][0]["job_id"]
        wait_for(receiver, "job.completed", {batch, good})
        wait_for(receiver, "job.failed", {bad})
        wait_until(lambda: len(receiver.got) == 9, 10)
        assert told(receiver, batch) == ["job.created", "job.processing", "job.completed"]
        assert told(receiver, good) == ["job.created", "job.processing", "job.completed"]
        assert told(receiver, bad) == ["job.created", "job.processing", "job.failed"]
        [failed] = receiver.of("job.failed")
        assert failed.event["data"]["error"] == lists["failed"][0]["error"]

        write_text(folder / "bad.txt", "mended")
        receiver.got.clear()
        hooked.client.post(f"/batch/{batch}/retry")
        hooked.wait(batch)
        wait_for(receiver, "job.completed", {batch, bad})
        wait_until(lambda: len(receiver.got) == 4, 10)
        assert told(receiver, batch) == told(receiver, bad) == ["job.processing", "job.completed"]


def test_a_cancelled_batch_and_its_children(hooked: OctavoServer, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        write_endless_pdf(folder / f"long-{number}.pdf", pages=5000)
    with receiving() as receiver, endpoint(hooked, receiver.url, "job.created", "job.cancelled"):
        batch = hooked.batch({"local_path": str(folder)}, tmp_path / "out", workers=1)
        wait_until(lambda: len(receiver.of("job.created")) == 4, 20)
        hooked.client.delete(f"/job/{batch}")
        hooked.client.delete(f"/job/{batch}")
        everyone = set(receiver.jobs_of("job.created"))
        wait_for(receiver, "job.cancelled", everyone)
        wait_until(lambda: len(receiver.got) == 8, 10)
    assert batch in everyone
    assert {one.event["data"]["status"] for one in receiver.of("job.cancelled")} == {"canceled"}


def test_a_pipeline_and_its_steps(hooked: OctavoServer) -> None:
    parts = {"file": ("note.txt", b"A note.")}
    form = {"steps": json.dumps({"extract": {}, "tables": {}}), "async": "true"}
    with receiving() as receiver, endpoint(hooked, receiver.url):
        ack = hooked.client.post("/pipeline/execute", files=parts, data=form).json()
        hooked.wait(ack["job_id"])
        wait_for(receiver, "job.completed", {ack["job_id"]})
        wait_until(lambda: len(receiver.got) == 9, 10)
    assert len(set(receiver.jobs_of("job.completed"))) == 3


def test_only_the_events_asked_for_are_sent(hooked: OctavoServer) -> None:
    with receiving() as some, endpoint(hooked, some.url, "job.failed") as made:
        assert made["events"] == ["job.failed"]
        with receiving() as every, endpoint(hooked, every.url):
            good, bad = extract(hooked), extract(hooked, "")
            wait_for(every, "job.completed", {good})
            wait_for(every, "job.failed", {bad})
        wait_for(some, "job.failed", {bad})
        assert [entry["event"] for entry in log(hooked, made["id"])] == ["job.failed"]
        assert [one.event["job_id"] for one in some.got] == [bad]
