"""Document to the API's `bounding_boxes`, word boxes and footnotes.

Polygons are eight numbers, clockwise from the top left, each a fraction of the page; elements
without geometry have an empty one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from octavo.documents import Block, BlockKind, Box, Cell, Document, Page, SheetPlace
from octavo.render import markdown

_CLASS = {
    BlockKind.HEADING: "Title",
    BlockKind.HEADER: "Header",
    BlockKind.FOOTER: "Footer",
    BlockKind.PAGE_NUMBER: "Page Number",
    BlockKind.TABLE: "Tables",
    BlockKind.FIGURE: "Images",
}


def render(document: Document, *, image_url: markdown.ImageUrl | None = None) -> dict[str, Any]:
    """The bounding_boxes object: a list for every class of element the document has."""
    boxes: dict[str, Any] = {}
    for page, block in document.blocks():
        entry = _entry(page, block, image_url)
        if entry is not None:
            boxes.setdefault(_CLASS.get(block.kind, "Text"), []).append(entry)
    if document.defined_names:
        boxes["defined_names"] = document.defined_names
    if boxes:
        boxes["markdown_with_ids"] = markdown.render(document, ids=True, image_url=image_url)
    return boxes


def word_boxes(document: Document) -> list[dict[str, Any]]:
    """The words of all blocks, numbered over the document."""
    words = [(page, word) for page, block in document.blocks() for word in block.words]
    return [
        {
            "id": f"w-{number}",
            "text": word.text,
            "page_number": page.number,
            "bounding_box": polygon(word.box),
            "average_word_confidence": round(word.confidence, 4),
        }
        for number, (page, word) in enumerate(words, start=1)
    ]


def footnote_references(document: Document) -> list[dict[str, Any]]:
    """Each note with the blocks that refer to it: on its own page, else anywhere."""
    found = []
    for page, note in document.blocks():
        if note.kind is BlockKind.FOOTNOTE and note.marker:
            found.append(
                {
                    "symbol": note.marker,
                    "footnoteTextId": note.id,
                    "referenceTextIds": _referring(document, page, note),
                }
            )
    return found


def polygon(box: Box | None) -> list[float]:
    """The corners of a box, clockwise from the top left; [] for none."""
    if box is None:
        return []
    x0, y0, x1, y1 = (round(value, 5) for value in (box.x0, box.y0, box.x1, box.y1))
    return [x0, y0, x1, y0, x1, y1, x0, y1]


def _referring(document: Document, page: Page, note: Block) -> list[str]:
    here = [block.id for block in page.blocks if note.marker in block.note_refs]
    return here or [b.id for _, b in document.blocks() if note.marker in b.note_refs]


def _entry(page: Page, block: Block, image_url: markdown.ImageUrl | None) -> dict[str, Any] | None:
    if block.kind is BlockKind.TABLE:
        return _table(page, block) if block.table is not None else None
    if block.kind is BlockKind.FIGURE:
        return _image(page, block, image_url)
    entry: dict[str, Any] = {
        "id": block.id,
        "content": block.text,
        "original_content": block.text,
        "page_number": page.number,
        "bounding_box": polygon(block.box),
        "average_word_confidence": round(_confidence(block), 4),
    }
    return entry | _place(block.place)


def _confidence(block: Block) -> float:
    if not block.words:
        return block.confidence
    return sum(word.confidence for word in block.words) / len(block.words)


def _place(place: SheetPlace | None) -> dict[str, Any]:
    if place is None:
        return {}
    keys: dict[str, Any] = {
        "sheet_name": place.sheet,
        "sheet_index": place.sheet_index,
        "workbook_sheet_index": place.workbook_index,
    }
    return keys | ({"excel_range": place.range} if place.range else {})


def _table(page: Page, block: Block) -> dict[str, Any]:
    assert block.table is not None
    table = block.table
    info: dict[str, Any] = {
        "id": block.id,
        "dimensions": [table.rows, table.columns],
        "confidence": round(table.confidence, 4),
        "location": {"page": page.number, "coordinates": polygon(block.box)},
    }
    last = table.rows - table.footer_rows
    cells = [_cell(page, cell, footer=cell.row >= last) for cell in table.cells]
    return {"table_info": info | _place(block.place) | table.info, "cell_data": cells}


def _cell(page: Page, cell: Cell, *, footer: bool) -> dict[str, Any]:
    kind = "header" if cell.header else "footer" if footer else "data"
    placed = {"page": page.number, "coordinates": polygon(cell.box)} if cell.box else None
    entry: dict[str, Any] = {
        "id": cell.id,
        "text": cell.text,
        "position": {"row": cell.row, "column": cell.column},
        "location": placed or _nowhere(page.number),
        "properties": _properties(kind, cell.column_span, cell.row_span),
    }
    extras = {
        "excel_range": cell.ref,
        "value": cell.value,
        "formula": cell.formula,
        "comment": cell.comment,
        "link": cell.link,
    }
    return entry | {key: value for key, value in extras.items() if value is not None}


@lru_cache(maxsize=1_000)
def _properties(kind: str, columns: int, rows: int) -> dict[str, Any]:
    """One object for all cells alike: sheets have millions of them."""
    return {"type": kind, "spans_columns": columns, "spans_rows": rows}


@lru_cache(maxsize=1_000)
def _nowhere(page: int) -> dict[str, Any]:
    """The place of cells without geometry, one object for all of a page."""
    return {"page": page, "coordinates": []}


def _image(page: Page, block: Block, image_url: markdown.ImageUrl | None) -> dict[str, Any] | None:
    figure = block.figure
    if figure is None:
        return None
    entry: dict[str, Any] = {
        "id": block.id,
        "visual_type": figure.kind,
        "content": figure.caption or block.text,
        "page_number": page.number,
        "bounding_box": polygon(block.box),
        "classification": {"confidence": round(figure.confidence, 4), "error": None},
    }
    if image_url is not None and figure.image is not None:
        entry["image_url"] = image_url(block.id)
    if figure.description:
        entry["description"] = figure.description
    return entry | _place(block.place) | figure.chart
