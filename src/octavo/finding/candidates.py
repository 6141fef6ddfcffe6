"""Spans of a document that may be a value, by kind, each with the texts that stand around it.

A candidate knows where it is printed, the ids it would be cited by, and its surroundings: the
text before it on its line, the neighbours to the left and above, its column's header, its
row's first cell, what follows, and the last heading before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from octavo.documents import BlockKind
from octavo.finding import lexicon as lx
from octavo.finding.scene import Scene, Segment
from octavo.finding.values import dates, numbers, parties, places

MAX_PER_KIND = 3_000
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?<![@\w])[\w-]+\.(?:com|net|org|de|fr|es|it|eu|nl|co\.uk)(?:/\S*)?(?!\w)",
    re.I,
)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s()./-]{5,18}\d(?!\w)")
_TIME = re.compile(r"(?<![\d:])\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?!\w)")
_IDENT = re.compile(r"(?<![\w])[#]?(?=[\w./-]*\d)[A-Za-z0-9](?:[\w./-]*\w)?(?:\([\w-]+\))?")
_SPACED_IDENT = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{2,4}){3,8}|"
    r"[A-Z]{0,4}\s?\d{1,4}(?:[\s.]\d{2,4}){2,4})(?!\w)"
)
_QUOTED = re.compile(r"^[^(\"“”]{0,60}\(?[^(\"“”]{0,40}[\"“]([^\"”]{2,40})[\"”]")
_REGISTRATION = re.compile(
    r"\s*\(?(?:co\.?\s*)?(?:company\s*)?(?:reg(?:istration)?\.?\s*)?(?:no\.?\s*)?[:(]\s*(?=[^)]*\d)"
    r"[\dA-Z]{2,}[\d -]*[-\w]*\s*\)?\s*$",
    re.I,
)


@dataclass(slots=True, eq=False)
class Candidate:
    """One possible value. `text` is as printed; `value` the typed span behind it, if any.

    `around` maps a relation (inline, left, above, column, row, after, heading, cue) to a text.
    """

    kind: str
    text: str
    ids: list[str]
    order: float
    value: Any = None
    segment: Segment | None = None
    around: dict[str, str] = field(default_factory=dict)
    prose: bool = False
    before: dict[str, float] = field(default_factory=dict)
    behind: dict[str, float] = field(default_factory=dict)
    role: str | None = None
    lines: int = 1


def of_kind(scene: Scene, kind: str) -> list[Candidate]:
    """The candidates of a kind in the document, found once."""
    key = f"candidates:{kind}"
    if key not in scene.notes:
        maker = _MAKERS.get(kind, _texts)
        found: list[Candidate] = []
        for candidate in maker(scene):
            found.append(candidate)
            if len(found) >= MAX_PER_KIND:
                break
        scene.notes[key] = found
    return scene.notes[key]  # type: ignore[return-value]


# --- spans inside one segment or the prose ----------------------------------------------------

Spans = Callable[[str], list[tuple[int, int, Any]]]


def _spanned(scene: Scene, kind: str, spans: Spans) -> Iterator[Candidate]:
    for segment in scene.segments:
        if segment.prose:
            continue
        for start, end, value in spans(segment.text):
            yield _in_segment(scene, kind, segment, start, end, value)
    yield from _in_prose(scene, kind, spans)


def _in_prose(scene: Scene, kind: str, spans: Spans) -> Iterator[Candidate]:
    flow = scene.flow
    if not _has_prose(scene):
        return
    for start, end, value in spans(flow.text):
        block = flow.blocks[flow.at(start)]
        if block < 0 or not is_prose(scene, block):
            continue
        yield prose_candidate(scene, kind, start, end, value)


def prose_candidate(scene: Scene, kind: str, start: int, end: int, value: Any = None) -> Candidate:
    """A candidate at [start, end) of the running text."""
    text = scene.flow.text
    before, after = text[max(0, start - 130) : start], text[end : end + 130]
    around = {"heading": _heading(scene, scene.flow.blocks[scene.flow.at(start)])}
    line = before[before.rfind("\n") + 1 :]
    around["inline"] = " ".join(line.split()[-6:])
    around["after"] = " ".join(after.split()[:5])
    if named := _QUOTED.match(after):
        around["term"] = named[1]
    return Candidate(
        kind, " ".join(text[start:end].split()), scene.flow.cited(start, end),
        start / max(1, len(text)), value, None, around, True,
        lx.cue_concepts(before), lx.cue_concepts(after, after=True),
    )  # fmt: skip


def is_prose(scene: Scene, block: int) -> bool:
    prose = scene.notes.get("prose")
    if prose is None:
        prose = scene.notes["prose"] = {s.block for s in scene.segments if s.prose}
    return block in prose  # type: ignore[operator]


def _has_prose(scene: Scene) -> bool:
    is_prose(scene, -1)
    return bool(scene.notes["prose"])


def _in_segment(
    scene: Scene, kind: str, segment: Segment, start: int, end: int, value: Any = None
) -> Candidate:
    return Candidate(
        kind, segment.text[start:end].strip(), [segment.id],
        segment.order / max(1, len(scene.segments)), value, segment,
        surroundings(scene, segment, start, end), role=block_role(segment),
    )  # fmt: skip


def surroundings(scene: Scene, segment: Segment, start: int, end: int) -> dict[str, str]:
    """The texts around [start, end) of a segment, by relation."""
    around: dict[str, str] = {}
    inline = segment.text[:start].strip(" :.-\t#(")
    around["inline"] = inline
    around["after"] = segment.text[end:].strip()[:60]
    if not inline:
        around["left"] = _left(segment)
    above = segment.above
    if above is not None:
        around["above"] = above.text[:80]
    if segment.cell is not None:
        around["column"], around["row"] = _grid_labels(scene, segment)
    elif segment.box is not None:
        around["column"] = _column_head(segment)
    if not around["after"] and segment.right is not None:
        around["after"] = segment.right.text[:60]
    around["heading"] = _heading(scene, segment.block)
    return around


def _left(segment: Segment) -> str:
    """The nearest wording to the left; lone punctuation is passed over."""
    left = segment.left
    for _ in range(3):
        if left is None:
            return ""
        if any(c.isalnum() for c in left.text):
            return left.text[-60:]
        left = left.left
    return ""


def _column_head(segment: Segment) -> str:
    """The top of the column a value without a table stands in: the last wording above numbers."""
    above = segment.above
    for _ in range(25):
        if above is None:
            return ""
        if above.cell is None and _wording(above.text):
            return above.text[:60]
        above = above.above
    return ""


def _wording(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return letters >= 2 and letters > 0.5 * len(text.replace(" ", ""))


def _grid_labels(scene: Scene, segment: Segment) -> tuple[str, str]:
    cell = segment.cell
    assert cell is not None
    heads, firsts = _grid(scene, segment.table)
    column = heads.get(cell.column, "") if cell.row > 0 else ""
    row = firsts.get(cell.row, "") if cell.column > 0 else ""
    return column, row


def _grid(scene: Scene, block: int) -> tuple[dict[int, str], dict[int, str]]:
    key = f"grid:{block}"
    if key not in scene.notes:
        table = scene.blocks[block].table
        heads: dict[int, str] = {}
        firsts: dict[int, str] = {}
        for cell in table.cells if table else []:
            text = " ".join(cell.text.split())[:80]
            if (cell.header or cell.row == 0) and text:
                for column in range(cell.column, cell.column + min(cell.column_span, 50)):
                    heads[column] = f"{heads[column]} {text}" if column in heads else text
            if text and _wording(text) and cell.row not in firsts:
                firsts[cell.row] = text
        scene.notes[key] = (heads, firsts)
    return scene.notes[key]  # type: ignore[return-value]


def _heading(scene: Scene, block: int) -> str:
    heads = scene.notes.get("headings")
    if heads is None:
        last, found = "", []
        for item in scene.blocks:
            found.append(last)
            if item.kind in (BlockKind.HEADING, BlockKind.CAPTION):
                last = item.text[:80]
        heads = scene.notes["headings"] = found
    return heads[block] if 0 <= block < len(heads) else ""  # type: ignore[index, arg-type]


def block_role(segment: Segment) -> str | None:
    """Whose block a line belongs to: the role a label on it, or up to six lines above, names."""
    seen: Segment | None = segment
    for step in range(7):
        if seen is None:
            return None
        role = _role_named(seen.text)
        if role and (step or _colon(seen.text)):
            return role
        if step == 0 and segment.left is not None and (role := _role_named(segment.left.text)):
            return role
        seen = seen.above
    return None


def _colon(text: str) -> bool:
    return ":" in text[:30]


def _role_named(text: str) -> str | None:
    label = text.split(":")[0] if ":" in text[:40] else text
    if len(label) > 40:
        return None
    found = lx.label_concepts(label)
    roles = [(share, name) for name, share in found.items() if name.startswith("role:")]
    best = max(roles, default=(0.0, ""))
    return best[1] if best[0] >= 0.6 and (":" in text[:40] or best[0] >= 0.99) else None


# --- kinds ------------------------------------------------------------------------------------


def _dates(scene: Scene) -> Iterator[Candidate]:
    yield from _spanned(scene, "date", lambda t: [(s.start, s.end, s) for s in dates.find(t)])


def _number_spans(text: str) -> list[tuple[int, int, Any]]:
    taken = [(s.start, s.end) for s in dates.find(text)]
    taken += [m.span() for m in _TIME.finditer(text)]
    return [
        (s.start, s.end, s)
        for s in numbers.find(text)
        if not any(a <= s.start < b for a, b in taken)
    ]


def _numbers(scene: Scene) -> Iterator[Candidate]:
    yield from _spanned(scene, "number", _number_spans)


def _regex(pattern: re.Pattern[str]) -> Spans:
    return lambda text: [(*match.span(), None) for match in pattern.finditer(text)]


def _ident_spans(text: str) -> list[tuple[int, int, Any]]:
    spans = [match.span() for match in _IDENT.finditer(text)]
    spans += [m.span() for m in _SPACED_IDENT.finditer(text) if " " in m[0] or "." in m[0]]
    days = [(s.start, s.end) for s in dates.find(text)]
    return [(a, b, None) for a, b in dict.fromkeys(spans) if (a, b) not in days]


def _idents(scene: Scene) -> Iterator[Candidate]:
    yield from _spanned(scene, "ident", _ident_spans)


def _durations(scene: Scene) -> Iterator[Candidate]:
    yield from _spanned(
        scene, "duration", lambda t: [(s.start, s.end, s) for s in numbers.find_durations(t)]
    )


def _places(scene: Scene) -> Iterator[Candidate]:
    yield from _spanned(scene, "place", lambda t: [(a, b, None) for a, b in places.find(t)])
    yield from _after_labels(scene, "place")


def _pattern(kind: str, pattern: re.Pattern[str]) -> Callable[[Scene], Iterator[Candidate]]:
    return lambda scene: _spanned(scene, kind, _regex(pattern))


def _after_labels(scene: Scene, kind: str) -> Iterator[Candidate]:
    """What follows a label in its own segment: after a colon, or after a phrase of the lexicon."""
    for segment in scene.segments:
        if segment.prose and ":" not in segment.text[:60]:
            continue
        start = value_start(segment.text)
        if 0 < start < len(segment.text):
            yield _in_segment(scene, kind, segment, start, len(segment.text))


def value_start(text: str) -> int:
    """Where the value begins in a segment that opens with its label; 0 for no label."""
    colon = text.find(":")
    if 0 < colon < 50 and text[colon + 1 :].strip():
        return colon + 1 + len(text[colon + 1 :]) - len(text[colon + 1 :].lstrip())
    pieces = list(re.finditer(r"[^\W_]+|#", text))
    words = tuple(lx.fold(piece[0]) for piece in pieces[:6])
    for end in range(min(5, len(words)), 0, -1):
        if (
            words[:end] in lx.lexicon().labels
            and len(pieces) > end
            and len("".join(words[:end])) > 2
        ):
            return pieces[end].start()
    return 0


def _wholes(scene: Scene, kind: str) -> Iterator[Candidate]:
    """Whole segments, without a registration number in brackets behind them."""
    for segment in scene.segments:
        text = segment.text
        if segment.prose or not 2 <= len(text) <= 160:
            continue
        end = len(text)
        if (tail := _REGISTRATION.search(text)) and tail.start() > 3:
            end = tail.start()
        start = len(text) - len(text.lstrip("*-•· ="))
        if start < end:
            yield _in_segment(scene, kind, segment, start, len(text[:end].rstrip("*= ")))


def row_run(segment: Segment, reach: float) -> list[Segment]:
    """A segment and those to its right on the row, each within `reach` line heights."""
    run = [segment]
    while (following := run[-1].right) is not None and len(run) < 6:
        here, there = run[-1].box, following.box
        if here is None or there is None or following.left is not run[-1]:
            break
        if there.x0 - here.x1 > reach * max(run[-1].height, following.height):
            break
        run.append(following)
    return run


def joined(scene: Scene, kind: str, run: list[Segment]) -> Candidate:
    """Several segments as one candidate, cited by all of theirs."""
    candidate = _in_segment(scene, kind, run[0], 0, len(run[0].text))
    text = " ".join(segment.text for segment in run)
    tail = _REGISTRATION.search(text)
    candidate.text = text[: tail.start()] if tail and tail.start() > 3 else text
    candidate.ids = list(dict.fromkeys(segment.id for segment in run))
    return candidate


def _split_names(scene: Scene) -> Iterator[Candidate]:
    """Names parted by a wide gap or a line's end, at the head of the document."""
    for segment in scene.segments[:40]:
        if segment.prose or segment.box is None:
            continue
        run = row_run(segment, 3.0)
        if len(run) > 1 and all(_wording(s.text) for s in run):
            yield joined(scene, "name", run)
        if segment.below is not None and segment.order < 12 and _wording(segment.text):
            yield joined(scene, "name", [segment, segment.below])


