"""How a scanned page lies in its image: turned by quarters, and a little askew.

A page is understood upright, and its boxes are then given back in the image as it was sent, so
that whoever draws them on that image finds them on their text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from octavo.documents import Block, Box, Cell, Word

Points = NDArray[np.float64]
"""N x 2, x and y."""


@dataclass(frozen=True, slots=True)
class Placement:
    """`width` and `height` in pixels are the image's; `turns` the quarters clockwise its page was
    turned by; `skew` the degrees clockwise its lines then still run down."""

    width: int
    height: int
    turns: int = 0
    skew: float = 0.0

    @property
    def plain(self) -> bool:
        """Whether the page lies as it should, so that nothing has to be mapped."""
        return self.turns == 0 and self.skew == 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the page once upright."""
        return (self.height, self.width) if self.turns % 2 else (self.width, self.height)

    def upright(self, points: Points) -> Points:
        """Pixels of the image as pixels of the upright page."""
        x, y = points[:, 0], points[:, 1]
        wide, high = float(self.width), float(self.height)
        pairs = ((x, y), (y, wide - x), (wide - x, high - y), (high - y, x))
        return self._rotated(np.stack(pairs[self.turns], axis=1), -self.skew)

    def given(self, points: Points) -> Points:
        """Pixels of the upright page as pixels of the image."""
        straight = self._rotated(points, self.skew)
        x, y = straight[:, 0], straight[:, 1]
        wide, high = float(self.width), float(self.height)
        pairs = ((x, y), (wide - y, x), (wide - x, high - y), (y, high - x))
        return np.stack(pairs[self.turns], axis=1)

    def put_back(self, box: Box) -> Box:
        """A box of the upright page as the box around it in the image, both in fractions."""
        if self.plain:
            return box
        wide, high = self.size
        corners = np.array(
            [[x * wide, y * high] for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        )
        (x0, y0), (x1, y1) = (edge(self.given(corners)) for edge in (_low, _high))
        return Box(x0 / self.width, y0 / self.height, x1 / self.width, y1 / self.height).clipped()

    def put_back_blocks(self, blocks: Iterable[Block]) -> None:
        """Give every box of `blocks`, their words and their cells back in the image, in place."""
        if self.plain:
            return
        for block in blocks:
            parts: list[Block | Word | Cell] = [block, *block.words]
            parts += block.table.cells if block.table else []
            for part in parts:
                if part.box is not None:
                    part.box = self.put_back(part.box)

    def _rotated(self, points: Points, degrees: float) -> Points:
        """Turned clockwise around the middle of the upright page."""
        if not degrees:
            return points
        middle = np.array(self.size) / 2
        sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
        matrix = np.array([[cosine, sine], [-sine, cosine]])
        return np.asarray((points - middle) @ matrix + middle, np.float64)


def _low(points: Points) -> tuple[float, float]:
    x, y = points.min(axis=0)
    return float(x), float(y)


def _high(points: Points) -> tuple[float, float]:
    x, y = points.max(axis=0)
    return float(x), float(y)
