"""Serial numbers as dates, times and durations.

Day 1 of the 1900 system is 1 January 1900; it holds a 29 February 1900 that never was, so serials
up to 60 are one day off the calendar. The 1904 system counts from 1 January 1904 (day 0).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    dated: bool = False


@lru_cache(maxsize=50_000)
def iso(value: float, date1904: bool) -> str | None:
    """The ISO 8601 date (with its time unless midnight) of a serial; None outside the calendar."""
    serial = value + (_OFFSET_1904 if date1904 else 0)
    if not 1 <= serial < LAST_SERIAL or 60 <= serial < 61:
        return None
    base = datetime(1899, 12, 31 if serial < 60 else 30)
    moment = base + timedelta(seconds=round(serial * 86_400))
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat()


def render(section: Section, value: float, date1904: bool) -> str | None:
    """`value` in a section with dates; None where Excel cannot show it."""
    elapsed = section.has(T.ELAPSED)
    serial = abs(value) if elapsed else value + (_OFFSET_1904 if date1904 else 0)
    if not 0 <= serial < LAST_SERIAL:
        return None
    tokens = _resolved(section.tokens)
    moment = _moment(serial, _second_places(tokens))
    if any(token.kind is T.DATE and token.text in ("d", "dd") for token in tokens):
        moment = replace(moment, dated=True)
    noon = 12 if any(token.kind is T.AMPM for token in tokens) else 24
    pieces = [_piece(token, moment, noon, section.locale) for token in tokens]
    return ("-" if elapsed and value < 0 else "") + "".join(pieces)


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


def _moment(serial: float, places: int) -> Moment:
    seconds = (Decimal(repr(float(serial))) * 86_400).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )
    days, rest = divmod(seconds, 86_400)
    year, month, day = _calendar(int(days))
    hour, rest = divmod(rest, 3_600)
    minute, second = divmod(rest, 60)
    weekday = (int(days) - 1) % 7
    return Moment(year, month, day, weekday, int(hour), int(minute), second, int(days))


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
