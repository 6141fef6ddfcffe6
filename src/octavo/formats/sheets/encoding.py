"""Bytes of a plain text table as text: by its byte order mark, else by what it can be."""

from __future__ import annotations

import codecs
from itertools import pairwise

from charset_normalizer import from_bytes

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_SAMPLE = 1 << 16
_WESTERN = frozenset("äöüßÄÖÜéèêëàâçîïôûùñáíóúÉÈÀÇÑÁÓÚåæøÅÆØãõ€£–—’‘“”…•°§²³½©®™´«»·")


def decode(data: bytes) -> str:
    """The text of `data`; bytes that its encoding does not know become U+FFFD."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    wide = _without_mark(data[:_SAMPLE])
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 or data.count(b"\xef\xbf\xbd"):
            return data.decode("utf-8", "replace")
    return data.decode(_single(data), "replace")


def _without_mark(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without mark shows by where the zero bytes of plain letters lie."""
    if len(sample) < 4 or sample.count(0) * 4 < len(sample):
        return None
    quarter = [sample[at::4].count(0) / (len(sample) / 4) for at in range(4)]
    if min(quarter[1:]) > 0.9 > quarter[0]:
        return "utf-32-le"
    if min(quarter[:3]) > 0.9 > quarter[3]:
        return "utf-32-be"
    even, odd = quarter[0] + quarter[2], quarter[1] + quarter[3]
    return "utf-16-be" if even > odd else "utf-16-le"


def _single(data: bytes) -> str:
    """The likeliest of the older encodings; western European if what it gives reads as such."""
    sample = _lines_beyond_ascii(data)
    high = [char for char in sample.decode("cp1252", "replace") if ord(char) > 127]
    known = sum(char in _WESTERN for char in high)
    pairs = sum(one > 127 and two > 127 for one, two in pairwise(sample))
    if known >= 0.8 * len(high) and pairs * 4 < max(len(high), 1):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _lines_beyond_ascii(data: bytes) -> bytes:
    """Up to 64 KiB of the lines that tell encodings apart."""
    found, size = [], 0
    for line in data.split(b"\n", 20_000)[:20_000]:
        if not line.isascii():
            found.append(line[:4_096])
            size += len(found[-1])
            if size > _SAMPLE:
                break
    return b"\n".join(found) or data[:_SAMPLE]
