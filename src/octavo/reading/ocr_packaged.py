"""OCR engines used as their packages come: faster-paddle (an extra to install) and RapidOCR.

Both read an image that stands upright, so a page that lies otherwise is turned here until it reads
well. faster-paddle says where lines lie but not words; those are told apart by the ink.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from octavo.reading import ocr
from octavo.reading.ocr import Corners, Image, LineWord, TextLine
from octavo.reading.ocr_recognise import Letter, cut
from octavo.reading.ocr_words import words

SURE = 0.8
"""Mean confidence from which no other turn of the page is tried."""
MODEL = "small"


class FasterPaddleEngine:
    """PP-OCRv6 small as faster-paddle runs it (Rust, with an ONNX Runtime of its own)."""

    name = "faster-paddle"

    def __init__(self) -> None:
        import faster_paddle

        self._engine = faster_paddle.OcrEngine(model_size=MODEL, threads=ocr.threads())

    def lines(self, image: Image) -> list[TextLine]:
        return upright(self._lines, image)

    def _lines(self, image: Image) -> list[TextLine]:
        _, encoded = cv2.imencode(".png", image[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])
        found = self._engine.ocr(encoded.tobytes())["bounds"].values()
        return [line for line in (self._line(image, item) for item in found) if line.words]

    def _line(self, image: Image, item: dict[str, Any]) -> TextLine:
        (x0, y0), (x1, y1) = item["topLeftCoord"], item["bottomRightCoord"]
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], float)
        text = str(item["text"])
        letters = [
            Letter(letter, (index + 0.5) / len(text), float(item["confidence"]))
            for index, letter in enumerate(text)
        ]
        return TextLine(corners, words(letters, cut(image, corners)))


class RapidOcrEngine:
    """PP-OCRv6 small as RapidOCR runs it."""

    name = "rapidocr"

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._engine = RapidOCR(
            params={
                "EngineConfig.onnxruntime.intra_op_num_threads": ocr.threads(),
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.return_word_box": True,
                "Global.log_level": "error",
            }
        )

    def lines(self, image: Image) -> list[TextLine]:
        return upright(self._lines, image)

    def _lines(self, image: Image) -> list[TextLine]:
        result = self._engine(image[:, :, ::-1])
        if result.boxes is None:
            return []
        found = zip(result.boxes, result.word_results, strict=True)
        return [_with_words(np.asarray(corners, float), parts) for corners, parts in found]


def upright(read: Callable[[Image], list[TextLine]], image: Image) -> list[TextLine]:
    """The lines of `image` turned the way that `read` is surest of, corners in `image` as given."""
    best: tuple[float, int, list[TextLine]] = (-1.0, 0, [])
    for turn in (0, 2, 1, 3):
        lines = read(np.ascontiguousarray(np.rot90(image, turn)))
        best = max(best, (_sureness(lines), turn, lines), key=lambda tried: tried[0])
        if not lines or best[0] >= SURE:
            break
    _, turn, lines = best
    for line in lines:
        line.corners = _turned_back(line.corners, turn, image)
    return lines


def _sureness(lines: list[TextLine]) -> float:
    """Mean confidence by length; lines that stand on end count for nothing."""
    letters = sum(len(line.text) for line in lines)
    flat = [line for line in lines if np.ptp(line.corners[:, 0]) >= np.ptp(line.corners[:, 1])]
    return sum(len(line.text) * line.confidence for line in flat) / max(letters, 1)


def _turned_back(corners: Corners, turn: int, image: Image) -> Corners:
    high, wide = image.shape[:2]
    x, y = corners[:, 0], corners[:, 1]
    pairs = ((x, y), (wide - y, x), (wide - x, high - y), (y, high - x))
    return np.stack(pairs[turn], axis=1)


def _with_words(corners: Corners, parts: Any) -> TextLine:
    """A line whose words RapidOCR gave as (text, confidence, corners)."""
    run = corners[1] - corners[0]
    found = []
    for text, confidence, box in parts:
        along = (np.asarray(box, float) - corners[0]) @ run / (run @ run)
        start, end = np.clip((along.min(), along.max()), 0.0, 1.0)
        found.append(LineWord(str(text), float(confidence), float(start), float(end)))
    return TextLine(corners, found)
