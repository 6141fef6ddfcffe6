"""Streams of a compound (OLE) file, read with limits, and numbers in their bytes."""

from __future__ import annotations

import struct
from pathlib import Path

import olefile

from octavo.errors import FileCorrupted
from octavo.formats.office.package import refuse_unreadable

MAX_STREAM = 512 * 2**20


class Ole:
    """An open compound file. Raises FileCorrupted, EmptyFile or PasswordProtected on opening."""

    def __init__(self, path: Path) -> None:
        refuse_unreadable(path)
        try:
            self._file = olefile.OleFileIO(str(path))
        except (OSError, ValueError, IndexError, TypeError, struct.error) as error:
            raise FileCorrupted("The file is not a complete compound document") from error

    def __contains__(self, name: str) -> bool:
        return bool(self._file.exists(name))

    def read(self, name: str) -> bytes:
        """The bytes of a stream. Raises FileCorrupted if it is missing or damaged."""
        try:
            if self._file.get_size(name) > MAX_STREAM:
                raise FileCorrupted(f"The part {name} of the file is unreasonably large")
            with self._file.openstream(name) as stream:
                data: bytes = stream.read()
                return data
        except (OSError, ValueError, IndexError, TypeError, struct.error) as error:
            raise FileCorrupted(f"The part {name} of the file is missing or damaged") from error

    def title(self) -> str:
        """The title of the file's summary, "" if it has none."""
        try:
            metadata = self._file.get_metadata()
        except Exception:  # olefile raises many kinds for damaged properties; a title is no text
            return ""
        title = metadata.title
        if isinstance(title, bytes):
            page = metadata.codepage or 1252
            encoding = "utf-8" if page in (65001, -535) else f"cp{page & 0xFFFF}"
            try:
                title = title.decode(encoding, "replace")
            except LookupError:
                title = title.decode("latin-1")
        return (title or "").strip("\0 ")

    def close(self) -> None:
        self._file.close()


def u8(data: bytes, at: int) -> int:
    return data[at] if 0 <= at < len(data) else 0


def u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little") if at >= 0 else 0


def s16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little", signed=True) if at >= 0 else 0


def u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little") if at >= 0 else 0
