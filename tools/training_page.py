"""A page laid out for training: text with boxes grouped into blocks and tables, as readers give.

A drawn page is printed as a PDF and comes back through our own reading instead.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

from reportlab.pdfgen.canvas import Canvas

from octavo.documents import Block, BlockKind, Box, Cell, Document, Page, Table, Word
from octavo.documents.ids import number

WIDTH, HEIGHT = 595.0, 842.0


class Paper:
    """Lines and tables placed on a page; `document` groups them as some reader would."""

    def __init__(
        self, rng: Random, width: float = WIDTH, geometry: bool = True, drawn: bool = False
    ) -> None:
        self.rng, self.width, self.drawn = rng, width, drawn and geometry
        self.texts: list[tuple[float, float, str, float, bool]] = []
        self.frames: list[tuple[float, float, float, float]] = []
        self.blocks: list[Block] = []
        self.geometry = geometry
        self.merge = rng.random() < 0.5

    def words(self, x: float, y: float, text: str, size: float) -> list[Word]:
        """The words of one line from (x, y), its top left, in points; a letter is half as wide
        as high."""
        out = []
        for piece in text.split():
            right = x + len(piece) * size * 0.5
            box = Box(x / self.width, y / HEIGHT, right / self.width, (y + size) / HEIGHT)
            out.append(Word(piece, box.clipped()))
            x = right + size * 0.28
        return out

    def line(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        align: str = "left",
        head: bool = False,
    ) -> None:
        self.lines(x, y, [text], size, align, head)

    def lines(
        self,
        x: float,
        y: float,
        texts: list[str],
        size: float = 10,
        align: str = "left",
        head: bool = False,
    ) -> float:
        """Lines under one another as one block (or one each); gives the y below them."""
        kind = BlockKind.HEADING if head else BlockKind.TEXT
        rows = []
        for text in texts:
            wide = len(text) * size * 0.5
            shift = {"left": 0.0, "right": wide, "center": wide / 2}[align]
            rows.append(self.words(max(4.0, x - shift), y, text, size))
            self.texts.append((max(4.0, x - shift), y, text, size, head))
            y += size * 1.4
        groups = [rows] if self.merge and not head else [[row] for row in rows]
        for group in groups:
            self.add(kind, group)
        return y

    def row(self, y: float, pieces: list[tuple[float, str]], size: float = 10) -> None:
        """Pieces of one visual line; one block or one each."""
        words = [self.words(x, y, text, size) for x, text in pieces]
        self.texts += [(x, y, text, size, False) for x, text in pieces]
        if self.merge:
            self.add(BlockKind.TEXT, [[word for piece in words for word in piece]])
        else:
            for piece in words:
                self.add(BlockKind.TEXT, [piece])

    def add(self, kind: BlockKind, rows: list[list[Word]]) -> None:
        words = [word for row in rows for word in row]
        if not words:
            return
        text = "\n".join(" ".join(word.text for word in row) for row in rows)
        box = words[0].box
        for word in words[1:]:
            box = box.union(word.box)
        kept = words if self.geometry else []
        level = 1 if kind is BlockKind.HEADING else 0
        self.blocks.append(
            Block(kind, text, level=level, box=box if self.geometry else None, words=kept)
        )

    def table(
        self,
        x: float,
        y: float,
        widths: list[float],
        rows: list[list[str]],
        header: bool,
        size: float = 10,
    ) -> float:
        """A table block with a cell everywhere."""
        step = size * 1.6
        cells = []
        framed = self.rng.random() < 0.6
        for r, row in enumerate(rows):
            left = x
            for c, text in enumerate(row):
                box = Box(
                    left / self.width,
                    (y + r * step) / HEIGHT,
                    (left + widths[c]) / self.width,
                    (y + (r + 1) * step) / HEIGHT,
                )
                box = box.clipped() if self.geometry else None
                cells.append(Cell(r, c, text, header=header and r == 0, box=box))
                self.texts.append((left + 3, y + r * step + 2, text, size, header and r == 0))
                if framed:
                    self.frames.append((left, y + r * step, widths[c], step))
                left += widths[c]
        block = Block(BlockKind.TABLE, table=Table(len(rows), len(widths), cells))
        bottom = y + len(rows) * step
        if self.geometry:
            block.box = Box(
                x / self.width, y / HEIGHT, sum(widths) / self.width, bottom / HEIGHT
            ).clipped()
        self.blocks.append(block)
        return bottom

    def prose(self, x: float, y: float, text: str, size: float = 10) -> float:
        """Running text broken into lines, one block; gives the y below it."""
        merge, self.merge = self.merge, True
        rows, row = [], ""
        for word in text.split():
            if row and len(row) + len(word) > 92:
                rows.append(row)
                row = ""
            row = f"{row} {word}".strip()
        y = self.lines(x, y, [*rows, row], size)
        self.merge = merge
        return y

    def paragraph(self, text: str) -> None:
        """Prose without words' boxes."""
        self.blocks.append(Block(BlockKind.TEXT, text))

    def pairs(
        self, rng: Random, x: float, y: float, pairs: list[tuple[str, str]], width: float = 120
    ) -> float:
        """Labels and values in one of the usual settings; gives the y below them."""
        setting = rng.choice(("inline", "columns", "stacked", "strip", "table", "inline", "boxes"))
        if setting == "table":
            wide = max(width, 5.2 * max(len(label) for label, _ in pairs))
            return self.table(x, y, [wide, 1.6 * width], [list(p) for p in pairs], False) + 10
        if setting == "strip" and len(pairs) <= 5:
            wide = (self.width - 60) / len(pairs)
            self.row(y, [(30 + i * wide, label) for i, (label, _) in enumerate(pairs)], 9)
            self.row(y + 14, [(30 + i * wide, text) for i, (_, text) in enumerate(pairs)])
            return y + 34
        for label, text in pairs:
            if setting in ("stacked", "boxes"):
                top = y
                y = self.lines(x, y, [label], 8 if setting == "boxes" else 10)
                y = self.lines(x, y, [text]) + 3
                if setting == "boxes":
                    self.frames.append((x - 4, top - 3, 220, y - top))
            elif setting == "columns":
                self.row(y, [(x, label), (x + max(width, 5.4 * len(label)), text)])
                y += 15
            else:
                y = self.lines(x, y, [f"{label} {text}"])
        return y + 8

    def _printed(self) -> Document:
        """The page as a PDF, read as ours is read."""
        from octavo.formats.base import ReadOptions
        from octavo.formats.registry import read

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "page.pdf"
            canvas = Canvas(str(path), pagesize=(self.width, HEIGHT))
            font = self.rng.choice(("Helvetica", "Times-Roman"))
            bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[font]
            for x, y, text, size, strong in self.texts:
                canvas.setFont(bold if strong else font, size)
                canvas.drawString(x, HEIGHT - y - 0.8 * size, text)
            for x, y, wide, high in self.frames:
                canvas.rect(x, HEIGHT - y - high, wide, high)
            canvas.save()
            return read(path, path.name, ReadOptions(words=True))

    def document(self, kind: str = "pdf") -> Document:
        if self.drawn:
            return self._printed()
        if self.geometry and self.rng.random() < 0.5:
            self.blocks.sort(key=lambda b: (round(b.box.y0, 2), b.box.x0) if b.box else (0.0, 0.0))
        document = Document(kind, [Page(1, self.width, HEIGHT, self.blocks)], 1)
        number(document)
        return document
