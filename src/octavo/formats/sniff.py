"""What kind of file lies here: judged by its bytes, its name being a hint among text kinds only.

Names lie (uploads are called "upload", a PNG is called .pdf), so every kind that has a signature
is known by it. Kinds: pdf png jpeg webp tiff bmp gif docx doc pptx ppt xlsx xlsb xls ods odt odp
csv tsv html mhtml txt md rtf epub eml msg.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import splitext

from octavo.errors import EmptyFile, FileCorrupted, InvalidFileType
from octavo.formats import sniff_containers, sniff_text

SUPPORTED = (
    *("PDF", "PNG", "JPG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "DOCX", "DOC", "PPTX", "PPT"),
    *("XLSX", "XLSM", "XLSB", "XLS", "ODS", "ODT", "ODP", "CSV", "TSV", "HTML", "MHTML", "TXT"),
    *("MD", "RTF", "EPUB", "EML", "MSG"),
)
"""What callers may send, as errors list it."""

HEAD = 64 * 1024
_PDF_WITHIN = 1024

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"\x09\x00\x04\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
    (b"\x09\x08\x08\x00", "xls"),
)
_FOREIGN = (
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\0asm", "executable"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\0", "xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "7-zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"MSCF", "cabinet archive"),
    (b"OggS", "audio or video"),
    (b"fLaC", "audio"),
    (b"ID3", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\0\0\x01\xba", "video"),
    (b"FLV\x01", "video"),
    (b"SQLite format 3\0", "database"),
    (b"PAR1", "Parquet table"),
    (b"8BPS", "Photoshop image"),
    (b"AT&TFORM", "DjVu document"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "PostScript"),
)
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_DOCUMENT_NAMES = re.compile(
    r"\.(pdf|png|jpe?g|webp|tiff?|bmp|gif|doc[xm]?|dot[xm]|ppt[xm]?|pp[so]x|pot[xm]|xls[xmb]?"
    r"|xlt[xm]|ods|odt|odp|epub|msg|rtf)"
)


def sniff(path: Path, name: str) -> str:
    """The kind of the file at `path`, called `name` by its sender.

    Raises EmptyFile; InvalidFileType, with `supported_types` and `received_type` in its details,
    for what no reader is for; FileCorrupted for a broken container or a document whose bytes are
    not what its name says; PasswordProtected for an encrypted office file.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\0 \t\r\n\f\x0b\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile("The file is empty.")
    extension = splitext(name.lower())[1]
    kind = _signature(head, extension) or _container(path, head, extension)
    if kind:
        return kind
    foreign = _foreign(head)
    text = None if foreign else sniff_text.sample(head)
    if text is None:
        raise _unknown(extension, foreign or "binary data")
    found = sniff_text.kind(text, extension)
    if found is None:
        raise _unknown(extension, "text")
    return found


def _signature(head: bytes, extension: str) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    return "pdf" if _is_pdf(head, extension) else None


def _is_pdf(head: bytes, extension: str) -> bool:
    """PDF readers allow a kilobyte before the mark; a text that speaks of it is no PDF."""
    at = head[:_PDF_WITHIN].find(b"%PDF-")
    return at >= 0 and (extension == ".pdf" or not head[:at].strip(b"\0 \t\r\n\xef\xbb\xbf"))


def _container(path: Path, head: bytes, extension: str) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        found = sniff_containers.zip_kind(path)
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = sniff_containers.ole_kind(path)
    else:
        return None
    if found in sniff_containers.KINDS:
        return found
    raise invalid(extension, found)


def _foreign(head: bytes) -> str | None:
    """What a file of no use here is called, if it is a well-known one."""
    for magic, label in _FOREIGN:
        if head.startswith(magic):
            return label
    if head[4:8] == b"ftyp":
        return "HEIF image" if head[8:11] in (b"hei", b"mif", b"avi", b"hev") else "video"
    if head[:4] == b"RIFF":
        return "audio or video"
    return "tar archive" if head[257:262] == b"ustar" else None


def _unknown(extension: str, found: str) -> InvalidFileType | FileCorrupted:
    """The error for bytes without a kind: a document broken at its start, or none at all."""
    if _DOCUMENT_NAMES.fullmatch(extension) and found in ("binary data", "text"):
        return FileCorrupted(
            f"The file is named {extension} but its content is not: it is damaged, or something "
            "else under that name."
        )
    return invalid(extension, found)


def invalid(extension: str, found: str) -> InvalidFileType:
    """The error for a file that no reader is for."""
    received = extension.lstrip(".").upper() or found
    shown = received if received.lower() == found.lower() else f"{received} ({found})"
    return InvalidFileType(
        f"Invalid file type: {shown}. Supported are {', '.join(SUPPORTED)}.",
        supported_types=list(SUPPORTED),
        received_type=received,
    )
