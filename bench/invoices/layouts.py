"""The 20 layouts, as data: where each part stands and how it is set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """One way to set an invoice.

    `meta`: inline (Label: value), stacked (label over value), table (two columns, ruled),
    strip (labels in one row, values below), aligned (labels and values in two columns).
    `table`: grid, rules, zebra, bare. `totals`: aligned, rows (in the table), boxed, inline.
    `columns` are the line items' columns in order; `mark` the currency style of amounts.
    """

    seller: str = "left"
    buyer: str = "left"
    buyer_label: bool = True
    seller_label: bool = False
    meta: str = "inline"
    meta_at: str = "right"
    table: str = "grid"
    columns: tuple[str, ...] = ("description", "quantity", "unit_price", "amount")
    totals: str = "aligned"
    font: str = "Helvetica"
    size: float = 9.0
    mark: int = 0
    date: int = 0
    footer: bool = True
    title_at: str = "right"
    colon: bool = True


_PLAIN = ("description", "quantity", "unit_price", "amount")
_POS = ("pos", "description", "quantity", "unit_price", "amount")
_CODE = ("code", "description", "quantity", "unit_price", "amount")
_FIRST = ("quantity", "description", "unit_price", "amount")
_FULL = ("pos", "code", "description", "unit_price", "quantity", "amount")

LAYOUTS = (
    Layout(),
    Layout(seller="right", meta="stacked", meta_at="left", table="rules", title_at="left", mark=1),
    Layout(seller="center", meta="strip", table="zebra", columns=_POS, font="Times-Roman", size=10),
    Layout(meta="aligned", table="bare", columns=_CODE, totals="boxed", date=2, colon=False),
    Layout(seller="footer", buyer_label=False, meta="table", columns=_FIRST, date=1, mark=1),
    Layout(buyer="right", meta="inline", meta_at="left", totals="rows", size=8, title_at="left"),
    Layout(seller_label=True, buyer="right", meta="strip", table="rules", columns=_FULL, date=2),
    Layout(
        seller="right", buyer_label=False, meta="aligned", table="zebra", totals="boxed", mark=1
    ),
    Layout(meta="stacked", table="grid", columns=_FIRST, totals="inline", font="Courier", size=8),
    Layout(
        seller="center", meta="table", meta_at="left", buyer="right", table="bare", columns=_POS
    ),
    Layout(seller_label=True, meta="aligned", columns=_CODE, totals="rows", mark=1, date=1),
    Layout(
        seller="footer", meta="inline", table="rules", totals="aligned", date=2, title_at="left"
    ),
    Layout(seller="right", meta="strip", columns=_FULL, table="grid", font="Times-Roman", size=9.5),
    Layout(buyer="right", seller_label=True, meta="stacked", meta_at="left", table="zebra", mark=1),
    Layout(meta="table", table="rules", columns=_POS, totals="boxed", date=1, colon=False),
    Layout(
        seller="center", buyer_label=False, meta="inline", meta_at="left", table="zebra", size=8.5
    ),
    Layout(seller="right", meta="table", meta_at="left", columns=_CODE, totals="inline", date=2),
    Layout(meta="strip", table="bare", columns=_PLAIN, totals="boxed", mark=1, footer=False),
    Layout(seller="footer", buyer="right", meta="aligned", meta_at="left", columns=_FIRST, date=1),
    Layout(seller_label=True, buyer="right", meta="table", meta_at="left", totals="rows", date=2),
)
