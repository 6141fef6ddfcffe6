"""Internet mail (RFC 5322 and MIME) as a letter, read leniently: mail is often malformed."""

from __future__ import annotations

import email
import email.policy
import mimetypes
import re
from collections.abc import Iterator
from email.message import Message

from octavo.errors import FileCorrupted
from octavo.formats.letters import calendar, tnef
from octavo.formats.letters.letter import Attached, Letter, html_body, text_body
from octavo.formats.web import dom, mime

HEAD = ("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
MAX_NESTING = 5
"""Letters within letters that are read."""

_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_LOCKED = frozenset(
    {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
)


def read(data: bytes, *, images: bool = False) -> Letter:
    """The letter in the bytes of a mail. Raises FileCorrupted if its parts nest absurdly."""
    try:
        message = email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)
        return _Reader(message, images, 0).letter
    except RecursionError:
        raise FileCorrupted("The parts of the mail are nested too deeply.") from None


class _Reader:
    """Goes through the parts of one message."""

    def __init__(self, message: Message, images: bool, depth: int) -> None:
        self._images, self._depth = images, depth
        self._related: dict[str, bytes] = {}
        head = [(name, mime.header(message, name)) for name in HEAD]
        sender = dict(head)["From"]
        head = [(name, value) for name, value in head if name != "Sender" or value != sender]
        self.letter = Letter(mime.header(message, "Subject"), head)
        self._part(message)

    def _part(self, part: Message) -> None:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            self._nested(part)
        elif kind in ("message/delivery-status", "message/disposition-notification"):
            text_body(_report(part), self.letter)
        elif part.is_multipart():
            self._parts(kind, [one for one in _children(part) if isinstance(one, Message)])
        elif kind in _LOCKED:
            self.letter.warnings.append("A part of the mail is encrypted and was not read.")
        elif kind not in _SIGNATURES:
            self._single(part, kind)

    def _parts(self, kind: str, children: list[Message]) -> None:
        if kind == "multipart/alternative" and children:
            best = max(enumerate(children), key=lambda at: (_richness(at[1]), at[0]))[1]
            self._part(best)
            for child in children:
                if child is not best and child.get_content_type() == calendar.KIND:
                    self._part(child)
        elif kind == "multipart/related" and children:
            self._with_resources(children[0], children[1:])
        elif kind == "multipart/encrypted":
            self.letter.warnings.append("The mail is encrypted; only its head was read.")
        else:
            for child in children:
                self._part(child)

    def _with_resources(self, root: Message, others: list[Message]) -> None:
        """A page and what it shows; what it does not show is attached."""
        pages = [one for one in root.walk() if one.get_content_type() == "text/html"]
        markup = "".join(_html(one) for one in pages)
        rest = []
        for other in others:
            name = str(other.get("Content-ID", "")).strip().strip("<>")
            if name and f"cid:{name}" in markup and not other.is_multipart():
                self._related[name] = mime.payload(other)
            else:
                rest.append(other)
        self._part(root)
        for other in rest:
            self._part(other)

    def _single(self, part: Message, kind: str) -> None:
        name = mime.file_name(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind == "text/html" and not attached:
            html_body(_html(part), self._resource, self.letter, images=self._images)
        elif kind == calendar.KIND or name.lower().endswith(".ics"):
            self._invitation(part)
        elif part.get_content_maintype() == "text" and not attached:
            text_body(_plain(part), self.letter)
        elif data := mime.payload(part):
            if kind in tnef.KINDS or name.lower() == "winmail.dat":
                tnef.unwrap(data, self.letter, images=self._images)
            else:
                self.letter.attached.append(Attached(name or self._named(kind), data))

    def _invitation(self, part: Message) -> None:
        """The events of an invitation; mails often carry it twice, as a body and as a file."""
        known = [block.text for block in self.letter.body]
        events = calendar.blocks(mime.text(part))
        self.letter.body += [event for event in events if event.text not in known]

    def _nested(self, part: Message) -> None:
        inner = next((one for one in _children(part) if isinstance(one, Message)), None)
        if inner is None:
            return
        if self._depth + 1 >= MAX_NESTING:
            self.letter.warnings.append("Mails nested deeper than 5 were not read.")
            return
        letter = _Reader(inner, self._images, self._depth + 1).letter
        name = mime.file_name(part) or letter.subject or "message"
        self.letter.attached.append(Attached(name, letter=letter))

    def _named(self, kind: str) -> str:
        extension = mimetypes.guess_extension(kind) or ""
        return f"attachment-{len(self.letter.attached) + 1}{extension}"

    def _resource(self, source: str) -> bytes | None:
        return self._related.get(source.removeprefix("cid:"))


def _children(part: Message) -> Iterator[object]:
    payload = part.get_payload()
    return iter(payload) if isinstance(payload, list) else iter(())


def _richness(part: Message) -> int:
    """How much of the letter an alternative shows: a page with text, plain text, nothing."""
    best = 0
    for one in part.walk():
        kind = one.get_content_type()
        if kind == "text/html" and re.search(r">\s*[^<\s]", "> " + _html(one)):
            best = max(best, 2)
        elif kind == "text/plain" and mime.payload(one).strip():
            best = max(best, 1)
    return best


def _html(part: Message) -> str:
    return dom.text_of(mime.payload(part), mime.charset(part))


def _plain(part: Message) -> str:
    """A text part; lines that were only broken for the transport made whole (RFC 3676)."""
    plain = mime.text(part)
    if str(part.get_param("format", "")).lower() != "flowed":
        return plain
    tight = str(part.get_param("delsp", "")).lower() == "yes"
    out = ""
    for line in plain.replace("\r\n", "\n").split("\n"):
        line = line if line.startswith((">", " >")) else line.removeprefix(" ")
        soft = line.endswith(" ") and line != "-- "
        out += (line[:-1] if tight else line) if soft and not line.startswith(">") else line + "\n"
    return out


def _report(part: Message) -> str:
    blocks = []
    for one in _children(part):
        if isinstance(one, Message):
            blocks.append("\n".join(f"{name}: {mime.unfolded(v)}" for name, v in one.items()))
    return "\n\n".join(blocks)
