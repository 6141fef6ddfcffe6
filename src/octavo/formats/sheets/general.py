"""Numbers as Excel's General format shows them, and as its formula bar holds them."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDTH = 11
"""The characters General may use for a number, its minus sign apart."""
_WIDE = Context(prec=400)


def general(value: float) -> str:
    """A number in the General format: at most 11 characters, then scientific with 6 digits."""
    if value == 0:
        return "0"
    if not math.isfinite(value):
        return "#NUM!"
    if float(value).is_integer() and abs(value) < 1e11:
        return str(int(value))
    short = repr(abs(value))
    if len(short) <= _WIDTH and "e" not in short:
        return repr(float(value))
    text = _fixed(abs(value))
    return "-" + text if value < 0 else text


def _fixed(value: float) -> str:
    magnitude = math.floor(math.log10(value))
    if magnitude > 10:
        return scientific(value)
    if magnitude >= -4:
        places = max(0, min(9, _WIDTH - 2 - max(magnitude, 0)))
        text = plain(half_up(decimal(value), places))
        if magnitude < 10 or "." not in text:
            return text
    text = plain(decimal(value))
    return text if len(text) <= _WIDTH else scientific(value)


def scientific(value: float) -> str:
    """Six significant digits and at least two of the exponent: 1.23457E+11."""
    mantissa, _, exponent = f"{decimal(value):.5E}".partition("E")
    power = int(exponent)
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{'-' if power < 0 else '+'}{abs(power):02d}"


def raw(value: float) -> str:
    """A number unformatted, to the 15 digits Excel keeps."""
    if not math.isfinite(value):
        return "#NUM!"
    number = decimal(value)
    if number != 0 and not -10 <= number.adjusted() < 21:
        return f"{value:.15g}".upper()
    return plain(number)


def decimal(value: float) -> Decimal:
    """The number to the 15 significant digits that Excel computes with."""
    return Decimal(f"{value:.15g}")


def half_up(number: Decimal, places: int) -> Decimal:
    """Rounded to `places` decimals, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def plain(number: Decimal) -> str:
    """Without exponent and trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
