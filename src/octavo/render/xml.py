"""Document to XML: pages and their blocks, with ids, boxes and tables."""

from __future__ import annotations

import re

from lxml import etree

from octavo.documents import Block, Box, Document, Table

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Document) -> str:
    """`<document><page number><block kind id box>…`; boxes are left, top, right, bottom 0..1."""
    root = etree.Element("document", kind=document.kind)
    for page in document.pages:
        element = etree.SubElement(root, "page", number=str(page.number))
        for block in page.blocks:
            _block(element, block)
    return str(etree.tostring(root, encoding="unicode"))


def _block(parent: etree._Element, block: Block) -> None:
    element = etree.SubElement(parent, "block", kind=block.kind.value, id=block.id)
    if block.level:
        element.set("level", str(block.level))
    _set_box(element, block.box)
    if block.table is not None:
        _table(element, block.table)
    else:
        element.text = _text(block.text)


def _table(parent: etree._Element, table: Table) -> None:
    for cell in table.cells:
        element = etree.SubElement(
            parent, "cell", id=cell.id, row=str(cell.row), column=str(cell.column)
        )
        if cell.row_span > 1 or cell.column_span > 1:
            element.set("rowspan", str(cell.row_span))
            element.set("colspan", str(cell.column_span))
        _set_box(element, cell.box)
        element.text = _text(cell.text)


def _set_box(element: etree._Element, box: Box | None) -> None:
    if box is not None:
        element.set("box", " ".join(f"{v:.5f}" for v in (box.x0, box.y0, box.x1, box.y1)))


def _text(text: str) -> str:
    return _NOT_XML.sub("", text)
