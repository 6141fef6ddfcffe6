"""Lists of values: what follows a label or a heading that names them, part by part.

"Attendees: A, B and C", a heading with bullets or lines below it, or a line of names alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.documents import BlockKind
from octavo.finding.candidates import labels_itself
from octavo.finding.likeness import similarity
from octavo.finding.scene import Scene, Segment
from octavo.finding.values import parties
from octavo.finding.wanted import Wanted

NAMED = 0.6
"""Likeness from which a label or heading names a list."""
MAX_LINES = 80
Part = tuple[float, str, list[str]]
"""Confidence, text, ids."""
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣*–-]|\d{1,2}[.)])\s+")
_MARKS = re.compile(r"\s*[;•·|]\s*|\s+/\s+")
_AND = re.compile(r"\s+(?:and|und|et|y|e|en|&)\s+(?=\S+(?:\s\S+){0,3}$)")


def parts(scene: Scene, field: Wanted) -> list[Part]:
    """The entries of the best-named list of a document, [] where none is named."""
    best: tuple[float, list[Part]] = (NAMED - 1e-9, [])
    for index, segment in enumerate(scene.segments):
        if segment.prose and ":" not in segment.text[:50]:
            continue
        label, colon, said = segment.text.partition(":")
        named = similarity(field, label)[0] if len(label) <= 60 else 0.0
        if named <= best[0] or (not colon and segment.kind is not BlockKind.HEADING):
            continue
        entries = list(_entries(scene, index, said.strip()))
        if entries:
            best = (named, [(0.5 + 0.45 * named, text, ids) for text, ids in entries])
    return best[1] or _names(scene, field)


def _entries(scene: Scene, index: int, said: str) -> Iterator[tuple[str, list[str]]]:
    """The entries after a label: on its own line and on, or on the lines below it."""
    label = scene.segments[index]
    lines = [(said, [label.id])] if said else []
    bulleted = False
    for segment in scene.segments[index + 1 : index + 1 + MAX_LINES]:
        bullet = _BULLET.match(segment.text) or segment.kind is BlockKind.LIST_ITEM
        if segment.kind is BlockKind.HEADING and not _goes_on(label, segment, bool(lines)):
            break
        if labels_itself(segment.text) or (lines and not bullet and _parted(scene, label, segment)):
            break
        if said and segment.block != label.block:
            break
        if bulleted and not bullet:
            if segment.block != label.block:
                break
            lines[-1] = (f"{lines[-1][0]} {segment.text}", [*lines[-1][1], segment.id])
            continue
        bulleted = bulleted or bool(bullet)
        lines.append((_BULLET.sub("", segment.text), [segment.id]))
    if bulleted or (len(lines) > 1 and not said and not lines[0][0].rstrip().endswith(",")):
        yield from lines
        return
    whole = " ".join(text for text, _ in lines)
    ids = list(dict.fromkeys(one for _, cited in lines for one in cited))
    for text in split(whole):
        yield text, ids


def _goes_on(label: Segment, segment: Segment, begun: bool) -> bool:
    """Whether what was taken for a heading is the list's own line: right below, smaller."""
    return not begun and segment.height < label.height


def _parted(scene: Scene, label: Segment, segment: Segment) -> bool:
    """Whether white space parts a line from what is above it."""
    if segment.block == label.block or segment.box is None or segment.above is None:
        return False
    above = segment.above.box
    return above is None or segment.box.y0 - above.y1 > 1.2 * max(segment.height, scene.height)


def split(text: str) -> list[str]:
    """A line as its entries: by semicolons, bullets or bars, else by commas and a last "and"."""
    pieces = _MARKS.split(text)
    if len(pieces) < 2:
        pieces = re.split(r"\s*,\s*(?=\D|\d+\s\D)", text)
        pieces[-1:] = _AND.split(pieces[-1]) if len(pieces) > 1 or len(text) < 60 else pieces[-1:]
    out: list[str] = []
    for piece in (piece.strip(" .,") for piece in pieces):
        if out and re.fullmatch(parties.SUFFIX, piece):
            out[-1] = f"{out[-1]}, {piece}"
        elif piece:
            out.append(re.sub(r"^(?:and|und|et|y)\s+", "", piece))
    return out


def _names(scene: Scene, field: Wanted) -> list[Part]:
    """A line of several persons' names without a label, at the head of the document."""
    if field.kind != "name" or field.role == "role:party":
        return []
    for segment in scene.segments[:30]:
        pieces = split(segment.text) if "," in segment.text or ";" in segment.text else []
        if len(pieces) > 1 and all(parties.person(piece) for piece in pieces):
            return [(0.6, piece, [segment.id]) for piece in pieces]
    return []
