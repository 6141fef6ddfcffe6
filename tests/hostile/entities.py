"""XML entities in every kind of file that holds XML: exponential, of a file, of an address."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from tests.formats_office import ooxml
from tests.hostile import archives
from tests.hostile.case import READ, Case

LAUGH = "ha! "
SECRET = "the secret of the machine"
OUTCOMES = f"{READ} FILE_003"
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def doctypes(trap: str, secret: Path) -> Iterator[tuple[str, str]]:
    """Declarations of an entity `e` of each sort, by a name for the sort."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    yield "laughs", f'<!ENTITY l0 "{LAUGH}">{levels}<!ENTITY e "&l8;">'
    yield "long entity", f'<!ENTITY a "{LAUGH * 10_000}"><!ENTITY e "{"&a;" * 5_000}">'
    yield "file entity", f'<!ENTITY e SYSTEM "file://{secret}">'
    yield "http entity", f'<!ENTITY e SYSTEM "{trap}/entity">'
    yield "parameter entity", f'<!ENTITY % p SYSTEM "{trap}/dtd"> %p; <!ENTITY e "x">'


def cases(trap: str, secret: Path) -> Iterator[Case]:
    """Files of every kind with every sort of entity; `secret` is a file that says SECRET."""
    never = (SECRET, LAUGH * 3)
    for sort, declared in doctypes(trap, secret):
        doctype = f"<!DOCTYPE x [{declared}]>"
        for kind, data in _files(doctype):
            yield Case(f"{sort}.{kind}", data, OUTCOMES, never=never)
    outside = f'<!DOCTYPE html SYSTEM "{trap}/html.dtd"><html><p>{archives.SAID}</p></html>'
    yield Case("outside dtd.html", outside.encode(), says=(archives.SAID,))
    yield Case("outside dtd.epub", archives.book(outside), says=(archives.SAID,))
    yield from _drawings(trap, secret, never)


def _files(doctype: str) -> Iterator[tuple[str, bytes]]:
    head = f'<?xml version="1.0"?>{doctype}'
    word = f'<w:document xmlns:w="{ooxml.W}"><w:body><w:p><w:r><w:t>a&e;</w:t></w:r></w:p></w:body>'
    yield (
        "docx",
        archives.changed(archives.docx(), {"word/document.xml": f"{head}{word}</w:document>"}),
    )
    strings = f'{head}<sst xmlns="{_SHEET}"><si><t>a&e;</t></si></sst>'
    yield "xlsx", archives.changed(archives.xlsx(), {"xl/sharedStrings.xml": strings})
    slide = (
        f'{head}<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree><p:sp>'
        "<p:txBody><a:p><a:r><a:t>a&e;</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    )
    yield "pptx", archives.changed(archives.pptx(), {"ppt/slides/slide1.xml": slide})
    words = "<text:p>a&e;</text:p>"
    table = (
        '<t:table xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><t:table-row>'
        f"<t:table-cell>{words}</t:table-cell></t:table-row></t:table>"
    )
    for kind, inner in (("text", words), ("spreadsheet", table)):
        content = (
            f"{head}<office:document-content {_ODF}><office:body><office:{kind}>{inner}"
            f"</office:{kind}></office:body></office:document-content>"
        )
        yield ("odt" if kind == "text" else "ods"), archives.opendocument(content, kind)
    page = f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>a&e;</p></body></html>'
    yield "epub", archives.book(page)
    yield "html", page.encode()


def _drawings(trap: str, secret: Path, never: tuple[str, ...]) -> Iterator[Case]:
    """SVG as a file of its own, which no reader is for, and as a picture in a page."""
    shown = f'<image xlink:href="{trap}/svg.png"/><image xlink:href="file://{secret}"/>'
    shown += f'<style>@import url("{trap}/svg.css")</style><use xlink:href="{trap}/x.svg#a"/>'
    for sort, declared in doctypes(trap, secret):
        svg = f"<!DOCTYPE svg [{declared}]><svg {_SVG}><text>&e;</text></svg>"
        yield Case(f"{sort}.svg", svg.encode(), "FILE_001")
        yield Case(f"{sort} in a picture.html", _page(svg), says=(archives.SAID,), never=never)
    linked = f"<svg {_SVG}>{shown}</svg>"
    yield Case("linked pictures.html", _page(linked), says=(archives.SAID,), never=never)


def _page(svg: str) -> bytes:
    data = base64.b64encode(svg.encode()).decode()
    return f'<html><img alt="a" src="data:image/svg+xml;base64,{data}"><p>{archives.SAID}'.encode()
