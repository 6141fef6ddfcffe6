"""Documents made for training: business papers, receipts, forms and contracts with known values.

Labels are drawn from the lexicon's phrases in all its languages, places and settings at random,
so that the ranker learns what nearness and wording are worth, not a layout.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from octavo.finding import lexicon as lx
from tools import training_words as words
from tools.finder_sources import Sample
from tools.training_contracts import contract
from tools.training_letters import letter
from tools.training_page import Paper
from tools.training_sheets import sheet

_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}
_DAY = {"type": "string", "format": "date"}
FIELDS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "invoice_number": (["invoice_number", "invoiceNo", "invoice_id", "bill_number"], _TEXT),
    "receipt_number": (["receipt_number", "receipt_no", "transaction_id"], _TEXT),
    "doc_date": (["invoice_date", "issue_date", "date", "document_date", "receipt_date"], _DAY),
    "due_date": (["due_date", "payment_due_date", "pay_by"], _DAY),
    "order_number": (["order_number", "po_number", "purchase_order"], _TEXT),
    "order_date": (["order_date"], _DAY),
    "delivery_date": (["delivery_date", "ship_date"], _DAY),
    "customer_number": (["customer_number", "customer_id", "client_number"], _TEXT),
    "reference": (["reference", "your_reference", "ref_no"], _TEXT),
    "contract_number": (["contract_number", "agreement_number"], _TEXT),
    "policy_number": (["policy_number", "policyNo"], _TEXT),
    "tracking_number": (["tracking_number", "waybill"], _TEXT),
    "serial_number": (["serial_number"], _TEXT),
    "passport_number": (["passport_number", "id_number"], _TEXT),
    "account_number": (["account_number", "bank_account"], _TEXT),
    "iban": (["iban", "IBAN"], _TEXT),
    "tax_id": (["tax_id", "vat_number", "vat_id", "tax_number"], _TEXT),
    "birth_date": (["birth_date", "date_of_birth", "dob"], _DAY),
    "start_date": (["start_date", "valid_from"], _DAY),
    "end_date": (["end_date"], _DAY),
    "expiry_date": (["expiry_date", "expiration_date", "valid_until"], _DAY),
    "sign_date": (["signature_date", "signed_on"], _DAY),
    "phone": (["phone", "telephone", "phone_number"], _TEXT),
    "email": (["email", "email_address"], _TEXT),
    "payment_method": (["payment_method"], _TEXT),
    "payment_terms": (["payment_terms"], _TEXT),
    "status": (["status"], _TEXT),
    "subject": (["subject"], _TEXT),
    "salary": (["salary", "annual_salary"], _NUMBER),
    "rent": (["monthly_rent", "rent"], _NUMBER),
    "deposit": (["deposit", "security_deposit"], _NUMBER),
    "discount": (["discount", "discount_amount"], _NUMBER),
    "shipping": (["shipping_cost", "shipping", "delivery_fee"], _NUMBER),
    "subtotal": (["subtotal", "net_amount", "total_excl_tax"], _NUMBER),
    "tax_amount": (["tax_amount", "vat_amount", "tax", "total_tax"], _NUMBER),
    "tax_rate": (["tax_rate", "vat_rate"], _NUMBER),
    "total": (["total", "total_amount", "amount_total"], _NUMBER),
    "grand_total": (["grand_total", "total_including_tax", "total_incl_vat"], _NUMBER),
    "balance": (["balance", "closing_balance"], _NUMBER),
    "opening_balance": (["opening_balance"], _NUMBER),
    "weight": (["weight", "net_weight"], _NUMBER),
    "age": (["age"], {"type": "integer"}),
    "notice_period": (["notice_period"], _TEXT),
    "percentage": (["interest_rate", "percentage"], _NUMBER),
    "city": (["city", "place_of_birth"], _TEXT),
    "country": (["country", "nationality"], _TEXT),
}
_ROLES = {
    "role:issuer": ["seller", "vendor", "supplier", "company", "issuer", "merchant"],
    "role:recipient": ["buyer", "customer", "client", "bill_to"],
    "role:ship_to": ["ship_to", "delivery"],
    "role:employee": ["employee", "cashier"],
    "role:landlord": ["landlord"], "role:tenant": ["tenant"],
    "role:patient": ["patient"], "role:insured": ["insured", "policy_holder"],
    "role:contact": ["contact_person", "contact"],
}  # fmt: skip


def generated(count: int, seed: int = 11) -> Iterator[Sample]:
    """`count` documents, a third each of business papers, forms and receipts with contracts."""
    makers = (
        _business,
        sheet,
        _form,
        letter,
        _business,
        sheet,
        _receipt,
        _business,
        sheet,
        contract,
    )
    for index in range(count):
        maker = makers[index % len(makers)]
        yield maker(Random(f"{seed}-{index}"), f"{maker.__name__.strip('_')}-{index}")


def _label(rng: Random, concept: str, colon: bool) -> str:
    """One of the lexicon's phrases, set as a label; ones that first name another are left."""
    phrases = [p for p, names in lx.lexicon().labels.items() if names[0] == concept]
    phrase = " ".join(rng.choice(sorted(phrases)))
    style = rng.random()
    text = (
        phrase.upper() if style < 0.25 else phrase.title() if style < 0.45 else phrase.capitalize()
    )
    return text + (rng.choice((":", " :", ":")) if colon else "")


