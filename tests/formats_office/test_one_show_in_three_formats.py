"""The same slides as .pptx, .ppt and .odp: every reader must find the same nodes and places.

The last two were written by LibreOffice from the first (`make_data.py`).
"""

from __future__ import annotations

import gzip
from pathlib import Path

import olefile
import pytest

from octavo.documents import Block, Document
from octavo.errors import FileCorrupted
from octavo.formats.opendocument import OPENDOCUMENT
from octavo.formats.ppt import PPT
from octavo.formats.pptx import PPTX
from tests.formats_office.make_data import DATA, slides_file
from tests.formats_office.outline import covered_once, grid, nodes, read
from tests.formats_web.compound import Tree, compound

READERS = [("pptx", PPTX), ("ppt", PPT), ("odp", OPENDOCUMENT)]


@pytest.fixture(params=READERS, ids=lambda case: str(case[0]))
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Document:
    kind, reader = request.param
    path = DATA / f"slides.{kind}"
    if kind == "pptx":
        path = slides_file(tmp_path / "slides.pptx")
    elif kind == "ppt":
        path = tmp_path / "slides.ppt"
        path.write_bytes(gzip.decompress((DATA / "slides.ppt.gz").read_bytes()))
    return read(reader, path, images=True)


def test_the_nodes_are_those_written_in_the_order_of_their_places(document: Document) -> None:
    assert [nodes(page.blocks) for page in document.pages] == [
        ["h1 Agenda", "- 0 Welcome", "- 1 Detail", "- 0 Close – Łódź", "h2 Notes",
         "text Speak slowly"],
        ["h1 Figures", "text upper", "table 3x2", "text low left", "text low right"],
        ["text A", "text B", "figure image"],
    ]  # fmt: skip
    assert document.warnings == ["Slide 3 is hidden in the show"]


def test_a_file_saved_for_powerpoint_95_too_is_read_by_its_newer_half(tmp_path: Path) -> None:
    with olefile.OleFileIO(gzip.decompress((DATA / "slides.ppt.gz").read_bytes())) as ole:
        newer: Tree = {"/".join(name): ole.openstream(name).read() for name in ole.listdir()}
    older: Tree = {"PowerPoint Document": bytes(9000), "Current User": b"older", "Header": b"x"}
    path = tmp_path / "both.ppt"
    path.write_bytes(compound(older | {"PP97_DUALSTORAGE": newer}))
    assert nodes(read(PPT, path).pages[0].blocks)[0] == "h1 Agenda"
    path.write_bytes(compound(older))
    with pytest.raises(FileCorrupted):
        read(PPT, path)


def test_pages_have_the_size_and_name_of_their_slides(document: Document) -> None:
    page = document.pages[0]
    assert (round(page.width), round(page.height), page.name) == (720, 540, "Agenda")


def near(block: Block, *edges: float) -> bool:
    assert block.box is not None
    found = (block.box.x0, block.box.y0, block.box.x1, block.box.y1)
    return all(abs(one - two) < 0.003 for one, two in zip(found, edges, strict=True))


def test_boxes_are_fractions_of_the_slide(document: Document) -> None:
    second, third = document.pages[1].blocks, document.pages[2].blocks
    assert near(second[2], 0.1, 0.3333, 0.7, 0.5333)
    assert near(third[0], 0.2, 0.2667, 0.4, 0.4)
    assert near(third[1], 0.5, 0.2667, 0.7, 0.4)
    assert near(third[2], 0.1, 0.6667, 0.3, 0.8)


def test_the_table_has_its_merge_and_its_cells_their_places(document: Document) -> None:
    table = document.pages[1].blocks[2].table
    assert table is not None
    assert grid(table) == [["Item", "Price"], ["Nut", "1"], ["^", "2"]]
    assert covered_once(table)
    nut = next(cell for cell in table.cells if cell.text == "Nut")
    assert nut.box is not None
    assert abs(nut.box.y0 - 0.4) < 0.003
    assert abs(nut.box.y1 - 0.5333) < 0.003
    assert [cell.header for cell in table.cells[:2]] == [True, True]


def test_the_picture_is_there(document: Document) -> None:
    figure = document.pages[2].blocks[2].figure
    assert figure is not None
    assert figure.image is not None
    assert figure.image.startswith(b"\x89PNG")
