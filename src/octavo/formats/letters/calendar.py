"""Invitations (iCalendar, RFC 5545): the events of a calendar file as lines to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.documents import Block, BlockKind
from octavo.render.markdown import escape

KIND = "text/calendar"
MAX_EVENTS = 200
_LABELS = {
    "SUMMARY": "Event",
    "STATUS": "Status",
    "DTSTART": "Start",
    "DTEND": "End",
    "DUE": "Due",
    "LOCATION": "Where",
    "ORGANIZER": "Organizer",
    "ATTENDEE": "Attendees",
    "DESCRIPTION": "Description",
}
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_ESCAPED = re.compile(r"\\([nN;,\\])")
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[^:;="]+=(?:"[^"]*"|[^:;"])*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([^:;="]+)=(?:"([^"]*)"|([^:;"]*))')


def blocks(text: str) -> list[Block]:
    """One block for every event or task: what, when, where, who."""
    found = []
    for event in _events(text):
        lines = [(label, event[name]) for name, label in _LABELS.items() if event.get(name)]
        plain = "\n".join(f"{label}: {value}" for label, value in lines)
        marked = "\n".join(f"**{label}:** {escape(value)}" for label, value in lines)
        if lines:
            found.append(Block(BlockKind.TEXT, plain, marked))
    return found[:MAX_EVENTS]


def _events(text: str) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    outer: list[str] = []
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        name, value = match[1].upper(), match[3]
        if name == "BEGIN":
            outer.append(value.strip().upper())
        elif name == "END":
            ended = outer.pop() if outer else ""
            if ended in ("VEVENT", "VTODO"):
                yield event
                event = {}
        elif outer[-1:] in (["VEVENT"], ["VTODO"]) and name in _LABELS:
            parameters = {key.upper(): a or b for key, a, b in _PARAMETER.findall(match[2])}
            shown = _shown(name, value, parameters)
            event[name] = f"{event[name]}, {shown}" if name in event else shown


def _shown(name: str, value: str, parameters: dict[str, str]) -> str:
    if name in ("DTSTART", "DTEND", "DUE"):
        return _moment(value, parameters.get("TZID", ""))
    if name in ("ORGANIZER", "ATTENDEE"):
        address = re.sub("^mailto:", "", value.strip(), flags=re.IGNORECASE)
        called = parameters.get("CN", "")
        return f"{called} <{address}>" if called and called != address else address
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value).strip()


def _moment(value: str, zone: str) -> str:
    match = _TIME.fullmatch(value.strip())
    if match is None:
        return value.strip()
    day = f"{match[1]}-{match[2]}-{match[3]}"
    if match[4] is None:
        return day
    zone = "UTC" if match[7] else zone
    return f"{day} {match[4]}:{match[5]}" + (f" ({zone})" if zone else "")
