"""The kinds that are labels and tables: statement, payslip, bill, lab report, policy, delivery
note, order, booking, tax form."""

from __future__ import annotations

from bench.kinds.facts import Fact
from bench.kinds.paper import DAY, INTEGER, NUMBER, TEXT, Paper

NOTHING = Fact(None, ("",))
_GOODS = (
    "Steel bracket|Stahlwinkel|Équerre acier|Escuadra de acero|Staffa acciaio|Esquadro|Stalen hoek",
    "Gloves|Schutzhandschuhe|Gants de sécurité|Guantes|Guanti|Luvas de proteção|Handschoenen",
    "Paint roller|Farbrolle|Rouleau à peinture|Rodillo de pintura|Rullo|Rolo de pintura|Verfroller",
    "Extension lead|Verlängerungskabel|Rallonge|Alargador|Prolunga|Extensão elétrica|Verlengsnoer",
    "Door handle|Türgriff|Poignée de porte|Manilla|Maniglia|Puxador|Deurklink",
    "Filter|Filterpatrone|Cartouche filtrante|Cartucho filtrante|Cartuccia|Cartucho|Filterpatroon",
)


def bank_statement(p: Paper) -> None:
    f = p.facts
    p.head("bank_name|bank.name")
    p.sheet.title(p.label("bank.title"))
    p.fact("account_holder|account_holder_name", TEXT, "bank.holder", f.person())
    p.fact("account_number", TEXT, "bank.account", f.ident("########"))
    if f.locale != "en_US":
        p.fact("iban|account.iban", TEXT, "bank.iban", f.iban())
    first = p.fact("statement_period.start_date|period_start", DAY, "bank.start", f.day())
    p.fact("statement_period.end_date|period_end", DAY, "bank.end", f.after(first, 27, 31))
    money = round(p.rng.uniform(500, 9000), 2)
    opening = f.priced(money)
    rows = []
    for _ in range(p.rng.randint(5, 34)):
        change = round(p.rng.uniform(5, 900), 2) * p.rng.choice((1, -1, -1))
        money = round(money + change, 2)
        out = f.priced(-change, "bare") if change < 0 else NOTHING
        paid_in = f.priced(change, "bare") if change > 0 else NOTHING
        text = f.said(p.rng.choice((f.fake.company(), f.fake.last_name(), f.city().value)))
        rows.append([f.after(first, 0, 28), text, out, paid_in, f.priced(money, "bare")])
    p.fact("opening_balance", NUMBER, "bank.opening", opening)
    p.fact("closing_balance|ending_balance", NUMBER, "bank.closing", f.priced(money))
    p.facts_out()
    columns = [
        ("date", DAY, "bank.date"), ("description", TEXT, "bank.text"),
        ("debit|withdrawal", NUMBER, "bank.out"), ("credit|deposit", NUMBER, "bank.in"),
        ("balance", NUMBER, "bank.balance"),
    ]  # fmt: skip
    p.table("transactions", columns, rows)


def payslip(p: Paper) -> None:
    f = p.facts
    p.head("employer.name|employer_name", "employer.address|employer_address")
    p.sheet.title(p.label("pay.title"))
    p.fact("employee.name|employee_name", TEXT, "pay.employee", f.person())
    p.fact("employee.id|employee_id|employee_number", TEXT, "pay.number", f.ident("#####"))
    p.maybe("employee.position|job_title", TEXT, "pay.position", f.said(f.fake.job()))
    p.fact("pay_date|payment_date", DAY, "pay.date", f.day())
    p.maybe("hours_worked", NUMBER, "pay.hours", f.number(60, 180, 1))
    p.facts_out()
    gross = round(p.rng.uniform(1800, 7500), 2)
    names = ["Income tax|Lohnsteuer|Impôt|IRPF|IRPEF|IRS|Loonheffing", "Pension|Rentenversicherung|Retraite|Cotización pensión|INPS|Segurança Social|Pensioen", "Health insurance|Krankenversicherung|Assurance maladie|Seguro médico|Sanità|Seguro de saúde|Zorgverzekering"]  # fmt: skip # noqa: E501
    taken = [round(gross * share, 2) for share in (0.19, 0.08, 0.07)]
    rows = [
        [f.said(p.in_words(name)), f.priced(one, "bare")]
        for name, one in zip(names, taken, strict=True)
    ]
    columns = [("name|description", TEXT, "pay.deduction"), ("amount", NUMBER, "pay.amount")]
    p.table("deductions", columns, rows)
    p.fact("gross_pay|gross_salary", NUMBER, "pay.gross", f.priced(gross))
    p.fact("net_pay|net_salary", NUMBER, "pay.net", f.priced(gross - sum(taken)))
    p.facts_out(shuffled=False)


