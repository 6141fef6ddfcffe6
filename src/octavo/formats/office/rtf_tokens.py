"""RTF as tokens: groups, control words, text bytes, binary data. Linear in the file's size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?:([A-Za-z]{1,40})(-?\d{1,12})? ?|'([0-9A-Fa-f]{2})|([^A-Za-z']))"
    rb"|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\'",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: "{" or "}", a control word with its number, or text (bytes in the code page)."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of RTF bytes in order; `bin` comes with its data."""
    at = 0
    while at < len(data):
        match = _TOKEN.match(data, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        word, number, code, sign, brace, text = match.groups()
        if word is not None:
            value = int(number) if number else None
            name = word.decode("ascii")
            if name == "bin":
                size = max(0, value or 0)
                yield Token("word", name, value, data[at : at + size])
                at += size
            else:
                yield Token("word", name, value)
        elif code is not None:
            yield Token("text", data=bytes([int(code, 16)]))
        elif sign is not None:
            yield Token("sign", sign.decode("latin-1"))
        elif brace is not None:
            yield Token(brace.decode("ascii"))
        elif text is not None:
            yield Token("text", data=text)
