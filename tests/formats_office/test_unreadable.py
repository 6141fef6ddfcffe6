"""Files that cannot be read end in the precise error, and broken ones never in another."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest

from octavo.documents import Document
from octavo.errors import EmptyFile, FileCorrupted, InvalidPageRange, OctavoError, PasswordProtected
from octavo.formats.base import Format
from octavo.formats.doc import DOC
from octavo.formats.docx import DOCX
from octavo.formats.opendocument import OPENDOCUMENT
from octavo.formats.ppt import PPT
from octavo.formats.pptx import PPTX
from octavo.formats.rtf import RTF
from tests.formats_office import ooxml
from tests.formats_office.make_data import DATA, slides_file, word_file
from tests.formats_office.ooxml import paragraph
from tests.formats_office.outline import read

READERS: dict[str, Format] = {
    "docx": DOCX, "pptx": PPTX, "doc": DOC, "ppt": PPT, "rtf": RTF, "odt": OPENDOCUMENT,
    "odp": OPENDOCUMENT,
}  # fmt: skip


def whole(kind: str, folder: Path) -> bytes:
    """A sound file of a kind."""
    if kind == "docx":
        return word_file(folder / "whole.docx").read_bytes()
    if kind == "pptx":
        return slides_file(folder / "whole.pptx").read_bytes()
    if kind == "ppt":
        return gzip.decompress((DATA / "slides.ppt.gz").read_bytes())
    name = "slides.odp" if kind == "odp" else f"text.{kind}"
    return (DATA / name).read_bytes()


def put(folder: Path, kind: str, data: bytes) -> Path:
    path = folder / f"file.{kind}"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", READERS)
def test_an_empty_file(kind: str, tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(READERS[kind], put(tmp_path, kind, b""))


@pytest.mark.parametrize("kind", READERS)
def test_bytes_of_something_else(kind: str, tmp_path: Path) -> None:
    with pytest.raises(FileCorrupted):
        read(READERS[kind], put(tmp_path, kind, b"%PDF-1.4 not what it says " * 50))


@pytest.mark.parametrize("kind", [kind for kind in READERS if kind != "rtf"])
def test_a_truncated_file(kind: str, tmp_path: Path) -> None:
    data = whole(kind, tmp_path)
    with pytest.raises(FileCorrupted):
        read(READERS[kind], put(tmp_path, kind, data[: len(data) // 3]))


def test_truncated_rtf_gives_what_came_before_the_cut(tmp_path: Path) -> None:
    data = (DATA / "text.rtf").read_bytes()
    document = read(RTF, put(tmp_path, "rtf", data[: data.index(b"inner") + 5]))
    assert any("The Book" in block.text for _, block in document.blocks())


@pytest.mark.parametrize("kind", READERS)
def test_a_page_the_document_does_not_have(kind: str, tmp_path: Path) -> None:
    path = put(tmp_path, kind, whole(kind, tmp_path))
    with pytest.raises(InvalidPageRange):
        read(READERS[kind], path, pages="90")


def ole_with(*streams: str) -> bytes:
    """A compound file with named streams: header, allocation table, directory."""
    empty, end = b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff"
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0"
        + b"\0" * 10 + b"\x01\0\0\0" + b"\x01\0\0\0" + b"\0" * 4 + b"\0\x10\0\0" + end
        + b"\0" * 4 + end + b"\0" * 4 + b"\0\0\0\0" + empty * 108
    )  # fmt: skip
    table = b"\xfd\xff\xff\xff" + end + empty * 126

    def entry(name: str, kind: int, child: int, right: int) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        link = right.to_bytes(4, "little", signed=True)
        return (
            raw.ljust(64, b"\0") + len(raw).to_bytes(2, "little") + bytes([kind, 1]) + empty
            + link + child.to_bytes(4, "little", signed=True) + b"\0" * 36 + end + b"\0" * 8
        )  # fmt: skip

    entries = [entry("Root Entry", 5, 1, -1)]
    for at, name in enumerate(streams, start=1):
        entries.append(entry(name, 2, -1, at + 1 if at < len(streams) else -1))
    return header + table + b"".join(entries).ljust(512, b"\0")


@pytest.mark.parametrize("kind", [kind for kind in READERS if kind != "rtf"])
def test_office_encryption(kind: str, tmp_path: Path) -> None:
    path = put(tmp_path, kind, ole_with("EncryptedPackage", "EncryptionInfo"))
    with pytest.raises(PasswordProtected):
        read(READERS[kind], path)


def test_an_encrypted_binary_word_file(tmp_path: Path) -> None:
    data = bytearray(whole("doc", tmp_path))
    start = data.index(b"\xec\xa5")
    data[start + 11] |= 1
    with pytest.raises(PasswordProtected):
        read(DOC, put(tmp_path, "doc", bytes(data)))


def test_an_encrypted_opendocument(tmp_path: Path) -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", b"\x8f\x01 noise")
    with pytest.raises(PasswordProtected):
        read(OPENDOCUMENT, put(tmp_path, "odt", out.getvalue()))


def with_document(source: Path, xml: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def test_hostile_xml_is_refused(tmp_path: Path) -> None:
    source = ooxml.write(tmp_path / "a.docx", paragraph("x"))
    laughs = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    outside = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
    for xml in (laughs, outside, b"<w:document", b"\0" * 40):
        with pytest.raises(FileCorrupted):
            read(DOCX, put(tmp_path, "docx", with_document(source, xml)))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    source = ooxml.write(tmp_path / "a.docx", paragraph("x"))
    bomb = b"<a>" + b" " * (64 * 2**20) + b"</a>"
    with pytest.raises(FileCorrupted, match="unreasonable size"):
        read(DOCX, put(tmp_path, "docx", with_document(source, bomb)))


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    source = slides_file(tmp_path / "a.pptx")
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != "ppt/slides/slide2.xml":
                new.writestr(name, old.read(name))
    with pytest.raises(FileCorrupted, match="slide"):
        read(PPTX, put(tmp_path, "pptx", out.getvalue()))


@pytest.mark.parametrize("kind", ["doc", "ppt", "rtf"])
def test_damaged_bytes_end_in_a_document_or_our_error(kind: str, tmp_path: Path) -> None:
    sound = whole(kind, tmp_path)
    chance = random.Random(5)
    for _ in range(25):
        data = bytearray(sound)
        for _ in range(30):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        try:
            document = read(READERS[kind], put(tmp_path, kind, bytes(data)), images=True)
        except OctavoError:
            continue
        assert isinstance(document, Document)
