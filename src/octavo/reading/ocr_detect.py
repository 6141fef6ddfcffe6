"""Where text lies in an image: the PP-OCR detector, a segmentation network run by ONNX Runtime.

The network gives each pixel its probability of lying in the shrunken core of a text line
("Real-time Scene Text Detection with Differentiable Binarization", Liao et al. 2020); each
connected core is boxed and grown back to the size of its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.reading.ocr import Corners, Image
from octavo.reading.ocr_network import session

STRIDE = 32
"""The network halves its input five times."""
MAX_LINES = 2000
"""No readable page has more; what an image of noise may ask for ends here."""

FAINT = 16
"""Of 255: less contrast than this is the grain of paper."""


@dataclass(frozen=True)
class DetectorOptions:
    """Sizes in pixels of the network's input, which is `enlarged` so many times at most;
    thresholds are probabilities."""

    min_side: int = 736
    max_side: int = 1600
    enlarged: float = 2.0
    core: float = 0.2
    accept: float = 0.45
    grow: float = 1.7


class Detector:
    """Finds lines of text."""

    def __init__(self, model: Path, threads: int, options: DetectorOptions | None = None) -> None:
        self.options = options or DetectorOptions()
        self._session = session(model, threads)
        self._input = self._session.get_inputs()[0].name

    def __call__(self, image: Image) -> list[Corners]:
        """The lines of `image` as corners in its pixels, each starting at its upper left."""
        shrunk = _resized(image, self.options)
        left, top, right, bottom = _written(shrunk)
        if left == right:
            return []
        tensor = _tensor(shrunk[top:bottom, left:right])
        cores: NDArray[np.float32] = self._session.run(None, {self._input: tensor})[0][0, 0]
        scale = np.array([image.shape[1] / shrunk.shape[1], image.shape[0] / shrunk.shape[0]])
        return [(corners + np.array([left, top])) * scale for corners in self._boxes(cores)]

    def _boxes(self, cores: NDArray[np.float32]) -> list[Corners]:
        mask = (cores > self.options.core).astype(np.uint8)
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        found = []
        for contour in sorted(contours, key=len, reverse=True)[:MAX_LINES]:
            box = cv2.minAreaRect(contour)
            if min(box[1]) >= 3 and _mean_inside(cores, box) >= self.options.accept:
                found.append(_corners(_grown(box, self.options.grow)))
        return found


def _resized(image: Image, options: DetectorOptions) -> Image:
    height, width = image.shape[:2]
    scale = min(max(1.0, options.min_side / min(height, width)), options.enlarged)
    scale = min(scale, options.max_side / max(height, width))
    size = [max(STRIDE, round(side * scale / STRIDE) * STRIDE) for side in (width, height)]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, size, interpolation=method), np.uint8)


def _written(image: Image) -> tuple[int, int, int, int]:
    """The edges of the part of an image, in whole strides, beyond which there is blank paper."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    high, wide = grey.shape[0] // STRIDE, grey.shape[1] // STRIDE
    squares = grey.reshape(high, STRIDE, wide, STRIDE)
    marks = squares.max(axis=(1, 3)).astype(int) - squares.min(axis=(1, 3)) >= FAINT
    rows, columns = np.flatnonzero(marks.any(axis=1)), np.flatnonzero(marks.any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    first = [max(int(found[0]) - 1, 0) * STRIDE for found in (columns, rows)]
    last = [
        min(int(found[-1]) + 2, count) * STRIDE for found, count in ((columns, wide), (rows, high))
    ]
    return first[0], first[1], last[0], last[1]


def _tensor(image: Image) -> NDArray[np.float32]:
    """1 x 3 x height x width, blue first, -1..1."""
    return np.ascontiguousarray(
        (image[:, :, ::-1].astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[np.newaxis]
    )


def _mean_inside(cores: NDArray[np.float32], box: Any) -> float:
    corners = cv2.boxPoints(box)
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    window = cores[top:bottom, left:right]
    mask = np.zeros(window.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(window, mask)[0])


def _grown(box: Any, ratio: float) -> Any:
    """The box with each side moved out by the distance the core was shrunk by."""
    centre, (width, height), angle = box
    distance = width * height * ratio / (2 * (width + height))
    return centre, (width + 2 * distance, height + 2 * distance), angle


def _corners(box: Any) -> Corners:
    """Its corners clockwise from the upper left, the edges nearest to flat being the upper and
    lower ones."""
    points = np.asarray(cv2.boxPoints(box), np.float64)
    centre = points.mean(axis=0)
    edges = np.roll(points, -1, axis=0) - points
    flat = [abs(edge[0]) >= abs(edge[1]) for edge in edges]
    for index in range(4):
        middle = (points[index] + points[(index + 1) % 4]) / 2
        if flat[index] and middle[1] <= centre[1] and edges[index][0] >= 0:
            return np.roll(points, -index, axis=0)
    return points[np.argsort(points.sum(axis=1))]
