"""The kind of a file from its bytes, whatever its name says."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from octavo.errors import EmptyFile, FileCorrupted, FileError, InvalidFileType, PasswordProtected
from octavo.formats.sniff import SUPPORTED, sniff
from tests.formats_web.compound import compound


def kind(folder: Path, name: str, data: bytes) -> str:
    (folder / "file").write_bytes(data)
    return sniff(folder / "file", name)


def image(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, form)
    return out.getvalue()


def archive(*members: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in members:
            made.writestr(name, text)
    return out.getvalue()


def office(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "docx":
        docx.Document().save(out)
    elif kind == "pptx":
        pptx.Presentation().save(out)
    elif kind == "xlsx":
        openpyxl.Workbook().save(out)
    else:
        canvas = Canvas(out)
        canvas.drawString(99, 99, "x")
        canvas.save()
    return out.getvalue()


SIGNED: dict[str, Callable[[], bytes]] = {
    **{
        form.lower(): partial(image, form) for form in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
    },
    **{name: partial(office, name) for name in ("pdf", "docx", "pptx", "xlsx")},
    "xlsb": lambda: archive(("[Content_Types].xml", "x"), ("xl/workbook.bin", "x")),
    "odt": lambda: archive(("mimetype", "application/vnd.oasis.opendocument.text")),
    "ods": lambda: archive(("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
    "odp": lambda: archive(
        ("mimetype", "application/vnd.oasis.opendocument.presentation-template")
    ),
    "epub": lambda: archive(("mimetype", "application/epub+zip"), ("META-INF/container.xml", "x")),
    "doc": lambda: compound({"WordDocument": b"x" * 5000, "1Table": b"y"}),
    "xls": lambda: compound({"Workbook": b"x" * 5000}),
    "ppt": lambda: compound({"PowerPoint Document": b"x" * 5000}),
    "msg": lambda: compound({"__properties_version1.0": b"\0" * 40}),
    "rtf": lambda: b"{\\rtf1\\ansi hello}",
}


@pytest.mark.parametrize("expected", SIGNED)
def test_kinds_with_a_signature_are_known_under_any_name(tmp_path: Path, expected: str) -> None:
    data = SIGNED[expected]()
    for name in ("upload", f"right.{expected}", "wrong.pdf", "wrong.txt", "blob.bin"):
        assert kind(tmp_path, name, data) == expected


def test_a_pdf_may_begin_late_but_a_text_about_pdf_is_none(tmp_path: Path) -> None:
    data = office("pdf")
    assert kind(tmp_path, "upload", b"\n\n" + data) == "pdf"
    assert kind(tmp_path, "a.pdf", b"HTTP junk\r\n" + data) == "pdf"
    assert kind(tmp_path, "a.md", b"# Files\nThey begin with %PDF-1.7 always") == "md"


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", "<html>a page kept as text", "txt"),
        ("a.txt", "Just words.", "txt"),
        ("upload", "Just words.", "txt"),
        ("a.csv", "a;b\n1;2", "csv"),
        ("a.tsv", "a\tb", "tsv"),
        ("upload", "a,b,c\n1,2,3\n4,5,6", "csv"),
        ("upload", "a\tb\n1\t2\n", "tsv"),
        ("a.xls", "a\tb\n1\t2\n", "tsv"),
        ("a.xls", "<table><tr><td>1</td></tr></table>", "html"),
        ("a.doc", "{\\rtf1 x}", "rtf"),
        ("a.md", "<p align=center>Hi</p>", "md"),
        ("upload", "# Title\n\nText with [link](http://x.y)", "md"),
        ("upload", "<!-- c --><!DOCTYPE HTML PUBLIC '-//W3C'><HTML>", "html"),
        ("upload", "<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'/>", "html"),
        ("upload", "<div class=x>part</div>", "html"),
        ("a.pdf", "<!doctype html><p>Not found", "html"),
        ("upload", "From: a@x\nTo: b@y\nSubject: S\n\nBody", "eml"),
        ("upload", "Received: by x\nMIME-Version: 1.0\nContent-Type: text/plain\n\nB", "eml"),
        ("a.eml", "Subject: only\n\nBody", "eml"),
        ("a.txt", "From: me\nTo: you\nSubject: talk\n\nA letter typed as text", "txt"),
        ("a.log", "Error: x\nDate: y", "txt"),
        (
            "a.mht",
            "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n",
            "mhtml",
        ),
    ],
)
def test_text_kinds(tmp_path: Path, name: str, data: str, expected: str) -> None:
    assert kind(tmp_path, name, data.encode()) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    assert kind(tmp_path, "a.txt", ("Grüße an alle\n" * 40).encode(encoding)) == "txt"
    assert kind(tmp_path, "x", ("<!doctype html><p>Grüße" * 9).encode(encoding)) == "html"


@pytest.mark.parametrize(
    ("name", "data", "received"),
    [
        ("setup.exe", b"MZ\x90\0" + bytes(100), "EXE"),
        ("upload", b"\x7fELF" + bytes(100), "executable"),
        ("a.pdf.gz", b"\x1f\x8b\x08" + bytes(100), "GZ"),
        ("film.mp4", b"\0\0\0\x20ftypisom" + bytes(100), "MP4"),
        ("photo.heic", b"\0\0\0\x20ftypheic" + bytes(100), "HEIC"),
        ("a.wav", b"RIFF\x10\0\0\0WAVE" + bytes(20), "WAV"),
        ("data.json", b'{"a": 1}', "JSON"),
        ("data.xml", b"<?xml version='1.0'?><a/>", "XML"),
        ("upload", b"<?xml version='1.0'?><a/>", "text"),
        ("tool.exe", b"just words", "EXE"),
        ("upload", bytes(range(256)) * 20, "binary data"),
        ("files.zip", archive(("a.txt", "x")), "ZIP"),
        ("upload", compound({"Something": b"x"}), "OLE container"),
    ],
)
def test_what_no_reader_is_for_is_refused_by_name(
    tmp_path: Path, name: str, data: bytes, received: str
) -> None:
    with pytest.raises(InvalidFileType) as caught:
        kind(tmp_path, name, data)
    assert caught.value.details == {"supported_types": list(SUPPORTED), "received_type": received}
    assert caught.value.wire_code == "FILE_001"


@pytest.mark.parametrize("data", [b"", b"\0" * 5000, b" \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_called_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(EmptyFile):
        kind(tmp_path, "a.pdf", data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", office("docx")[:3000]),
        ("upload", office("xlsx")[:3000]),
        ("a.pdf", b"not a pdf at all"),
        ("a.pdf", os.urandom(3000).replace(b"%PDF", b"")),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.png", b"\x88PNG\r\n\x1a\n\0\0\0\x01"),
    ],
)
def test_broken_documents_are_called_broken(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(FileCorrupted):
        kind(tmp_path, name, data)


def test_the_length_of_a_storage_says_nothing(tmp_path: Path) -> None:
    data = bytearray(compound({"Workbook": b"x" * 5000, "Pool": {"y": b"y"}}))
    entry = data.index("Pool".encode("utf-16-le"))
    data[entry + 120 : entry + 124] = (0x90000000).to_bytes(4, "little")
    assert kind(tmp_path, "a", bytes(data)) == "xls"


def test_an_encrypted_office_file_asks_for_its_password(tmp_path: Path) -> None:
    with pytest.raises(PasswordProtected):
        kind(tmp_path, "a.docx", compound({"EncryptedPackage": b"x" * 99, "EncryptionInfo": b"y"}))


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300), st.sampled_from(["", ".pdf", ".docx", ".csv", ".eml", ".exe"]))
def test_any_bytes_get_a_kind_or_a_file_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, extension: str
) -> None:
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"From: a\n"):
        try:
            kind(tmp_path_factory.getbasetemp(), "x" + extension, head + data)
        except FileError:
            continue
