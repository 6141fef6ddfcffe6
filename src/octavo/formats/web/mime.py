"""Parts of a MIME message: their bytes, charset, names and decoded headers, however broken."""

from __future__ import annotations

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from octavo.formats.sheets.encoding import decode
from octavo.formats.web.dom import labelled

_FOLDS = re.compile(r"[\r\n]+[ \t]*")
_WORDS = re.compile(r"=\?[^?\s]+\?[bq]\?[^?]*\?=(?:\s*=\?[^?\s]+\?[bq]\?[^?]*\?=)*", re.IGNORECASE)


def payload(part: Message) -> bytes:
    """The decoded bytes of a part that is not multipart."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return data if isinstance(data, bytes) else b""


def charset(part: Message) -> str | None:
    """The charset a part declares."""
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, UnicodeError):
        return None


def text(part: Message) -> str:
    """The text of a text part: by its charset if that decodes it, else by its bytes."""
    data = payload(part)
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    declared = labelled(data, charset(part))
    return decode(data) if declared is None else declared


def header(part: Message, name: str) -> str:
    """A header in plain Unicode on one line, "" where it is missing."""
    wanted = name.lower()
    return next((unfolded(raw) for key, raw in part.raw_items() if key.lower() == wanted), "")


def unfolded(value: object) -> str:
    """A raw header value in plain Unicode: encoded words decoded, folds undone."""
    raw = _bytes_kept(_FOLDS.sub(" ", str(value)))
    return _WORDS.sub(lambda found: _decoded(found[0]), raw).strip()


def file_name(part: Message) -> str:
    """The name a part was attached under, "" if it has none."""
    for parameter, name in (("filename", "content-disposition"), ("name", "content-type")):
        value = part.get_param(parameter, header=name)
        if value:
            return unfolded(collapse_rfc2231_value(value).strip())
    return ""


def _decoded(words: str) -> str:
    """A run of encoded words (RFC 2047); as they stand if they are not what they look like."""
    try:
        pieces = decode_header(re.sub(r"\s+", " ", words))
        return "".join(_piece(piece, label) for piece, label in pieces)
    except (HeaderParseError, ValueError, IndexError):
        return words


def _piece(piece: bytes | str, label: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return piece.decode(label or "ascii")
    except (LookupError, UnicodeDecodeError):
        return decode(piece)


def _bytes_kept(piece: str) -> str:
    """Raw bytes in a header, which the parser keeps as surrogates, as text."""
    if piece.isascii() or not any("\udc80" <= char <= "\udcff" for char in piece):
        return piece
    return decode(piece.encode("utf-8", "surrogateescape"))
