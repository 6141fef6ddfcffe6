"""The candidates of each kind of value: what in a document may be a date, a name, an amount."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from octavo.documents import BlockKind
from octavo.finding.addresses import address_candidates
from octavo.finding.candidates import (
    Candidate,
    Spans,
    in_prose,
    in_segment,
    is_wording,
    row_run,
    spanned,
    value_start,
)
from octavo.finding.scene import Scene, Segment
from octavo.finding.ticks import has_box
from octavo.finding.values import dates, numbers, parties, places

MAX_PER_KIND = 3_000
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|(?<![@\w])[\w-]+\.(?:com|net|org|de|fr|es|it|eu|nl|co\.uk)(?:/\S*)?(?!\w)",
    re.I,
)
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s()./-]{5,18}\d(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-/]\s*(?:19|20)\d\d")
_TIME = re.compile(r"(?<![\d:])\d{1,2}[:h]\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?(?!\w)")
_IDENT = re.compile(r"(?<![\w])[#]?(?=[\w./-]*\d)[A-Za-z0-9](?:[\w./-]*\w)?(?:\([\w-]+\))?")
_SPACED_IDENT = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{2}(?:\s?(?=[A-Z]*\d)[A-Z0-9]{2,4}){3,8}|"
    r"[A-Z]{0,4}\s?\d{1,4}(?:[\s.]\d{2,4}){2,4})(?!\w)"
)
_REGISTRATION = re.compile(
    r"\s*\(?(?:co\.?\s*)?(?:company\s*)?(?:reg(?:istration)?\.?\s*)?(?:no\.?\s*)?[:(]\s*(?=[^)]*\d)"
    r"[\dA-Z]{2,}[\d -]*[-\w]*\s*\)?\s*$",
    re.I,
)


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


def _dates(scene: Scene) -> Iterator[Candidate]:
    yield from spanned(scene, "date", lambda t: [(s.start, s.end, s) for s in dates.find(t)])


def _number_spans(text: str) -> list[tuple[int, int, Any]]:
    taken = [(s.start, s.end) for s in dates.find(text)]
    taken += [m.span() for m in _TIME.finditer(text)]
    return [
        (s.start, s.end, s)
        for s in numbers.find(text)
        if not any(a <= s.start < b for a, b in taken)
    ]


def _numbers(scene: Scene) -> Iterator[Candidate]:
    yield from spanned(scene, "number", _number_spans)


def _regex(pattern: re.Pattern[str]) -> Spans:
    return lambda text: [(*match.span(), None) for match in pattern.finditer(text)]


def _ident_spans(text: str) -> list[tuple[int, int, Any]]:
    """Tokens with digits that are no date, time or amount, nor a group of a longer number."""
    spaced = [m.span() for m in _SPACED_IDENT.finditer(text) if " " in m[0] or "." in m[0]]
    taken = [(s.start, s.end) for s in dates.find(text)]
    taken += [m.span() for m in _TIME.finditer(text)]
    taken += [(s.start, s.end) for s in numbers.find(text) if s.decimals == 2 or s.percent]
    inside = taken + [(a, b) for a, b in spaced if text[a : a + 2].isalpha()]
    spans = [match.span() for match in _IDENT.finditer(text)]
    spans = [(a, b) for a, b in spans if not any(c <= a and b <= d for c, d in inside)]
    spans += [(a, b) for a, b in spaced if not any(a < d and c < b for c, d in taken)]
    return [(a, b, None) for a, b in dict.fromkeys(spans)]


def _idents(scene: Scene) -> Iterator[Candidate]:
    yield from spanned(scene, "ident", _ident_spans)


def _durations(scene: Scene) -> Iterator[Candidate]:
    yield from spanned(
        scene, "duration", lambda t: [(s.start, s.end, s) for s in numbers.find_durations(t)]
    )


def _places(scene: Scene) -> Iterator[Candidate]:
    yield from spanned(scene, "place", lambda t: [(a, b, None) for a, b in places.find(t)])
    yield from _after_labels(scene, "place")


def _pattern(kind: str, pattern: re.Pattern[str]) -> Callable[[Scene], Iterator[Candidate]]:
    return lambda scene: spanned(scene, kind, _regex(pattern))


def _phone_spans(text: str) -> list[tuple[int, int, Any]]:
    """Runs of digits of some length that are no dates nor spans of years."""
    taken = [(s.start, s.end) for s in dates.find(text)]
    return [
        (*match.span(), None)
        for match in _PHONE.finditer(text)
        if sum(c.isdigit() for c in match[0]) >= 7
        and not _YEARS.fullmatch(match[0])
        and not any(a < match.end() and match.start() < b for a, b in taken)
    ]


def _phones(scene: Scene) -> Iterator[Candidate]:
    yield from spanned(scene, "phone", _phone_spans)


def _after_labels(scene: Scene, kind: str) -> Iterator[Candidate]:
    """What follows a label in its own segment: after a colon, or after a phrase of the lexicon."""
    for segment in scene.segments:
        if (segment.prose and ":" not in segment.text[:60]) or has_box(segment.text):
            continue
        start = value_start(segment.text)
        if 0 < start < len(segment.text):
            yield in_segment(scene, kind, segment, start, len(segment.text))


def _wholes(scene: Scene, kind: str) -> Iterator[Candidate]:
    """Whole segments, without a registration number in brackets behind them."""
    for segment in scene.segments:
        text = segment.text
        if segment.prose or not 2 <= len(text) <= 160 or has_box(text):
            continue
        end = len(text)
        if (tail := _REGISTRATION.search(text)) and tail.start() > 3:
            end = tail.start()
        start = len(text) - len(text.lstrip("*-•· ="))
        if start < end:
            yield in_segment(scene, kind, segment, start, len(text[:end].rstrip("*= ")))


def joined(scene: Scene, kind: str, run: list[Segment]) -> Candidate:
    """Several segments as one candidate, cited by all of theirs."""
    candidate = in_segment(scene, kind, run[0], 0, len(run[0].text))
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
        if len(run) > 1 and all(is_wording(s.text) for s in run):
            yield joined(scene, "name", run)
        if segment.below is not None and segment.order < 12 and is_wording(segment.text):
            yield joined(scene, "name", [segment, segment.below])


def _names(scene: Scene) -> Iterator[Candidate]:
    for candidate in _wholes(scene, "name"):
        letters = sum(c.isalpha() for c in candidate.text) >= 2 and candidate.text.count(" ") < 12
        if letters and not candidate.text.endswith("&") and not dates.find(candidate.text):
            yield candidate
    yield from _split_names(scene)
    yield from _after_labels(scene, "name")
    yield from in_prose(scene, "name", lambda t: [(a, b, None) for a, b in parties.names_in(t)])


def _lines(scene: Scene) -> Iterator[Candidate]:
    """Texts that stand by themselves."""
    yield from _wholes(scene, "text")
    yield from _after_labels(scene, "text")


def _texts(scene: Scene) -> Iterator[Candidate]:
    yield from _lines(scene)
    yield from in_prose(scene, "text", lambda t: [(a, b, None) for a, b in parties.names_in(t)])


def _titles(scene: Scene) -> Iterator[Candidate]:
    for candidate in _wholes(scene, "title"):
        assert candidate.segment is not None
        if candidate.segment.kind is BlockKind.HEADING or candidate.order < 0.2:
            yield candidate


def _addresses(scene: Scene) -> Iterator[Candidate]:
    yield from address_candidates(scene)
    yield from _after_labels(scene, "address")


_MAKERS: dict[str, Callable[[Scene], Iterator[Candidate]]] = {
    "date": _dates, "number": _numbers, "ident": _idents, "duration": _durations,
    "place": _places, "line": _lines, "name": _names, "text": _texts, "title": _titles,
    "address": _addresses, "email": _pattern("email", _EMAIL), "url": _pattern("url", _URL),
    "phone": _phones, "time": _pattern("time", _TIME),
}  # fmt: skip
