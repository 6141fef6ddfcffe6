"""PDFs made with known truth, for the tests of reading them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from octavo.documents import Block, BlockKind, Document, ids
from octavo.formats.base import ReadOptions
from octavo.formats.pdf import PDF

WIDTH, HEIGHT = A4
WORDS = (
    *("river", "garden", "window", "copper", "market", "winter", "lantern", "harbour", "meadow"),
    *("silver", "engine", "station", "valley", "letter", "orchard", "candle", "bridge", "compass"),
    *("marble", "thunder"),
)

Draw = Callable[[Canvas], None]


def pdf(*pages: Draw, size: tuple[float, float] = A4) -> bytes:
    """A PDF with a page for each of `pages`."""
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=size, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def prose(seed: int, count: int) -> list[str]:
    """Words that tell where they come from: "river3", "garden3" …"""
    return [f"{WORDS[(seed * 7 + i * 3) % len(WORDS)]}{seed}" for i in range(count)]


def column(canvas: Canvas, words: list[str], x: float, top: float, width: float) -> float:
    """Set words in lines of 10 points from `top` down; gives where the last line stands."""
    line: list[str] = []
    for word in words:
        if line and canvas.stringWidth(" ".join([*line, word]), "Helvetica", 10) > width:
            canvas.setFont("Helvetica", 10)
            canvas.drawString(x, top, " ".join(line))
            line, top = [], top - 12
        line.append(word)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(x, top, " ".join(line))
    return top


def picture_of(data: bytes, scale: float = 2.0, turn: int = 0) -> object:
    """The first page of a PDF as a PIL image."""
    document = pdfium.PdfDocument(data)
    image = document[0].render(scale=scale, rotation=turn).to_pil().convert("RGB")
    document.close()
    return image


def read(data: bytes, folder: Path, options: ReadOptions | None = None) -> Document:
    path = folder / "made.pdf"
    path.write_bytes(data)
    document = PDF.read(path, "pdf", options or ReadOptions())
    ids.number(document)
    return document


def body(document: Document) -> str:
    """All text outside page furniture, in reading order."""
    outside = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER)
    return " ".join(said(b) for _, b in document.blocks() if b.kind not in outside)


def said(block: Block) -> str:
    if block.table is not None:
        return " ".join(cell.text for cell in block.table.cells)
    return block.text


def of_kind(document: Document, kind: BlockKind) -> list[Block]:
    return [block for _, block in document.blocks() if block.kind is kind]


def outline(path: object) -> list[str]:
    """The operators of a PDF that draw a path of fontTools' ReportLabPen."""
    points, out = list(path.points), []  # type: ignore[attr-defined]
    for operator in path.operators:  # type: ignore[attr-defined]
        count = (2, 2, 6, 0)[operator]
        numbers = " ".join(f"{value:.1f}" for value in points[:count])
        out.append(f"{numbers} {('m', 'l', 'c', 'h')[operator]}".strip())
        points = points[count:]
    return out
