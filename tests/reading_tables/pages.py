"""Pages with tables whose truth is known, drawn with reportlab and read back as evidence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from reportlab.pdfgen import canvas

from octavo.documents import Table
from octavo.reading import pdfium as text_layer
from octavo.reading import tables
from octavo.reading.evidence import PageEvidence

WIDTH, HEIGHT = 595.0, 842.0


@dataclass
class Sheet:
    """A page to draw on, from the top left, in points."""

    size: tuple[float, float] = (WIDTH, HEIGHT)
    font_size: float = 10.0
    _buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.pdf = canvas.Canvas(self._buffer, pagesize=self.size)

    def text(
        self, x: float, y: float, text: str, align: str = "left", *, bold: bool = False
    ) -> None:
        self.pdf.setFont("Helvetica-Bold" if bold else "Helvetica", self.font_size)
        draw = {
            "left": self.pdf.drawString,
            "right": self.pdf.drawRightString,
            "centre": self.pdf.drawCentredString,
        }[align]
        draw(x, self.size[1] - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.pdf.line(x0, self.size[1] - y0, x1, self.size[1] - y1)

    def rows(
        self,
        y: float,
        xs: Sequence[float],
        rows: Sequence[Sequence[str]],
        align: str = "lrrrrrrr",
        step: float = 14.0,
    ) -> float:
        """Write rows without lines; the height below the last one."""
        names = {"l": "left", "r": "right", "c": "centre"}
        for number, row in enumerate(rows):
            for x, cell, way in zip(xs, row, align, strict=False):
                self.text(x, y + number * step, cell, names[way])
        return y + len(rows) * step

    def evidence(self) -> PageEvidence:
        self.pdf.showPage()
        self.pdf.save()
        with pdfium.PdfDocument(self._buffer.getvalue()) as pdf:
            return text_layer.read(pdf[0], 1)

    def tables(self) -> list[Table]:
        found = [block.table for block in tables.find(self.evidence())]
        return [table for table in found if table is not None]


def texts(table: Table) -> list[list[str]]:
    """The texts of a table by row, spans written once."""
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]


def spans(table: Table) -> dict[str, tuple[int, int]]:
    """Row and column span of every cell that has one."""
    return {
        cell.text: (cell.row_span, cell.column_span)
        for cell in table.cells
        if cell.row_span > 1 or cell.column_span > 1
    }


PROSE = (
    "The committee met in the spring to look at the figures that the regions had sent in,",
    "and it found that most of them had grown by more than anyone had expected before the",
    "year began. It asked for a second report on the reasons, to be sent to it by the autumn,",
    "so that the plans for the next three years could be drawn up with some confidence.",
)


def prose(sheet: Sheet, x: float, y: float, lines: Sequence[str] = PROSE) -> float:
    for number, line in enumerate(lines):
        sheet.text(x, y + 13 * number, line)
    return y + 13 * len(lines)
