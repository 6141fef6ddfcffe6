"""Data sheets made for training: any attribute of any thing, in seven languages.

Attributes are put together from the glossary ("delivery" + "weight"), so that the ranker learns to
match labels to names it has never seen; decoys share a word with what is printed. Some labels are
worded so that the glossary does not know them.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from random import Random
from typing import Any

from octavo.finding import word_vectors
from tools import training_words as words
from tools.finder_sources import Sample
from tools.training_page import Paper

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")
HEADS = {
    "date": "date date date day start end due expiry birth issue",
    "ident": "number number code id reference registration",
    "money": "amount price cost fee value balance total income salary tax premium limit deposit",
    "number": "quantity weight age distance speed size height volume reading consumption count",
    "percent": "rate percent",
    "name": "name owner manager doctor author witness driver buyer tenant guest teacher contact",
    "place": "country city place origin destination",
    "text": "type status reason method material model colour language position department quality "
    "subject result description category service",
    "phone": "phone",
    "email": "email",
}
_MODIFIERS = (
    "order delivery invoice contract policy customer supplier employee vehicle property loan "
    "account project patient student company start previous current next total net gross "
    "annual monthly minimum maximum first primary emergency billing insurance travel booking "
    "product sample test meter energy water service meeting school hospital court card "
    "payment refund bonus overtime room flight passport licence engine fuel package "
    "container arrival departure issue inspection approval birth spouse child life health "
    "social public budget share interest loss export import customs storage repair warranty "
    "training membership"
)
_TEXTS = (
    "Yes|Pending review|Type B|Class 2|Not applicable|In progress|Standard|As agreed|Premium plan"
)
_PLACES = ("Spain", "Malaysia", "Lyon", "Porto", "Graz", "Leeds", "Turin")
Attribute = tuple[tuple[str, ...], str]
"""English words of the name, modifiers first, and the kind of value."""


@cache
def _glossary() -> dict[str, list[list[str]]]:
    """For every English word, the words of each language for it."""
    text = resources.files("octavo.finding").joinpath("glossary.txt").read_text("utf-8")
    found: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            languages = [part.split() for part in line.split(";")]
            for word in languages[0]:
                found.setdefault(word, languages)
    return found


def sheet(rng: Random, name: str) -> Sample:
    """A page of labelled facts about one thing or several, with decoys much like them."""
    made = _Sheet(rng)
    made.head()
    for _ in range(rng.randint(1, 3)):
        if made.y < 640:
            made.section()
    decoys = {}
    for attribute in near(rng, made.printed):
        key = _key(rng, attribute, "")
        if key not in made.properties:
            decoys[key] = schema_of(rng, attribute[1], 1)
    schema = {"type": "object", "properties": made.properties}
    return Sample("sheet", name, made.paper.document(), schema, made.truth, decoys)


class _Sheet:
    """A page while it is filled; `subject` is what its title may name."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.language = rng.choice(("en", "en", *LANGUAGES))
        self.paper = Paper(rng, geometry=rng.random() < 0.93, drawn=rng.random() < 0.75)
        self.mark, self.colon = rng.choice((0, 0, 1, 2, 3)), rng.random() < 0.6
        self.counted = rng.random() < 0.15
        self.subject = rng.choice(_MODIFIERS.split())
        self.properties: dict[str, Any] = {}
        self.truth: dict[str, Any] = {}
        self.printed: list[Attribute] = []
        self.y = 40.0

    def head(self) -> None:
        rng = self.rng
        if rng.random() < 0.3:
            return
        named = rng.random() < 0.4
        title = said(rng, self.subject, self.language).title() if named else phrase(rng, 4)
        self.paper.line(30, self.y, title, 16, head=True)
        if rng.random() < 0.4:
            self.properties["title"], self.truth["title"] = {"type": "string"}, title
        self.y += 30

    def section(self) -> None:
        """Some facts, now and then under a heading that says whose they are."""
        rng = self.rng
        about = rng.choice(_MODIFIERS.split()) if rng.random() < 0.5 else ""
        if about and rng.random() < 0.7:
            heading = said(rng, about, self.language).title()
            self.paper.line(30, self.y, heading, 12, head=rng.random() < 0.7)
            self.y += 20
        pairs = [self.fact(one, about) for one in attributes(rng, rng.randint(3, 6))]
        told = [pair for pair in pairs if pair is not None]
        if told:
            self.y = self.paper.pairs(rng, rng.choice((30, 30, 300)), self.y, told)

    def fact(self, attribute: Attribute, about: str) -> tuple[str, str] | None:
        """An attribute's label and value, asked for; None if something of its name is."""
        rng = self.rng
        key = _key(rng, attribute, about)
        if not about and rng.random() < 0.15:
            key, attribute = f"{self.subject}_{attribute[0][-1]}", (attribute[0][-1:], attribute[1])
        if key in self.properties or attribute in self.printed:
            return None
        value, text = value_of(rng, attribute[1], self.language, self.mark)
        self.properties[key], self.truth[key] = schema_of(rng, attribute[1], value), value
        self.printed.append(attribute)
        number = f"{len(self.printed)} " if self.counted else ""
        return number + _label(rng, attribute, self.language) + ":" * self.colon, text


def attributes(rng: Random, count: int) -> list[Attribute]:
    return [_attribute(rng) for _ in range(count)]


