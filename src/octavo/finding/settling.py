"""Which of a schema's fields a printed value answers: the one that is surest of it.

Asked for an employer that a payslip does not name, the likeliest name on it is the employee's; but
that one is the employee's already. Fields that are all sure of a value share it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

SHARED = 0.9
"""Confidence from which a field keeps a value that another is surer of."""
Path = tuple[str, ...]


@dataclass(frozen=True)
class Leaf:
    """The answer for one leaf: what, from where, how sure."""

    value: Any = None
    ids: tuple[str, ...] = ()
    confidence: float = 0.0


NOTHING = Leaf()


def key(value: Any) -> str:
    """A value by its letters and digits alone."""
    return "".join(c for c in str(value).casefold() if c.isalnum()) or repr(value)


def settle(
    ranked: dict[Path, list[Leaf]], choose: Callable[[list[Leaf]], Leaf]
) -> dict[Path, Leaf]:
    """The answer of every field; `choose` takes one of a field's leaves, or NOTHING."""
    left = dict(ranked)
    waiting = {path: choose(leaves) for path, leaves in left.items()}
    settled: dict[Path, Leaf] = {}
    taken: set[Hashable] = set()
    while waiting:
        path = max(waiting, key=lambda one: waiting[one].confidence)
        leaf = waiting.pop(path)
        if leaf.confidence < SHARED and _printed(leaf) in taken:
            left[path] = [other for other in left[path] if _printed(other) not in taken]
            waiting[path] = choose(left[path])
            continue
        settled[path] = leaf
        if leaf is not NOTHING:
            taken.add(_printed(leaf))
    return settled


def _printed(leaf: Leaf) -> Hashable:
    return key(leaf.value), leaf.ids
