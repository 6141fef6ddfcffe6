"""Spans of a document that may be a value, by kind, each with the texts that stand around it.

A candidate knows where it is printed, the ids it would be cited by, and its surroundings: the
text before it on its line, the neighbours to the left and above, its column's header, its
row's first cell, what follows, and the last heading before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from octavo.documents import BlockKind
from octavo.finding import lexicon as lx
from octavo.finding.scene import Scene, Segment
from octavo.finding.values import dates, numbers

_OF_PARTIES = ("name", "address", "phone", "email")
_MEASURES = ("number", "duration")
"""Kinds of values that are nobody's: a party's block that stands above them says nothing."""
_REACH = 7
_QUOTED = re.compile(
    r"^[^(\"“”]{0,60}\(?[^(\"“”]{0,40}[\"“]([^\"”]{2,40})[\"”]"
    r"|^,?\s*\((?:the|der|die|le|la|el|il|de|o|a|l['’])?\s*([^\W\d][\w '’-]{2,30})\)",
    re.I,
)


_MARKER = re.compile(r"\d{1,3}[.)]\s")
"""The number of a clause, no value of its sentence."""
_PAUSE = re.compile(r"\n|[);]|(?<=[^\W\d_]{3})[.!?]\s")
"""Where in running text nothing before names what comes after."""


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
    look: list[float] = field(default_factory=list)
    """Its features that no field changes, once they are known."""


# --- spans inside one segment or the prose ----------------------------------------------------

Spans = Callable[[str], list[tuple[int, int, Any]]]


def spanned(scene: Scene, kind: str, spans: Spans) -> Iterator[Candidate]:
    for segment in scene.segments:
        if segment.prose:
            continue
        for start, end, value in spans(segment.text):
            if start == 0 and end <= 3 and segment.order in scene.numbered:
                continue
            yield in_segment(scene, kind, segment, start, end, value)
    yield from in_prose(scene, kind, spans)


def in_prose(scene: Scene, kind: str, spans: Spans) -> Iterator[Candidate]:
    flow = scene.flow
    if not _has_prose(scene):
        return
    for start, end, value in spans(flow.text):
        place = flow.at(start)
        if flow.blocks[place] < 0 or not is_prose(scene, flow.blocks[place]):
            continue
        if start == flow.starts[place] and _MARKER.match(flow.text, start):
            continue
        yield prose_candidate(scene, kind, start, end, value)


def prose_candidate(scene: Scene, kind: str, start: int, end: int, value: Any = None) -> Candidate:
    """A candidate at [start, end) of the running text."""
    text = scene.flow.text
    before, after = text[max(0, start - 130) : start], text[end : end + 130]
    around = {"heading": _heading(scene, scene.flow.blocks[scene.flow.at(start)])}
    around["inline"] = " ".join(_PAUSE.split(before)[-1].split()[-6:])
    around["after"] = " ".join(after.split()[:5])
    if named := _QUOTED.match(after):
        around["term"] = named[1] or named[2]
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


def in_segment(
    scene: Scene, kind: str, segment: Segment, start: int, end: int, value: Any = None
) -> Candidate:
    return Candidate(
        kind, segment.text[start:end].strip(), [segment.id],
        segment.order / max(1, len(scene.segments)), value, segment,
        surroundings(scene, segment, start, end, kind in _OF_PARTIES),
        role=block_role(segment, 1 if kind in _MEASURES else _REACH),
    )  # fmt: skip


def surroundings(
    scene: Scene, segment: Segment, start: int, end: int, block: bool = False
) -> dict[str, str]:
    """The texts around [start, end) of a segment, by relation; the `block`'s label if asked."""
    around: dict[str, str] = {}
    inline = _last_label(segment.text[:start])
    if numbers.is_mark(inline):
        inline = ""
    around["inline"] = inline
    around["after"] = segment.text[end:].strip()[:60]
    if not inline:
        around["left"] = _left(segment)
    above = segment.above
    if above is not None and not labels_itself(above.text):
        around["above"] = above.text[:80]
    if block:
        around["block"] = block_label(segment)
    if segment.cell is not None:
        around["column"], around["row"] = _grid_labels(scene, segment)
    else:
        around["column"], around["row"] = _far_label(segment, "above"), _far_label(segment, "left")
    if not around["after"] and segment.right is not None:
        around["after"] = segment.right.text[:60]
    around["heading"] = _heading(scene, segment.block)
    return around


