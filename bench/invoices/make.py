"""Make the invoices: `python -m bench.invoices.make OUT --count 100` writes PDFs and truth.json.

Every layout meets every language; numbers, names, dates and which optional facts are printed come
from a seed, so that two runs give the same files' contents.
"""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path
from random import Random
from typing import Any

from bench.invoices import words
from bench.invoices.draw import draw
from bench.invoices.layouts import LAYOUTS, Layout

_TEXT, _MONEY = {"type": "string"}, {"type": "number"}
_DAY = {"type": "string", "format": "date"}
_PARTY = {
    "type": "object",
    "properties": {"name": _TEXT, "address": _TEXT, "tax_id": _TEXT},
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "invoice_number": _TEXT,
        "invoice_date": _DAY,
        "due_date": _DAY,
        "order_number": _TEXT,
        "seller": _PARTY,
        "buyer": {"type": "object", "properties": {"name": _TEXT, "address": _TEXT}},
        "iban": _TEXT,
        "currency": {"type": "string", "description": "ISO 4217 code"},
        "subtotal": {"type": "number", "description": "Total before tax"},
        "tax_rate": {"type": "number", "description": "VAT rate in percent"},
        "tax_amount": {"type": "number", "description": "VAT amount"},
        "total": {"type": "number", "description": "Total including tax"},
        "line_items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "description": _TEXT,
                    "quantity": _MONEY,
                    "unit_price": _MONEY,
                    "amount": _MONEY,
                },
            },
        },
        "delivery_date": _DAY,
        "discount": _MONEY,
        "customer_number": _TEXT,
        "birth_date": _DAY,
        "contract_duration": _TEXT,
        "shipping_cost": _MONEY,
    },
}


def facts(language: str, layout: Layout, rng: Random) -> dict[str, Any]:
    """The values of one invoice, and under `printed` how they are printed."""
    companies = rng.sample(words.COMPANIES[language], 2)
    items = [_item(language, rng) for _ in range(rng.randint(1, 7))]
    subtotal = round(sum(item["amount"] for item in items), 2)
    rate = words.RATES[language]
    tax = round(subtotal * rate / 100, 2)
    day = datetime.date(rng.randint(2019, 2026), rng.randint(1, 12), rng.randint(1, 28))
    due = day + datetime.timedelta(days=rng.choice((14, 30, 60))) if rng.random() < 0.8 else None
    seller, buyer = companies
    iban = _iban(language, rng) if rng.random() < 0.7 else None
    found: dict[str, Any] = {
        "invoice_number": _number(rng),
        "invoice_date": day.isoformat(),
        "due_date": due.isoformat() if due else None,
        "order_number": f"{rng.choice('ABPK')}{rng.randint(10_000, 99_999)}"
        if rng.random() < 0.6
        else None,
        "seller": {
            "name": seller[0],
            "address": f"{seller[1]}, {seller[2]}",
            "tax_id": _tax_id(language, rng),
        },
        "buyer": {"name": buyer[0], "address": f"{buyer[1]}, {buyer[2]}"},
        "iban": iban,
        "currency": _currency(language, layout),
        "subtotal": subtotal,
        "tax_rate": rate,
        "tax_amount": tax,
        "total": round(subtotal + tax, 2),
        "line_items": [
            {k: item[k] for k in ("description", "quantity", "unit_price", "amount")}
            for item in items
        ],
        "seller_lines": list(seller[1:]),
        "buyer_lines": list(buyer[1:]),
        "phone": f"0{rng.randint(20, 99)} {rng.randint(100_000, 9_999_999)}"
        if rng.random() < 0.5
        else "",
    }
    found["printed"] = _printed(found, items, language, layout)
    return found


def _currency(language: str, layout: Layout) -> str | None:
    if not layout.mark:
        return None
    return "GBP" if language == "en" else "EUR"


def _item(language: str, rng: Random) -> dict[str, Any]:
    quantity, price = rng.randint(1, 40), round(rng.uniform(1.5, 900), 2)
    return {
        "description": rng.choice(words.GOODS[language]),
        "code": f"{rng.choice('KLMX')}-{rng.randint(100, 9999)}",
        "quantity": quantity,
        "unit_price": price,
        "amount": round(quantity * price, 2),
    }


def _number(rng: Random) -> str:
    year, number = rng.randint(2019, 2026), rng.randint(1, 99_999)
    return rng.choice(
        (f"{year}-{number:05d}", f"INV-{number}", f"R{number:06d}", f"{number}/{year}")
    )


def _tax_id(language: str, rng: Random) -> str:
    digits = "".join(str(rng.randint(0, 9)) for _ in range(11))
    return {
        "en": f"GB{digits[:9]}",
        "de": f"DE{digits[:9]}",
        "fr": f"FR{digits}",
        "es": f"B{digits[:8]}",
        "it": f"IT{digits}",
    }[language]


def _iban(language: str, rng: Random) -> str:
    length = {"en": 18, "de": 18, "fr": 23, "es": 20, "it": 22}[language]
    land = {"en": "GB"}.get(language, language.upper())
    return f"{land}{rng.randint(10, 98)}" + "".join(str(rng.randint(0, 9)) for _ in range(length))


def _printed(
    found: dict[str, Any], items: list[dict[str, Any]], language: str, layout: Layout
) -> dict[str, Any]:
    def money(amount: float) -> str:
        return words.money(amount, language, layout.mark)

    out: dict[str, Any] = {key: money(found[key]) for key in ("subtotal", "tax_amount", "total")}
    out |= {key: found[key] for key in ("invoice_number", "order_number")}
    for key in ("invoice_date", "due_date"):
        day = found[key]
        out[key] = day and words.date(datetime.date.fromisoformat(day), language, layout.date)
    iban = found["iban"] or ""
    out["iban"] = " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    out["items"] = [
        item | {"pos": n, "unit_price": money(item["unit_price"]), "amount": money(item["amount"])}
        for n, item in enumerate(items, start=1)
    ]
    return out


def make(folder: Path, count: int, seed: int = 5) -> dict[str, dict[str, Any]]:
    """Write `count` invoices into `folder`; gives the truth by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = {}
    for index in range(count):
        rng = Random(f"{seed}-{index}")
        language = words.LANGUAGES[index % len(words.LANGUAGES)]
        layout = LAYOUTS[index // len(words.LANGUAGES) % len(LAYOUTS)]
        found = facts(language, layout, rng)
        name = f"invoice-{index:03d}-{language}.pdf"
        draw(folder / name, found, language, layout, rng)
        truth[name] = {key: found.get(key) for key in SCHEMA["properties"]}
    (folder / "truth.json").write_text(json.dumps({"schema": SCHEMA, "truth": truth}, indent=1))
    return truth


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    print(len(make(options.out, options.count, options.seed)), "invoices")