def _value(rng: Random, concept: str, language: str, mark: int) -> tuple[Any, str]:
    """A value of a concept and how it is printed."""
    kind = lx.lexicon().concepts[concept].kind
    if kind == "date":
        day = words.day(rng)
        return day.isoformat(), words.printed_date(day, rng, language)
    if kind == "money":
        amount = words.amount(rng)
        return amount, words.printed_money(amount, language, mark)
    if kind in ("percent", "number"):
        number = rng.choice((3, 5, 6, 7, 9.5, 10, 12, 19, 20, 21, 35, 48, 72))
        comma = language not in ("en", "ms")
        text = str(number).replace(".", "," if comma else ".")
        return number, f"{text}{rng.choice(('%', ' %'))}" if kind == "percent" else text
    text = {
        "phone": lambda: (
            f"+{rng.randint(30, 66)} {rng.randint(10, 999)} {rng.randint(10_000, 9_999_999)}"
        ),
        "email": lambda: (
            f"{rng.choice(('info', 'sales', 'office'))}@{words.person(rng).split()[-1].lower()}.com"
        ),
        "duration": lambda: f"{rng.choice((2, 3, 6, 12, 30))} months",
        "place_text": lambda: words.address(rng, language)[1].split(",")[0].split()[-1],
        "place": lambda: rng.choice(("France", "Germany", "Malaysia", "Spain", "United States")),
        "text": lambda: rng.choice(
            (
                "Bank transfer",
                "30 days net",
                "Paid",
                "Credit card",
                "Open",
                "Visa",
                "Repair of heating",
                "Annual review",
            )
        ),
    }.get(kind, lambda: _ident(rng, concept, language))()
    return text, text


def _ident(rng: Random, concept: str, language: str) -> str:
    if concept == "iban":
        return words.iban(rng, language)
    return words.tax_id(rng, language) if concept == "tax_id" else words.identifier(rng)


class _Maker:
    """One document while it is made: the paper, and the fields and truth so far."""

    def __init__(self, rng: Random, name: str, source: str, width: float = 595.0) -> None:
        self.rng, self.name, self.source = rng, name, source
        self.language = rng.choice(words.LANGUAGES)
        self.mark = rng.choice((0, 0, 1, 2, 3))
        self.colon = rng.random() < 0.6
        drawn = rng.random() < 0.75
        self.paper = Paper(rng, width, geometry=rng.random() < 0.9, drawn=drawn)
        self.properties: dict[str, Any] = {}
        self.truth: dict[str, Any] = {}
        self.used: set[str] = set()

    def ask(self, names: list[str], schema: dict[str, Any], value: Any) -> None:
        name = self.rng.choice(names)
        if name not in self.properties:
            self.properties[name] = schema
            self.truth[name] = value

    def pair(self, concept: str) -> tuple[str, str]:
        """A label and a printed value; the field is asked for."""
        value, text = _value(self.rng, concept, self.language, self.mark)
        self.used.add(concept)
        names, schema = FIELDS[concept]
        self.ask(names, schema, value)
        return _label(self.rng, concept, self.colon), text

    def pairs(self, x: float, y: float, pairs: list[tuple[str, str]], width: float = 120) -> float:
        """Labels and values in one of the usual settings."""
        return self.paper.pairs(self.rng, x, y, pairs, width)

    def party(
        self, role: str, x: float, y: float, align: str = "left", label: bool = True
    ) -> float:
        """A block with a party's name and address, and what else stands there."""
        rng = self.rng
        firm = role in ("role:issuer", "role:recipient", "role:ship_to") and rng.random() < 0.8
        name = words.company(rng, self.language) if firm else words.person(rng)
        address = words.address(rng, self.language)
        lines = [_label(rng, role, rng.random() < 0.7)] if label else []
        prefix = rng.choice(_ROLES[role])
        suffix = (
            "" if prefix in ("cashier", "contact_person") else rng.choice(("_name", "", "_name"))
        )
        self.ask([prefix + suffix], _TEXT, name)
        self.ask([f"{prefix}_address"], _TEXT, ", ".join(address))
        if role == "role:issuer" and not label:
            y = self.paper.lines(x, y, [name], rng.choice((10, 12, 16)), align)
        else:
            lines.append(name)
        if rng.random() < 0.3 and self.language == "ms":
            lines.append(f"({rng.randint(10_000, 999_999)}-{rng.choice('AKMPX')})")
        lines += address
        if rng.random() < 0.4:
            phone, text = _value(rng, "phone", self.language, 0)
            lines.append(f"{_label(rng, 'phone', rng.random() < 0.6)} {text}")
            self.ask([f"{prefix}_phone"], _TEXT, phone)
        if rng.random() < 0.35:
            tax, text = _value(rng, "tax_id", self.language, 0)
            lines.append(f"{_label(rng, 'tax_id', True)} {text}")
            self.ask([f"{prefix}_tax_id"], _TEXT, tax)
        self.used |= {role}
        return self.paper.lines(x, y, lines, 10, align) + 10

    def sample(self, decoys: int = 7) -> Sample:
        """The finished document with decoys: fields whose concepts it does not print."""
        near = {c for u in self.used for c in lx.lexicon().concepts[u].accepts} | self.used
        free = [c for c in FIELDS if c not in near and not _accepts(c, self.used)]
        chosen = self.rng.sample(free, min(decoys, len(free)))
        asked = {self.rng.choice(FIELDS[c][0]): FIELDS[c][1] for c in chosen}
        for role in self.rng.sample(sorted(_ROLES), 3):
            if role not in self.used and role not in ("role:issuer", "role:contact"):
                asked[_ROLES[role][0] + "_name"] = _TEXT
                asked[_ROLES[role][0] + "_address"] = _TEXT
        asked = {name: schema for name, schema in asked.items() if name not in self.properties}
        schema = {"type": "object", "properties": self.properties}
        return Sample(self.source, self.name, self.paper.document(), schema, self.truth, asked)


