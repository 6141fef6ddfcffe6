"""A value checked against the elements it cites: does their text say it?

Text must stand in the element, give or take spaces, case and marks; numbers and dates must be
among those printed there, whatever their notation. A value that its citation does not prove is
looked for in all that was shown; where it is found nowhere it keeps no citation and little
confidence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from octavo.finding.values import dates, numbers

PROVED, PROVED_BY_WORDS, CHOSEN, MOVED, UNPROVED = 0.95, 0.8, 0.65, 0.85, 0.2
"""Confidence in a value that its citation says; says nearly; leads to (a choice, a truth); that
stands elsewhere than cited; that stands nowhere."""
_NEARLY = 90.0
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Proof:
    """A value's element ids, in the order cited, and the confidence they give it."""

    ids: tuple[str, ...]
    confidence: float


def prove(value: Any, cited: list[str], texts: dict[str, str], *, choice: bool = False) -> Proof:
    """What proves `value`. `texts` are those shown, by id; ids not among them count for nothing.

    A `choice` is a value out of a list, or a yes or no, which no text need say literally.
    """
    known = [name for name in dict.fromkeys(cited) if name in texts]
    joined = " ".join(texts[name] for name in known)
    strength = says(joined, value) if known else 0.0
    if strength:
        return Proof(_needed(value, known, texts, strength), strength)
    if choice and known:
        return Proof(tuple(known), CHOSEN)
    place = _elsewhere(value, known, texts)
    if place is not None:
        return Proof((place,), MOVED)
    return Proof((), UNPROVED)


def says(text: str, value: Any) -> float:
    """How surely `text` says `value`: PROVED, PROVED_BY_WORDS, or 0."""
    if isinstance(value, bool):
        return 0.0
    if isinstance(value, int | float):
        return PROVED if _has_number(text, float(value)) else 0.0
    wanted = _plain(str(value))
    if not wanted:
        return 0.0
    if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _plain(text)):
        return PROVED
    if _DATE.match(str(value)) and _has_date(text, str(value)[:10]):
        return PROVED
    return PROVED_BY_WORDS if _nearly(wanted, _plain(text)) else 0.0


def _needed(
    value: Any, known: list[str], texts: dict[str, str], strength: float
) -> tuple[str, ...]:
    """The first cited element that alone says as much, else all that were cited."""
    alone = next((name for name in known if says(texts[name], value) >= strength), None)
    return (alone,) if alone is not None else tuple(known)


def _elsewhere(value: Any, cited: list[str], texts: dict[str, str]) -> str | None:
    """The element that says the value, the nearest to what was cited; short ones are chance."""
    if isinstance(value, bool) or len(_plain(str(value))) < 2:
        return None
    names = list(texts)
    places = [n for n, name in enumerate(names) if says(texts[name], value) == PROVED]
    if not places:
        return None
    if not cited:
        return names[places[0]] if len(places) == 1 or len(_plain(str(value))) >= 5 else None
    near = names.index(cited[0])
    return names[min(places, key=lambda place: abs(place - near))]


def _plain(text: str) -> str:
    """Lower case, marks and runs of space as one space."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


def _nearly(wanted: str, text: str) -> bool:
    long_enough = len(wanted) >= 6 and len(text) >= 0.9 * len(wanted)
    return long_enough and fuzz.partial_ratio(wanted, text) >= _NEARLY


def _has_number(text: str, value: float) -> bool:
    for span in numbers.find(text):
        for comma in (False, True):
            printed = span.value(comma)
            shares = (printed, -printed, printed / 100) if span.percent else (printed, -printed)
            if any(abs(share - value) <= 1e-6 * max(1.0, abs(value)) for share in shares):
                return True
    return any(span.count == value for span in numbers.find_durations(text))


def _has_date(text: str, iso: str) -> bool:
    return any(iso in (span.iso(True), span.iso(False)) for span in dates.find(text))
