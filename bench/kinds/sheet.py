"""An A4 page that is filled from top to bottom; goes on with the next when full."""

from __future__ import annotations

from pathlib import Path
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 54.0, WIDTH - 54.0, HEIGHT - 56.0, 64.0
Pair = tuple[str, tuple[str, ...]]
"""A label and the lines of its value."""
SETTINGS = ("colon", "columns", "above", "strip", "ruled", "boxed", "two")


class Sheet:
    """`font`, `size` and `setting` (how labels and values stand together) hold for all of it."""

    def __init__(self, path: Path, rng: Random) -> None:
        self.canvas = Canvas(str(path), pagesize=A4)
        self.rng = rng
        self.font = rng.choice(("Helvetica", "Times-Roman"))
        self.bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[self.font]
        self.size = rng.choice((9.0, 10.0, 11.0))
        self.setting = rng.choice(SETTINGS)
        self.ruled = rng.random() < 0.5
        self.y = TOP

    @property
    def step(self) -> float:
        return self.size * 1.5

    def text(self, x: float, text: str, *, bold: bool = False, size: float = 0.0) -> float:
        """Text on the line at hand; gives where it ends."""
        font, size = self.bold if bold else self.font, size or self.size
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.y, text)
        return float(x + stringWidth(text, font, size))

    def right(self, x: float, text: str) -> None:
        self.canvas.setFont(self.font, self.size)
        self.canvas.drawRightString(x, self.y, text)

    def room(self, lines: float) -> None:
        """A new page where so many lines have no room left."""
        if self.y - lines * self.step < BOTTOM:
            self.canvas.showPage()
            self.y = TOP

    def down(self, lines: float = 1.0) -> None:
        self.y -= lines * self.step

    def title(self, text: str) -> None:
        self.text(LEFT, text, bold=True, size=self.rng.choice((15.0, 18.0)))
        self.down(2.2)

    def section(self, text: str) -> None:
        self.room(4)
        self.down(0.4)
        self.text(LEFT, text, bold=True, size=self.size + 2)
        self.down(1.4)

    def lines(self, lines: list[str], x: float = LEFT, *, bold_first: bool = False) -> None:
        self.room(len(lines))
        for place, line in enumerate(lines):
            self.text(x, line, bold=bold_first and place == 0)
            self.down()
        self.down(0.8)

    def paragraph(self, text: str) -> None:
        for line in simpleSplit(text, self.font, self.size, RIGHT - LEFT):
            self.room(1)
            self.text(LEFT, line)
            self.down()
        self.down(0.6)

    # --- labels and values ----------------------------------------------------------------------

    def pairs(self, pairs: list[Pair]) -> None:
        getattr(self, f"_{self.setting}")(pairs)
        self.down(0.8)

    def _colon(self, pairs: list[Pair]) -> None:
        for label, value in pairs:
            self.room(len(value))
            x = self.text(LEFT, f"{label}: ", bold=self.ruled)
            for place, line in enumerate(value):
                self.text(x if place == 0 else LEFT, line)
                self.down()

    def _columns(self, pairs: list[Pair]) -> None:
        wide = max(stringWidth(label, self.font, self.size) for label, _ in pairs) + 24
        for label, value in pairs:
            self.room(len(value))
            self.text(LEFT, label)
            for line in value:
                self.text(LEFT + wide, line)
                self.down()

    def _above(self, pairs: list[Pair]) -> None:
        for label, value in pairs:
            self.room(len(value) + 1)
            self.text(LEFT, label, size=self.size - 1.5)
            self.down(0.9)
            for line in value:
                self.text(LEFT, line)
                self.down()
            self.down(0.5)

    def _strip(self, pairs: list[Pair]) -> None:
        """Labels in a row over their values, three at a time."""
        for start in range(0, len(pairs), 3):
            part = pairs[start : start + 3]
            rows = max(len(value) for _, value in part)
            self.room(rows + 1.5)
            for place, (label, _) in enumerate(part):
                self.text(LEFT + place * 165, label, size=self.size - 1.5)
            self.down(0.95)
            for row in range(rows):
                for place, (_, value) in enumerate(part):
                    if row < len(value):
                        self.text(LEFT + place * 165, value[row])
                self.down()
            self.down(0.4)

    def _two(self, pairs: list[Pair]) -> None:
        """Two columns of "label: value"."""
        for start in range(0, len(pairs), 2):
            part = pairs[start : start + 2]
            rows = max(len(value) for _, value in part)
            self.room(rows)
            for row in range(rows):
                for place, (label, value) in enumerate(part):
                    x = LEFT + place * 250
                    if row == 0:
                        self.text(x, f"{label}:", bold=True)
                    if row < len(value):
                        self.text(x + 105, value[row])
                self.down()

    def _ruled(self, pairs: list[Pair]) -> None:
        for label, value in pairs:
            height = (len(value) - 1) * self.step + self.size + 7
            self.room(height / self.step + 0.3)
            top = self.y + self.size
            for x, wide in ((LEFT, 170.0), (LEFT + 170, RIGHT - LEFT - 170)):
                self.canvas.rect(x, top - height + 2, wide, height)
            self.text(LEFT + 4, label)
            for line in value:
                self.text(LEFT + 174, line)
                self.down()
            self.y = top - height + 2 - self.size

    def _boxed(self, pairs: list[Pair]) -> None:
        """Boxes of a form, two a row: a small numbered label in the corner, the value below."""
        wide = (RIGHT - LEFT) / 2
        for start in range(0, len(pairs), 2):
            part = pairs[start : start + 2]
            rows = max(len(value) for _, value in part)
            height = (rows + 1) * self.step + 6
            self.room(height / self.step)
            top = self.y + self.size
            for place, (label, value) in enumerate(part):
                x = LEFT + place * wide
                self.canvas.rect(x, top - height, wide, height)
                self.y = top - self.size + 1
                self.text(x + 4, f"{start + place + 1}  {label}", size=self.size - 2)
                for line in value:
                    self.down()
                    self.text(x + 8, line)
            self.y = top - height - self.size

    def choices(self, label: str, options: list[str], ticked: str) -> None:
        """A row of check boxes, typed or drawn."""
        self.room(2)
        x = self.text(LEFT, f"{label}:  ")
        typed = self.rng.random() < 0.6
        for option in options:
            if typed:
                x = self.text(x, "[X] " if option == ticked else "[ ] ")
            else:
                x = self._box(x, option == ticked)
            x = self.text(x, option) + 18
        self.down(1.6)

    def _box(self, x: float, ticked: bool) -> float:
        side = self.size - 1
        self.canvas.rect(x, self.y - 1, side, side)
        if ticked:
            self.canvas.line(x + 1, self.y, x + side - 1, self.y + side - 2)
            self.canvas.line(x + 1, self.y + side - 2, x + side - 1, self.y)
        return x + side + 4

    # --- tables ---------------------------------------------------------------------------------

    def table(self, heads: list[str], rows: list[list[str]], numeric: set[int]) -> None:
        shares = [max(len(head), *(len(row[i]) for row in rows), 5) for i, head in enumerate(heads)]
        scale = (RIGHT - LEFT) / sum(shares)
        edges = [LEFT + scale * sum(shares[:i]) for i in range(len(heads) + 1)]
        self._row(heads, edges, numeric, bold=True)
        if not self.ruled:
            self.canvas.line(LEFT, self.y + self.size + 1, RIGHT, self.y + self.size + 1)
        for row in rows:
            if self.y - 2 * self.step < BOTTOM:
                self.room(99)
                self._row(heads, edges, numeric, bold=True)
            self._row(row, edges, numeric)
        self.down(0.8)

    def _row(
        self, cells: list[str], edges: list[float], numeric: set[int], *, bold: bool = False
    ) -> None:
        for place, cell in enumerate(cells):
            left, right = edges[place], edges[place + 1]
            size = self.size
            while stringWidth(cell, self.bold, size) > right - left - 5 and size > 5:
                size -= 0.5
            font = self.bold if bold else self.font
            self.canvas.setFont(font, size)
            if place in numeric:
                self.canvas.drawRightString(right - 3, self.y, cell)
            else:
                self.canvas.drawString(left + 3, self.y, cell)
            if self.ruled:
                self.canvas.rect(left, self.y - 4, right - left, self.step)
        self.down()

    def save(self) -> None:
        self.canvas.save()
