"""Word documents of 97–2003 (.doc, .dot), read from their binary records."""

from __future__ import annotations

from pathlib import Path

from octavo.documents import Document
from octavo.formats.base import ReadOptions
from octavo.formats.office import doc_old
from octavo.formats.office.doc_file import DocFile
from octavo.formats.office.doc_reader import DocReader
from octavo.formats.office.flow import Flow
from octavo.formats.office.ole import Ole


class Doc:
    """The reader of binary Word documents."""

    name = "doc"
    kinds = frozenset({"doc"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:  # noqa: ARG002
        ole = Ole(path)
        try:
            title = ole.title()
            if "WordDocument" in ole and doc_old.is_old(main := ole.read("WordDocument")):
                return _old(main, title, options)
            reader = DocReader(DocFile(ole), images=options.images)
        finally:
            ole.close()
        flow = Flow()
        reader.body(flow)
        if flow.drop_contents():
            reader.warnings.append(
                "The table of contents was left out: the body says its entries again"
            )
        document = flow.document("doc", options, reader.furniture())
        document.title = title
        document.warnings += reader.warnings
        return document


def _old(main: bytes, title: str, options: ReadOptions) -> Document:
    flow = Flow()
    doc_old.read(main, flow)
    document = flow.document("doc", options, lambda *_: [])
    document.title = title
    document.warnings.append(
        "The file is of a Word version before 97: its text was read without its formatting"
    )
    return document


DOC = Doc()
