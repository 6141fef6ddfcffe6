"""Numbers as printed in several locales: money, percent, counts, durations.

`1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`, `(12.00)`, `12.00-`, `RM 9`, `9,50 €`. A single mark
followed by three digits (`1.234`) is open: the document's other numbers decide.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

CURRENCIES = {
    "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "RM": "MYR", "zł": "PLN",
    "Fr.": "CHF", "kr": "SEK", "R$": "BRL", "C$": "CAD", "A$": "AUD", "₽": "RUB", "₩": "KRW",
    "Kč": "CZK", "S$": "SGD", "US$": "USD", "₺": "TRY", "Ft": "HUF", "EURO": "EUR", "Rs.": "INR",
}  # fmt: skip
_CODES = (
    "EUR USD GBP CHF JPY CNY MYR SGD AUD CAD NZD SEK NOK DKK PLN CZK HUF BRL INR MXN "
    "ZAR RON BGN TRY ILS AED SAR HKD KRW THB IDR PHP TWD CLP COP ARS PEN RUB UAH"
)
CODES = frozenset(_CODES.split())
_MARKS = "|".join(sorted((re.escape(m) for m in [*CURRENCIES, *CODES]), key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,4})?|\d+(?:[.,]\d{1,6})?|[.,]\d{1,4}"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<paren>\()?(?P<sign>[-−–]\s?)?(?P<before>(?:{_MARKS})\s?:?\s?)?(?P<sign2>[-−])?"
    rf"(?P<digits>{_DIGITS})(?P<trail>-(?!\w))?(?:\s?(?P<percent>%|‰)|"
    rf"\s?(?P<after>(?:{_MARKS})(?!\w)))?(?(paren)\)|)"
    r"(?![\d])(?![.,]\d)",
)
_RANGE = re.compile(rf"(?:\s[-−–]\s|[-–]|\s(?:to|bis|à|a|al|tot|até)\s)(?:(?:{_MARKS})\s?)?", re.I)
"""What stands between the two numbers of a range."""
_UNITS = {
    "day": "days? jours? tage? tagen dias? giorn[io] dag(?:en)?",
    "week": "weeks? semaines? wochen? semanas? settiman[ae] we(?:ek|ken)",
    "month": "months? mois monate?n? meses mes mesi mese maand(?:en)? m[eê]s(?:es)?",
    "year": "years? ans? ann[ée]es? jahre?n? a[ñn]os? ann[oi] jaar jaren anos?",
}
_UNIT = re.compile(
    "|".join(f"(?P<{name}>{'|'.join(forms.split())})" for name, forms in _UNITS.items()), re.I
)
_UNIT_FIRST = re.compile(rf"\s*(?:{_UNIT.pattern})(?!\w)", re.I)
_WORD_TEXT = (
    "zero one two three four five six seven eight nine ten eleven "
    "twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_WORDS = _WORD_TEXT.split()
WORD_NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {
    "thirty": 30, "thirty-six": 36, "twenty-four": 24, "twenty-one": 21, "forty-five": 45,
    "forty-eight": 48, "sixty": 60, "ninety": 90, "a": 1, "an": 1, "ein": 1, "eine": 1, "un": 1,
    "une": 1, "uno": 1, "due": 2, "deux": 2, "zwei": 2, "dos": 2, "trois": 3, "drei": 3, "tres": 3,
    "tre": 3, "cinq": 5, "cinco": 5, "cinque": 5, "fünf": 5, "dix": 10, "zehn": 10, "diez": 10,
}  # fmt: skip
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}
_SPELT = "|".join(sorted(WORD_NUMBERS, key=len, reverse=True))
_DURATION = re.compile(
    rf"(?<![\w-])(?:(?P<word>{_SPELT})\s*[-\s]?\(?\s*(?P<digits>\d{{1,3}})?\s*\)?|"
    rf"(?P<plain>\d{{1,3}}))"
    rf"[\s-]{{0,2}}(?:calendar |full |consecutive )?(?P<unit>{_UNIT.pattern})(?!\w)"
    rf"|(?<!\w)(?P<ordinal>{'|'.join(_ORDINALS)})(?:\s*\(\d+\w*\))?\s+anniversary",
    re.I,
)


@dataclass(frozen=True)
class NumberSpan:
    """A number printed at [start, end) with its marks; `currency` is an ISO code."""

    start: int
    end: int
    digits: str
    negative: bool
    percent: bool
    currency: str | None
    currency_start: int = -1
    bound: int = 0
    """-1 for the first number of a range ("10 - 20"), 1 for the second."""

    @property
    def decimals(self) -> int:
        """Digits after the last mark, 0 for none."""
        found = re.search(r"[.,](\d+)$", self.digits)
        return len(found[1]) if found else 0

    @property
    def open(self) -> bool:
        """Whether its one mark may part thousands or decimals."""
        return re.fullmatch(r"\d{1,3}[.,]\d{3}", self.digits) is not None

    def value(self, decimal_comma: bool | None) -> float:
        """The number; open marks are read by the document's habit, else they part thousands."""
        number = float(_plain(self.digits, decimal_comma) or 0)
        return -number if self.negative else number


