"""A page laid out for training: text with boxes grouped into blocks and tables, as readers give."""

from __future__ import annotations

from random import Random

from octavo.documents import Block, BlockKind, Box, Cell, Document, Page, Table, Word
from octavo.documents.ids import number

WIDTH, HEIGHT = 595.0, 842.0


class Paper:
    """Lines and tables placed on a page; `document` groups them as some reader would."""

    def __init__(self, rng: Random, width: float = WIDTH, geometry: bool = True) -> None:
        self.rng, self.width = rng, width
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
            y += size * 1.4
        groups = [rows] if self.merge and not head else [[row] for row in rows]
        for group in groups:
            self.add(kind, group)
        return y

    def row(self, y: float, pieces: list[tuple[float, str]], size: float = 10) -> None:
        """Pieces of one visual line; one block or one each."""
        words = [self.words(x, y, text, size) for x, text in pieces]
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
                left += widths[c]
        block = Block(BlockKind.TABLE, table=Table(len(rows), len(widths), cells))
        bottom = y + len(rows) * step
        if self.geometry:
            block.box = Box(
                x / self.width, y / HEIGHT, sum(widths) / self.width, bottom / HEIGHT
            ).clipped()
        self.blocks.append(block)
        return bottom

    def paragraph(self, text: str) -> None:
        """Prose without words' boxes."""
        self.blocks.append(Block(BlockKind.TEXT, text))

    def document(self, kind: str = "pdf") -> Document:
        if self.geometry and self.rng.random() < 0.5:
            self.blocks.sort(key=lambda b: (round(b.box.y0, 2), b.box.x0) if b.box else (0.0, 0.0))
        document = Document(kind, [Page(1, self.width, HEIGHT, self.blocks)], 1)
        number(document)
        return document
