"""Web archives (MHTML): a page and what it shows, packed as a mail (RFC 2557)."""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from urllib.parse import urljoin

from octavo.errors import FileCorrupted
from octavo.formats.web import dom, page
from octavo.formats.web.mime import charset, payload


def read(data: bytes, *, images: bool = False) -> page.WebPage:
    """The page of an archive. Raises FileCorrupted if there is none."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    root = _root(message, parts)
    if root is None:
        raise FileCorrupted("The web archive has no page in it.")
    base = str(root.get("Content-Location", ""))
    named = _named(parts)

    def resource(source: str) -> bytes | None:
        for key in (source, source.removeprefix("cid:"), urljoin(base, source)):
            if key in named:
                return payload(named[key])
        return None

    return page.read(dom.text_of(payload(root), charset(root)), images=images, resource=resource)


def _root(message: Message, parts: list[Message]) -> Message | None:
    """The part its `start` names, else the first page."""
    start = message.get_param("start")
    for part in parts:
        if start and part.get("Content-ID") == start:
            return part
    wanted = ("text/html", "application/xhtml+xml")
    return next((part for part in parts if part.get_content_type() in wanted), None)


def _named(parts: list[Message]) -> dict[str, Message]:
    named: dict[str, Message] = {}
    for part in parts:
        named.setdefault(str(part.get("Content-Location", "")).strip(), part)
        named.setdefault(str(part.get("Content-ID", "")).strip().strip("<>"), part)
    return named
