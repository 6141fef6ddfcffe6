"""Boxes to tick: the options of a row with their marks, and what the row is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.finding.grids import visual_rows
from octavo.finding.scene import Scene, Segment

_MARK = re.compile(
    r"(?P<on>[☑☒✓✔✗✘⊠■▣🗹🗷]|[\[(]\s?[xX✓✔]\s?[\])])|(?P<off>[☐□▢]|\[\s?\]|\(\s?\)|\[_+\])"
)


@dataclass(frozen=True)
class Option:
    """One box: the text beside it, whether it is ticked, the row's wording before all boxes."""

    text: str
    ticked: bool
    label: str
    id: str
    others: tuple[str, ...] = ()
    """The texts of the row's other boxes."""


def has_box(text: str) -> bool:
    return _MARK.search(text) is not None


def options(scene: Scene) -> list[Option]:
    """All boxes of the document, found once."""
    if "ticks" not in scene.notes:
        found: list[Option] = []
        for row in _rows(scene):
            found += _of_row(row)
        scene.notes["ticks"] = found
    return scene.notes["ticks"]  # type: ignore[return-value]


def _rows(scene: Scene) -> Iterator[list[Segment]]:
    """Rows of text that may hold boxes: beside one another on the page, or one cell or line."""
    marked = {s.page for s in scene.segments if _MARK.search(s.text)}
    if not marked:
        return
    for row in visual_rows(scene):
        if row[0].page in marked:
            yield row
    for segment in scene.segments:
        if segment.page in marked and (segment.box is None or segment.cell is not None):
            yield [segment]


def _of_row(row: list[Segment]) -> list[Option]:
    text = ""
    owners: list[tuple[int, Segment]] = []
    for segment in row:
        owners.append((len(text), segment))
        text += segment.text + "  "
    marks = list(_MARK.finditer(text))
    if not marks:
        return []
    behind = text[marks[-1].end() :].strip() == "" and text[: marks[0].start()].strip() != ""
    if behind and len(marks) > 1:
        edges = [0] + [mark.end() for mark in marks]
        pieces = [text[a : m.start()] for a, m in zip(edges, marks, strict=False)]
        label, _, pieces[0] = pieces[0].rpartition(":")
    elif behind:
        pieces, label = [text[: marks[0].start()]], ""
    else:
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        pieces = [text[m.end() : end] for m, end in zip(marks, ends, strict=True)]
        label = text[: marks[0].start()]
    label = label.strip(" :?") or _label_before(row[0])
    said = [piece.strip(" :;,.-") for piece in pieces]
    return [
        Option(
            one,
            mark["on"] is not None,
            label,
            [s.id for start, s in owners if start <= mark.start()][-1],
            tuple(other for other in said if other != one),
        )
        for one, mark in zip(said, marks, strict=True)
    ]


def _label_before(first: Segment) -> str:
    """The wording left of a row of boxes, or above it where that has no boxes itself."""
    for near in (first.left, first.above):
        if near is not None and not _MARK.search(near.text) and len(near.text) < 80:
            return near.text.strip(" :?")
    return ""
