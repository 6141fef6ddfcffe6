"""Values of the made documents: what is true, and how a country prints it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from faker import Faker

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
_LOCALES = {"en": ("en_US", "en_GB"), "de": ("de_DE",), "fr": ("fr_FR",), "es": ("es_ES",),
            "it": ("it_IT",), "pt": ("pt_PT",), "nl": ("nl_NL",)}  # fmt: skip
YES = {"en": "Yes|No", "de": "Ja|Nein", "fr": "Oui|Non", "es": "Sí|No", "it": "Sì|No",
       "pt": "Sim|Não", "nl": "Ja|Nee"}  # fmt: skip

_ITALIAN = ("Bergamo", "Cuneo", "Imola", "Lucca", "Matera", "Pavia", "Sondrio", "Trani", "Vasto")


@dataclass(frozen=True)
class Fact:
    """A value as JSON, and the lines it is printed as."""

    value: Any
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.lines[0]


class Facts:
    """Values for one document, all of one country."""

    def __init__(self, rng: Random, language: str) -> None:
        self.rng, self.language = rng, language
        self.locale = rng.choice(_LOCALES[language])
        self.fake = Faker(self.locale)
        self.fake.seed_instance(rng.randint(0, 10**9))
        self.currency = {"en_US": "USD", "en_GB": "GBP"}.get(self.locale, "EUR")
        self.money_style = rng.choice(("bare", "sign", "code"))
        self.date_style = rng.choice(("short", "short", "long", "iso"))

    def said(self, value: Any) -> Fact:
        return Fact(value, (str(value),))

    def person(self) -> Fact:
        return self.said(f"{self.fake.first_name()} {self.fake.last_name()}")

    def company(self) -> Fact:
        return self.said(self.fake.company())

    def address(self) -> Fact:
        lines = [line.strip() for line in self.fake.address().split("\n") if line.strip()]
        return Fact(", ".join(lines), tuple(lines))

    def city(self) -> Fact:
        """A town; Faker's Italian ones hang on the order of a set."""
        italian = self.locale == "it_IT"
        return self.said(self.rng.choice(_ITALIAN) if italian else self.fake.city())

    def phone(self) -> Fact:
        return self.said(self.fake.phone_number())

    def email(self) -> Fact:
        return self.said(self.fake.company_email())

    def iban(self) -> Fact:
        text = self.fake.iban()
        spaced = " ".join(text[i : i + 4] for i in range(0, len(text), 4))
        return Fact(text, (self.rng.choice((text, spaced)),))

    def ident(self, pattern: str) -> Fact:
        """`#` is a digit, `?` a letter."""
        return self.said(self.fake.bothify(pattern, letters="ABCDEFGHKLMNPRSTUVWXYZ"))

    def day(self, least: int = 2016, most: int = 2026) -> Fact:
        start = datetime.date(least, 1, 1)
        span = (datetime.date(most, 12, 31) - start).days
        return self.dated(start + datetime.timedelta(days=self.rng.randint(0, span)))

    def after(self, fact: Fact, least: int, most: int) -> Fact:
        day = datetime.date.fromisoformat(fact.value)
        return self.dated(day + datetime.timedelta(days=self.rng.randint(least, most)))

    def dated(self, day: datetime.date) -> Fact:
        if self.date_style == "iso":
            text = day.isoformat()
        elif self.date_style == "long":
            text = format_date(day, "long", self.locale)
        else:
            form = {"en_US": "MM/dd/yyyy", "nl_NL": "dd-MM-yyyy", "de_DE": "dd.MM.yyyy"}
            text = format_date(day, form.get(self.locale, "dd/MM/yyyy"), self.locale)
        return Fact(day.isoformat(), (text,))

    def money(self, least: float, most: float) -> Fact:
        return self.priced(round(self.rng.uniform(least, most), 2))

    def priced(self, amount: float, style: str | None = None) -> Fact:
        text = format_decimal(amount, "#,##0.00", self.locale).replace("\u202f", " ")
        style = style or self.money_style
        if style == "code":
            text = f"{text} {self.currency}"
        elif style == "sign":
            sign = {"USD": "$", "GBP": "£"}.get(self.currency)
            text = f"{sign}{text}" if sign else f"{text} €"
        return Fact(round(amount, 2), (text,))

    def number(self, least: int, most: int, decimals: int = 0, unit: str = "") -> Fact:
        value = round(self.rng.uniform(least, most), decimals)
        form = "#,##0" + ("." + "0" * decimals if decimals else "")
        text = format_decimal(value, form, self.locale).replace("\u202f", " ")
        number = value if decimals else int(value)
        return Fact(number, (f"{text} {unit}".strip(),))

    def truth(self) -> Fact:
        value = self.rng.random() < 0.5
        return Fact(value, (YES[self.language].split("|")[0 if value else 1],))

    def in_words(self, choices: str) -> str:
        """The language's own of wordings "en|de|…", English where there is none."""
        said = choices.split("|")
        place = LANGUAGES.index(self.language)
        return said[place] if place < len(said) and said[place] else said[0]

    def one_of(self, choices: dict[str, str]) -> Fact:
        """A member of an enum (in English) and how the language says it, by "en|de|fr|…"."""
        member = self.rng.choice(sorted(choices))
        return Fact(member, (self.in_words(choices[member]),))
