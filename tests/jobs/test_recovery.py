"""The moments between the engine and our tables, on the real store and the real engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dbos import DBOSClient

from octavo.jobs import queries, retention, tables
from octavo.jobs.model import Job, Kind, Lane, Outcome, Status
from octavo.jobs.node import Node
from octavo.jobs.nodes import Membership
from octavo.jobs.store import new_id
from octavo.settings import Settings
from tests.octavo_server import wait_until


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """A process that records jobs but takes none."""
    one = Node(Settings(data=tmp_path))
    one.start(work=False)
    yield one
    one.stop()


def batch_of(node: Node, children: int, workers: int) -> Job:
    batch = Job(id=new_id(), tenant="t", kind=Kind.BATCH_EXTRACT, status=Status.PENDING)
    made = (
        Job(id=new_id(), tenant="t", kind=Kind.EXTRACT, status=Status.WAITING, label=str(n))
        for n in range(children)
    )
    node.store.submit_batch(batch, made, workers, {})
    return batch


def statuses(node: Node, batch: Job) -> list[str]:
    return [child.status.value for child in queries.children(node.database, batch.id)]


def test_only_as_many_children_as_workers_hold_tickets(node: Node) -> None:
    batch = batch_of(node, children=5, workers=2)
    assert statuses(node, batch) == ["pending"] * 2 + ["waiting"] * 3
    _first, second, *_ = queries.children(node.database, batch.id)
    begun = node.store.begin(Lane.CHILD, "me")
    assert begun is not None
    node.store.finish(begun, Outcome(result="r"), take_next=False)
    assert statuses(node, batch) == ["completed", "pending", "pending", "waiting", "waiting"]
    node.store.cancel("t", second.id)
    assert statuses(node, batch) == ["completed", "canceled", "pending", "pending", "waiting"]


def test_a_ticket_begins_once_and_a_late_result_is_dropped(node: Node) -> None:
    batch = batch_of(node, children=1, workers=1)
    [_child] = queries.children(node.database, batch.id)
    begun = node.store.begin(Lane.CHILD, "first")
    assert begun is not None
    assert node.store.begin(Lane.CHILD, "second") is None
    node.recovery.requeue_of(["first"])
    again = node.store.begin(Lane.CHILD, "second")
    assert again is not None
    assert node.store.finish(begun, Outcome(result="late"), take_next=False)[0] is False
    assert node.store.finish(again, Outcome(result="right"), take_next=False)[0] is True
    [done] = queries.children(node.database, batch.id)
    assert (done.status, done.result) == (Status.COMPLETED, "right")
    assert queries.batch(node.database, batch.id).completed == 1


def test_a_document_whose_worker_dies_three_times_fails(node: Node) -> None:
    batch = batch_of(node, children=1, workers=1)
    [_child] = queries.children(node.database, batch.id)
    for attempt in (1, 2, 3):
        assert node.store.begin(Lane.CHILD, f"worker-{attempt}") is not None
        node.recovery.requeue_of([f"worker-{attempt}"])
    [failed] = queries.children(node.database, batch.id)
    assert failed.status is Status.FAILED
    assert "died 3 times" in str(failed.error)


def test_an_orderly_end_costs_no_try(node: Node) -> None:
    batch = batch_of(node, children=1, workers=1)
    [_child] = queries.children(node.database, batch.id)
    for _attempt in range(1, 7):
        assert node.store.begin(Lane.CHILD, "me") is not None
        node.recovery.requeue_of(["me"], blame=False)
    [waiting] = queries.children(node.database, batch.id)
    assert waiting.status is Status.PENDING


def fail_next(node: Node) -> None:
    begun = node.store.begin(Lane.CHILD, "me")
    assert begun is not None
    node.store.finish(begun, Outcome(error="no", error_code="PROC_001"), take_next=False)


def test_trying_again_holds_to_the_workers_of_the_batch(node: Node) -> None:
    batch = batch_of(node, children=4, workers=1)
    fail_next(node)
    fail_next(node)
    assert node.store.retry_failed(batch) == 2
    assert statuses(node, batch) == ["waiting", "waiting", "pending", "waiting"]


def test_an_expiring_batch_is_not_tried_again(node: Node) -> None:
    batch = batch_of(node, children=2, workers=2)
    fail_next(node)
    fail_next(node)
    node.store.close_batch(batch.id)
    assert retention.announce(node.database, batch)
    assert node.store.retry_failed(batch) == 0
    assert statuses(node, batch) == ["expiring", "expiring"]
    assert retention.expire(node.database, node.artifacts, batch)
    assert statuses(node, batch) == ["expired", "expired"]


def test_a_batch_that_is_tried_again_does_not_expire(node: Node) -> None:
    batch = batch_of(node, children=1, workers=1)
    fail_next(node)
    node.store.close_batch(batch.id)
    assert node.store.retry_failed(batch) == 1
    assert not retention.expire(node.database, node.artifacts, batch)
    assert statuses(node, batch) == ["pending"]


def test_a_cancelled_pipeline_begins_no_further_step(node: Node) -> None:
    work = {"steps": {"extract": {}, "schema": {}}, "auto_delete": False}
    pipeline = Job(id=new_id(), tenant="t", kind=Kind.PIPELINE, status=Status.PENDING, work=work)
    node.store.submit_pipeline(pipeline)
    node.store.cancel("t", pipeline.id)
    late = {"pipeline": pipeline.id}
    step = Job(id=new_id(), tenant="t", kind=Kind.SCHEMA, status=Status.PENDING, work=late)
    node.store.submit(step)
    assert queries.any_job(node.database, step.id) is None


def test_what_a_silent_machine_held_is_done_by_another(node: Node) -> None:
    batch = batch_of(node, children=2, workers=2)
    for owner, silent in (("gone", 21), ("slow", 19)):
        assert node.store.begin(Lane.CHILD, owner) is not None
        with tables.write(node.database) as tx:
            beat = tables.now(tx) - silent
            row = {"instance": owner, "host": "elsewhere", "pid": 1, "started": 0.0, "beat": beat}
            tx.execute(tables.nodes.insert().values(**row))
    members = Membership(node.database, dead_seconds=20)
    assert members.dead() == ["gone"]
    node.recovery.requeue_of(members.dead())
    assert statuses(node, batch) == ["pending", "processing"]


def test_what_a_machine_that_is_not_known_any_more_held_is_done_again(node: Node) -> None:
    batch_of(node, children=1, workers=1)
    assert node.store.begin(Lane.CHILD, "forgotten") is not None
    assert Membership(node.database, dead_seconds=20).dead() == ["forgotten"]


def test_a_job_whose_ticket_was_lost_is_done_after_the_restart(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A note.")
    settings = Settings(data=tmp_path / "data", slots=1)
    first = Node(settings)
    first.start(work=False)
    work = {
        "options": {},
        "origin": "",
        "source": {"kind": "path", "uri": str(note), "name": "note.txt"},
    }
    job = Job(id=new_id(), tenant="t", kind=Kind.EXTRACT, status=Status.PENDING, work=work)
    first.store.submit(job)
    DBOSClient(system_database_engine=first.database).cancel_workflow(f"{job.id}:1")
    first.stop()

    second = Node(settings)
    second.start()
    try:
        wait_until(lambda: queries.status(second.database, job.id) is Status.COMPLETED, 60)
    finally:
        second.stop()


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'octavo.sqlite'}"
    database = tables.connect(url)
    with tables.write(database) as tx:
        tx.execute(tables.schema.update().values(version=99))
    with pytest.raises(tables.OtherVersion, match="schema 99"):
        tables.connect(url)
