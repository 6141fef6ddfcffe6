"""Serial numbers as dates, times and durations.

Day 1 of the 1900 system is 1 January 1900; it holds a 29 February 1900 that never was, so serials
up to 60 are one day off the calendar. The 1904 system counts from 1 January 1904 (day 0).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from octavo.formats.sheets import date_names
from octavo.formats.sheets.format_digits import literal
from octavo.formats.sheets.format_tokens import Section, T, Token

LAST_SERIAL = 2_958_466
_OFFSET_1904 = 1_462


@dataclass(frozen=True, slots=True)
class Moment:
    """A serial number taken apart; `days` counts in the 1900 system, `second` may be fractional.

    `dated` says that the day of the month is shown too.
    """

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: Decimal
    days: int
    dated: bool


@lru_cache(maxsize=50_000)
def iso(value: float, date1904: bool) -> str | None:
    """The ISO 8601 date (with its time unless midnight) of a serial; None outside the calendar."""
    serial = value + (_OFFSET_1904 if date1904 else 0)
    if not 1 <= serial < LAST_SERIAL or 60 <= serial < 61:
        return None
    base = datetime(1899, 12, 31 if serial < 60 else 30)
    moment = base + timedelta(seconds=round(serial * 86_400))
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat()


class DateSection:
    """A section with dates, made ready to show values."""

    def __init__(self, section: Section) -> None:
        self._tokens = _resolved(section.tokens)
        self._locale = section.locale
        self._elapsed = section.has(T.ELAPSED)
        self._places = _second_places(self._tokens)
        self._noon = 12 if section.has(T.AMPM) else 24
        self._dated = any(t.kind is T.DATE and t.text in ("d", "dd") for t in self._tokens)

    def render(self, value: float, date1904: bool) -> str | None:
        """`value` as shown; None where Excel cannot show it."""
        serial = abs(value) if self._elapsed else value + (_OFFSET_1904 if date1904 else 0)
        if not 0 <= serial < LAST_SERIAL:
            return None
        moment = _moment(serial, self._places, self._dated)
        pieces = [_piece(token, moment, self._noon, self._locale) for token in self._tokens]
        return ("-" if self._elapsed and value < 0 else "") + "".join(pieces)


def _resolved(tokens: list[Token]) -> list[Token]:
    """Tokens in lower case, with minutes told from months and fractions of seconds joined."""
    found: list[Token] = []
    for token in tokens:
        if token.kind is T.DATE:
            token = Token(T.DATE, token.text.lower())
        last = found[-1] if found else None
        if token.kind is T.DIGIT and last is not None and last.text.startswith("."):
            found[-1] = Token(T.POINT, last.text + "0")
        else:
            found.append(token)
    clock = [i for i, token in enumerate(found) if token.kind in (T.DATE, T.ELAPSED)]
    for at, index in enumerate(clock):
        before = found[clock[at - 1]].text[0] if at else ""
        after = found[clock[at + 1]].text[0] if at + 1 < len(clock) else ""
        text = found[index].text
        if found[index].kind is T.DATE and text in ("m", "mm") and (before == "h" or after == "s"):
            found[index] = Token(T.DATE, "n" * len(text))
    return found


def _second_places(tokens: list[Token]) -> int:
    return max((len(t.text) - 1 for t in tokens if t.kind is T.POINT), default=0)


def _moment(serial: float, places: int, dated: bool) -> Moment:
    seconds = (Decimal(repr(float(serial))) * 86_400).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )
    days, rest = divmod(seconds, 86_400)
    year, month, day = _calendar(int(days))
    hour, rest = divmod(rest, 3_600)
    minute, second = divmod(rest, 60)
    weekday = (int(days) - 1) % 7
    return Moment(year, month, day, weekday, int(hour), int(minute), second, int(days), dated)


def _calendar(days: int) -> tuple[int, int, int]:
    if days == 0:
        return 1900, 1, 0
    if days == 60:
        return 1900, 2, 29
    try:
        found = date(1899, 12, 31 if days < 60 else 30) + timedelta(days)
    except OverflowError:
        return 9999, 12, 31
    return found.year, found.month, found.day


def _piece(token: Token, moment: Moment, noon: int, locale: int) -> str:
    if token.kind is T.ELAPSED:
        return _elapsed(token.text, moment)
    if token.kind is T.AMPM:
        mark = "PM" if moment.hour >= 12 else "AM"
        return mark[: 1 if len(token.text) == 3 else 2]
    if token.kind is T.POINT:
        return "." + _second_fraction(moment, len(token.text) - 1) if len(token.text) > 1 else "."
    if token.kind is not T.DATE:
        return literal(token) if token.kind is not T.DIGIT else ""
    return _date_piece(token.text, moment, noon, locale)


def _elapsed(text: str, moment: Moment) -> str:
    hours = moment.days * 24 + moment.hour
    whole = {
        "h": hours,
        "m": hours * 60 + moment.minute,
        "s": (hours * 60 + moment.minute) * 60 + int(moment.second),
    }[text[0]]
    return str(whole).zfill(len(text))


def _second_fraction(moment: Moment, places: int) -> str:
    return f"{moment.second % 1:.{places}f}"[2:]


def _date_piece(text: str, moment: Moment, noon: int, locale: int) -> str:
    first, width = text[0], len(text)
    if first in "yeb":
        year = moment.year + (543 if first == "b" else 0)
        return f"{year % 100:02d}" if width <= 2 and first != "e" else f"{year:04d}"
    if first == "m":
        return _month(moment, width, locale)
    if first in "da":
        return _day(moment, 4 if text == "aaaa" else width, locale)
    if first == "g":
        return ""
    hour = (moment.hour % 12 or 12) if noon == 12 else moment.hour
    number = {"h": hour, "n": moment.minute, "s": int(moment.second)}[first]
    return str(number).zfill(min(width, 2))


def _month(moment: Moment, width: int, locale: int) -> str:
    if width <= 2:
        return str(moment.month).zfill(width)
    name = date_names.month(moment.month, locale, short=width == 3, dated=moment.dated)
    return name[:1] if width == 5 else name


def _day(moment: Moment, width: int, locale: int) -> str:
    if width <= 2:
        return str(moment.day).zfill(width)
    return date_names.weekday(moment.weekday, locale, short=width == 3)
