"""Refusing templates that are no plain workbooks, by their zip directory alone.

Cheap enough for the process that takes requests: nothing is unpacked or parsed. A member never
unpacks to more than the directory declares, so the sums below bound what reading will cost.
"""

from __future__ import annotations

import io
import zipfile

from octavo.errors import FileCorrupted, InvalidFileType, PasswordProtected, RequestError

MAX_BYTES = 10 * 2**20
MAX_UNPACKED = 64 * 2**20
MAX_RATIO = 200
"""Most bytes one byte of a member may unpack to, for members beyond a megabyte; sheets of blank
styled cells, the most repetitive there are, stay below."""
MAX_MEMBERS = 2_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/vbadata.xml")


def check(raw: bytes) -> None:
    """Raises PasswordProtected, InvalidFileType, FileCorrupted or RequestError, all 400."""
    if len(raw) > MAX_BYTES:
        raise RequestError(f"excel_template is larger than {MAX_BYTES // 2**20} MB")
    if raw.startswith(_OLE):
        if _ENCRYPTED in raw:
            raise PasswordProtected("excel_template is protected by a password; remove it")
        raise InvalidFileType("excel_template is an old .xls workbook; save it as .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_members(archive.infolist())
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as error:
        raise FileCorrupted(f"excel_template is not an .xlsx workbook ({error})") from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename.lower().lstrip("/") for member in members]
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise InvalidFileType("excel_template is not an .xlsx workbook")
    if any(part in name for name in names for part in _MACROS):
        raise InvalidFileType("excel_template holds macros; save it as .xlsx without them")
    if any(member.flag_bits & 1 for member in members):
        raise PasswordProtected("excel_template is protected by a password; remove it")
    unpacked = sum(member.file_size for member in members)
    steep = any(
        member.file_size > 2**20 and member.file_size > MAX_RATIO * member.compress_size
        for member in members
    )
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or steep:
        raise FileCorrupted("excel_template unpacks to an unreasonable size")
