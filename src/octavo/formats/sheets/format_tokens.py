"""Number format codes cut into tokens and sections (ECMA-376 part 1, 18.8.31).

A code has up to four sections parted by semicolons: positive, negative, zero, text, unless
sections carry their own conditions. What a token means (month or minute, group mark or scale)
depends on its neighbours and is decided where sections are rendered.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

MAX_CODE = 1_000
"""Excel allows 255 characters; whatever is far longer is no number format."""


class T(Enum):
    """What a token is."""

    LITERAL = auto()
    PAD = auto()
    FILL = auto()
    DIGIT = auto()
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    SLASH = auto()
    EXPONENT = auto()
    DATE = auto()
    ELAPSED = auto()
    AMPM = auto()
    GENERAL = auto()
    TEXT = auto()
    BREAK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: T
    text: str


Condition = tuple[Callable[[float, float], bool], float, str]


@dataclass(slots=True)
class Section:
    """One section: its tokens, the condition it carries, the Windows locale it names."""

    tokens: list[Token] = field(default_factory=list)
    condition: Condition | None = None
    locale: int = 0
    kinds: frozenset[T] = frozenset()

    def has(self, *kinds: T) -> bool:
        return not self.kinds.isdisjoint(kinds)


_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | \\(?P<escaped>.) | _(?P<pad>.) | \*(?P<fill>.)
  | \[(?P<bracket>[^\]]*)\]
  | (?P<general>General|Standard) | (?P<ampm>AM/PM|A/P)
  | (?P<exponent>E[+-]) | (?P<date>y+|m+|d+|h+|s+|e+|g+|b{2,4}|aaaa?)
  | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/)
  | (?P<text>@) | (?P<break>;) | (?P<other>.)
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_PLAIN = {
    "pad": T.PAD,
    "fill": T.FILL,
    "general": T.GENERAL,
    "ampm": T.AMPM,
    "exponent": T.EXPONENT,
    "date": T.DATE,
    "digit": T.DIGIT,
    "point": T.POINT,
    "comma": T.COMMA,
    "percent": T.PERCENT,
    "slash": T.SLASH,
    "text": T.TEXT,
    "break": T.BREAK,
}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:E[+-]?\d+)?)", re.IGNORECASE)
_SYSTEM = {0xF800: "dddd, mmmm d, yyyy", 0xF400: "h:mm:ss AM/PM"}
"""Locales that ask for the system's own long date or time, whatever the section says."""
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


def sections(code: str) -> list[Section]:
    """The sections of a format code; a code too long to be one gives General."""
    if len(code) > MAX_CODE:
        code = "General"
    found = [Section()]
    for match in _TOKEN.finditer(code):
        name = match.lastgroup or "quoted"
        text = match[name] or ""
        if name == "bracket":
            _bracket(found[-1], text)
        elif name == "break":
            found.append(Section())
        else:
            found[-1].tokens.append(Token(_PLAIN.get(name, T.LITERAL), text))
    for section in found:
        if section.locale in _SYSTEM:
            section.tokens = sections(_SYSTEM[section.locale])[0].tokens
        section.kinds = frozenset(token.kind for token in section.tokens)
    return found[:4]


def _bracket(section: Section, text: str) -> None:
    """A bracket is a currency with its locale, a condition, elapsed time, or a colour."""
    if text.startswith("$"):
        symbol, _, locale = text[1:].partition("-")
        if symbol:
            section.tokens.append(Token(T.LITERAL, symbol))
        code = locale.split(",")[0]
        if re.fullmatch(r"[0-9A-Fa-f]{1,8}", code):
            section.locale = int(code, 16) & 0xFFFF
    elif match := _CONDITION.fullmatch(text.strip()):
        try:
            limit = float(match[2])
        except ValueError:
            return
        section.condition = (_OPERATORS[match[1]], limit, match[1])
    elif re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
        section.tokens.append(Token(T.ELAPSED, text.lower()))