def _names(scene: Scene) -> Iterator[Candidate]:
    for candidate in _wholes(scene, "name"):
        if sum(c.isalpha() for c in candidate.text) >= 2 and not dates.find(candidate.text):
            yield candidate
    yield from _split_names(scene)
    yield from _after_labels(scene, "name")
    yield from _in_prose(scene, "name", lambda t: [(a, b, None) for a, b in parties.names_in(t)])


def _texts(scene: Scene) -> Iterator[Candidate]:
    yield from _wholes(scene, "text")
    yield from _after_labels(scene, "text")


def _titles(scene: Scene) -> Iterator[Candidate]:
    for candidate in _wholes(scene, "title"):
        assert candidate.segment is not None
        if candidate.segment.kind is BlockKind.HEADING or candidate.order < 0.2:
            yield candidate


def _addresses(scene: Scene) -> Iterator[Candidate]:
    from octavo.finding.addresses import address_candidates

    yield from address_candidates(scene)
    yield from _after_labels(scene, "address")


_MAKERS: dict[str, Callable[[Scene], Iterator[Candidate]]] = {
    "date": _dates, "number": _numbers, "ident": _idents, "duration": _durations,
    "place": _places, "name": _names, "text": _texts, "title": _titles, "address": _addresses,
    "email": _pattern("email", _EMAIL), "url": _pattern("url", _URL),
    "phone": _pattern("phone", _PHONE), "time": _pattern("time", _TIME),
}  # fmt: skip
