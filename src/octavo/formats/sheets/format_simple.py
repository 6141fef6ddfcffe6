"""The commonest number formats (0.00, #,##0, 0.0%, $#,##0.00) by Python's own formatting.

Sheets hold millions of such numbers; this is ten times as fast as laying out their digits. Values
that lie so near to half a unit that binary and decimal rounding may differ are left to the latter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.formats.sheets.format_digits import literal
from octavo.formats.sheets.format_tokens import Section, T

_PATTERN = re.compile(r"(#,##)?0(?:\.(0{1,9}))?")
_NUMBER = (T.DIGIT, T.POINT, T.COMMA)


@dataclass(frozen=True, slots=True)
class Simple:
    """A prefix, a number of decimals, perhaps grouped or times 100, and a suffix."""

    prefix: str
    places: int
    grouped: bool
    factor: int
    suffix: str

    @staticmethod
    def of(section: Section) -> Simple | None:
        """The simple form of a section; None if it has none."""
        tokens = section.tokens
        inner = [at for at, token in enumerate(tokens) if token.kind in _NUMBER]
        allowed = {*_NUMBER, T.LITERAL, T.PERCENT, T.PAD}
        if not inner or section.condition is not None or not section.kinds <= allowed:
            return None
        first, last = inner[0], inner[-1] + 1
        match = _PATTERN.fullmatch("".join(token.text for token in tokens[first:last]))
        if match is None or last - first != len(inner):
            return None
        outer = tokens[:first], tokens[last:]
        prefix, suffix = ("".join(map(literal, side)) for side in outer)
        percents = sum(token.kind is T.PERCENT for token in tokens)
        places = len(match[2] or "")
        return Simple(prefix, places, bool(match[1]), 100**percents, suffix)

    def render(self, value: float) -> str | None:
        """The number as shown; None if only exact rounding can tell."""
        number = abs(value) * self.factor
        scaled = number * 10**self.places
        if scaled >= 1e12 or abs(scaled % 1 - 0.5) < 1e-4 + scaled * 1e-14:
            return None
        text = f"{number:,.{self.places}f}" if self.grouped else f"{number:.{self.places}f}"
        sign = "-" if value < 0 and scaled > 0.5 else ""
        return f"{sign}{self.prefix}{text}{self.suffix}".strip()
