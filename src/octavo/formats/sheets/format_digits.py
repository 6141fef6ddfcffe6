"""Numbers laid into the digit places of a format section: grouping, scaling, exponent, fraction.

Excel rounds halves away from zero on the decimal digits it shows, so values pass through Decimal.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from octavo.formats.sheets.format_tokens import Section, T, Token
from octavo.formats.sheets.general import decimal, general, half_up

_LITERAL = {T.LITERAL, T.PAD, T.FILL, T.PERCENT, T.DATE, T.AMPM, T.TEXT}


def literal(token: Token) -> str:
    """What a token shows that stands for itself; padding is a space, a fill is nothing."""
    if token.kind is T.PAD:
        return " "
    if token.kind is T.FILL:
        return ""
    return "%" if token.kind is T.PERCENT else token.text


def render(section: Section, value: float) -> str:
    """`value` in a section without dates, its minus sign before all that the section shows.

    Excel leaves the sign out where all digits shown are zero, unless they are a fraction's.
    """
    tokens = section.tokens
    sign = "-" if value < 0 else ""
    if section.has(T.GENERAL):
        shown = general(abs(value))
        return sign + "".join(shown if t.kind is T.GENERAL else literal(t) for t in tokens)
    number = decimal(abs(value)).scaleb(2 * sum(token.kind is T.PERCENT for token in tokens))
    slash = _fraction_slash(tokens)
    if slash:
        return sign + _fraction(tokens, slash, number)
    return _plain(tokens, number, sign)


@dataclass(slots=True)
class _Places:
    """Where the digits of a section go: token indices of each part's placeholders."""

    whole: list[int]
    part: list[int]
    power: list[int]
    grouped: bool = False
    scale: int = 0


def _places(tokens: list[Token]) -> _Places:
    places = _Places([], [], [])
    into = places.whole
    for index, token in enumerate(tokens):
        if token.kind is T.POINT and into is places.whole:
            into = places.part
        elif token.kind is T.EXPONENT:
            into = places.power
        elif token.kind is T.DIGIT:
            into.append(index)
    if places.whole or places.part:
        _read_commas(tokens, places)
    return places


def _read_commas(tokens: list[Token], places: _Places) -> None:
    """A comma between digits groups by thousands; one behind the last digit divides by 1,000."""
    digits = places.whole + places.part
    for index, token in enumerate(tokens):
        if token.kind is not T.COMMA or index < digits[0]:
            continue
        if places.whole and index < places.whole[-1]:
            places.grouped = True
        elif _only_commas(tokens, (places.whole or digits)[-1], index) or _only_commas(
            tokens, digits[-1], index
        ):
            places.scale += 1


def _only_commas(tokens: list[Token], start: int, end: int) -> bool:
    return start < end and all(token.kind is T.COMMA for token in tokens[start + 1 : end])


def _plain(tokens: list[Token], number: Decimal, sign: str) -> str:
    places = _places(tokens)
    number = number.scaleb(-3 * places.scale)
    power = ""
    if places.power or any(token.kind is T.EXPONENT for token in tokens):
        number, exponent = _mantissa(tokens, places, number)
        power = str(abs(exponent))
        negative = exponent < 0
    else:
        negative = False
    rounded = half_up(number, len(places.part))
    whole, _, part = f"{rounded:f}".partition(".")
    shown = _whole_digits(tokens, places, whole.lstrip("0"))
    shown |= _part_digits(tokens, places.part, part)
    shown |= _right_aligned(tokens, places.power, power)
    loose = "" if places.whole or not places.part else whole.lstrip("0")
    pieces = [_piece(token, shown.get(i), negative, loose) for i, token in enumerate(tokens)]
    return (sign if rounded or not (places.whole or places.part) else "") + "".join(pieces)


def _piece(token: Token, digits: str | None, negative: bool, loose: str) -> str:
    if digits is not None:
        return digits
    if token.kind is T.POINT:
        return loose + "."
    if token.kind is T.EXPONENT:
        sign = "-" if negative else "+" if token.text[1] == "+" else ""
        return "E" + sign
    return literal(token) if token.kind in _LITERAL or token.kind is T.SLASH else ""


