"""Books: reading order, pictures, locks, and archives made to hurt."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from octavo.errors import FileCorrupted, PasswordProtected
from tests.formats_web.shapes import read, shapes

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
XHTML = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"
)


def book(parts: dict[str, str | bytes], order: list[str], **members: str) -> bytes:
    items = "".join(
        f'<item id="{name}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for name in parts
        if name.endswith("html")
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in order)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>The  Book</dc:title></metadata><manifest>{items}</manifest>"
        f"<spine>{spine}</spine></package>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("OEBPS/book.opf", opf)
        for name, content in parts.items():
            archive.writestr(f"OEBPS/{name}", content)
        for name, content in ({"container": CONTAINER} | members).items():
            archive.writestr(f"META-INF/{name}.xml", content)
    return out.getvalue()


def test_a_book_is_read_in_its_order(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "b two.xhtml": XHTML.format("Two", "<p>Second<a id='x'/> part</p>"),
        "a.xhtml": XHTML.format("One", "<nav>Not dropped</nav><main><p>First</p></main>"),
        "unused.xhtml": XHTML.format("Unused", ""),
    }
    document = read(tmp_path, "book.epub", book(parts, ["a.xhtml", "b two.xhtml", "gone"]))
    assert (document.title, document.page_count) == ("The Book", 2)
    assert [page.name for page in document.pages] == ["One", "Two"]
    assert shapes(document) == [
        *(("h1", "One"), ("text", "Not dropped"), ("text", "First")),
        *(("h1", "Two"), ("text", "Second part")),
    ]
    second = read(tmp_path, "b", book(parts, ["a.xhtml", "b two.xhtml"]), pages="2")
    assert [page.number for page in second.pages] == [2]


def test_pictures_of_a_book_are_its_own(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (50, 50)).save(out, "JPEG")
    parts: dict[str, str | bytes] = {
        "t/a.xhtml": XHTML.format("A", '<img alt="P" src="../i/p.jpg"/><img src="../../../x"/>'),
        "i/p.jpg": out.getvalue(),
    }
    document = read(tmp_path, "a.epub", book(parts, ["t/a.xhtml"]), images=True)
    (figure,) = [block.figure for _, block in document.blocks() if block.figure]
    assert figure.image is not None
    assert Image.open(io.BytesIO(figure.image)).size == (50, 50)


ENCRYPTION = (
    '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/><CipherData>'
    '<CipherReference URI="OEBPS/{}"/></CipherData></EncryptedData></encryption>'
)


def test_a_locked_book_is_refused_but_obfuscated_fonts_are_no_lock(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {"a.xhtml": XHTML.format("A", "")}
    aes = ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "a.xhtml")
    with pytest.raises(PasswordProtected):
        read(tmp_path, "a.epub", book(parts, ["a.xhtml"], encryption=aes))
    font = ENCRYPTION.format("http://www.idpf.org/2008/embedding", "f.otf")
    assert read(tmp_path, "a.epub", book(parts, ["a.xhtml"], encryption=font)).pages


def test_damaged_and_hostile_books_are_refused(tmp_path: Path) -> None:
    whole = book({"a.xhtml": XHTML.format("A", "")}, ["a.xhtml"])
    entities = '<!DOCTYPE c [<!ENTITY a "b">]><container>&a;</container>'
    for data in (
        whole[: len(whole) // 2],
        whole.replace(b"book.opf", b"gone.opf", 1),
        book({}, []),
        book({"a.xhtml": "x" * 60_000_000}, ["a.xhtml"]),
        book({"a.xhtml": ""}, ["a.xhtml"], container=entities),
    ):
        with pytest.raises(FileCorrupted):
            read(tmp_path, "a.epub", data)