@dataclass(frozen=True)
class DurationSpan:
    """A span of time at [start, end): `count` of `unit` (day, week, month, year)."""

    start: int
    end: int
    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}" + ("s" if self.count != 1 else "")


def find(text: str) -> list[NumberSpan]:
    """Every number of `text` that stands by itself, in order."""
    if not any(c.isdigit() for c in text):
        return []
    matches = list(_NUMBER.finditer(text))
    spans = [_number(match) for match in matches]
    for place, (low, high) in enumerate(itertools.pairwise(matches)):
        if _RANGE.fullmatch(text, low.end(), high.start("digits")):
            spans[place] = replace(spans[place], bound=-1)
            spans[place + 1] = replace(spans[place + 1], bound=1, negative=False)
    return spans


def without(text: str) -> str:
    """A text without its first number."""
    found = find(text)[:1]
    return f"{text[: found[0].start]} {text[found[0].end :]}".strip() if found else text


def is_mark(text: str) -> bool:
    """Whether a text is no more than the sign or code of a currency."""
    return text.strip(" :.-") in CURRENCIES or text.strip(" :.-") in CODES


def is_unit_of_time(text: str) -> bool:
    """Whether a text begins with days, weeks, months or years."""
    return _UNIT_FIRST.match(text) is not None


def find_durations(text: str) -> list[DurationSpan]:
    """Every duration of `text`; "second anniversary" counts as two years."""
    return [span for match in _DURATION.finditer(text) if (span := _duration(match))]


def decimal_comma(texts: list[str]) -> bool | None:
    """Whether a document writes decimals with a comma; None if no number tells."""
    votes = 0
    for text in texts:
        for span in find(text):
            votes += _vote(span.digits)
    return votes > 0 if votes else None


def _vote(digits: str) -> int:
    """+1 for a decimal comma, -1 for a decimal point, 0 where the number does not tell."""
    marks = [c for c in digits if c in ".,"]
    if not marks or (len(marks) == 1 and re.search(r"[.,]\d{3}$", digits)):
        return 0
    last = marks[-1]
    if len(set(marks)) == 1 and len(marks) > 1:
        return 1 if last == "." else -1
    return 1 if last == "," else -1


def _number(match: re.Match[str]) -> NumberSpan:
    mark = (match["before"] or match["after"] or "").strip(" :\u00a0")
    currency = CURRENCIES.get(mark) or (mark if mark in CODES else None)
    negative = bool(match["sign"] or match["sign2"] or match["trail"] or match["paren"])
    start = match.start("digits")
    where = match.start("before") if match["before"] else match.start("after")
    return NumberSpan(
        start,
        match.end("digits"),
        match["digits"],
        negative and match["percent"] is None,
        match["percent"] is not None,
        currency,
        where if currency else -1,
    )


def _plain(digits: str, comma: bool | None) -> str:
    digits = re.sub(r"['’\s\u00a0\u202f]", "", digits)
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return digits
    if len(set(marks)) == 2:
        decimal = marks[-1]
    elif len(marks) > 1:
        decimal = ""
    elif re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", digits):
        decimal = marks[0] if comma is not None and comma == (marks[0] == ",") else ""
    else:
        decimal = marks[0]
    whole = "".join("." if c == decimal else "" if c in ".," else c for c in digits)
    return whole.replace(".", "", whole.count(".") - 1)


def _duration(match: re.Match[str]) -> DurationSpan | None:
    if match["ordinal"]:
        return DurationSpan(match.start(), match.end(), _ORDINALS[match["ordinal"].lower()], "year")
    unit = next(name for name in _UNITS if match[name])
    if match["plain"] or match["digits"]:
        count = int(match["plain"] or match["digits"])
    else:
        count = WORD_NUMBERS[match["word"].lower()]
    return DurationSpan(match.start(), match.end(), count, unit) if count else None