def utility_bill(p: Paper) -> None:
    f = p.facts
    p.head("provider|utility_company|supplier_name")
    p.sheet.title(p.label("bill.title"))
    p.fact("customer.name|customer_name", TEXT, "bill.customer", f.person())
    p.fact("customer.service_address|service_address", TEXT, "bill.address", f.address())
    p.fact("customer_number|account_number", TEXT, "bill.account", f.ident("### ### ###"))
    p.fact("meter_number", TEXT, "bill.meter", f.ident("?#######"))
    p.facts_out()
    before = p.rng.randint(1000, 60000)
    used = p.rng.randint(80, 4000)
    p.fact("previous_reading", NUMBER, "bill.previous", f.number(before, before))
    p.fact("current_reading", NUMBER, "bill.current", f.number(before + used, before + used))
    p.fact("consumption_kwh|usage_kwh", NUMBER, "bill.usage", f.number(used, used, 0, "kWh"))
    p.facts_out(shuffled=False)
    p.fact("due_date|payment_due_date", DAY, "bill.due", f.day())
    p.fact("amount_due|total_amount", NUMBER, "bill.total", f.money(20, 900))
    p.ticked("direct_debit|pays_by_direct_debit", "bill.auto")
    p.facts_out()


_TESTS = (("Glucose|Glukose|Glycémie|Glucosa|Glicemia|Glicose|Glucose", "mg/dL", "70 - 100"),
          ("Hemoglobin|Hämoglobin|Hémoglobine|Hemoglobina|Emoglobina|Hemoglobina|Hemoglobine",
           "g/dL", "12 - 16"),
          ("Creatinine|Kreatinin|Créatinine|Creatinina|Creatinina|Creatinina|Creatinine", "mg/dL",
           "0.6 - 1.2"),
          ("Sodium|Natrium|Sodium|Sodio|Sodio|Sódio|Natrium", "mmol/L", "135 - 145"),
          ("TSH", "mIU/L", "0.4 - 4.0"),
          ("Ferritin|Ferritin|Ferritine|Ferritina|Ferritina|Ferritina|Ferritine", "ng/mL",
           "30 - 300"))  # fmt: skip
_SEXES = {"female": "Female|weiblich|Féminin|Mujer|Femmina|Feminino|Vrouw",
          "male": "Male|männlich|Masculin|Hombre|Maschio|Masculino|Man"}  # fmt: skip
_SAMPLES = (
    "Serum", "Plasma", "Urine|Urin|Urine|Orina|Urina|Urina|Urine",
    "Whole blood|Vollblut|Sang total|Sangre total|Sangue intero|Sangue total|Volbloed",
)  # fmt: skip


def lab_report(p: Paper) -> None:
    f = p.facts
    p.head("laboratory|lab_name")
    p.sheet.title(p.label("lab.title"))
    p.fact("patient.name|patient_name", TEXT, "lab.patient", f.person())
    p.fact("patient.date_of_birth|date_of_birth", DAY, "lab.birth", f.day(1935, 2015))
    p.chosen("patient.sex|sex", "lab.sex", _SEXES)
    p.fact("ordering_physician|physician", TEXT, "lab.doctor", f.said(f"Dr. {f.person().value}"))
    p.fact("specimen|specimen_type", TEXT, "lab.sample", f.said(p.in_words(p.rng.choice(_SAMPLES))))
    p.fact("sample_id|accession_number", TEXT, "lab.sample_id", f.ident("??-######"))
    taken = p.fact("collection_date|collected_on", DAY, "lab.collected", f.day())
    p.maybe("report_date|reported_on", DAY, "lab.reported", f.after(taken, 1, 5))
    p.ticked("fasting|patient_fasting", "lab.fasting")
    p.facts_out()
    rows = [
        [f.said(p.in_words(name)), f.number(1, 200, 1), f.said(unit), f.said(between)]
        for name, unit, between in p.rng.sample(_TESTS, p.rng.randint(3, 6))
    ]
    columns = [
        ("test|test_name|analyte", TEXT, "lab.test"), ("value|result", NUMBER, "lab.result"),
        ("unit", TEXT, "lab.unit"), ("reference_range", TEXT, "lab.range"),
    ]  # fmt: skip
    p.table("results|tests", columns, rows)


_COVERS = (
    "Third party|Haftpflicht|Responsabilité civile|Terceros|Responsabilità civile|Terceiros|WA",
    "Comprehensive|Vollkasko|Tous risques|Todo riesgo|Kasko completa|Danos próprios|All risk",
)


