"""Books (.epub): a page for every part of the reading order, read as the web page it is."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from octavo.documents import Document, Page
from octavo.errors import EmptyFile, FileCorrupted, PasswordProtected
from octavo.formats import pages
from octavo.formats.base import ReadOptions
from octavo.formats.office.package import Element, Package
from octavo.formats.web import dom, page

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Fonts may be obfuscated, which is not a lock; anything else encrypted is.
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})


class Epub:
    """Reads EPUB 2 and 3."""

    name = "epub"
    kinds = frozenset({"epub"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """The book as pages without geometry, without those that show nothing.

        Raises FileCorrupted, PasswordProtected (a book with DRM), EmptyFile, InvalidPageRange.
        """
        package = Package(path)
        book = _book(package)
        wanted = pages.parse(options.pages, len(book.parts))
        document = Document(kind, [], len(book.parts), book.title)
        for number in wanted:
            document.pages.append(_page(package, book.parts[number - 1], number, options, document))
        if not options.pages and not any(found.blocks for found in document.pages):
            raise EmptyFile("The book has no text.")
        return document


@dataclass
class _Book:
    title: str
    parts: list[str]


def _book(package: Package) -> _Book:
    """The title and the parts in reading order. Raises FileCorrupted if there is no order."""
    root = package.xml(_CONTAINER)
    opf = next((node.get("full-path") for node in root.iter() if _local(node) == "rootfile"), None)
    if not opf:
        raise FileCorrupted("The book does not say where its contents are.")
    contents = package.xml(opf)
    folder = posixpath.dirname(opf)
    items = {
        node.get("id"): posixpath.normpath(posixpath.join(folder, unquote(node.get("href", ""))))
        for node in contents.iter()
        if _local(node) == "item" and node.get("media-type") in _PAGES
    }
    order = [node.get("idref") for node in contents.iter() if _local(node) == "itemref"]
    parts = [items[name] for name in order if name in items and items[name] in package]
    if not parts:
        raise FileCorrupted("The book has no parts in its reading order.")
    _refuse_locked(package, frozenset(parts))
    title = next((node.text for node in contents.iter() if _local(node) == "title"), None)
    return _Book(" ".join((title or "").split()), parts)


def _refuse_locked(package: Package, parts: frozenset[str]) -> None:
    if _ENCRYPTION not in package:
        return
    for node in package.xml(_ENCRYPTION).iter():
        if _local(node) != "EncryptedData":
            continue
        method = next((n.get("Algorithm", "") for n in node if _local(n) == "EncryptionMethod"), "")
        names = {unquote(n.get("URI", "")) for n in node.iter() if _local(n) == "CipherReference"}
        if method not in _FONTS and names & parts:
            raise PasswordProtected("The book is locked by its seller (DRM) and cannot be read.")


def _page(
    package: Package, part: str, number: int, options: ReadOptions, document: Document
) -> Page:
    folder = posixpath.dirname(part)

    def resource(source: str) -> bytes | None:
        name = posixpath.normpath(posixpath.join(folder, unquote(source.partition("#")[0])))
        return package.read(name) if name in package else None

    markup = dom.open_xml_tags(dom.text_of(package.read(part)))
    found = page.read(markup, images=options.images, resource=resource, furniture=False)
    document.warnings += [f"{part}: {warning}" for warning in found.warnings]
    return Page(number, blocks=found.blocks, name=found.title)


def _local(node: Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


EPUB = Epub()
