"""The picture of an RTF `pict` group as bytes that the picture reader knows."""

from __future__ import annotations

import re

from octavo.formats.office.rtf_tokens import Token

_HEX = re.compile(rb"[^0-9A-Fa-f]")


def picture_bytes(group: list[Token]) -> bytes:
    """The bytes of a picture, hexadecimal or binary; a bare bitmap gets its file header."""
    hexes: list[bytes] = []
    kinds: set[str] = set()
    depth = 0
    for token in group:
        depth += {"{": 1, "}": -1}.get(token.kind, 0)
        if token.kind == "word":
            kinds.add(token.word)
            if token.word == "bin":
                return _with_header(token.data, kinds)
        elif token.kind == "text" and depth == 0:
            hexes.append(token.data)
    digits = _HEX.sub(b"", b"".join(hexes))
    return _with_header(bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")), kinds)


def description(group: list[Token]) -> str:
    """What a picture's properties say it shows (`wzDescription`)."""
    texts = [token.data.decode("latin-1") for token in group if token.kind == "text"]
    if "wzDescription" in texts:
        at = texts.index("wzDescription")
        return " ".join(texts[at + 1 : at + 2]).strip()
    return ""


def _with_header(data: bytes, kinds: set[str]) -> bytes:
    if "dibitmap" not in kinds or len(data) < 40:
        return data
    depth = int.from_bytes(data[14:16], "little")
    used = int.from_bytes(data[32:36], "little")
    colours = (used or (1 << depth if depth <= 8 else 0)) * 4
    offset = 14 + int.from_bytes(data[:4], "little") + colours
    size = (14 + len(data)).to_bytes(4, "little")
    return b"BM" + size + b"\0\0\0\0" + offset.to_bytes(4, "little") + data