def insurance_certificate(p: Paper) -> None:
    f = p.facts
    p.head("insurer|insurer_name|insurance_company")
    p.sheet.title(p.label("ins.title"))
    p.fact("policy_number|policy.number", TEXT, "ins.number", f.ident("??#######"))
    name, place = f.person(), f.address()
    p.ask("insured.name|insured_name|policyholder_name", TEXT, name.value)
    p.ask("insured.address|insured_address|policyholder_address", TEXT, place.value)
    p.waiting.append((p.label("ins.insured"), (*name.lines, *place.lines)))
    start = p.fact("effective_date|policy.effective_date", DAY, "ins.start", f.day())
    p.fact("expiration_date|policy.expiration_date", DAY, "ins.end", f.after(start, 364, 365))
    p.facts_out()
    p.fact("coverage_type", TEXT, "ins.cover", f.said(p.in_words(p.rng.choice(_COVERS))))
    p.fact("coverage_limit|sum_insured", NUMBER, "ins.limit", f.money(50_000, 5_000_000))
    p.maybe("deductible", NUMBER, "ins.excess", f.money(100, 2000))
    p.fact("annual_premium|premium", NUMBER, "ins.premium", f.money(150, 2500))
    p.fact(
        "vehicle.make_and_model|insured_vehicle", TEXT, "ins.make",
        f.said(p.rng.choice(("Skoda Octavia", "Renault Clio", "Toyota Yaris", "Ford Transit"))),
    )  # fmt: skip
    p.maybe("vehicle.registration|license_plate", TEXT, "ins.plate", f.ident("??-###-??"))
    p.facts_out()


def delivery_note(p: Paper) -> None:
    f = p.facts
    p.head("shipper|sender_name|supplier", "shipper_address|sender_address|supplier_address")
    p.sheet.title(p.label("ship.title"))
    name, place = f.company(), f.address()
    p.ask("recipient.name|ship_to_name|consignee", TEXT, name.value)
    p.ask("recipient.address|ship_to_address|delivery_address", TEXT, place.value)
    p.sheet.lines([f"{p.label('ship.to')}:", *name.lines, *place.lines])
    p.fact("delivery_note_number", TEXT, "ship.number", f.ident("??-#####"))
    p.fact("delivery_date|date", DAY, "ship.date", f.day())
    p.maybe("order_number|customer_order_number", TEXT, "ship.order", f.ident("4500######"))
    p.fact(
        "carrier", TEXT, "ship.carrier",
        f.said(p.rng.choice(("DHL", "UPS", "DB Schenker", "GLS", "Kuehne + Nagel"))),
    )  # fmt: skip
    p.maybe("tracking_number", TEXT, "ship.tracking", f.ident("##########"))
    p.facts_out()
    rows = [
        [f.ident("#####-??"), f.said(p.in_words(goods)), f.number(1, 90)]
        for goods in p.rng.sample(_GOODS, p.rng.randint(2, 6))
    ]
    columns = [
        ("sku|item_code", TEXT, "ship.code"), ("description|item", TEXT, "ship.item"),
        ("quantity|qty", INTEGER, "ship.quantity"),
    ]  # fmt: skip
    p.table("items|line_items", columns, rows)
    p.fact("total_weight_kg|gross_weight", NUMBER, "ship.weight", f.number(3, 900, 1, "kg"))
    p.fact("number_of_packages|packages", INTEGER, "ship.packages", f.number(1, 30))
    p.facts_out(shuffled=False)


def purchase_order(p: Paper) -> None:
    f = p.facts
    p.head("buyer.name|company_name|issued_by")
    p.sheet.title(p.label("po.title"))
    name, place = f.company(), f.address()
    p.ask("supplier.name|vendor_name", TEXT, name.value)
    p.ask("supplier.address|vendor_address", TEXT, place.value)
    p.sheet.lines([p.label("po.supplier"), *name.lines, *place.lines])
    p.fact("po_number|purchase_order_number", TEXT, "po.number", f.ident("PO-######"))
    day = p.fact("order_date|po_date", DAY, "po.date", f.day())
    p.maybe("delivery_date|requested_delivery_date", DAY, "po.delivery", f.after(day, 5, 60))
    p.fact("buyer_contact|ordered_by", TEXT, "po.buyer", f.person())
    p.fact("payment_terms", TEXT, "po.terms", f.said(f"{p.rng.choice((14, 30, 60))} net"))
    p.chosen("incoterm|incoterms", "po.incoterm", {c: c for c in ("EXW", "FCA", "DAP", "DDP")})
    p.facts_out()
    rows, total = [], 0.0
    for goods in p.rng.sample(_GOODS, p.rng.randint(1, 6)):
        count, price = p.rng.randint(1, 60), round(p.rng.uniform(2, 400), 2)
        total += count * price
        rows.append([
            f.ident("??###"), f.said(p.in_words(goods)), f.number(count, count),
            f.priced(price, "bare"), f.priced(count * price, "bare"),
        ])  # fmt: skip
    columns = [
        ("sku|item_number", TEXT, "ship.code"), ("description", TEXT, "ship.item"),
        ("quantity", NUMBER, "ship.quantity"), ("unit_price", NUMBER, "po.price"),
        ("amount|line_total", NUMBER, "po.amount"),
    ]  # fmt: skip
    p.table("line_items|items", columns, rows)
    p.fact("total_amount|order_total", NUMBER, "po.total", f.priced(total))
    p.facts_out()


