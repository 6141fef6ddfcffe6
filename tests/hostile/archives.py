"""Zip archives and office files made to hurt: bombs, crowds, outside names, entities, links."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import xlsxwriter
from pptx import Presentation

from tests.formats_office import ooxml
from tests.formats_web.compound import compound
from tests.hostile.case import READ, Case
from tests.hostile.pdfs import flipped

SAID = "This sentence is the whole document."
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(whole: bytes, members: Mapping[str, bytes | str]) -> bytes:
    """An archive with some members exchanged or added."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped(kept | dict(members))


def docx(body: str = "", relations: str = "", files: dict[str, bytes] | None = None) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.docx"
        said = ooxml.paragraph(SAID) + body
        return ooxml.write(path, said, relations=relations, files=files).read_bytes()


def pptx() -> bytes:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = SAID
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_string(0, 0, SAID)
    sheet.write_formula(0, 1, "=cmd|'/C calc'!A0", None, "12")
    workbook.close()
    return out.getvalue()


def opendocument(content: str, kind: str = "text") -> bytes:
    """An ODT or ODS of this content.xml."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": content})


def book(chapter: str, more: dict[str, bytes] | None = None, name: str = "a.xhtml") -> bytes:
    """An EPUB of one chapter."""
    container = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        f'<item id="a" href="{name}" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": container}
    return zipped({**members, "b.opf": opf, name: chapter, **(more or {})})


def cases(trap: str) -> Iterator[Case]:
    yield from _damaged()
    yield from _locked()
    yield from _bombs()
    yield from _outside_names()
    yield from _linked(trap)


def _damaged() -> Iterator[Case]:
    for name, whole in (("docx", docx()), ("pptx", pptx()), ("xlsx", xlsx())):
        yield Case(f"cut.{name}", whole[: len(whole) // 2], "FILE_003")
        yield Case(f"header only.{name}", whole[:30], "FILE_003")
        yield Case(f"flipped.{name}", flipped(whole, 3, 30), f"{READ} FILE_003")
    yield Case("a renamed archive.docx", zipped({"notes.txt": SAID}), "FILE_001")
    yield Case("header only.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "FILE_003")
    yield Case("a workbook.docx", xlsx(), says=(SAID,))


def _locked() -> Iterator[Case]:
    locked = compound({"EncryptedPackage": b"x" * 5_000, "EncryptionInfo": b"\4\0\4\0@\0\0\0"})
    for extension in ("docx", "xlsx", "pptx"):
        yield Case(f"locked.{extension}", locked, "FILE_006")
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0xDBB, 0x7CC, 0, 6)
    password = struct.pack("<HHH", 0x2F, 54, 1) + b"\1\0\1\0".ljust(52, b"x")
    workbook = begin + password + struct.pack("<HH", 0x0A, 0)
    yield Case("locked.xls", compound({"Workbook": workbook.ljust(5_000, b"\0")}), "FILE_006")
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    noise = opendocument("\x0f\x01 noise")
    yield Case("locked.odt", changed(noise, {"META-INF/manifest.xml": manifest}), "FILE_006")
    member = bytearray(docx())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := member.find(mark, at + 1)) >= 0:
            member[at + flags] |= 1
    yield Case("locked members.docx", bytes(member), "FILE_006")


def _bombs() -> Iterator[Case]:
    spaces = b" " * (60 * 2**20)
    document = b'<w:document xmlns:w="%s"><w:body>' % ooxml.W.encode() + spaces
    end = b"</w:body></w:document>"
    yield Case("bomb.docx", changed(docx(), {"word/document.xml": document + end}), "FILE_003")
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
    text = {"xl/sharedStrings.xml": strings + spaces + b"</t></si></sst>"}
    yield Case("shared strings bomb.xlsx", changed(xlsx(), text), "FILE_003")
    inner = zipped({"zeros": bytes(2**20)})
    for _ in range(6):
        inner = zipped({f"{n}.zip": inner for n in range(10)})
    yield Case("zip of zips.zip", inner, "FILE_001")
    yield Case("zip of zips.docx", changed(docx(), {"word/embeddings/a.zip": inner}), says=(SAID,))
    crowd = {f"word/x{n}.xml": "" for n in range(60_000)}
    yield Case("60000 members.docx", changed(docx(), crowd), "FILE_003")
    yield Case("overlapping.docx", overlapping(docx(), 2_000), f"{READ} FILE_003")


def overlapping(whole: bytes, times: int) -> bytes:
    """The archive with each entry of its directory said again and again."""
    end = whole.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", whole[end + 10 : end + 20])
    directory: bytes = whole[start : start + size] * (times // count)
    total = count * (times // count)
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, total, total, len(directory), start, 0)
    return whole[:start] + directory + tail


def _outside_names() -> Iterator[Case]:
    members = {"../../../escaped.txt": "x", "/tmp/escaped.txt": "x", "..\\..\\escaped.txt": "x"}
    yield Case("outside names.docx", changed(docx(), members), says=(SAID,))
    relation = (
        f'<Relationship Id="P9" Type="{OFFICE}/image" Target="../../../../../etc/passwd"/>'
        f'<Relationship Id="P8" Type="{OFFICE}/footnotes" Target="/etc/passwd"/>'
    )
    pictured = docx(_picture("embed", "P9"), relation)
    yield Case("a part outside.docx", pictured, says=(SAID,), never=("root:",))
    astray = book("<p>x</p>", name="../../../../etc/passwd")
    yield Case("a chapter outside.epub", astray, f"{READ} FILE_003", never=("root:",))


def _picture(how: str, relation: str) -> str:
    blip = f'<a:blip r:{how}="{relation}"/>'
    return ooxml.paragraph(
        '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="180000"/><wp:docPr id="1" name="P"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:blipFill>{blip}</pic:blipFill><pic:spPr/></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _linked(trap: str) -> Iterator[Case]:
    kinds = {"P7": "image", "T7": "attachedTemplate", "S7": "subDocument", "F7": "aFChunk",
             "O7": "oleObject", "R7": "frame"}  # fmt: skip
    relations = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{trap}/{kind}" '
        'TargetMode="External"/>'
        for id_, kind in kinds.items()
    )
    body = _picture("link", "P7") + '<w:altChunk r:id="F7"/><w:subDoc r:id="S7"/>'
    settings = f'<w:settings xmlns:w="{ooxml.W}"><w:attachedTemplate w:id="T7"/></w:settings>'
    template = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="T7" Type="{OFFICE}/attachedTemplate" Target="{trap}/dotm" '
        'TargetMode="External"/></Relationships>'
    )
    files = {"settings.xml": settings.encode(), "_rels/settings.xml.rels": template.encode()}
    yield Case("links and templates.docx", docx(body, relations, files), says=(SAID,))
    field = (
        "<w:p><w:fldSimple w:instr='INCLUDEPICTURE \"TRAP/field\"'><w:r><w:t>f</w:t></w:r>"
        "</w:fldSimple><w:fldSimple w:instr='DDEAUTO c:\\\\cmd.exe \"/k calc\"'><w:r><w:t>g</w:t>"
        "</w:r></w:fldSimple></w:p>"
    ).replace("TRAP", trap)
    yield Case("fields that fetch.docx", docx(field), says=(SAID,), never=("cmd.exe",))
