"""The trained ranker: boosted regression trees over `features`, and the calibration of its answer.

Written by `tools/train_finder.py` into `ranker.npz`, evaluated with numpy alone. Trees are stored
as arrays of nodes (feature, threshold, left, right, value), a row for each; a leaf points at
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import IO

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Ranker:
    """Trees as arrays [tree, node]; `knots` map a raw confidence to the share that was right."""

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: Floats
    base: float
    depth: int
    knots: Floats
    names: tuple[str, ...]

    def scores(self, rows: Floats) -> Floats:
        """The chance of each row to be the field's value, by its features alone (0..1)."""
        if not len(rows):
            return np.zeros(0, dtype=np.float32)
        trees, size = self.feature.shape
        first = np.arange(trees, dtype=np.int32) * size
        row = (np.arange(len(rows), dtype=np.int32) * rows.shape[1])[:, None]
        flat, at = rows.ravel(), np.broadcast_to(first, (len(rows), trees))
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        for _ in range(self.depth):
            goes_left = flat.take(row + feature.take(at)) <= threshold.take(at)
            at = first + np.where(goes_left, left.take(at), right.take(at))
        raw = self.base + self.value.ravel().take(at).sum(axis=1)
        return np.asarray(1.0 / (1.0 + np.exp(-raw)), dtype=np.float32)

    def calibrated(self, raw: float) -> float:
        """The share of answers with this raw confidence that were right in unseen documents."""
        return float(np.interp(raw, self.knots[0], self.knots[1]))


def load(source: IO[bytes]) -> Ranker:
    """A ranker from the arrays `tools/train_finder.py` saved."""
    with np.load(source, allow_pickle=False) as data:
        return Ranker(
            data["feature"], data["threshold"], data["left"], data["right"], data["value"],
            float(data["base"]), int(data["depth"]), data["knots"], tuple(data["names"].tolist()),
        )  # fmt: skip


@cache
def ranker() -> Ranker:
    """The shipped ranker, read once."""
    with resources.files("octavo.finding").joinpath("ranker.npz").open("rb") as source:
        return load(source)
