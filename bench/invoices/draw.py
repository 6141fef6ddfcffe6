"""One invoice drawn on an A4 page with reportlab, from its facts and a layout."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bench.invoices import words
from bench.invoices.layouts import Layout

WIDTH, HEIGHT = A4
LEFT, RIGHT = 50.0, WIDTH - 50.0
_SHARE = {
    "pos": 0.5,
    "code": 1.2,
    "description": 3.6,
    "quantity": 1,
    "unit_price": 1.4,
    "amount": 1.4,
}
_NUMBERS = {"quantity", "unit_price", "amount"}
Pair = tuple[str, str]


def draw(path: Path, facts: dict[str, Any], language: str, layout: Layout, rng: Random) -> None:
    """Write the invoice; `facts` are the values the schema asks for, and what else is printed."""
    Sheet(path, facts, language, layout, rng).draw()


class Sheet:
    """The page while it is drawn; `y` runs down from the top."""

    def __init__(
        self, path: Path, facts: dict[str, Any], language: str, layout: Layout, rng: Random
    ) -> None:
        self.canvas = Canvas(str(path), pagesize=A4)
        self.facts, self.language, self.layout = facts, language, layout
        self.label = {key: rng.choice(forms) for key, forms in words.LABELS[language].items()}
        self.size = layout.size
        self.step = layout.size * 1.45

    def draw(self) -> None:
        top = self.head()
        y = self.parties(top)
        y = self.meta(y)
        y = self.items(y - self.step)
        y = self.totals(y - self.step)
        self.foot(y)
        self.canvas.save()

    # --- parts --------------------------------------------------------------------------------

    def head(self) -> float:
        y = HEIGHT - 60
        at = {"left": LEFT, "right": RIGHT}[self.layout.title_at]
        clash = self.layout.seller == self.layout.title_at
        self.text(
            at, y, self.label["title"], size=18, bold=True, right=self.layout.title_at == "right"
        )
        return float(y - (40 if clash else 10))

    def parties(self, y: float) -> float:
        lines = self.seller_lines()
        bottom = y
        if self.layout.seller != "footer":
            where = self.layout.seller
            x = {"left": LEFT, "right": RIGHT, "center": WIDTH / 2}[where]
            bottom = self.lines(x, y, lines, align=where, first_bold=True)
        buyer = [self.facts["buyer"]["name"], *self.facts["buyer_lines"]]
        if self.layout.buyer_label:
            buyer = [self.label["buyer"] + (":" if self.layout.colon else ""), *buyer]
        x = LEFT if self.layout.buyer == "left" else WIDTH / 2 + 40
        return self.lines(x, bottom - 18, buyer) - 10

    def seller_lines(self) -> list[str]:
        seller = self.facts["seller"]
        lines = [seller["name"], *self.facts["seller_lines"]]
        if self.facts["phone"]:
            lines.append(f"{self.label['phone']} {self.facts['phone']}")
        if seller["tax_id"] and not self.layout.footer:
            lines.append(f"{self.label['tax_id']}: {seller['tax_id']}")
        return [self.label["seller"] + ":", *lines] if self.layout.seller_label else lines

    def pairs(self) -> list[Pair]:
        printed = self.facts["printed"]
        keys = ("invoice_number", "invoice_date", "due_date", "order_number")
        return [(self.label[key], printed[key]) for key in keys if printed.get(key)]

    def meta(self, y: float) -> float:
        pairs = self.pairs()
        x = LEFT if self.layout.meta_at == "left" else WIDTH / 2 + 40
        end = ":" if self.layout.colon else ""
        if self.layout.meta == "strip":
            return self.strip(y, pairs)
        for label, value in pairs:
            if self.layout.meta == "inline":
                self.text(x, y, f"{label}{end or ':'} {value}")
            elif self.layout.meta == "stacked":
                self.text(x, y, label, size=self.size - 1)
                y -= self.step
                self.text(x, y, value, bold=True)
            else:
                self.text(x, y, label + end)
                self.text(x + 110, y, value)
                if self.layout.meta == "table":
                    self.canvas.rect(x - 4, y - 4, 106, self.step)
                    self.canvas.rect(x + 102, y - 4, 110, self.step)
            y -= self.step
        return y

    def strip(self, y: float, pairs: list[Pair]) -> float:
        width = (RIGHT - LEFT) / len(pairs)
        for index, (label, value) in enumerate(pairs):
            self.text(LEFT + index * width + 4, y, label, size=self.size - 1)
            self.text(LEFT + index * width + 4, y - self.step, value, bold=True)
        self.canvas.line(LEFT, y + self.step, RIGHT, y + self.step)
        self.canvas.line(LEFT, y - self.step - 6, RIGHT, y - self.step - 6)
        return y - 2 * self.step - 6

    def items(self, y: float) -> float:
        columns = self.layout.columns
        whole = sum(_SHARE[c] for c in columns)
        widths = [(RIGHT - LEFT) * _SHARE[c] / whole for c in columns]
        rows = [[self.label[c] for c in columns]]
        rows += [[str(item[c]) for c in columns] for item in self.facts["printed"]["items"]]
        if self.layout.totals == "rows":
            blank = [""] * (len(columns) - 2)
            rows += [[label, *blank, value] for label, value in self.sums()]
        for number, row in enumerate(rows):
            self.row(y, columns, widths, row, number, len(rows))
            y -= self.step * 1.3
        return y

    def row(
        self,
        y: float,
        columns: tuple[str, ...],
        widths: list[float],
        row: list[str],
        n: int,
        of: int,
    ) -> None:
        style, x, height = self.layout.table, LEFT, self.step * 1.3
        base = y - height * 0.3
        if style == "zebra" and n % 2 == 0:
            self.canvas.setFillGray(0.9)
            self.canvas.rect(LEFT, base, RIGHT - LEFT, height, stroke=0, fill=1)
            self.canvas.setFillGray(0)
        if style == "rules" and n in (0, of - 1):
            self.canvas.line(LEFT, base, RIGHT, base)
        for column, width, text in zip(columns, widths, row, strict=True):
            right = column in _NUMBERS
            self.text(x + width - 5 if right else x + 5, y, text, right=right, bold=n == 0)
            if style == "grid":
                self.canvas.rect(x, base, width, height)
            x += width

    def sums(self) -> list[Pair]:
        printed = self.facts["printed"]
        tax = f"{self.label['tax']} {self.facts['tax_rate']} %"
        return [
            (self.label["subtotal"], printed["subtotal"]),
            (tax, printed["tax_amount"]),
            (self.label["total"], printed["total"]),
        ]

    def totals(self, y: float) -> float:
        if self.layout.totals == "rows":
            return y
        end = ":" if self.layout.colon else ""
        for label, value in self.sums():
            if self.layout.totals == "inline":
                self.text(RIGHT, y, f"{label}: {value}", right=True)
            else:
                self.text(RIGHT - 190, y, label + end)
                self.text(RIGHT - 5, y, value, right=True)
            if self.layout.totals == "boxed":
                self.canvas.rect(RIGHT - 195, y - 4, 195, self.step)
            y -= self.step
        return y

    def foot(self, y: float) -> None:
        self.text(LEFT, y - 30, self.label["thanks"])
        parts = []
        if self.layout.footer and self.facts["seller"]["tax_id"]:
            parts.append(f"{self.label['tax_id']}: {self.facts['seller']['tax_id']}")
        if self.facts["iban"]:
            parts.append(f"IBAN: {self.facts['printed']['iban']}")
        if self.layout.seller == "footer":
            self.lines(LEFT, 110, self.seller_lines(), first_bold=True)
        self.text(LEFT, 46, "   ".join(parts), size=7.5)
        self.text(RIGHT, 30, self.label["page"], size=7, right=True)

    # --- ink ----------------------------------------------------------------------------------

    def lines(
        self, x: float, y: float, lines: list[str], align: str = "left", first_bold: bool = False
    ) -> float:
        for index, line in enumerate(lines):
            width = stringWidth(line, self.layout.font, self.size)
            shift = {"left": 0.0, "right": width, "center": width / 2}[align]
            self.text(x - shift, y, line, bold=first_bold and index == 0)
            y -= self.step
        return y

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 0,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        font = self.layout.font
        if bold:
            font = "Times-Bold" if font == "Times-Roman" else f"{font}-Bold"
        self.canvas.setFont(font, size or self.size)
        (self.canvas.drawRightString if right else self.canvas.drawString)(x, y, text)
