"""Names of months and weekdays in the language that a number format asks for.

A format names a Windows locale (0x407 is German); the names are CLDR's. Locales that
name no language give English.
"""

from __future__ import annotations

from functools import cache
from locale import windows_locale

from babel import Locale, UnknownLocaleError

_ENGLISH = 0x409


def month(number: int, lcid: int, *, short: bool, dated: bool = False) -> str:
    """The name of month 1..12; with `dated`, as it stands beside a day (31 marca, not marzec)."""
    form = "format" if dated and not short else "stand-alone"
    return _names(lcid, "months", form, "abbreviated" if short else "wide")[number]


def weekday(number: int, lcid: int, *, short: bool) -> str:
    """The name of a weekday, 0 for Sunday."""
    return _names(lcid, "days", "stand-alone", "abbreviated" if short else "wide")[(number - 1) % 7]


@cache
def _names(lcid: int, what: str, form: str, width: str) -> dict[int, str]:
    name = windows_locale.get(lcid or _ENGLISH, "en_US")
    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en_US")
    names: dict[int, str] = getattr(locale, what)[form][width]
    return {key: text.removesuffix(".") for key, text in names.items()}
