"""Dates as people print them, in the languages of the lexicon, found and made ISO.

Numeric dates whose order is open (03/04/2024) follow the document: another date of it that can
only be read one way decides, day first where none does.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = {
    1: "january jan januar janvier janv enero ene gennaio gen januari janeiro styczen stycznia",
    2: "february feb februar fevrier fevr fev febrero febbraio febbr februari fevereiro lutego",
    3: "march mar marz maerz mrz mars marzo maart mrt marco marca",
    4: "april apr avril avr abril abr aprile kwietnia",
    5: "may mai mayo maggio mag mei maio maja maj",
    6: "june jun juni juin junio giugno giu junho czerwca",
    7: "july jul juli juillet juil julio luglio lug julho lipca",
    8: "august aug aout agosto ago augustus agost sierpnia augusti",
    9: "september sep sept septembre septiembre settembre set setembro wrzesnia",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika",
    11: "november nov novembre noviembre novembro listopada",
    12: "december dec dezember dez decembre diciembre dic dicembre desember dezembro grudnia des",
}
MONTHS = {name: number for number, names in _MONTHS.items() for name in names.split()}
_WORD = r"[^\W\d_]{3,12}\.?"
_YEAR = r"(?:[12]\d{3}|['’]?\d{2})"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_SPELT = {word: number for number, word in enumerate(_ORDINALS.split(), start=1)}
_PATTERNS = [
    (
        "ymd",
        re.compile(
            r"(?<![\d.,/-])([12]\d{3})\s?([-/.年])\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?(?!\d)"
        ),
    ),
    (
        "num",
        re.compile(
            r"(?<![\d,/.-])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}(?=\d{1,2}:\d\d)|(?:\d{4}|\d{2})(?![\d/-]|[.,]\d))"
        ),
    ),
    (
        "dmy",
        re.compile(
            rf"(?<![\d.,])(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?(?:\s+day)?[\s./-]{{0,3}}(?:of\s+|de\s+|"
            rf"d[’'])?"
            rf"({_WORD})[\s,./-]{{0,3}}(?:del?\s+)?({_YEAR})(?!\d)",
            re.I,
        ),
    ),
    (
        "mdy",
        re.compile(
            rf"(?<!\w)({_WORD})[\s/-]{{0,2}}(\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]{{1,3}}({_YEAR})(?!\d)",
            re.I,
        ),
    ),
    ("compact", re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")),
    ("spelt", re.compile(rf"(?<!\w)([a-z]+)\s+day\s+of\s+({_WORD}),?\s+([12]\d{{3}})", re.I)),
]


@dataclass(frozen=True)
class DateSpan:
    """A date printed at [start, end) of a text; the parts in the order printed.

    `order` is "ymd", "dmy" or "mdy" where the form tells, "?" where day and month may swap.
    """

    start: int
    end: int
    order: str
    year: int
    first: int
    second: int

    def iso(self, day_first: bool) -> str | None:
        """The calendar date, None for one that does not exist."""
        day, month = self.first, self.second
        if self.order == "mdy" or (self.order == "?" and not day_first):
            day, month = month, day
        if month > 12 >= day:
            day, month = month, day
        try:
            return datetime.date(self.year, month, day).isoformat()
        except ValueError:
            return None


def find(text: str) -> list[DateSpan]:
    """Every date of `text`, in its order, none overlapping another."""
    found: list[DateSpan] = []
    if not any(c.isdigit() for c in text):
        return found
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            span = _span(form, match)
            if span is not None and not any(
                s.start < span.end and span.start < s.end for s in found
            ):
                found.append(span)
    return sorted(found, key=lambda span: span.start)


def day_first(texts: Iterator[str] | list[str], default: bool = True) -> bool:
    """Whether open numeric dates of a document put the day first, by its unambiguous ones."""
    votes = 0
    for text in texts:
        for span in find(text):
            if span.order == "?" and (span.first > 12) != (span.second > 12):
                votes += 1 if span.first > 12 else -1
    return votes > 0 if votes else default


def parse(text: str, first_is_day: bool = True) -> str | None:
    """The first date of `text` as ISO, None if there is none."""
    return next((iso for span in find(text) if (iso := span.iso(first_is_day))), None)


def _span(form: str, match: re.Match[str]) -> DateSpan | None:
    groups = match.groups()
    if form == "ymd":
        return _made(match, "dmy", groups[0], int(groups[3]), int(groups[2]))
    if form == "num":
        return _made(match, "?", groups[3], int(groups[0]), int(groups[2]))
    if form == "compact":
        return _made(match, "dmy", groups[0], int(groups[2]), int(groups[1]))
    if form == "spelt":
        day, month = _SPELT.get(groups[0].lower()), _month(groups[1])
        return _made(match, "dmy", groups[2], day, month) if day and month else None
    day_text, month_text = (groups[0], groups[1]) if form == "dmy" else (groups[1], groups[0])
    month = _month(month_text)
    return _made(match, "dmy", groups[2], int(day_text), month) if month else None


def _made(match: re.Match[str], order: str, year: str, first: int, second: int) -> DateSpan | None:
    number = int(year.lstrip("'’"))
    if number < 100:
        number += 2000 if number < 60 else 1900
    if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12):
        return None
    return DateSpan(match.start(), match.end(), order, number, first, second)


def _month(word: str) -> int | None:
    plain = unicodedata.normalize("NFKD", word.casefold().rstrip("."))
    return MONTHS.get("".join(c for c in plain if not unicodedata.combining(c)))