_ROOMS = (
    "Double room|Doppelzimmer|Chambre double|Habitación doble|Camera doppia|Quarto duplo|"
    "Tweepersoonskamer",
    "Single room|Einzelzimmer|Chambre simple|Habitación individual|Camera singola|"
    "Quarto individual|Eenpersoonskamer",
    "Suite",
)


def hotel_booking(p: Paper) -> None:
    f = p.facts
    p.head("hotel.name|hotel_name", "hotel.address|hotel_address")
    p.sheet.title(p.label("hotel.title"))
    p.fact("guest_name|guest.name", TEXT, "hotel.guest", f.person())
    p.fact("confirmation_number|booking_reference", TEXT, "hotel.number", f.ident("??####?"))
    nights = p.rng.randint(1, 14)
    arrival = p.fact("check_in_date|arrival_date|check_in", DAY, "hotel.in", f.day())
    p.fact(
        "check_out_date|departure_date|check_out",
        DAY,
        "hotel.out",
        f.after(arrival, nights, nights),
    )
    p.fact("nights|number_of_nights", INTEGER, "hotel.nights", f.number(nights, nights))
    p.maybe("number_of_guests|guests", INTEGER, "hotel.guests", f.number(1, 5))
    p.fact("room_type", TEXT, "hotel.room", f.said(p.in_words(p.rng.choice(_ROOMS))))
    rate = round(p.rng.uniform(60, 400), 2)
    p.fact("rate_per_night|nightly_rate", NUMBER, "hotel.rate", f.priced(rate))
    p.fact("total_price|total_cost", NUMBER, "hotel.total", f.priced(rate * nights))
    p.ticked("breakfast_included", "hotel.breakfast")
    p.facts_out()


_STATUS = {"single": "Single|ledig|Célibataire|Soltero|Celibe|Solteiro|Ongehuwd",
           "married": "Married|verheiratet|Marié|Casado|Coniugato|Casado|Gehuwd",
           "divorced": "Divorced|geschieden|Divorcé|Divorciado|Divorziato|Divorciado|Gescheiden",
           "widowed": "Widowed|verwitwet|Veuf|Viudo|Vedovo|Viúvo|Weduwstaat"}  # fmt: skip


def tax_form(p: Paper) -> None:
    f = p.facts
    p.sheet.title(p.label("tax.title"))
    p.sheet.setting = p.rng.choice(("boxed", "boxed", "ruled", "columns"))
    p.fact("taxpayer.name|taxpayer_name", TEXT, "tax.name", f.person())
    p.fact("taxpayer.tax_id|taxpayer_id", TEXT, "tax.id", f.ident("###-##-####"))
    p.fact("tax_year", INTEGER, "tax.year", f.said(p.rng.randint(2015, 2025)))
    p.facts_out()
    p.chosen("filing_status|marital_status", "tax.status", _STATUS)
    p.fact("wages|employment_income", NUMBER, "tax.wages", f.money(12_000, 120_000))
    p.maybe("interest_income|taxable_interest", NUMBER, "tax.interest", f.money(1, 3000))
    p.fact("tax_withheld", NUMBER, "tax.withheld", f.money(900, 30_000))
    p.maybe("refund|refund_amount", NUMBER, "tax.refund", f.money(10, 4000))
    p.maybe("number_of_dependents|dependents", INTEGER, "tax.dependents", f.number(0, 5))
    p.facts_out(shuffled=False)


FORMS = (
    bank_statement, payslip, utility_bill, lab_report, insurance_certificate, delivery_note,
    purchase_order, hotel_booking, tax_form,
)  # fmt: skip
