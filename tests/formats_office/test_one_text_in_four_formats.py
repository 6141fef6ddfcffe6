"""The same text as .docx, .doc, .rtf and .odt: every reader must find the same nodes.

The last three were written by LibreOffice from the first (`make_data.py`).
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from octavo.documents import Document
from octavo.formats.base import Format
from octavo.formats.doc import DOC
from octavo.formats.docx import DOCX
from octavo.formats.opendocument import OPENDOCUMENT
from octavo.formats.rtf import RTF
from tests.formats_office.make_data import DATA, word_file
from tests.formats_office.outline import covered_once, grid, nodes, read

FIRST_PAGE = [
    "header Running head",
    "h1 The Book",
    "h1 Terms",
    "text Plain, bold and italic with a link and Grüße aus Łódź – 東京¹.",
    "1. 0 first",
    "a) 1 inner",
    "2. 0 second",
    "- 0 dot",
    "- 1 deeper dot",
    "h2 Prices",
    "table 3x3",
    "text between",
    "table 2x2",
    "figure image",
    "note 1 Said in passing.",
    "page_number Page 1",
]
SECOND_PAGE = ["header Running head", "h1 Second page", "text The end.", "page_number Page 2"]
READERS: list[tuple[str, Format]] = [
    ("docx", DOCX), ("doc", DOC), ("rtf", RTF), ("odt", OPENDOCUMENT),
]  # fmt: skip


def place(kind: str, folder: Path) -> Path:
    return word_file(folder / "text.docx") if kind == "docx" else DATA / f"text.{kind}"


@pytest.fixture(params=READERS, ids=lambda case: str(case[0]))
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    kind, reader = request.param
    return read(reader, place(kind, tmp_path), images=True)


def test_the_nodes_are_those_written(document: Document) -> None:
    first, second = ([node.replace(" a red box", "") for node in nodes(page.blocks)]
                     for page in document.pages)  # fmt: skip
    assert first == FIRST_PAGE
    assert second == SECOND_PAGE
    assert document.page_count == 2


def test_looks_links_and_note_references(document: Document) -> None:
    block = next(one for one in document.pages[0].blocks if one.text.startswith("Plain"))
    assert block.markdown is not None
    assert block.markdown.startswith(
        "Plain, **bold** and *italic* with [a link](https://example.org/x) and "
    )
    assert block.note_refs == ["1"]


def test_tables_have_their_spans_and_their_nested_rows(document: Document) -> None:
    tables = [one.table for one in document.pages[0].blocks if one.table is not None]
    assert [grid(one) for one in tables] == [
        [["Item", "Price", "<"], ["Nut", "1.50", "EUR"], ["^", "1.60", "USD"]],
        [["k", "v"], ["in\nx | y\nz | w", "r"]],
    ]
    assert all(covered_once(one) for one in tables)
    assert [cell.header for cell in tables[0].cells] == [True, True, *[False] * 5]


def test_the_picture_is_there(document: Document) -> None:
    figure = next(one.figure for one in document.pages[0].blocks if one.figure is not None)
    assert figure.image is not None
    assert Image.open(io.BytesIO(figure.image)).size == (8, 4)


@pytest.mark.parametrize(("kind", "reader"), READERS)
def test_a_page_alone(kind: str, reader: Format, tmp_path: Path) -> None:
    document = read(reader, place(kind, tmp_path), pages="2")
    assert [nodes(page.blocks) for page in document.pages] == [SECOND_PAGE]
    assert document.page_count == 2
