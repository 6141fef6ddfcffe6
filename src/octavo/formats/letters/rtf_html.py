"""Web pages wrapped in RTF, as Outlook keeps the body of most messages ([MS-OXRTFEX])."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace

from octavo.formats.office.rtf_tables import CHARSETS
from octavo.formats.office.rtf_tokens import Token, tokens
from octavo.formats.office.rtf_words import CHARACTERS

_HEAD = 4_096
_SKIPPED = frozenset({"colortbl", "stylesheet", "info", "pntext", "listtable", "generator"})
_BREAKS = frozenset({"par", "line"})
MAX_DEPTH = 1_000


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group: whether its text is markup, is not part of the page, or names
    fonts; the font and how many characters stand in for a Unicode one."""

    markup: bool = False
    skipped: bool = False
    suppressed: bool = False
    fonts: bool = False
    font: int = -1
    stand_ins: int = 1


def page(rtf: bytes) -> str:
    """The page in `rtf`, "" if there is none in it."""
    if b"\\fromhtml" not in rtf[:_HEAD]:
        return ""
    halves = "".join(_Unwrapping().pieces(rtf))  # characters beyond 16 bits come as two
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Unwrapping:
    """Goes through the tokens once."""

    def __init__(self) -> None:
        self._state = _State()
        self._outer: list[_State] = []
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._bytes = b""
        self._starred = False
        self._skip = 0

    def pieces(self, rtf: bytes) -> Iterator[str]:
        for token in tokens(rtf):
            if token.kind == "text":
                self._take(token.data)
                continue
            yield self._flushed()
            starred, self._starred = self._starred, False
            if token.kind == "{":
                self._outer.append(self._state)
                if len(self._outer) > MAX_DEPTH:
                    return
            elif token.kind == "}":
                self._state = self._outer.pop() if self._outer else self._state
            elif token.kind == "sign":
                yield self._sign(token.word)
            else:
                yield self._word(token, starred)
        yield self._flushed()

    def _take(self, data: bytes) -> None:
        skipped, self._skip = min(self._skip, len(data)), max(0, self._skip - len(data))
        if self._seen:
            self._bytes += data[skipped:]

    @property
    def _seen(self) -> bool:
        state = self._state
        return not (state.skipped or state.suppressed or state.fonts)

    def _flushed(self) -> str:
        data, self._bytes = self._bytes, b""
        if not data:
            return ""
        font = "" if self._state.markup else self._fonts.get(self._state.font, "")
        try:
            text = data.decode(font or self._encoding, "replace")
        except LookupError:
            text = data.decode("cp1252", "replace")
        return self._shown(text)

    def _shown(self, text: str) -> str:
        return text if self._state.markup else html.escape(text, quote=False)

    def _sign(self, sign: str) -> str:
        if sign == "*":
            self._starred = True
        elif self._seen and sign in "\\{}~_":
            return self._shown({"~": "\xa0", "_": "\xad"}.get(sign, sign))
        return ""

    def _word(self, token: Token, starred: bool) -> str:
        word, number, state = token.word, token.number, self._state
        if word == "htmltag":
            self._state = replace(state, markup=True, skipped=not starred)
        elif word == "htmlrtf":
            self._state = replace(state, suppressed=number != 0)
        elif word == "fonttbl":
            self._state = replace(state, fonts=True)
        elif starred or word in _SKIPPED:
            self._state = replace(state, skipped=True)
        elif word == "f":
            self._state = replace(state, font=number or 0)
        elif word == "fcharset" and state.fonts:
            self._fonts[state.font] = CHARSETS.get(number or 0, "")
        elif word == "ansicpg":
            self._encoding = f"cp{number}"
        elif word == "uc":
            self._state = replace(state, stand_ins=max(0, number or 0))
        elif self._seen:
            return self._character(word, number)
        return ""

    def _character(self, word: str, number: int | None) -> str:
        if word == "u" and number is not None:
            self._skip = self._state.stand_ins
            return self._shown(chr(number % 65_536))
        if word in _BREAKS:
            return "\n"
        return self._shown(CHARACTERS.get(word, ""))
