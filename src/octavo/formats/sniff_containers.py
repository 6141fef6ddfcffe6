"""What lies in a zip archive or an OLE container: known by its members, never by its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import olefile

from octavo.errors import FileCorrupted, PasswordProtected

KINDS = frozenset(
    {"docx", "doc", "pptx", "ppt", "xlsx", "xlsb", "xls", "odt", "ods", "odp", "epub", "msg"}
)
"""What is found here that can be read."""

MAX_DIRECTORY = 32 * 2**20
"""Longest zip directory read, in bytes; a workbook of 10,000 sheets needs one."""
_END_OF_DIRECTORY = 22 + 65_535
_MIMETYPES = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_PARTS = (
    ("xlsb", re.compile(r"xl/workbook\d*\.bin")),
    ("xlsx", re.compile(r"xl/workbook\d*\.xml")),
    ("docx", re.compile(r"word/document\d*\.xml")),
    ("pptx", re.compile(r"ppt/presentation\d*\.xml")),
    ("epub", re.compile(r"meta-inf/container\.xml")),
)
_FOLDERS = (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx"))
_STREAMS = (
    ("encryptedpackage", "encrypted"),
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "ppt"),
    ("pp40", "ppt"),
    ("__properties_version1.0", "msg"),
)


def zip_kind(path: Path) -> str:
    """One of KINDS, else "zip archive". Raises FileCorrupted for a broken or absurd archive."""
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.replace("\\", "/").lower().lstrip("/") for name in archive.namelist()]
            return _declared(archive) or _by_parts(names) or "zip archive"
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise FileCorrupted(f"The file is an incomplete or damaged archive ({error}).") from error


def ole_kind(path: Path) -> str:
    """One of KINDS, else "OLE container". Raises FileCorrupted, PasswordProtected."""
    try:
        with olefile.OleFileIO(str(path)) as ole:
            check_streams(ole, path.stat().st_size)
            names = {entry[0].lower() for entry in ole.listdir() if entry}
    except FileCorrupted:
        raise
    except Exception as error:  # olefile lets much through on damaged files
        raise FileCorrupted(f"The file is a damaged OLE container ({error}).") from error
    for stream, kind in _STREAMS:
        if stream in names:
            if kind == "encrypted":
                raise PasswordProtected("The file is protected by a password.")
            return kind
    return "OLE container"


def check_streams(ole: Any, size: int) -> None:
    """Refuse a container of `size` bytes that claims longer streams: a chain of its sectors that
    runs in a circle would be read to that length, gigabytes out of a small file. What stands
    there for a storage, which has no length, is left from other uses."""
    streams = (e for e in ole.direntries if e is not None and e.entry_type == olefile.STGTY_STREAM)
    if any(entry.size > size for entry in streams):
        raise FileCorrupted("The file is a damaged OLE container (a stream longer than the file).")


def _check_directory(path: Path) -> None:
    """Refuse a zip whose directory alone would fill the memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_OF_DIRECTORY))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise FileCorrupted("The file is an incomplete archive: its end is missing.")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if length != 0xFFFFFFFF and length > MAX_DIRECTORY:
        raise FileCorrupted("The file is an archive of absurdly many members.")


def _declared(archive: zipfile.ZipFile) -> str | None:
    """The kind in the `mimetype` member that EPUB and OpenDocument begin with."""
    try:
        with archive.open("mimetype") as member:
            declared = member.read(100).decode("ascii", "replace").strip().lower()
    except (KeyError, RuntimeError):
        return None
    return _MIMETYPES.get(declared.removesuffix("-template"))


def _by_parts(names: Iterable[str]) -> str | None:
    listed = list(names)
    for kind, pattern in _PARTS:
        if any(pattern.fullmatch(name) for name in listed):
            return kind
    if "[content_types].xml" in listed:
        for folder, kind in _FOLDERS:
            if any(name.startswith(folder) for name in listed):
                return kind
    return None