def _accepts(concept: str, used: set[str]) -> bool:
    return bool(used & lx.lexicon().concepts[concept].accepts.keys())


def _business(rng: Random, name: str) -> Sample:
    """An invoice, order or statement: parties, facts, items, totals."""
    m = _Maker(rng, name, "business")
    if rng.random() < 0.7:
        m.paper.line(rng.choice((30, 300, 420)), 30, rng.choice(("INVOICE", "Rechnung", "FACTURE",
            "Statement", "Factura", "FATTURA", "Order", "Quotation")), 18, head=True)  # fmt: skip
    y, footer = 60.0, rng.random() < 0.2
    if not footer:
        align, x = rng.choice((("left", 30.0), ("right", 560.0), ("center", 297.0)))
        y = m.party("role:issuer", x, y, align, label=rng.random() < 0.3)
    left = m.party("role:recipient", 30, y, label=rng.random() < 0.75)
    if rng.random() < 0.25:
        m.party("role:ship_to", 330, y)
    facts = ["invoice_number", "doc_date"] if rng.random() < 0.8 else ["doc_date"]
    extra = ["due_date", "order_number", "customer_number", "reference", "order_date",
             "delivery_date", "payment_terms", "tracking_number", "payment_method"]  # fmt: skip
    facts += rng.sample(extra, rng.randint(0, 4))
    rng.shuffle(facts)
    y = m.pairs(rng.choice((30, 330)), left, [m.pair(c) for c in facts])
    y = _items(m, y)
    y = _sums(m, y)
    ends = [
        c for c in ("iban", "tax_id", "email", "phone") if rng.random() < 0.4 and c not in m.used
    ]
    issuer = next((n for n in m.properties if n.split("_")[0] in _ROLES["role:issuer"]), "")
    if ends:
        printed = [m.pair(concept) for concept in ends]
        m.paper.line(30, 780, "   ".join(" ".join(pair) for pair in printed), 8)
        for concept, (_, text) in zip(ends, printed, strict=True):
            if issuer:
                m.ask([f"{issuer.split('_')[0]}_{concept}"], _TEXT, text)
    if footer:
        m.party("role:issuer", 30, 690, label=False)
    return m.sample()


def _items(m: _Maker, y: float) -> float:
    rng = m.rng
    heads = ["description", "quantity", "unit_price", "line_amount"]
    rows = [[_label(rng, c, False) for c in heads]]
    for _ in range(rng.randint(1, 8)):
        count, price = rng.randint(1, 20), words.amount(rng, 1, 300)
        money = [words.printed_money(v, m.language, m.mark % 2) for v in (price, price * count)]
        rows.append([rng.choice(words.GOODS), str(count), *money])
    if rng.random() < 0.6:
        return m.paper.table(30, y, [250.0, 60.0, 100.0, 110.0], rows, True) + 12
    for row in rows:
        m.paper.row(y, list(zip((30.0, 290.0, 350.0, 460.0), row, strict=True)))
        y += 15
    return y + 10


