"""A workbook's zip, with parts too large to hold read as streams."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO, Any

from octavo.errors import FileCorrupted, PasswordProtected
from octavo.formats.office.package import Package

MAX_STREAM = 2 * 2**30
"""The most bytes a streamed part may unpack to: Excel's largest sheets are about half of it."""

_CELL = rb'<(?:\w{1,20}:)?c (?=[^<>]*\br=")[^<>]*(?:/>|(?<!/)></(?:\w{1,20}:)?c>)'
_BLANK_CELL = re.compile(_CELL)
_BLANK_ROW = re.compile(
    rb'<(?:\w{1,20}:)?row (?=[^<>]*\br=")(?![^<>]*hidden)[^<>]*'
    rb"(?:/>|(?<!/)>(?:" + _CELL + rb")*</(?:\w{1,20}:)?row>)"
)
_CHUNK = 1 << 20
_MAX_ROW = 1 << 22


class BookPackage(Package):
    """A Package that also gives streams of parts."""

    def stream(self, name: str) -> IO[bytes]:
        """A part as a stream. Raises FileCorrupted if it is missing; reading may raise it too."""
        info = self._infos.get(name.casefold())
        if info is None:
            raise FileCorrupted(f"The file lacks its part {name}")
        if info.flag_bits & 1:
            raise PasswordProtected("The file is encrypted; remove the password and send it again")
        try:
            return self._zip.open(info)
        except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
            raise FileCorrupted(f"The part {name} of the file is damaged") from error


class SheetStream:
    """A sheet's XML, without its empty cells once `blanks` of them went by.

    A sheet may hold millions of cells that have a style and nothing else; cut out here, before
    any parser sees them, they cost next to nothing.
    """

    def __init__(self, stream: IO[bytes], name: str, blanks: int) -> None:
        self._stream, self._name, self._blanks = stream, name, blanks
        self._rest = b""
        self._left = MAX_STREAM

    def read(self, _size: int = -1, /) -> bytes:
        while True:
            chunk = self._chunk()
            if not chunk and not self._rest:
                return b""
            data = self._rest + chunk
            cut = _last_row(data) if chunk else -1
            cut = cut if cut > 0 and len(data) - cut < _MAX_ROW else len(data)
            data, self._rest = data[:cut], data[cut:]
            if out := self._without_blanks(data):
                return out

    def _chunk(self) -> bytes:
        try:
            chunk = self._stream.read(_CHUNK)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise FileCorrupted(f"The part {self._name} of the file is damaged") from error
        self._left -= len(chunk)
        if self._left < 0:
            raise FileCorrupted(f"The part {self._name} unpacks to an unreasonable size")
        return chunk

    def _without_blanks(self, data: bytes) -> bytes:
        if self._blanks > 0:
            self._blanks -= sum(1 for _ in _BLANK_CELL.finditer(data))
            return data
        return _BLANK_CELL.sub(b"", _BLANK_ROW.sub(b"", data))


def _last_row(data: bytes) -> int:
    """Where the last row begins, with or without a namespace's prefix; -1 for nowhere."""
    return max(data.rfind(b"<row "), data.rfind(b"<", 0, max(0, data.rfind(b":row "))))


def local(node: Any) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
