"""An office file as a zip of parts (OOXML and ODF): opened with limits, its XML parsed safely.

No entity is expanded, no network reached, and a part may unpack only to a bounded size, so that a
zip bomb ends in FileCorrupted and not in the memory of the machine.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import olefile
from lxml import etree

from octavo.errors import EmptyFile, FileCorrupted, PasswordProtected

Element = Any
"""An lxml element; lxml carries no types of its own."""

MAX_PART = 192 * 2**20
MAX_TOTAL = 768 * 2**20
MAX_RATIO = 400
RATIO_FREE = 8 * 2**20
MAX_PARTS = 50_000

_STRICT = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES = [
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"presentationml/main", b"presentationml/2006/main"),
    (b"officeDocument/", b"officeDocument/2006/"),
    (b"drawingml/", b"drawingml/2006/"),
]
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of its type, and a part name or an outside address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of one file. Raises FileCorrupted, EmptyFile or PasswordProtected on opening."""

    def __init__(self, path: Path) -> None:
        refuse_unreadable(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
            raise FileCorrupted("The file is not a complete office document (bad zip)") from error
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS:
            raise FileCorrupted(f"The file has {len(infos)} parts; at most {MAX_PARTS} are read")
        self._infos = {_part_name(info.filename): info for info in infos}
        self._budget = MAX_TOTAL
        self._relations: dict[str, dict[str, Relation]] = {}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises FileCorrupted if it is missing, damaged or too large."""
        info = self._infos.get(name.casefold())
        if info is None:
            raise FileCorrupted(f"The file lacks its part {name}")
        if info.flag_bits & 1:
            raise PasswordProtected("The file is encrypted; remove the password and send it again")
        limit = min(MAX_PART, self._budget, max(RATIO_FREE, info.compress_size * MAX_RATIO))
        try:
            with self._zip.open(info) as stream:
                data = stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
            raise FileCorrupted(f"The part {name} of the file is damaged") from error
        if len(data) > limit:
            raise FileCorrupted(f"The part {name} of the file unpacks to an unreasonable size")
        self._budget -= len(data)
        return data

    def xml(self, name: str) -> Element:
        """The root element of a part. Raises FileCorrupted if it is missing or no XML."""
        return parse_xml(self.read(name), name)

    def relations(self, part: str) -> dict[str, Relation]:
        """What `part` refers to, by relationship id; "" gives the package's own."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            rels = posixpath.join(folder, "_rels", name + ".rels")
            root = self.xml(rels) if rels in self else ()
            self._relations[part] = {
                node.get("Id", ""): _relation(node, folder) for node in root if node.get("Target")
            }
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The names of the parts that `part` refers to as `kind` ("styles", "footnotes" …)."""
        return [
            relation.target
            for relation in self.relations(part).values()
            if relation.kind == kind and not relation.external and relation.target in self
        ]

    def main_part(self) -> str:
        """The part an OOXML document starts at. Raises FileCorrupted if there is none."""
        found = self.related("", "officeDocument")
        if not found:
            raise FileCorrupted("The file lacks its main part")
        return found[0]

    def title(self) -> str:
        """The title of an OOXML document's properties, "" if it has none."""
        for name in self.related("", "core-properties"):
            for node in self.xml(name):
                if etree.QName(node).localname == "title":
                    return (node.text or "").strip()
        return ""


def refuse_unreadable(path: Path) -> None:
    """Raise EmptyFile for no bytes, PasswordProtected for Office's encrypted wrapping."""
    if path.stat().st_size == 0:
        raise EmptyFile("The file is empty")
    if not olefile.isOleFile(str(path)):
        return
    try:
        with olefile.OleFileIO(str(path)) as ole:
            encrypted = ole.exists("EncryptedPackage") or ole.exists("EncryptionInfo")
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise FileCorrupted("The file is a damaged compound document") from error
    if encrypted:
        raise PasswordProtected("The file is encrypted; remove the password and send it again")


def parse_xml(data: bytes, name: str) -> Element:
    """The root of an XML document, without entities. Raises FileCorrupted if it is malformed."""
    if _STRICT in data:
        data = _transitional(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if b"<!ENTITY" in data:
            raise _entities(name) from error
        raise FileCorrupted(f"The part {name} of the file is not well-formed XML") from error
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and list(doctype.iterentities()):
        raise _entities(name)
    return root


def _part_name(name: str) -> str:
    """A part's name as it is looked up; some writers put backslashes into it."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _entities(name: str) -> FileCorrupted:
    return FileCorrupted(f"The part {name} of the file declares entities, which are not expanded")


def _relation(node: Element, folder: str) -> Relation:
    kind = node.get("Type", "").rsplit("/", 1)[-1]
    target = node.get("Target")
    if node.get("TargetMode") == "External":
        return Relation(kind, target, True)
    path = (unquote(target) if "%" in target else target).replace("\\", "/")
    name = posixpath.normpath(posixpath.join("/" + folder, path)).lstrip("/")
    return Relation(kind, name, False)


def _transitional(data: bytes) -> bytes:
    """Strict OOXML in the namespaces of the usual kind; the elements we read are the same."""
    for strict, usual in _STRICT_NAMES:
        data = data.replace(_STRICT + strict, _TRANSITIONAL + usual)
    return data
