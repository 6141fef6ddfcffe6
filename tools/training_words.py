"""Made-up names, addresses, numbers and dates for training documents, in several languages.

None of them is used by `bench/invoices`, whose invoices judge what was learned here.
"""

from __future__ import annotations

import datetime
from random import Random

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "ms")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_ROOT_WORDS = (
    "Aldera Brixon Calvera Dorset Elmwood Fenwick Galtier Hobson Ivarra Jorvik Kestrel Lumina "
    "Mirador Norvane Oakridge Pellier Quintas Rossmoor Silvano Trevanne Ulmer Vantage Westhaven "
    "Xenia Yarrow Zander Bluefin Redstone Corvina Palisade Summit Harbour Orchid Sunrise Golden"
)
_ROOTS = _ROOT_WORDS.split()
_TRADES = {
    "en": "Trading Systems Foods Supplies Logistics Holdings Hardware Bakery Electrical Consulting",
    "de": "Maschinenbau Elektrotechnik Handel Möbel Bau Logistik Druck Software Werkzeuge Textil",
    "fr": "Bâtiment Services Distribution Électricité Conseil Menuiserie Transports Imprimerie",
    "es": "Construcciones Servicios Suministros Electricidad Consultores Transportes Muebles",
    "it": "Costruzioni Servizi Forniture Impianti Consulenze Trasporti Arredamenti Alimentari",
    "nl": "Bouw Techniek Handel Transport Advies Meubelen Drukkerij Installaties",
    "ms": "Enterprise Trading Hardware Restoran Stationery Maju Jaya Mart Motor",
}
_FORMS = {
    "en": ["Ltd", "Inc.", "LLC", "Corporation", "plc", "", "& Co.", "Group", "Limited", "Corp."],
    "de": ["GmbH", "AG", "KG", "e.K.", "GmbH & Co. KG", "", "OHG"],
    "fr": ["SARL", "SAS", "SA", "", "EURL"],
    "es": ["S.L.", "S.A.", "S.L.U.", ""],
    "it": ["S.r.l.", "S.p.A.", "S.n.c.", ""],
    "nl": ["B.V.", "N.V.", "", "VOF"],
    "ms": ["SDN BHD", "Sdn. Bhd.", "BHD", "", "(M) SDN BHD", "& CO"],
}
_STREETS = {
    "en": [
        "{n} {r} Street",
        "{n} {r} Road",
        "Unit {u}, {n} {r} Avenue",
        "{n} {r} Drive",
        "Suite {u}, {r} House",
    ],
    "de": ["{r}straße {n}", "{r}weg {n}", "Am {r} {n}", "{r}platz {n}", "{r}allee {n}"],
    "fr": ["{n} rue {r}", "{n}, avenue {r}", "{n} boulevard {r}", "{n} bis chemin {r}"],
    "es": ["Calle {r} {n}", "C/ {r}, {n}", "Avda. {r} {n}", "Plaza {r} {n}"],
    "it": ["Via {r} {n}", "Viale {r}, {n}", "Piazza {r} {n}", "Corso {r} {n}"],
    "nl": ["{r}straat {n}", "{r}laan {n}", "{r}weg {n}", "{r}plein {n}"],
    "ms": [
        "NO {n}, JALAN {r} {u}",
        "LOT {n}, TAMAN {r},",
        "{n}, LORONG {r} {u}/3,",
        "NO.{n} JALAN {r}",
    ],
}
_CITIES = {
    "en": [
        "Reading RG1 {z2}AB",
        "Austin, TX {z5}",
        "Denver, CO {z5}",
        "Bath BA1 {z2}QT",
        "Boise, ID {z5}",
    ],
    "de": ["{z5} Köln", "{z5} Jena", "{z5} Ulm", "D-{z5} Bonn", "{z5} Bad Homburg"],
    "fr": ["{z5} Nantes", "{z5} Dijon", "{z5} Lille Cedex", "{z5} Aix-en-Provence"],
    "es": ["{z5} Bilbao", "{z5} Granada", "{z5} Vigo (Pontevedra)"],
    "it": ["{z5} Verona (VR)", "{z5} Lecce", "{z5} Torino TO"],
    "nl": ["{z4} AB Utrecht", "{z4} KL Zwolle", "{z4} ZX Breda"],
    "ms": [
        "{z5} KUALA LUMPUR",
        "{z5} JOHOR BAHRU, JOHOR",
        "{z5} SHAH ALAM, SELANGOR.",
        "{z5} IPOH",
    ],
}
_FIRST = (
    "Anna Brian Carla Dieter Elena Farid Grace Henri Ines Jonas Karin Luis Marta Nils Olga Paul"
)
_LAST = "Abbott Becker Castel Dubois Esposito Farrell Gruber Huang Ibsen Jansen Kaya Lopes Moretti"
_GOODS = (
    "Copper pipe 15 mm|Standard cleaning|Toner black|Beratung Projekt|Holzplatte Buche|Kabel 5 m|"
    "Peinture blanche|Vis inox M6|Heure de travail|Silla plegable|Aceite 5 L|Servicio técnico|"
    "Lampadina LED|Carta A4|Farina tipo 00|Nasi lemak|Kopi ais|Roti canai|USB cable|Milk 1L|Bread|"
    "Consulting day|Hosting|License fee|Rice 5KG|Ayam goreng|Battery AA|Pen blue|Wasserpumpe"
)
GOODS = _GOODS.split("|")


