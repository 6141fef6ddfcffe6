"""Outlook's wrapping of a mail's body and attachments (winmail.dat, [MS-OXTNEF])."""

from __future__ import annotations

import struct

from tnefparse import TNEF

from octavo.formats.letters import rtf_html
from octavo.formats.letters.letter import Attached, Letter, html_body, text_body
from octavo.formats.letters.rtf_body import decompress

KINDS = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_HEADER, _ATTRIBUTE = 6, 11
MAX_WORK = 10_000_000_000
"""Bytes times attributes: the library copies what is left of the data for each attribute."""
_BAD = (
    *(struct.error, ValueError, IndexError, KeyError, TypeError, AttributeError),
    *(LookupError, UnicodeError, AssertionError, OverflowError, UnboundLocalError),
)


def unwrap(data: bytes, letter: Letter, *, images: bool) -> None:
    """Add what is wrapped in `data` to `letter`: files, and the body if it has none of its own."""
    count, end = _attributes(data)
    if end > len(data):
        letter.warnings.append("A part that Outlook wrapped is damaged; what it lost is missing.")
    try:
        if count * len(data) > MAX_WORK:
            raise ValueError("too many attributes")
        found = TNEF(data, do_checksum=False)
        files = [(one.long_filename(), one.data) for one in found.attachments]
        rich = decompress(found._rtfbody or b"")
        page, plain = _text(found.htmlbody) or rtf_html.page(rich), _text(found.body)
    except _BAD:
        letter.warnings.append("A part that Outlook wrapped is damaged and was not read.")
        return
    letter.attached += [Attached(str(name), bytes(content)) for name, content in files if content]
    if not letter.body and not letter.rich:
        if page.strip():
            html_body(page, lambda _: None, letter, images=images)
        elif rich:
            letter.rich, letter.plain = rich, plain
        else:
            text_body(plain, letter)


def _attributes(data: bytes) -> tuple[int, int]:
    """How many attributes there are, and where the last says it ends."""
    at, count = _HEADER, 0
    while at + _ATTRIBUTE <= len(data):
        at += _ATTRIBUTE + int.from_bytes(data[at + 5 : at + 9], "little")
        count += 1
    return count, at


def _text(body: object) -> str:
    if isinstance(body, bytes):
        return body.decode("utf-8", "replace").rstrip("\0")
    return body.rstrip("\0") if isinstance(body, str) else ""
