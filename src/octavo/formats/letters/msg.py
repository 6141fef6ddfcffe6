"""Outlook messages (.msg, MS-OXMSG) as letters."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import datetime
from email.parser import HeaderParser
from functools import partial
from pathlib import Path
from typing import TypeVar

import olefile
from oxmsg.domain import constants as c
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from octavo.errors import FileCorrupted
from octavo.formats.letters import rtf_html
from octavo.formats.letters.letter import Attached, Letter, html_body, text_body
from octavo.formats.letters.rtf_body import decompress
from octavo.formats.sniff_containers import check_streams
from octavo.formats.web import dom, mime

MAX_NESTING = 5
RTF_NAME = "body.rtf"

# The property stream of a message begins with a head, shorter in an attached message ([MS-OXMSG]
# 2.4.1), of an attachment or recipient shorter still.
_TOP, _INNER, _PART = 32, 24, 8
_EMBEDDED = "__substg1.0_3701000D"
_RECIPIENT_TYPE = 0x0C15
_SMTP = 0x39FE
_CLASSES = {1: "To", 2: "Cc", 3: "Bcc"}

Value = TypeVar("Value")


class _Properties(Properties):  # type: ignore[misc]  # oxmsg brings no types we read
    """Properties whose code page may be unknown; the bytes then tell their encoding."""

    @property
    def body_encoding(self) -> str:
        return self._known("body_encoding")

    @property
    def _str_prop_encoding(self) -> str:
        return self._known("_str_prop_encoding")

    def _known(self, name: str) -> str:
        try:
            return str(getattr(Properties, name).__get__(self))
        except (UnrecognizedCodePageError, UnsupportedEncodingError, LookupError):
            return "cp1252"


def read(path: Path, *, images: bool = False) -> Letter:
    """The letter in a file. Raises FileCorrupted."""
    try:
        with olefile.OleFileIO(str(path)) as ole:
            check_streams(ole, path.stat().st_size)
            storage = Storage.from_ole(ole)
        return _letter(storage, _TOP, images, 0)
    except (OSError, ValueError, KeyError, IndexError, TypeError, struct.error) as error:
        raise FileCorrupted(f"The message is damaged ({error}).") from error
    except RecursionError:
        raise FileCorrupted("The parts of the message are nested too deeply.") from None


def _letter(storage: Storage, offset: int, images: bool, depth: int) -> Letter:
    properties = _Properties(storage, properties_header_offset=offset)
    letter = Letter(_text(properties, c.PID_SUBJECT), _head(storage, properties))
    for part in storage.iter_attachment_storages():
        _attach(part, letter, images, depth)
    _body(properties, letter, images)
    return letter


def _head(storage: Storage, properties: Properties) -> list[tuple[str, str]]:
    sent = HeaderParser().parsestr(_text(properties, c.PID_TRANSPORT_MESSAGE_HEADERS))
    people = _recipients(storage)
    date = mime.header(sent, "Date")
    if not date:
        stamps = (
            _safe(partial(properties.date_prop_value, pid))
            for pid in (c.PID_CLIENT_SUBMIT_TIME, c.PID_MESSAGE_DELIVERY_TIME)
        )
        known = next((stamp for stamp in stamps if isinstance(stamp, datetime)), None)
        date = known.strftime("%Y-%m-%d %H:%M:%S %Z").strip() if known else ""
    return [
        ("From", mime.header(sent, "From") or _sender(properties)),
        ("To", mime.header(sent, "To") or people["To"] or _text(properties, c.PID_DISPLAY_TO)),
        ("Cc", mime.header(sent, "Cc") or people["Cc"] or _text(properties, c.PID_DISPLAY_CC)),
        ("Bcc", people["Bcc"] or _text(properties, c.PID_DISPLAY_BCC)),
        ("Date", date),
        ("Subject", _text(properties, c.PID_SUBJECT)),
    ]


def _sender(properties: Properties) -> str:
    name = _text(properties, c.PID_SENDER_NAME) or _text(properties, c.PID_SENT_REPRESENTING_NAME)
    address = _text(properties, c.PID_SENDER_SMTP_ADDRESS)
    return _person(name, address or _text(properties, c.PID_SENDER_EMAIL_ADDRESS))


def _recipients(storage: Storage) -> dict[str, str]:
    people: dict[str, list[str]] = {label: [] for label in _CLASSES.values()}
    for part in storage.iter_recipient_storages():
        properties = _Properties(part, properties_header_offset=_PART)
        kind = _safe(partial(properties.int_prop_value, _RECIPIENT_TYPE))
        kind = kind if isinstance(kind, int) else 1
        address = _text(properties, _SMTP) or _text(properties, c.PID_EMAIL_ADDRESS)
        person = _person(_text(properties, c.PID_DISPLAY_NAME), address)
        if person:
            people[_CLASSES.get(kind & 0xF, "To")].append(person)
    return {label: ", ".join(names) for label, names in people.items()}


def _person(name: str, address: str) -> str:
    name = name.strip().strip("'\"")
    if "@" not in address or address == name:  # Exchange keeps its own kind of address
        return name or address
    return f"{name} <{address}>" if name else address


def _attach(part: Storage, letter: Letter, images: bool, depth: int) -> None:
    properties = _Properties(part, properties_header_offset=_PART)
    name = _text(properties, c.PID_ATTACH_LONG_FILENAME) or _text(properties, c.PID_ATTACH_FILENAME)
    inner = next((one for one in part.storages if one.name.upper() == _EMBEDDED.upper()), None)
    if inner is not None:
        if depth + 1 >= MAX_NESTING:
            letter.warnings.append("Mails nested deeper than 5 were not read.")
            return
        found = _letter(inner, _INNER, images, depth + 1)
        letter.attached.append(Attached(name or found.subject or "message", letter=found))
        return
    data = _binary(properties, c.PID_ATTACH_DATA_BINARY)
    content_id = _text(properties, c.PID_ATTACH_CONTENT_ID).strip("<>")
    number = len(letter.attached) + 1
    if data:
        shown = name or _text(properties, c.PID_DISPLAY_NAME) or f"attachment-{number}"
        letter.attached.append(Attached(shown, data, content_id=content_id))


def _body(properties: Properties, letter: Letter, images: bool) -> None:
    """The best of the bodies a message may have: page, rich text, plain text."""
    plain = _text(properties, c.PID_BODY)
    rich = decompress(_binary(properties, c.PID_RTF_COMPRESSED))
    markup = _markup(properties) or rtf_html.page(rich)
    if markup.strip():
        shown = {one.content_id: one for one in letter.attached if one.content_id}
        used = {name: one for name, one in shown.items() if f"cid:{name}" in markup}
        letter.attached = [one for one in letter.attached if one.content_id not in used]

        def resource(source: str) -> bytes | None:
            found = used.get(source.removeprefix("cid:"))
            return found.data if found is not None else None

        html_body(markup, resource, letter, images=images)
    elif rich and (b"\\fromtext" not in rich[:300] or not plain.strip()):
        letter.rich, letter.plain = rich, plain
    else:
        text_body(plain, letter)


def _markup(properties: Properties) -> str:
    data = _binary(properties, c.PID_HTML)
    if data:
        declared = _safe(lambda: properties.body_encoding)
        return dom.text_of(data, declared)
    return _text(properties, c.PID_BODY_HTML)


def _text(properties: Properties, pid: int) -> str:
    found = _safe(lambda: properties.str_prop_value(pid))
    return found.rstrip("\0") if isinstance(found, str) else ""


def _binary(properties: Properties, pid: int) -> bytes:
    """The bytes of a property; none where the file says it is of another type."""
    found = _safe(lambda: properties.binary_prop_value(pid))
    return bytes(found) if isinstance(found, bytes | memoryview | bytearray) else b""


def _safe(look_up: Callable[[], Value]) -> Value | None:
    """The value of a property; None where it is damaged, as one bad property spoils no letter."""
    try:
        return look_up()
    except (KeyError, ValueError, LookupError, AssertionError, TypeError, struct.error):
        return None
