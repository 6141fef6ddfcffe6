"""What the ranker knows of a candidate for a field: numbers in a fixed order, none about names.

Nothing here says which field or document it is; fields show only by the kind of value they ask
for and by how well the words around a candidate fit their words and concepts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from octavo.documents import BlockKind
from octavo.finding import lexicon as lx
from octavo.finding.candidates import Candidate, row_run, value_start
from octavo.finding.likeness import cue, may_name, similarity
from octavo.finding.scene import Scene, Segment
from octavo.finding.values import parties
from octavo.finding.values.numbers import NumberSpan
from octavo.finding.wanted import Wanted

MAX_SUMMED = 150
"""Amounts of a document that are tried as sums of one another, the largest ones."""
RELATIONS = ("inline", "left", "above", "column", "row", "after", "term", "block", "heading")
KINDS = (
    "date", "money", "percent", "number", "ident", "name", "address", "text", "duration", "place",
    "title", "phone", "email", "url", "time",
)  # fmt: skip
NAMES = (
    *(f"sim_{name}" for name in RELATIONS), "best", "rival_near", "rival_above", "near_any",
    "cue_before", "cue_after", "role_same", "role_other", "role_wanted", "page_first", "page_last",
    "y", "order", "size", "heading", "in_table", "footer_row", "prose", "repeats", "share_of_max",
    "decimals2", "currency", "percent", "negative", "big", "length", "digits", "upper", "capital",
    "organisation",
    "starts_address", "postcode", "ends_colon", "label_like", "lines", "line_before",
    "line_after", "first_segment", "whole", "defined", "legal_form", "after_value", "in_parens",
    "near_left", "near_right", "better", "rank_best", "few", "hint", "salient", "earlier",
    "is_sum", "sum_large", "sum_small", "person", "person_wanted", "earlier_free",
    *(f"is_{name}" for name in KINDS),
)  # fmt: skip


def matrix(scene: Scene, field: Wanted, found: list[Candidate]) -> NDArray[np.float32]:
    """One row for every candidate, columns as `NAMES`."""
    context = _Context(scene, found)
    rows = np.array([_row(context, field, c, field.salient) for c in found], dtype=np.float32)
    if len(found):
        _compare(rows, found)
    return rows


class _Context:
    """What the candidates of one field share."""

    def __init__(self, scene: Scene, found: list[Candidate]) -> None:
        self.scene = scene
        self.counts = Counter(lx.fold(c.text) for c in found)
        values = [
            abs(c.value.value(scene.decimal_comma))
            for c in found
            if isinstance(c.value, NumberSpan) and _moneyish(c.value)
        ]
        self.largest = max(values, default=0.0)
        cents = tuple(sorted({round(100 * value) for value in values}))
        self.parts = _parts(cents)
        self.last_page = scene.pages[-1].number if scene.pages else 1
        self.first_page = scene.pages[0].number if scene.pages else 1
        self.few = 1.0 / (1.0 + len(found))

    def sums_of(self, candidate: Candidate) -> list[float]:
        """Whether an amount is the sum of two others, the larger or the smaller part of one."""
        if not isinstance(candidate.value, NumberSpan) or not _moneyish(candidate.value):
            return [0.0, 0.0, 0.0]
        cents = round(100 * candidate.value.value(self.scene.decimal_comma))
        return [float(cents in part) for part in self.parts]


@lru_cache(maxsize=64)
def _parts(amounts: tuple[int, ...]) -> tuple[set[int], set[int], set[int]]:
    """Of all amounts (in cents): the sums of two others, their larger and their smaller parts."""
    known = sorted({a for a in amounts if a > 0})[-MAX_SUMMED:]
    whole: set[int] = set()
    large: set[int] = set()
    small: set[int] = set()
    present = set(known)
    for index, low in enumerate(known):
        for high in known[index + 1 :]:
            if any(low + high + slip in present for slip in (0, 1, -1)):
                whole |= {low + high + slip for slip in (0, 1, -1)} & present
                large.add(high)
                small.add(low)
    return whole, large, small


def _cut(candidate: Candidate) -> list[float]:
    """Whether wording stands close to the left or right of it, so that it may be a part."""
    segment = candidate.segment
    if segment is None or candidate.kind not in ("name", "address", "text"):
        return [0.0, 0.0]
    right = len(candidate.ids) == 1 and len(row_run(segment, 3.0)) > 1
    left = segment.left
    near = left is not None and len(row_run(left, 3.0)) > 1 and ":" not in left.text
    return [float(near), float(right)]


def _moneyish(span: NumberSpan) -> bool:
    return span.decimals == 2 or span.currency is not None


def _look(candidate: Candidate) -> list[float]:
    """What it is by itself and where it stands, whatever is asked; found once."""
    if not candidate.look:
        candidate.look = [
            *_wording(candidate.text),
            float(candidate.lines),
            *_lines_around(candidate),
            float(candidate.segment is not None and candidate.segment.order < 3),
            _wholeness(candidate),
            *_context_of(candidate),
            *_cut(candidate),
        ]
    return candidate.look


def _row(context: _Context, field: Wanted, candidate: Candidate, salient: float) -> list[float]:
    sims, rivals = _labels(field, candidate)
    return [
        *sims,
        max(sims[:8]),
        *rivals,
        cue(field, candidate.before),
        cue(field, candidate.behind),
        *_roles(field, candidate),
        *_place(context, candidate),
        *_value(context, candidate),
        *_look(candidate),
        0.0,
        0.0,
        context.few,
        _hint(field, candidate),
        salient,
        0.0,
        *context.sums_of(candidate),
        float(parties.person(candidate.text)),
        field.person,
        0.0,
        *(
            float(field.kind == kind or (kind == "number" and field.kind == "ident_number"))
            for kind in KINDS
        ),
    ]


def _labels(field: Wanted, candidate: Candidate) -> tuple[list[float], list[float]]:
    around = candidate.around
    pairs = {name: similarity(field, around.get(name, "")) for name in RELATIONS}
    if candidate.prose:
        pairs["inline"] = _last_words(field, around.get("inline", ""))
    pairs["after"] = _first_words(field, around.get("after", ""))
    near = around.get("inline") or around.get("left", "")
    near_rival = pairs["inline"][1] if around.get("inline") else pairs["left"][1]
    if candidate.prose:
        near_rival = max(0.0, near_rival - pairs["after"][0])
    return (
        [pairs[name][0] for name in RELATIONS],
        [near_rival, max(pairs["above"][1], pairs["column"][1]), float(bool(near))],
    )


def _last_words(field: Wanted, text: str) -> tuple[float, float]:
    """In prose the label is the last words before a value, however long the sentence.

    Words like "on" name nothing by themselves.
    """
    words = text.split()[-4:]
    named = (n for n, word in enumerate(reversed(words), 1) if lx.fold(word) not in lx.EMPTY)
    least = next(named, 4)
    return _best_part(field, [" ".join(words[-count:]) for count in range(4, least - 1, -1)])


def _first_words(field: Wanted, text: str) -> tuple[float, float]:
    """What follows a value names it in "24 months" and "a total of 725 participants"."""
    words = text.split()[:3]
    return _best_part(field, [" ".join(words[:count]) for count in (3, 2, 1)])


def _best_part(field: Wanted, parts: list[str]) -> tuple[float, float]:
    """The likeness of the best of several parts of one wording, the longest first."""
    if not parts[0] or not (may_name(field, parts[0]) or lx.label_spans(parts[0])):
        return (0.0, 0.0)
    return max(similarity(field, part) for part in parts)


_NEAR_ROLES = (
    {"role:recipient", "role:ship_to"}, {"role:recipient", "role:insured"},
    {"role:issuer", "role:employer"}, {"role:issuer", "role:landlord"},
    {"role:recipient", "role:tenant"},
)  # fmt: skip
"""Roles that papers often give one another's names."""