def _mantissa(tokens: list[Token], places: _Places, number: Decimal) -> tuple[Decimal, int]:
    """The number scaled to the places before the point, and the power of ten taken out.

    Optional places before the point (##0.0E+0) make the power a multiple of their count.
    """
    if number == 0:
        return number, 0
    width = max(1, len(places.whole))
    optional = any(tokens[index].text == "#" for index in places.whole)
    for bump in (0, 1):
        exponent = number.adjusted() + bump
        exponent -= exponent % width if optional else width - 1
        mantissa = number.scaleb(-exponent)
        if half_up(mantissa, len(places.part)) < 10**width:
            break
    return mantissa, exponent


def _whole_digits(tokens: list[Token], places: _Places, digits: str) -> dict[int, str]:
    shown = _right_aligned(tokens, places.whole, digits)
    if not places.grouped:
        return shown
    left = sum(sum(char.isdigit() for char in text) for text in shown.values())
    for index in places.whole:
        grouped = ""
        for char in shown[index]:
            grouped += char
            if char.isdigit():
                left -= 1
                grouped += "," if left and left % 3 == 0 else ""
        shown[index] = grouped
    return shown


def _right_aligned(tokens: list[Token], places: list[int], digits: str) -> dict[int, str]:
    """Digits onto places from the right; the first place takes all that are left over."""
    shown = {}
    for index in reversed(places):
        digit, digits = digits[-1:], digits[:-1]
        shown[index] = digit or _filler(tokens[index])
    if places and digits:
        shown[places[0]] = digits + shown[places[0]]
    return shown


def _filler(token: Token) -> str:
    return {"0": "0", "?": " "}.get(token.text, "")


def _part_digits(tokens: list[Token], places: list[int], digits: str) -> dict[int, str]:
    """Digits behind the point; trailing zeros show only where the place demands them."""
    needed = len(digits.rstrip("0"))
    return {
        index: digits[at] if at < needed else _filler(tokens[index])
        for at, index in enumerate(places)
    }


def _fraction_slash(tokens: list[Token]) -> int:
    """The index of a fraction's slash, 0 for none."""
    for index, token in enumerate(tokens[1:-1], start=1):
        if token.kind is T.SLASH and tokens[index - 1].kind is T.DIGIT:
            after = tokens[index + 1]
            if after.kind is T.DIGIT or after.text.isdigit():
                return index
    return 0


def _fraction(tokens: list[Token], slash: int, number: Decimal) -> str:
    start, end = _digit_run(tokens, slash, -1), _digit_run(tokens, slash, 1)
    whole_places = [i for i in range(start) if tokens[i].kind is T.DIGIT]
    below = "".join(token.text for token in tokens[slash + 1 : end + 1])
    whole, top, bottom = _parts(number, below, mixed=bool(whole_places))
    shown = _right_aligned(tokens, whole_places, "" if top and not whole else str(whole))
    out = "".join(shown.get(i, literal(token)) for i, token in enumerate(tokens[:start]))
    if whole_places and not top:
        out += " " * (end - start + 1)
    else:
        out += str(top).rjust(slash - start) + "/" + str(bottom).ljust(end - slash)
    return out + "".join(literal(token) for token in tokens[end + 1 :])


def _digit_run(tokens: list[Token], slash: int, step: int) -> int:
    """The farthest index from `slash` in one direction that still belongs to its digits."""
    index = slash
    while 0 <= index + step < len(tokens) and (
        tokens[index + step].kind is T.DIGIT or (step > 0 and tokens[index + step].text.isdigit())
    ):
        index += step
    return index


def _parts(number: Decimal, below: str, *, mixed: bool) -> tuple[int, int, int]:
    """Whole part, numerator, denominator; `below` is the denominator's fixed digits or places."""
    exact = Fraction(number)
    whole = int(exact) if mixed else 0
    rest = exact - whole
    if below.strip("#?0"):
        bottom = max(1, int(below.replace("#", "").replace("?", "")))
        top = int(rest * bottom + Fraction(1, 2))
    else:
        near = rest.limit_denominator(10 ** min(len(below), 9) - 1)
        top, bottom = near.numerator, near.denominator
    if mixed and top == bottom:
        return whole + 1, 0, 1
    return whole, top, bottom
