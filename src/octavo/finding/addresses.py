"""Postal addresses over several lines: runs of lines under one another that look like one."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.documents import BlockKind
from octavo.finding.candidates import (
    Candidate,
    block_role,
    is_prose,
    prose_candidate,
    row_run,
    surroundings,
)
from octavo.finding.scene import Scene, Segment
from octavo.finding.values import parties

MAX_LINES = 7


def address_candidates(scene: Scene) -> Iterator[Candidate]:
    """Every run of up to seven stacked lines that holds an address-like line."""
    scores = {
        id(s): parties.address_line(parties.address_part(s.text))
        for s in scene.segments
        if not s.prose
    }
    for segment in scene.segments:
        if scores.get(id(segment), -1.0) > 0.25:
            yield from _runs_from(scene, segment, scores)
    yield from _in_prose(scene)


def _runs_from(scene: Scene, first: Segment, scores: dict[int, float]) -> Iterator[Candidate]:
    """The runs that begin at a line: each prefix that may be the whole address."""
    run: list[Segment] = []
    total = 0.0
    segment: Segment | None = first
    while segment is not None and len(run) < MAX_LINES:
        score = scores.get(id(segment), -1.0)
        if score <= -0.5 or (run and not _continues(scene, run[-1], segment)):
            break
        run.append(segment)
        total += score
        if total >= 0.8:
            yield _candidate(scene, list(run))
        if len(parties.address_part(segment.text)) < len(segment.text):
            break
        segment = _next(scene, segment)


def _next(scene: Scene, segment: Segment) -> Segment | None:
    if segment.below is not None:
        return segment.below
    following = segment.order + 1
    same = following < len(scene.segments) and scene.segments[following].id == segment.id
    return scene.segments[following] if same else None


def _continues(scene: Scene, upper: Segment, lower: Segment) -> bool:
    """Whether a line goes on where another ended: in the same cell or block, or close below."""
    if lower.kind is BlockKind.HEADING and upper.kind is not BlockKind.HEADING:
        return False
    if upper.box is None or lower.box is None:
        return upper.table == lower.table
    gap = lower.box.y0 - upper.box.y1
    return gap < 1.3 * max(upper.height, lower.height, scene.height)


def _candidate(scene: Scene, run: list[Segment]) -> Candidate:
    first = run[0]
    rows = [_row(segment) for segment in run]
    candidate = Candidate(
        "address", "\n".join(parties.address_part(" ".join(s.text for s in row)) for row in rows),
        list(dict.fromkeys(piece.id for row in rows for piece in row)),
        first.order / max(1, len(scene.segments)),
        run, first, surroundings(scene, first, 0, len(first.text), True), role=block_role(first),
    )  # fmt: skip
    candidate.lines = len(run)
    return candidate


def _row(segment: Segment) -> list[Segment]:
    """A line of an address with what an uneven gap parted from it."""
    row = row_run(segment, 2.5)
    for count, piece in enumerate(row[1:], start=1):
        if parties.address_line(piece.text) < -0.5:
            return row[:count]
    return row


def _in_prose(scene: Scene) -> Iterator[Candidate]:
    """Addresses a sentence names."""
    for start, end in parties.addresses_in(scene.flow.text):
        block = scene.flow.blocks[scene.flow.at(start)]
        if block >= 0 and is_prose(scene, block):
            yield prose_candidate(scene, "address", start, end)
