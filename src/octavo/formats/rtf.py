"""Rich Text Format (.rtf), read by our own parser: styles, lists, tables, notes, pictures."""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Block, BlockKind, Document
from octavo.errors import EmptyFile, FileCorrupted
from octavo.formats.base import ReadOptions
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.rtf_reader import RtfReader
from octavo.formats.office.word_furniture import on_page

_KINDS = {"header": BlockKind.HEADER, "footer": BlockKind.FOOTER}


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
        document = flow.document("rtf", options, lambda *page: _furniture(reader, *page))
        document.title = reader.title
        document.warnings = reader.warnings
        return document


def _furniture(reader: RtfReader, number: int, section: int, begins: bool) -> list[Block]:
    """The head and foot of a page; those for even pages or a section's first where given."""
    found: list[Block] = []
    for place, block_kind in _KINDS.items():
        names = [place]
        if begins and section == 0 and reader.titled:
            names = [f"{place}-first"]
        elif number % 2 == 0:
            names = [f"{place}-even", place]
        blocks = next((reader.furniture[name] for name in names if name in reader.furniture), [])
        for block in blocks:
            text, _ = cell_text([block])
            if text.strip():
                found.append(on_page(Block(block_kind, text), block_kind, number))
    return found


RTF = Rtf()
