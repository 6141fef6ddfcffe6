"""Mail as Outlook sends it: invitations, and bodies and files wrapped in winmail.dat."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.formats_web.shapes import shape, shapes
from tests.formats_web.test_mail import letter, mail

INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Budget
DTSTART;TZID=Europe/Berlin:20250331T100000
DTEND:20250331T093000Z
LOCATION:Room 5\\, second floor
ORGANIZER;CN="Doe: Alice":mailto:a@x.org
ATTENDEE;CN=Bob:mailto:b@x.org
ATTENDEE:mailto:c@x.org
DESCRIPTION:Agenda:\\nnumbers that are fold
 ed
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
BEGIN:VTODO
SUMMARY:Prepare
DUE:20250330
END:VTODO
END:VCALENDAR
"""
EVENTS = [
    (
        "text",
        "Event: Budget\nStart: 2025-03-31 10:00 (Europe/Berlin)\nEnd: 2025-03-31 09:30 (UTC)\n"
        "Where: Room 5, second floor\nOrganizer: Doe: Alice <a@x.org>\nAttendees: Bob <b@x.org>, "
        "c@x.org\nDescription: Agenda:\nnumbers that are folded",
    ),
    ("text", "Event: Prepare\nDue: 2025-03-30"),
]


def test_invitations_tell_what_when_where_and_who(tmp_path: Path) -> None:
    message = letter(body="See you")
    message.add_alternative(INVITATION, subtype="calendar")
    message.add_attachment(INVITATION, subtype="calendar", filename="invite.ics")
    assert shapes(mail(tmp_path, message))[2:] == [("text", "See you"), *EVENTS]


def _wrapped(*attributes: tuple[int, int, bytes]) -> bytes:
    """A winmail.dat of attributes: level, type with id, content."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    code_page = struct.pack("<II", 1252, 0)
    for level, kind, data in ((1, 0x00069007, code_page), *attributes):
        head = struct.pack("<BII", level, kind, len(data))
        out += head + data + struct.pack("<H", sum(data) & 0xFFFF)
    return out


WRAPPED = _wrapped(
    (1, 0x0002800C, b"wrapped body\0"),
    (2, 0x00069002, bytes(14)),
    (2, 0x00018010, b"notes.txt\0"),
    (2, 0x0006800F, b"within a file"),
)


@pytest.mark.parametrize(("own", "shown"), [("", "wrapped body"), ("own body", "own body")])
def test_what_outlook_wrapped_is_unwrapped(tmp_path: Path, own: str, shown: str) -> None:
    message = letter(body=own)
    message.add_attachment(WRAPPED, "application", "ms-tnef", filename="winmail.dat")
    first, second = mail(tmp_path, message).pages
    assert shape(first.blocks[-1]) == ("text", shown)
    assert [shape(block) for block in second.blocks] == [
        ("h1", "Attachment: notes.txt"),
        ("text", "within a file"),
    ]


@pytest.mark.parametrize("cut", [0, 5, 30, 70])
def test_a_damaged_wrapping_is_named(tmp_path: Path, cut: int) -> None:
    message = letter()
    damaged = (WRAPPED[:cut] or b"nothing") + b"\xff" * 20
    message.add_attachment(damaged, "application", "ms-tnef", filename="winmail.dat")
    document = mail(tmp_path, message)
    assert shapes(document)[2:] == [("text", "Hi Bo,"), ("text", "See you.")]
    assert "Outlook wrapped is damaged" in document.warnings[0]
