"""Candidates turned into the JSON values a schema asks for: typed, normalised, checked."""

from __future__ import annotations

import re
from typing import Any

from octavo.finding import lexicon as lx
from octavo.finding.candidates import Candidate
from octavo.finding.scene import Scene
from octavo.finding.values import dates, numbers
from octavo.finding.values.numbers import DurationSpan, NumberSpan
from octavo.finding.wanted import Wanted

_ISO_ASKED = re.compile(r"yyyy-mm-dd|iso[ -]?8601|iso (?:date|format)", re.I)
_TICKED = "☑☒✓✔✗✘⊠■▣🗹🗷"
_UNTICKED = "☐□▢"
_YES = frozenset(["yes", "y", "true", "ja", "oui", "si", "sim", "tak", "x", "checked", "selected"])
_NO = frozenset(["no", "n", "false", "nein", "non", "nao", "nee", "nie", "unchecked", "none"])


def answer(scene: Scene, field: Wanted, candidate: Candidate) -> Any:
    """The candidate as the schema's type wants it; None if it cannot be that."""
    schema = field.schema["items"] if field.many else field.schema
    kind = schema.get("type", "string")
    if kind in ("number", "integer"):
        return _number(scene, field, candidate, whole=kind == "integer")
    if kind == "boolean":
        return truth_of(candidate.text)
    value = _string(scene, field, candidate, schema)
    return value if value and _allowed(value, schema) else None


def _number(scene: Scene, field: Wanted, candidate: Candidate, whole: bool) -> float | int | None:
    span = candidate.value
    if isinstance(span, DurationSpan):
        return span.count
    if not isinstance(span, NumberSpan):
        found = numbers.find(candidate.text)
        if len(found) != 1:
            return None
        span = found[0]
    number = span.value(scene.decimal_comma)
    if field.kind == "money" and (span.percent or _of_time(candidate, span)):
        return None
    if field.bound and span.bound == -field.bound:
        return None
    if whole:
        return int(number) if number == int(number) else None
    return int(number) if number == int(number) and span.decimals == 0 else round(number, 6)


def _of_time(candidate: Candidate, span: NumberSpan) -> bool:
    """Whether a number counts days, months or years, so that it is no amount."""
    return span.currency is None and numbers.is_unit_of_time(candidate.around.get("after", ""))


def _string(
    scene: Scene, field: Wanted, candidate: Candidate, schema: dict[str, Any]
) -> str | None:
    span = candidate.value
    if isinstance(span, dates.DateSpan):
        return _date(scene, field, candidate, span, schema)
    if isinstance(span, DurationSpan):
        return _duration(field, candidate, span, schema)
    if isinstance(span, NumberSpan):
        return _printed_number(candidate, span)
    text = " ".join(candidate.text.split()) if candidate.lines == 1 else candidate.text
    if candidate.kind == "address":
        return _joined(text)
    if candidate.kind in ("ident", "text", "name", "title"):
        return text.strip(" :;|\t").removeprefix("#").strip() or None
    return text.strip(" ,;|") or None


def _date(
    scene: Scene, field: Wanted, candidate: Candidate, span: dates.DateSpan, schema: dict[str, Any]
) -> str | None:
    iso = span.iso(scene.day_first)
    asked = field.description + str(schema.get("description") or "")
    if schema.get("format") in ("date", "date-time") or _ISO_ASKED.search(asked):
        return iso if schema.get("format") != "date-time" or iso is None else f"{iso}T00:00:00"
    return candidate.text if iso else None


def _duration(
    field: Wanted, candidate: Candidate, span: DurationSpan, schema: dict[str, Any]
) -> str:
    """ISO 8601 where the format asks for it, "2 years" where an example shows figures."""
    if schema.get("format") == "duration":
        return f"P{span.count}{span.unit[0].upper()}"
    return str(span) if re.match(r"\d", field.example) else candidate.text


def _printed_number(candidate: Candidate, span: NumberSpan) -> str:
    """A number wanted as text keeps its print, with its currency or percent sign."""
    segment = candidate.segment
    if segment is None:
        return candidate.text
    start, end = span.start, span.end
    if span.currency_start >= 0:
        start = min(start, span.currency_start)
        after = segment.text[end : end + 5]
        end = max(end, end + len(after.rstrip())) if span.currency_start >= span.end else end
    if span.percent:
        end = segment.text.find("%", end) + 1 or end
    sign = segment.text[max(0, start - 1) : start]
    return segment.text[start - (sign in ("-", "−")) : end].strip()


def _joined(text: str) -> str:
    """Lines of an address as one, commas where a line ended without one."""
    lines = [line.strip(" ;|") for line in text.split("\n") if line.strip(" ;|")]
    out = lines[0] if lines else ""
    for line in lines[1:]:
        out += f" {line}" if out.endswith((",", ".", ";")) else f", {line}"
    return out.strip(" ,")


def _allowed(value: str, schema: dict[str, Any]) -> bool:
    """Whether `pattern` and lengths of the schema let a value pass."""
    if len(value) > int(schema.get("maxLength") or 10_000):
        return False
    pattern = schema.get("pattern")
    if not isinstance(pattern, str) or len(pattern) > 200:
        return True
    try:
        return re.search(pattern, value[:500]) is not None
    except re.error:
        return True


def truth_of(text: str) -> bool | None:
    """Yes or no as a box, mark or word says it."""
    if any(mark in text for mark in _TICKED) or re.search(r"[\[(]\s?[xX✓]\s?[\])]", text):
        return True
    if any(mark in text for mark in _UNTICKED) or re.search(r"[\[(]\s?[\])]", text):
        return False
    words = lx.tokens(text)
    if words and words[0] in _YES:
        return True
    return False if words and words[0] in _NO else None
