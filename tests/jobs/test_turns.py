"""Whose turn it is: between tenants, their batches, and single calls."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from octavo.jobs.batch import Item, submit
from octavo.jobs.model import Job, Kind, Lane, Outcome, Status
from octavo.jobs.node import Node
from octavo.jobs.slots import SlotPool
from octavo.jobs.store import new_id
from octavo.settings import Settings
from octavo.storage.sinks import Destination
from tests.documents import write_pdf, write_text
from tests.octavo_server import OctavoServer, wait_until

Servers = Callable[..., OctavoServer]


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """A process that records jobs but takes none."""
    one = Node(Settings(data=tmp_path))
    one.start(work=False)
    yield one
    one.stop()


def submit_batch(node: Node, tenant: str, children: int = 20, workers: int = 10) -> Job:
    batch = Job(id=new_id(), tenant=tenant, kind=Kind.BATCH_EXTRACT, status=Status.PENDING)
    made = (
        Job(id=new_id(), tenant=tenant, kind=Kind.EXTRACT, status=Status.WAITING, label=str(n))
        for n in range(children)
    )
    node.store.submit_batch(batch, made, workers, {})
    return batch


def submit_single(node: Node, tenant: str, label: str = "") -> None:
    job = Job(id=new_id(), tenant=tenant, kind=Kind.EXTRACT, status=Status.PENDING, label=label)
    node.store.submit(job)


def begin(node: Node, lane: Lane = Lane.CHILD) -> Job:
    job = node.store.begin(lane, "me")
    assert job is not None
    return job


def finish(node: Node, job: Job) -> None:
    node.store.finish(job, Outcome(result="r"), take_next=False)


def test_children_begin_in_the_order_of_their_batch(node: Node) -> None:
    submit_batch(node, "a", workers=6)
    assert [begin(node).label for _ in range(6)] == list("012345")


def test_tenants_share_alike_however_many_batches_they_have(node: Node) -> None:
    for _ in range(5):
        submit_batch(node, "many")
    submit_batch(node, "one")
    submit_batch(node, "late")
    running = [begin(node) for _ in range(9)]
    assert Counter(job.tenant for job in running) == {"many": 3, "one": 3, "late": 3}
    for job in running[:6]:
        finish(node, job)
        running.append(begin(node))
    assert Counter(job.tenant for job in running[6:]) == {"many": 3, "one": 3, "late": 3}


def test_batches_of_a_tenant_share_alike(node: Node) -> None:
    first, second, third = (submit_batch(node, "a") for _ in range(3))
    running = Counter(begin(node).batch for _ in range(6))
    assert running == {first.id: 2, second.id: 2, third.id: 2}


def test_where_one_runs_at_a_time_all_have_their_turns(node: Node) -> None:
    batches = [submit_batch(node, tenant) for tenant in ("a", "a", "b", "c")]
    turns = []
    for _ in range(12):
        job = begin(node)
        turns.append(job.batch)
        finish(node, job)
    assert [turns.count(batch.id) for batch in batches] == [2, 2, 4, 4]


def test_single_jobs_do_not_wait_behind_batches(node: Node) -> None:
    submit_batch(node, "a")
    for label in ("first", "second", "third"):
        submit_single(node, "a", label)
    submit_single(node, "b", "other")
    order = [begin(node, Lane.SINGLE).label for _ in range(4)]
    assert order == ["first", "other", "second", "third"]
    assert node.store.begin(Lane.SINGLE, "me") is None


def test_others_are_served_while_an_input_is_listed(node: Node) -> None:
    def listed() -> Iterator[Item]:
        for number in range(3):
            submit_single(node, "b", str(number))
            yield Item(label=f"{number}.pdf", work={})

    batch = Job(id=new_id(), tenant="a", kind=Kind.BATCH_EXTRACT, status=Status.PENDING)
    assert submit(node.store, batch, listed(), 2, Destination(local_path="/nowhere")) == 3
    assert begin(node, Lane.SINGLE).label == "0"


def test_a_slot_goes_to_single_jobs_first_but_not_for_ever() -> None:
    pool, served = SlotPool(1, 2**30), []

    def take(lane: Lane) -> None:
        with pool.slot(lane):
            served.append(lane)

    with ExitStack() as held:
        held.enter_context(pool.slot(Lane.CHILD))
        threads = []
        for lane in [Lane.CHILD] * 2 + [Lane.SINGLE] * 6:
            threads.append(threading.Thread(target=take, args=(lane,)))
            threads[-1].start()
            wait_until(lambda: pool.waiting == len(threads), 10)
    for thread in threads:
        thread.join()
    assert [lane.value[0] for lane in served] == list("ssssc" + "ssc")


def test_a_call_is_answered_while_another_tenant_has_batches(
    servers: Servers, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(12):
        write_pdf(folder / f"{number:02}.pdf", f"mark{number}", pages=6)
    note = write_text(tmp_path / "note.txt", "alpha").read_bytes()
    server = servers(OCTAVO_API_KEYS="test-key,other:other-key", OCTAVO_SLOTS="1")
    batches = [server.batch({"local_path": str(folder)}, tmp_path / f"out-{n}") for n in range(4)]

    def done() -> int:
        return sum(server.progress(batch)["completed"] for batch in batches)

    wait_until(lambda: done() >= 1, 120)
    before = done()
    answer = server.client.post(
        "/extract", files={"file": ("note.txt", note)}, headers={"x-api-key": "other-key"}
    )
    after = done()

    assert "alpha" in answer.json()["markdown"]
    assert after - before <= 4, "the call waited behind the batches"
    for batch in batches:
        server.client.delete(f"/job/{batch}")
