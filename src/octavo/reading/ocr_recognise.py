"""What a line of text reads: the PP-OCR recogniser, run by ONNX Runtime, one line at a time.

The network gives each column of the line the probabilities of every character and of none;
repeated and empty columns are dropped ("Connectionist Temporal Classification", Graves et al.
2006). The columns a character was seen in say where it stands, which gives words their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from octavo.reading.ocr import Corners, Image
from octavo.reading.ocr_network import session

HEIGHT = 48
MAX_WIDTH = 3200
MIN_WIDTH = 64
SPACE = -1
"""The last class of the network."""
SPACE_HINT = 0.05
"""Probability of a space from which there is one. A network trained on scripts without spaces
loses far more of them than it invents: on receipts, four in five of those doubted this much are
there, and scanned pages of print gain as well."""
TYPOGRAPHIC = "€£¥§°–—“”‘’•·…©®™½¼¾²³±×"
Columns = NDArray[np.float32]


@dataclass(slots=True)
class Letter:
    """A character, where its middle stands along the line (0..1), and how sure it is."""

    text: str
    place: float
    confidence: float


class Recogniser:
    """Reads lines that were cut out and stand upright."""

    def __init__(self, model: Path, threads: int) -> None:
        self._session = session(model, threads)
        self._input = self._session.get_inputs()[0].name
        listed = self._session.get_modelmeta().custom_metadata_map["character"]
        self._characters = ["", *listed.split("\n"), " "]
        self._foreign = np.array([is_foreign(character) for character in self._characters])

    def __call__(self, line: Image, plain: bool = False) -> list[Letter]:
        """The letters of `line`, spaces among them, in the order they are read.

        `plain` reads it as if there were no letters but those of English.
        """
        tensor, used = _tensor(line)
        columns: Columns = self._session.run(None, {self._input: tensor})[0][0]
        if plain:
            columns[:, self._foreign] = 0
        best = columns.argmax(axis=1)
        edges = np.flatnonzero(np.diff(best, prepend=-1)).tolist()
        runs = [run for run in zip(edges, [*edges[1:], len(best)], strict=True) if best[run[0]]]
        letters: list[Letter] = []
        for index, (start, end) in enumerate(runs):
            if index and _hints_at_space(columns, runs[index - 1][1], start):
                letters.append(Letter(" ", (runs[index - 1][1] + start + 1) / 2, 0.0))
            sure = float(columns[start:end, best[start]].max())
            letters.append(Letter(self._characters[best[start]], (start + end) / 2, sure))
        for letter in letters:
            letter.place = min(1.0, letter.place / (len(best) * used))
        return letters


def is_foreign(character: str) -> bool:
    """Whether a character has no place in plain English print."""
    return not character.isascii() and character not in TYPOGRAPHIC


def _hints_at_space(columns: Columns, end: int, start: int) -> bool:
    """Whether a space was thought of between one letter's end and the next one's start."""
    return bool(columns[end : start + 1, SPACE].max() > SPACE_HINT)


def cut(image: Image, corners: Corners) -> Image:
    """The line between `corners`, laid flat, at the size it has in the image."""
    width = max(1, round(float(np.linalg.norm(corners[1] - corners[0]))))
    height = max(1, round(float(np.linalg.norm(corners[3] - corners[0]))))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    return np.asarray(
        cv2.warpPerspective(
            image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def _tensor(line: Image) -> tuple[NDArray[np.float32], float]:
    """1 x 3 x 48 x width, blue first, -1..1; and the share of the width that is the line."""
    height, width = line.shape[:2]
    wanted = int(np.clip(round(width * HEIGHT / height), 8, MAX_WIDTH))
    method = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    resized = cv2.resize(line, (wanted, HEIGHT), interpolation=method)
    padded = max(MIN_WIDTH, -(-wanted // 8) * 8)
    tensor = np.zeros((1, 3, HEIGHT, padded), np.float32)
    tensor[0, :, :, :wanted] = resized[:, :, ::-1].transpose(2, 0, 1) / np.float32(127.5) - 1
    return tensor, wanted / padded