def _last_label(text: str) -> str:
    """The label that ends a text: what follows the last value in it, if that has words."""
    words = text.split()[-12:]
    values = [index for index, word in enumerate(words) if _is_value(word)]
    rest = " ".join(words[values[-1] + 1 :] if values else words).strip(" :.-#(|;,")
    return rest if any(c.isalpha() for c in rest) else text.strip(" :.-\t#(")[-80:]


def _is_value(word: str) -> bool:
    """Whether a word is a number of some length or an amount, so that no label spans it."""
    digits = sum(c.isdigit() for c in word)
    return digits >= 4 or (digits >= 3 and word[-3:-2] in (".", ","))


def _left(segment: Segment) -> str:
    """The nearest text to the left; lone punctuation is passed over, a percentage is part of it."""
    left, rest = segment.left, ""
    for _ in range(3):
        if left is None:
            break
        if any(c.isalpha() for c in left.text) or (rest and "%" not in rest):
            return f"{left.text} {rest}".strip()[-60:]
        if any(c.isdigit() for c in left.text):
            rest = f"{left.text} {rest}".strip()
            if "%" not in rest:
                break
        left = left.left
    return rest[-60:]


def _far_label(segment: Segment, side: str) -> str:
    """The first wording above or to the left, where values stand between."""
    near = seen = getattr(segment, side)
    for _ in range(12):
        if seen is None or (side == "above" and seen is not near and _gap(seen) > 4):
            return ""
        if is_wording(seen.text):
            return "" if seen is near else seen.text[:80]
        seen = getattr(seen, side)
    return ""


def _gap(segment: Segment) -> float:
    """White space below a segment, in lines."""
    below = segment.below
    if below is None or below.box is None or segment.box is None:
        return 0.0
    return (below.box.y0 - segment.box.y1) / max(segment.height, below.height, 1e-6)


def block_label(segment: Segment) -> str:
    """The first line of the block a line stands in, or the nearest above that ends in a colon."""
    seen, first = segment, segment
    for _ in range(7):
        above = seen.above
        if above is None or _far(seen, above) or _is_fact(above.text):
            break
        seen = first = above
        if above.text.rstrip().endswith(":") or _role_named(above.text):
            break
    return first.text[:60] if first is not segment else ""


def labels_itself(text: str) -> bool:
    """Whether a text is a label with its own value ("Name: Ann"), so that it labels no other."""
    _, colon, value = text.partition(":")
    return bool(colon and value.strip())


def is_wording(text: str) -> bool:
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
            if text and is_wording(text) and cell.row not in firsts:
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


def block_role(segment: Segment, reach: int = _REACH) -> str | None:
    """Whose block a line belongs to: the role a label on it, or some lines above it, names."""
    seen: Segment | None = segment
    for step in range(reach):
        if seen is None:
            return None
        role = _role_named(seen.text)
        if role and (step or _colon(seen.text)):
            return role
        if step and _is_fact(seen.text):
            return None
        if step == 0 and not _colon(segment.text) and (role := _role_beside(segment)):
            return role
        if seen.above is not None and _far(seen, seen.above):
            return None
        seen = seen.above
    return None


@lru_cache(maxsize=20_000)
def _is_fact(text: str) -> bool:
    """Whether a line is a date, an amount or the label of one: no part of a party's block."""
    if dates.find(text) and len(text) < 40:
        return True
    known = lx.lexicon().concepts
    label = text.split(":")[0]
    kinds = {known[n].kind for n, share in lx.label_concepts(label).items() if share >= 0.8}
    return len(label) < 40 and bool(kinds & {"date", "money", "percent", "duration"})


def _role_beside(segment: Segment) -> str | None:
    """The role a label close to the left names."""
    left = segment.left
    if left is None or (left.box and segment not in row_run(left, 8.0)):
        return None
    return _role_named(left.text)


def _far(lower: Segment, upper: Segment) -> bool:
    """Whether white space parts a line from the one above it."""
    if lower.box is None or upper.box is None:
        return lower.block != upper.block and lower.cell is None
    return lower.box.y0 - upper.box.y1 > 1.6 * max(lower.height, upper.height)


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