def _roles(field: Wanted, candidate: Candidate) -> list[float]:
    same = float(field.role is not None and candidate.role == field.role)
    other = candidate.role is not None and candidate.role != field.role
    if other and {candidate.role, field.role} in _NEAR_ROLES:
        same, other = 0.5, False
    return [same, float(other), float(field.role is not None)]


def _place(context: _Context, candidate: Candidate) -> list[float]:
    segment, scene = candidate.segment, context.scene
    page = segment.page if segment else context.first_page
    y = segment.box.y0 if segment and segment.box else candidate.order
    size = segment.height / scene.height if segment and scene.height else 1.0
    table = scene.blocks[segment.table].table if segment and segment.table >= 0 else None
    footer = 0.0
    if table is not None and segment is not None and segment.cell is not None:
        footer = segment.cell.row / max(1, table.rows - 1)
    return [
        float(page == context.first_page),
        float(page == context.last_page),
        y,
        candidate.order,
        min(size, 4.0),
        float(segment is not None and segment.kind is BlockKind.HEADING),
        float(table is not None),
        footer,
        float(candidate.prose),
    ]


def _value(context: _Context, candidate: Candidate) -> list[float]:
    repeats = math.log1p(context.counts[lx.fold(candidate.text)])
    span = candidate.value
    if not isinstance(span, NumberSpan):
        return [repeats, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    number = span.value(context.scene.decimal_comma)
    share = abs(number) / context.largest if context.largest else 0.0
    return [
        repeats,
        min(share, 2.0) if _moneyish(span) else 0.0,
        float(span.decimals == 2),
        float(span.currency is not None),
        float(span.percent),
        float(number < 0),
        float(abs(number) > 1e5 and span.decimals == 0),
    ]


@lru_cache(maxsize=20_000)
def _wording(text: str) -> tuple[float, ...]:
    letters = [c for c in text if c.isalpha()]
    wording = len(text) < 60 and not any(c.isdigit() for c in text)
    concepts = lx.label_concepts(text) if wording else {}
    return (
        min(len(text), 200) / 50,
        sum(c.isdigit() for c in text) / max(1, len(text)),
        sum(c.isupper() for c in letters) / max(1, len(letters)),
        float(text[:1].isupper()),
        parties.organisation(text) if not text.isdigit() else 0.0,
        float(parties.starts_address(text)),
        float(parties.has_postcode(text)),
        float(text.rstrip().endswith(":")),
        max(concepts.values(), default=0.0),
    )


def _lines_around(candidate: Candidate) -> list[float]:
    """How address-like the lines before and after are: an address takes all of its lines."""
    segment = candidate.segment
    if segment is None:
        return [-1.0, -1.0]
    run = candidate.value if isinstance(candidate.value, list) else [segment]
    last: Segment = run[-1]
    before = parties.address_line(segment.above.text) if segment.above else -1.5
    after = parties.address_line(last.below.text) if last.below else -1.5
    return [before, after]


def _wholeness(candidate: Candidate) -> float:
    """1 where a candidate is its whole segment or all that follows a label."""
    segment = candidate.segment
    if segment is None or candidate.lines > 1:
        return 0.5
    start = segment.text.find(candidate.text)
    rest = segment.text[start + len(candidate.text) :].strip()
    if rest:
        return 0.0
    return 1.0 if start in (0, value_start(segment.text)) else 0.3


_LEGAL_FORM = re.compile(
    r"^\W{0,3}(?:an?|une?|eine?|una?)\s+(?:\w+\s+){0,4}(?:corporation|company|partnership|bank|trust|"
    r"llc|association|organi[sz]ation|individual|gesellschaft|société|sociedad|società)",
    re.I,
)


def _context_of(candidate: Candidate) -> list[float]:
    """Named in quotes after it, a legal form after it, right behind another value, in brackets."""
    around = candidate.around
    inline = around.get("inline", "")
    return [
        float("term" in around),
        float(_LEGAL_FORM.match(around.get("after", "")) is not None),
        float(bool(inline) and inline[-1:].isdigit()),
        float(inline.endswith("(") or candidate.text.startswith("(")),
    ]


def _hint(field: Wanted, candidate: Candidate) -> float:
    """Words of the description that stand around the candidate."""
    near = " ".join(candidate.around.get(name, "") for name in ("inline", "left", "above"))
    return _shared_words(field.hints, near)


@lru_cache(maxsize=20_000)
def _shared_words(hints: tuple[str, ...], near: str) -> float:
    known = {word for word in hints if len(word) > 3}
    words = {word for word in lx.tokens(near) if len(word) > 3}
    return min(3, sum(1 for word in words if any(lx.alike(word, hint) for hint in known))) / 3


_BEST = NAMES.index("best")
_BETTER, _RANK, _EARLIER = (NAMES.index(n) for n in ("better", "rank_best", "earlier"))
_FREE, _OTHER, _AFTER = (NAMES.index(n) for n in ("earlier_free", "role_other", "line_after"))
_STRONG = (NAMES.index("organisation"), NAMES.index("postcode"))


def _compare(rows: NDArray[np.float32], found: list[Candidate]) -> None:
    """How many fit better by label, and the place among those that fit as well, from the end.

    `earlier` counts names of organisations (addresses) before it: the first party, the second …;
    `earlier_free` those that no label gives to another role.
    """
    best, order = rows[:, _BEST], np.array([c.order for c in found])
    strong = rows[:, _STRONG[found[0].kind == "address"]] >= 0.5
    places = np.unique(np.round(order[strong], 4))
    rows[:, _EARLIER] = np.minimum(6, np.searchsorted(places, np.round(order, 4))) / 6
    party = strong | ((rows[:, _AFTER] >= 0.8) & (found[0].kind == "name"))
    free = np.unique(np.round(order[party & (rows[:, _OTHER] == 0)], 4))
    rows[:, _FREE] = np.minimum(6, np.searchsorted(free, np.round(order, 4))) / 6
    ascending = np.sort(best)
    above = len(best) - np.searchsorted(ascending, best + 0.05, "right")
    rows[:, _BETTER] = np.minimum(10, above) / 10
    for index in range(len(found)):
        after = (np.abs(best - best[index]) <= 0.05) & (order > order[index])
        rows[index, _RANK] = min(10, int(after.sum())) / 10