def _attribute(rng: Random) -> Attribute:
    kind = rng.choice(("date", "ident", "money", "number", "name", "text", "text", *HEADS))
    head = rng.choice(HEADS[kind].split())
    modifiers = rng.choices(_MODIFIERS.split(), k=rng.choice((0, 1, 1, 1, 2)))
    if kind in ("ident", "date", "number", "money") and not modifiers:
        modifiers = [rng.choice(_MODIFIERS.split())]
    return (*dict.fromkeys(m for m in modifiers if m != head), head), kind


def near(rng: Random, printed: list[Attribute]) -> list[Attribute]:
    """Attributes that share a word with a printed one, and some that share none."""
    known = {frozenset(words_) for words_, _ in printed}
    near = []
    for words_, kind in rng.sample(printed, min(3, len(printed))):
        other = rng.choice(_MODIFIERS.split())
        swapped = (
            (other, words_[-1]) if rng.random() < 0.85 else (words_[0], *_attribute(rng)[0][-1:])
        )
        near.append((tuple(dict.fromkeys(swapped)), kind if swapped[-1] == words_[-1] else ""))
    near = [(w, k or _kind_of(w[-1])) for w, k in near]
    return [a for a in (*near, *attributes(rng, 3)) if not _told(frozenset(a[0]), known)]


def _told(words_: frozenset[str], known: set[frozenset[str]]) -> bool:
    """Whether what is asked is printed under a name that holds it, or that it holds."""
    return any(words_ <= other or other <= words_ for other in known)


def _kind_of(head: str) -> str:
    return next((kind for kind, heads in HEADS.items() if head in heads.split()), "text")


def _key(rng: Random, attribute: Attribute, about: str) -> str:
    """A field's name in one of the usual spellings, now and then under what it is about."""
    parts = [rng.choice(_glossary()[w][0]) if rng.random() < 0.2 else w for w in attribute[0]
             if w in _glossary()] or list(attribute[0])  # fmt: skip
    parts = [part for part in parts if part.isalpha()] or list(attribute[0])
    style = rng.random()
    name = "".join(p if i == 0 else p.title() for i, p in enumerate(parts)) if style < 0.15 else (
        "_".join(parts)
    )  # fmt: skip
    return f"{about}.{name}" if about else name


def schema_of(rng: Random, kind: str, value: Any) -> dict[str, Any]:
    if kind == "date":
        return {"type": "string", "format": "date"}
    if kind in ("money", "percent"):
        return {"type": "number"}
    if kind == "number":
        return {"type": rng.choice(("number", "integer")) if isinstance(value, int) else "number"}
    return {"type": "string"}


def said(rng: Random, word: str, language: str) -> str:
    forms = _glossary().get(word)
    return rng.choice(forms[LANGUAGES.index(language)] or forms[0]) if forms else word


def _label(rng: Random, attribute: Attribute, language: str) -> str:
    """The attribute's name as the language puts it together; some words nobody could know."""
    parts = [said(rng, word, language) for word in attribute[0]]
    if rng.random() < 0.25:
        parts[0 if rng.random() < 0.75 else -1] = phrase(rng, 1).lower()
    *before, head = parts
    if language in ("de", "nl") and before and rng.random() < 0.6:
        text = "".join(before) + (rng.choice(("s", "", "")) if before else "") + head
    elif language in ("fr", "es", "it", "pt"):
        joint = {"fr": " de ", "es": " de ", "it": " di ", "pt": " de "}[language]
        text = (joint if rng.random() < 0.7 else " ").join([head, *reversed(before)])
    else:
        text = " ".join(parts)
    style = rng.random()
    return text.upper() if style < 0.15 else text.title() if style < 0.35 else text.capitalize()


@cache
def _vocabulary() -> list[str]:
    return [word for word in word_vectors._loaded()[0] if len(word) > 3][300:12_000]


def phrase(rng: Random, most: int) -> str:
    return " ".join(rng.choice(_vocabulary()).title() for _ in range(rng.randint(1, most)))


def value_of(rng: Random, kind: str, language: str, mark: int) -> tuple[Any, str]:
    """A value as JSON and as printed."""
    known = language if language in words.LANGUAGES else "es"
    if kind == "date":
        day = words.day(rng)
        return day.isoformat(), words.printed_date(day, rng, known)
    if kind == "money":
        amount = words.amount(rng)
        return amount, words.printed_money(amount, known, mark)
    if kind in ("percent", "number"):
        number = rng.choice(
            (rng.randint(0, 99), rng.randint(100, 99_999), round(rng.uniform(1, 90), 1))
        )
        text = str(number).replace(".", "." if known == "en" else ",")
        number = int(number) if float(number).is_integer() else number
        unit = (
            rng.choice(("", "", " kg", " km", " kWh"))
            if kind == "number"
            else rng.choice(("%", " %"))
        )
        return number, text + unit
    text = {
        "ident": lambda: words.identifier(rng),
        "name": lambda: words.person(rng) if rng.random() < 0.6 else words.company(rng, known),
        "place": lambda: rng.choice(_PLACES),
        "phone": lambda: (
            f"+{rng.randint(30, 66)} {rng.randint(10, 999)} {rng.randint(10_000, 9_999_999)}"
        ),
        "email": lambda: f"{phrase(rng, 1).lower()}@{phrase(rng, 1).lower()}.com",
        "text": lambda: phrase(rng, 4) if rng.random() < 0.7 else rng.choice(_TEXTS.split("|")),
    }[kind]()  # fmt: skip
    return text, text
