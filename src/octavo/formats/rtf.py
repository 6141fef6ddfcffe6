"""Rich Text Format (.rtf), read by our own parser: styles, lists, tables, notes, pictures."""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Document
from octavo.errors import EmptyFile, FileCorrupted
from octavo.formats.base import ReadOptions
from octavo.formats.office.rtf_reader import RtfReader
from octavo.formats.office.word_furniture import FlatFurniture


class Rtf:
    """The reader of RTF."""

    name = "rtf"
    kinds = frozenset({"rtf"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        data = path.read_bytes()
        if not data.strip():
            raise EmptyFile("The file is empty")
        start = data[:1024].find(b"{\\rt")
        if start < 0:
            raise FileCorrupted("The file is no RTF: it does not begin as one")
        reader = RtfReader(data[start:], images=options.images)
        reader.read()
        flow = reader.body.flow
        for note in reader.endnotes:
            flow.note(note)
        if flow.drop_contents():
            reader.warn("The table of contents was left out: the body says its entries again")
        document = flow.document("rtf", options, FlatFurniture(reader.furniture, reader.titled))
        document.title = reader.title
        document.warnings += reader.warnings
        return document


RTF = Rtf()
