"""What a cell shows: a number format code applied to a value, as Excel does (en-US settings)."""

from __future__ import annotations

import operator
from functools import lru_cache

from octavo.formats.sheets import format_dates, format_digits
from octavo.formats.sheets.format_simple import Simple
from octavo.formats.sheets.format_tokens import Condition, Section, T, sections
from octavo.formats.sheets.general import general, raw

BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm",
    27: "yyyy/m/d", 28: "m/d", 29: "m/d", 30: "m-d-yy", 31: "yyyy/m/d", 32: "h:mm",
    33: "h:mm:ss", 34: "yyyy/m/d", 35: "m/d", 36: "yyyy/m/d",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: "yyyy/m/d", 51: "m/d", 52: "yyyy/m/d", 53: "m/d", 54: "m/d", 55: "yyyy/m/d",
    56: "m/d", 57: "yyyy/m/d", 58: "m/d",
}  # fmt: skip
"""The codes of the format numbers that files need not spell out (ECMA-376 part 1, 18.8.30)."""

MAX_MEMO = 20_000
_CLOCK = (T.DATE, T.ELAPSED, T.AMPM)


class NumberFormat:
    """A compiled format code. `is_date` and `is_percent` tell its class by its first section."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._memo: dict[tuple[float, bool], str] = {}
        self._sections = sections(code)
        self._dates = {
            id(section): format_dates.DateSection(section)
            for section in self._sections
            if _dated(section)
        }
        first = self._sections[0]
        self.is_date = _dated(first)
        self.is_percent = not self.is_date and first.has(T.PERCENT)
        self.is_general = code.strip().lower() in ("", "general", "standard")
        self._simple = Simple.of(first) if len(self._sections) == 1 else None
        self.has_day = self.is_date and any(
            token.text[0].lower() in "ydeabg" or len(token.text) > 2
            for token in first.tokens
            if token.kind is T.DATE
        )

    def number(self, value: float, date1904: bool = False) -> str:
        """A number as shown; the spaces that only pad columns are left out at both ends."""
        if self.is_general:
            return general(value)
        if self._simple is not None and (quick := self._simple.render(value)) is not None:
            return quick
        shown = self._memo.get((value, date1904))
        if shown is None:
            shown = self._render(value, date1904)
            if len(self._memo) < MAX_MEMO:
                self._memo[value, date1904] = shown
        return shown

    def _render(self, value: float, date1904: bool) -> str:
        section, absolute = self._choose(value)
        if section is None:
            return "###"
        if dates := self._dates.get(id(section)):
            shown = dates.render(value, date1904)
            return general(value) if shown is None else shown.strip()
        if section.has(T.TEXT):
            return general(value)
        return format_digits.render(section, abs(value) if absolute else value).strip()

    def text(self, value: str) -> str:
        """A text as shown: by the fourth section, or the last if it has a place for text."""
        last = self._sections[-1]
        if len(self._sections) == 4 or last.has(T.TEXT):
            return value if _bare(last) else _with_text(last, value).strip()
        return value

    def raw(self, value: float, date1904: bool = False) -> str:
        """A number unformatted, unless it is a percentage or a date."""
        if self.is_date or self.is_percent:
            return self.number(value, date1904)
        return raw(value)

    def iso(self, value: float, date1904: bool) -> str | None:
        """The ISO date behind a number that is shown with its day, else None."""
        return format_dates.iso(value, date1904) if self.has_day else None

    def _choose(self, value: float) -> tuple[Section | None, bool]:
        """The section for a number, and whether it shows the number without its sign."""
        numeric = self._sections
        if len(numeric) > 1 and (len(numeric) == 4 or numeric[-1].has(T.TEXT)):
            numeric = numeric[:-1]
        if any(section.condition for section in numeric[:2]):
            return _conditional(numeric, value)
        if len(numeric) == 1 or value > 0 or (value == 0 and len(numeric) == 2):
            return numeric[0], False
        return (numeric[1], True) if value < 0 else (numeric[2], False)


def _conditional(numeric: list[Section], value: float) -> tuple[Section | None, bool]:
    """The first section whose condition holds; sections without one take the rest in order."""
    for at, section in enumerate(numeric):
        condition = section.condition or _implied(at, len(numeric))
        if condition is None or condition[0](value, condition[1]):
            return section, _only_negative(numeric, condition)
    return None, False


def _implied(at: int, count: int) -> Condition | None:
    """What a section without condition applies to when its neighbour has one; None: all else."""
    if at == 0 and count > 1:
        return operator.gt, 0.0, ">"
    return (operator.lt, 0.0, "<") if at == 1 and count > 2 else None


def _only_negative(numeric: list[Section], condition: Condition | None) -> bool:
    """Whether a section takes negative numbers only, so that it shows them without sign."""
    if condition is not None:
        return (condition[2], condition[1]) == ("<", 0) or (
            condition[2] in ("<", "<=", "=") and condition[1] < 0
        )
    first = numeric[0].condition
    return len(numeric) == 2 and first is not None and first[1] == 0 and first[2] in (">", ">=")


def _dated(section: Section) -> bool:
    return section.has(*_CLOCK) and not section.has(T.GENERAL)


def _bare(section: Section) -> bool:
    return [token.kind for token in section.tokens] == [T.TEXT]


def _with_text(section: Section, text: str) -> str:
    return "".join(text if t.kind is T.TEXT else format_digits.literal(t) for t in section.tokens)


@lru_cache(maxsize=4_096)
def compiled(code: str) -> NumberFormat:
    """The compiled format of a code."""
    return NumberFormat(code)