def company(rng: Random, language: str) -> str:
    """A company's name, in capitals now and then."""
    words = [rng.choice(_ROOTS)]
    if rng.random() < 0.6:
        words.append(rng.choice(_TRADES[language].split()))
    if rng.random() < 0.25:
        words.insert(0, rng.choice(_ROOTS))
    name = " ".join([*words, rng.choice(_FORMS[language])]).strip()
    if rng.random() < 0.15:
        family = [rng.choice(_LAST.split()) for _ in range(3)]
        name = rng.choice(("{0}-{1}", "{0}, {1} & {2}", "{0} and Sons", "{0} {1}", "{0}")).format(
            *family
        )
    return name.upper() if language == "ms" or rng.random() < 0.15 else name


def person(rng: Random) -> str:
    """A person's name."""
    middle = f" {rng.choice('ABCDEFGHJKLMNPRST')}." if rng.random() < 0.3 else ""
    return f"{rng.choice(_FIRST.split())}{middle} {rng.choice(_LAST.split())}"


def address(rng: Random, language: str) -> list[str]:
    """The lines of a postal address, two to four."""
    street = rng.choice(_STREETS[language]).format(
        r=rng.choice(_ROOTS), n=rng.randint(1, 380), u=rng.randint(1, 60)
    )
    digits = "".join(str(rng.randint(0, 9)) for _ in range(5))
    city = rng.choice(_CITIES[language]).format(
        z5="1" + digits[1:], z4="2" + digits[1:4], z2=digits[0]
    )
    lines = [street, city]
    if rng.random() < 0.2:
        lines.insert(
            1, f"{rng.choice(_ROOTS)} {rng.choice(['Park', 'Building', 'Centre', 'Business Park'])}"
        )
    if rng.random() < 0.2:
        lines.append(
            {
                "de": "Deutschland",
                "fr": "France",
                "es": "España",
                "it": "Italia",
                "nl": "Nederland",
                "ms": "MALAYSIA",
                "en": "United Kingdom",
            }[language]
        )
    return [line.upper() for line in lines] if language == "ms" else lines


def day(rng: Random) -> datetime.date:
    return datetime.date(2005, 1, 1) + datetime.timedelta(days=rng.randint(0, 7600))


def printed_date(date: datetime.date, rng: Random, language: str) -> str:
    """A date as printed in a language, numeric or spelt."""
    mark = rng.choice({"de": ".", "en": "/-", "ms": "/-"}.get(language, "/-."))
    style = rng.random()
    if style < 0.55 or language == "ms":
        year = f"{date.year}" if rng.random() < 0.85 else f"{date.year % 100:02d}"
        return f"{date.day:02d}{mark}{date.month:02d}{mark}{year}"
    if style < 0.7:
        return date.isoformat()
    month = _MONTHS[language].split()[date.month - 1]
    if language == "en" and rng.random() < 0.6:
        return f"{month} {date.day}, {date.year}"
    joint = " de " if language == "es" else " "
    dot = "." if language == "de" else ""
    return f"{date.day}{dot}{joint}{month}{joint}{date.year}"


def amount(rng: Random, least: float = 1.0, most: float = 5000.0) -> float:
    return round(rng.uniform(least, most) ** rng.choice((1.0, 0.8)), 2)


def printed_money(value: float, language: str, mark: int) -> str:
    """An amount in the locale's marks; `mark` 0 bare, 1 sign, 2 code before, 3 code after."""
    text = f"{value:,.2f}"
    if language not in ("en", "ms"):
        thousands = {"fr": " "}.get(language, ".")
        text = text.replace(",", "_").replace(".", ",").replace("_", thousands)
    sign, code = {"en": ("$", "USD"), "ms": ("RM", "MYR")}.get(language, ("€", "EUR"))
    forms = [
        text,
        f"{sign}{text}" if language in ("en", "ms") else f"{text} {sign}",
        f"{code} {text}",
        f"{text} {code}",
    ]
    return forms[mark]


def identifier(rng: Random, prefix: str = "") -> str:
    """A number as documents carry them."""
    number = rng.randint(10, 9_999_999)
    letter = rng.choice("ABCDEFGHKLMPRSTX")
    forms = [
        f"{number}",
        f"{letter}{letter}-{number}",
        f"{number}/{rng.randint(15, 29)}",
        f"{rng.randint(2010, 2029)}-{number % 100000:05d}",
        f"{letter}{number}",
        f"{number:08d}",
        f"{prefix or letter}{number % 9999}-{rng.randint(1, 99)}",
    ]
    return rng.choice(forms)


def iban(rng: Random, language: str) -> str:
    land = {"en": "GB", "ms": "AE"}.get(language, language.upper())
    digits = "".join(str(rng.randint(0, 9)) for _ in range(rng.randint(14, 22)))
    text = f"{land}{rng.randint(10, 99)}{digits}"
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4)) if rng.random() < 0.7 else text


def tax_id(rng: Random, language: str) -> str:
    digits = "".join(str(rng.randint(0, 9)) for _ in range(12))
    if language == "ms":
        return digits
    land = {"en": "GB"}.get(language, language.upper())
    return (
        f"{land}{digits[: rng.choice((9, 11))]}" if rng.random() < 0.7 else f"{digits[:8]}{land[0]}"
    )
