"""Documents built by hand for the tests: lines with boxes, tables, prose."""

from __future__ import annotations

from octavo.documents import Block, BlockKind, Box, Cell, Document, Page, Table, Word
from octavo.documents.ids import number

Line = tuple[float, float, str]
"""Left and top as fractions of the page, and the text."""


def words(x: float, y: float, text: str) -> list[Word]:
    out = []
    for piece in text.split():
        width = 0.009 * len(piece)
        out.append(Word(piece, Box(x, y, x + width, y + 0.012)))
        x += width + 0.005
    return out


def line(x: float, y: float, text: str, kind: BlockKind = BlockKind.TEXT) -> Block:
    pieces = words(x, y, text)
    return Block(kind, text, box=Box(x, y, pieces[-1].box.x1, y + 0.012), words=pieces)


def table(rows: list[list[str]], header: bool = True) -> Block:
    cells = [
        Cell(r, c, text, header=header and r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Block(BlockKind.TABLE, table=Table(len(rows), len(rows[0]), cells))


def document(*pages: list[Block]) -> Document:
    made = [Page(n, 595, 842, blocks) for n, blocks in enumerate(pages, start=1)]
    result = Document("pdf", made, len(made))
    number(result)
    return result


def invoice() -> Document:
    return document(
        [
            line(0.1, 0.05, "Harbour Tools Ltd"),
            line(0.1, 0.07, "12 Mill Street"),
            line(0.1, 0.09, "Leeds LS1 4AB"),
            line(0.1, 0.15, "Bill to:"),
            line(0.1, 0.17, "Orchid Foods GmbH"),
            line(0.1, 0.19, "Hauptstraße 5"),
            line(0.1, 0.21, "10115 Berlin"),
            line(0.6, 0.15, "Invoice number: HT-2041"),
            line(0.6, 0.17, "Invoice date: 3 March 2024"),
            line(0.6, 0.19, "Due date: 02/04/2024"),
            table(
                [
                    ["Description", "Qty", "Unit price", "Amount"],
                    ["Copper pipe", "10", "12.50", "125.00"],
                    ["Fitting", "4", "5.00", "20.00"],
                    ["Subtotal", "", "", "145.00"],
                ]
            ),
            line(0.6, 0.5, "Net amount: 145.00"),
            line(0.6, 0.52, "VAT 20%: 29.00"),
            line(0.6, 0.54, "Total due: £174.00"),
        ]
    )
