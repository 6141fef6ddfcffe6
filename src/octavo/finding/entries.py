"""Records without a table or labels: the entries below a heading, as in a résumé.

An entry is what white space, or its own dates, set apart; its dates and the pieces of its first
lines are dealt out to the properties by what they may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from octavo.documents import BlockKind
from octavo.finding import glossary
from octavo.finding.likeness import similarity
from octavo.finding.scene import Scene, Segment
from octavo.finding.values import dates, parties
from octavo.finding.wanted import Wanted

NAMED, SURE = 0.6, 0.6
"""Likeness from which a heading names the list, and the confidence in what is dealt out."""
MAX_LINES = 400
_NOW = r"present|today|now|current|heute|jetzt|aujourd[’']hui|actualidad|presente|oggi|atual|heden"
_POINT = rf"(?:(?:[^\W\d]{{3,9}}\.?\s+|\d{{1,2}}[/.-])?(?:19|20)\d\d|{_NOW})"
_SPAN = re.compile(
    rf"\(?(?<!\w)({_POINT})(?:\s*(?:[-–—]|to|bis|à|a|al|até|tot)\s*({_POINT}))?\)?", re.I
)
_PARTS = re.compile(r"\s*(?:,|\||·|•|;|\s[-–—]\s|\s@\s|\b(?:at|bei|chez|presso)\b)\s*")
_BULLET = re.compile(r"^\s*[•·▪◦*–-]\s+")
Record = dict[int, tuple[Any, tuple[str, ...], float]]


@dataclass(slots=True)
class Entry:
    """The points in time, the pieces of wording and the further lines of one entry, with ids."""

    points: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[tuple[str, str]] = field(default_factory=list)
    rest: list[tuple[str, str]] = field(default_factory=list)


def records(scene: Scene, fields: list[Wanted], about: Wanted) -> list[Record]:
    """The entries under the heading that names the list, [] where none does or they say little."""
    lines = _under_heading(scene, about)
    entries = [_read(group) for group in _grouped(scene, lines)]
    found = [_dealt(entry, fields) for entry in entries]
    full = [record for record in found if len(record) >= min(2, len(fields))]
    return full if full and len(full) >= 0.5 * len(found) else []


def _under_heading(scene: Scene, about: Wanted) -> list[Segment]:
    best, at = NAMED - 1e-9, -1
    for index, segment in enumerate(scene.segments):
        if len(segment.text) < 50 and segment.cell is None and ":" not in segment.text[:-1]:
            heading = segment.kind is BlockKind.HEADING
            named = similarity(about, segment.text)[0] - (0.0 if heading else 0.1)
            if named > best:
                best, at = named, index
    if at < 0:
        return []
    lines: list[Segment] = []
    for segment in scene.segments[at + 1 : at + 1 + MAX_LINES]:
        if segment.cell is not None or (segment.kind is BlockKind.HEADING and _is_next(
            segment, scene.segments[at])):  # fmt: skip
            break
        lines.append(segment)
    return lines


def _is_next(segment: Segment, heading: Segment) -> bool:
    """Whether a heading closes the section: one as large as its own, or without sizes any."""
    return segment.height >= 0.95 * heading.height or not segment.box


def _grouped(scene: Scene, lines: list[Segment]) -> list[list[Segment]]:
    """Lines by the gaps between them; where these tell nothing, by their dates."""
    groups: list[list[Segment]] = []
    for segment in lines:
        before = groups[-1][-1] if groups else None
        if before is None or _is_apart(scene, before, segment):
            groups.append([])
        groups[-1].append(segment)
    dated = sum(1 for segment in lines if _SPAN.search(segment.text))
    if len(groups) >= dated:
        return groups
    first = bool(lines) and _SPAN.search(lines[0].text) is not None
    groups = [[]]
    for segment in lines:
        told = _SPAN.search(segment.text) is not None
        if told and first and groups[-1]:
            groups.append([])
        groups[-1].append(segment)
        if told and not first:
            groups.append([])
    return [group for group in groups if group]


def _is_apart(scene: Scene, before: Segment, segment: Segment) -> bool:
    if before.box is None or segment.box is None:
        return before.block != segment.block
    if before.page != segment.page:
        return True
    return segment.box.y0 - before.box.y1 > 0.75 * max(scene.height, before.height)


def _read(group: list[Segment]) -> Entry:
    entry = Entry()
    for segment in group:
        text = segment.text
        if (span := _SPAN.search(text)) and not entry.points and len(text) < 120:
            entry.points = [(point, segment.id) for point in span.groups() if point]
            text = f"{text[: span.start()]} | {text[span.end() :]}"
        if _BULLET.match(text) or segment.prose or len(entry.pieces) > 3:
            entry.rest.append((_BULLET.sub("", text).strip(" |"), segment.id))
            continue
        entry.pieces += [(p.strip(), segment.id) for p in _PARTS.split(text) if p.strip(" |.,()")]
    return entry


def _dealt(entry: Entry, fields: list[Wanted]) -> Record:
    record: Record = {}
    points, pieces = list(entry.points), list(entry.pieces)
    for index, wanted in enumerate(fields):
        if _is_time(wanted) and points:
            _time(record, index, wanted, points)
    wordy = [i for i, w in enumerate(fields) if w.type == "string" and not _is_time(w)]
    firms = [i for i in wordy if _means(fields[i], "company employer school hospital")]
    for index in firms:
        if pieces:
            best = max(range(len(pieces)), key=lambda n: (_firmness(pieces[n][0]), n == 1))
            _put(record, index, pieces.pop(best))
    for index in wordy:
        if index in record:
            continue
        if fields[index].kind == "text" and _means(fields[index], "description"):
            if entry.rest:
                _put(record, index, (" ".join(t for t, _ in entry.rest), entry.rest[0][1]))
        elif pieces:
            _put(record, index, pieces.pop(0))
    return record


def _put(record: Record, index: int, piece: tuple[str, str]) -> None:
    record[index] = (piece[0], (piece[1],), SURE)


def _is_time(wanted: Wanted) -> bool:
    return wanted.kind == "date" or _means(wanted, "year period start end")


def _time(record: Record, index: int, wanted: Wanted, points: list[tuple[str, str]]) -> None:
    """The first point for a start, the last for an end, the span for a period."""
    last = _means(wanted, "end")
    if last and len(points) < 2 and not _means(wanted, "year"):
        return
    text, cited = points[-1] if last else points[0]
    value: Any = text
    if wanted.type in ("integer", "number"):
        year = re.search(r"(?:19|20)\d\d", text)
        value = int(year[0]) if year else None
    elif wanted.schema.get("format") == "date":
        value = dates.parse(text)
    elif _means(wanted, "period") and len(points) > 1:
        value = " - ".join(point for point, _ in points)
    if value is not None:
        record[index] = (value, (cited,), SURE)


def _means(wanted: Wanted, words: str) -> bool:
    known = frozenset().union(*(glossary.senses(word) for word in words.split()))
    return any(term.senses & known for term in wanted.own)


def _firmness(text: str) -> float:
    return round(parties.organisation(text), 2)
