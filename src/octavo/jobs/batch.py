"""Fan-out: a batch and its children, from a stream of sources, each with its output's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from octavo.errors import NoInput
from octavo.jobs.model import Job, Status
from octavo.jobs.store import Store, new_id
from octavo.storage.names import named
from octavo.storage.sinks import Destination
from octavo.storage.sources import Source


class Item(msgspec.Struct):
    """One child to be: the label it and its output file go by, and its own part of the work."""

    label: str
    work: dict[str, Any]


def submit(
    store: Store, batch: Job, items: Iterable[Item], workers: int, destination: Destination
) -> int:
    """Record `batch` with a child for every item; how many. `batch.work` is shared by all.

    Raises NoInput if there are no items.
    """
    children = (
        _child(batch, item, output) for item, output in named(items, lambda item: item.label)
    )
    total = store.submit_batch(batch, children, workers, msgspec.to_builtins(destination))
    if total == 0:
        raise NoInput("No supported file was found in the input")
    return total


def of_sources(sources: Iterable[Source]) -> Iterator[Item]:
    """An item for each document to extract."""
    for source in sources:
        yield Item(label=source.name, work={"source": msgspec.to_builtins(source)})


def _child(batch: Job, item: Item, output: str) -> Job:
    return Job(
        id=new_id(),
        tenant=batch.tenant,
        kind=batch.kind.child,
        status=Status.WAITING,
        label=item.label,
        work=item.work | {"output": output},
    )