def _sums(m: _Maker, y: float) -> float:
    """Net, tax and total in a row, with rounding, payment and change now and then."""
    rng = m.rng
    net = words.amount(rng, 20, 9000)
    rate = rng.choice((5, 6, 7, 10, 19, 20, 21))
    tax = round(net * rate / 100, 2)
    total = round(net + tax, 2)
    lines: list[tuple[str, float]] = []
    with_tax = rng.random() < 0.75
    if with_tax:
        lines += [("subtotal", net), ("tax_amount", tax)]
        m.ask(FIELDS["subtotal"][0], _NUMBER, net)
        m.ask(FIELDS["tax_amount"][0], _NUMBER, tax)
        if rng.random() < 0.6:
            m.ask(FIELDS["tax_rate"][0], _NUMBER, rate)
            m.used.add("tax_rate")
    lines.append((rng.choice(("total", "grand_total", "amount_due", "total")), total))
    if m.source == "receipt" and rng.random() < 0.8:
        paid = float(int(total / 10) * 10 + 10)
        lines += [("cash", paid), ("change", round(paid - total, 2))]
    if rng.random() < 0.2:
        lines.insert(-1, ("rounding", round(rng.uniform(-0.04, 0.04), 2)))
    m.used |= {concept for concept, _ in lines} | {"subtotal", "tax_amount", "total", "net"}
    m.ask(FIELDS["total"][0] + FIELDS["grand_total"][0], _NUMBER, total)
    pairs = []
    for concept, value in lines:
        label = _label(rng, concept, m.colon)
        if concept == "tax_amount" and "tax_rate" in m.used:
            label = f"{label.rstrip(' :')} {rate}{rng.choice(('%', ' %'))}" + (
                ":" if m.colon else ""
            )
        pairs.append((label, words.printed_money(value, m.language, m.mark)))
    return m.pairs(rng.choice((30, 300, 330)) if m.paper.width > 400 else 20, y, pairs, 130)


def _form(rng: Random, name: str) -> Sample:
    """A form or data sheet: parties by role and many labelled facts."""
    m = _Maker(rng, name, "form")
    m.paper.line(30, 30, rng.choice(("Application", "Datenblatt", "Policy schedule", "Fiche",
        "Employment record", "Lease summary", "Ficha", "Modulo")), 16, head=True)  # fmt: skip
    y = 60.0
    for role in rng.sample(sorted(_ROLES), rng.randint(0, 2)):
        y = m.party(role, 30, y)
    free = [c for c in FIELDS if c not in ("total", "grand_total", "subtotal", "tax_amount")]
    for _ in range(rng.randint(1, 3)):
        chosen = [c for c in rng.sample(free, 5) if c not in m.used and not _clash(c, m.used)]
        if chosen and y < 720:
            y = m.pairs(rng.choice((30, 60, 300)), y, [m.pair(c) for c in chosen])
    return m.sample()


def _clash(concept: str, used: set[str]) -> bool:
    known = lx.lexicon().concepts
    return _accepts(concept, used) or any(concept in known[u].accepts for u in used)


def _receipt(rng: Random, name: str) -> Sample:
    """A till receipt: narrow, centred head, few labels, sums at the end."""
    m = _Maker(rng, name, "receipt", width=300.0)
    m.language = rng.choice(("ms", "en", "de", "fr", "ms"))
    y = m.party("role:issuer", 150, 20, "center", label=False)
    m.paper.line(
        150,
        y,
        rng.choice(("TAX INVOICE", "RECEIPT", "CASH BILL", "Kassenbon", "TICKET")),
        10,
        "center",
    )
    y += 20
    facts = [c for c in ("receipt_number", "doc_date", "payment_method") if rng.random() < 0.8]
    if "doc_date" not in facts or rng.random() < 0.3:
        day = words.day(rng)
        m.ask(FIELDS["doc_date"][0], _DAY, day.isoformat())
        m.used |= {"doc_date", "date"}
        facts = [c for c in facts if c != "doc_date"]
        clock = f"{rng.randint(8, 22)}:{rng.randint(10, 59)}"
        m.paper.line(20, y, f"{words.printed_date(day, rng, m.language)} {clock}")
        y += 16
    if facts:
        y = m.pairs(20, y, [m.pair(c) for c in facts], 70)
    for _ in range(rng.randint(1, 6)):
        price = words.printed_money(words.amount(rng, 1, 80), m.language, m.mark % 2)
        m.paper.row(y, [(20.0, rng.choice(words.GOODS)), (220.0, price)])
        y += 15
    y = _sums(m, y + 5)
    m.paper.line(150, min(y, 820), "THANK YOU PLEASE COME AGAIN", 9, "center")
    return m.sample(5)
