"""Papers made for training whose values have no labels: heads, contact lines, titles, sentences.

The head names who issued the paper, a line below it holds a city, a phone number, an address of
mail; sentences say what a value is before or after it.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tools import training_words as words
from tools.finder_sources import Sample
from tools.training_page import Paper
from tools.training_sheets import LANGUAGES, attributes, near, phrase, said, schema_of, value_of

_SAID = {
    "en": "The {l} is {v}.|The {l} will be {v}.|{L}: {v}, as agreed.|A {l} of {v} applies.|We note "
    "a {l} of {v} in this case.|Please observe the {l} ({v}).",
    "de": "Die {l} beträgt {v}.|Als {l} gilt {v}.|Der {l} ist {v}.|Mit {l} {v} ist zu rechnen.",
    "fr": "Le {l} est de {v}.|La {l} est fixée à {v}.|Il est prévu un {l} de {v}.",
    "es": "El {l} será de {v}.|La {l} es {v}.|Se establece un {l} de {v}.",
    "it": "Il {l} è di {v}.|La {l} è fissata in {v}.",
    "pt": "O {l} é de {v}.|A {l} será {v}.",
    "nl": "De {l} bedraagt {v}.|Het {l} is {v}.",
}
_TALK = {
    "en": "We refer to our earlier letter and to the documents that were sent with it.|Nothing in "
    "this paper changes what was agreed before between those who signed.|Further copies can be "
    "had from our office at any time during opening hours.",
    "de": "Wir beziehen uns auf unser früheres Schreiben und die beigefügten Unterlagen.|Im "
    "Übrigen bleibt es bei dem, was zwischen den Beteiligten früher vereinbart wurde.",
    "fr": "Nous nous référons à notre lettre précédente et aux pièces qui y étaient jointes.|Pour "
    "le reste, ce qui a été convenu auparavant demeure inchangé.",
    "es": "Nos remitimos a nuestra carta anterior y a los documentos que la acompañaban.|En lo "
    "demás queda en pie lo que se acordó anteriormente.",
    "it": "Facciamo riferimento alla nostra lettera precedente e ai documenti allegati alla "
    "stessa.",
    "pt": "Referimo-nos à nossa carta anterior e aos documentos que a acompanhavam na altura.",
    "nl": "Wij verwijzen naar onze eerdere brief en naar de stukken die daarbij waren gevoegd.",
}
_WRITE = {
    "en": "Please send your papers to {m} by {d}.|Replies are welcome until {d} at {m}.",
    "de": "Bitte senden Sie Ihre Unterlagen bis zum {d} an {m}.",
    "fr": "Merci d'envoyer vos documents à {m} avant le {d}.",
    "es": "Envíe sus documentos a {m} antes del {d}.",
    "it": "Inviare i documenti a {m} entro il {d}.",
    "pt": "Envie os seus documentos para {m} até {d}.",
    "nl": "Stuur uw stukken voor {d} naar {m}.",
}
_PEOPLE = "landlord tenant buyer seller borrower lender employer employee owner guest director"
_ISSUERS = (
    "company_name", "organization", "issuer_name", "employer_name", "insurer", "hotel_name",
    "bank_name", "laboratory", "provider_name", "supplier_name", "school_name", "vendor",
)  # fmt: skip
_TITLES = ("title", "document_title", "report_title", "name_of_document", "heading")
_TEXT: dict[str, Any] = {"type": "string"}


class _Letter:
    def __init__(self, rng: Random, name: str) -> None:
        self.rng, self.name = rng, name
        self.language = rng.choice(("en", "en", *LANGUAGES))
        self.known = self.language if self.language in words.LANGUAGES else "es"
        self.paper = Paper(rng, geometry=rng.random() < 0.9, drawn=rng.random() < 0.7)
        self.properties: dict[str, Any] = {}
        self.truth: dict[str, Any] = {}
        self.y = 40.0

    def ask(self, name: str, schema: dict[str, Any], value: Any) -> None:
        if name not in self.properties:
            self.properties[name], self.truth[name] = schema, value

    def head(self) -> None:
        """Who writes: an organisation with its address, or a person."""
        rng = self.rng
        firm = rng.random() < 0.7
        name = words.company(rng, self.known) if firm else words.person(rng)
        self.ask(
            rng.choice(_ISSUERS if firm else ("full_name", "name", "candidate_name")), _TEXT, name
        )
        size = rng.choice((10, 10, 14, 18))
        self.y = self.paper.lines(30, self.y, [name], size, head=size > 12 and rng.random() < 0.5)
        address = words.address(rng, self.known)
        if firm and rng.random() < 0.8:
            self.y = self.paper.lines(30, self.y, address)
            self.ask(
                rng.choice(("address", "company_address", "office_address")),
                _TEXT,
                ", ".join(address),
            )
        self.contacts(address[-1].split()[-1] if not firm else "")
        self.y += 10

    def contacts(self, city: str) -> None:
        """Phone, mail and city in a line or under one another, mostly without labels."""
        rng = self.rng
        phone, _ = value_of(rng, "phone", self.language, 0)
        mail, _ = value_of(rng, "email", self.language, 0)
        given = [(city, "city")] if city and rng.random() < 0.6 else []
        given += [(phone, "phone")] if rng.random() < 0.7 else []
        given += [(mail, "email")] if rng.random() < 0.7 else []
        for value, name in given:
            self.ask(name if rng.random() < 0.6 else f"contact.{name}", _TEXT, value)
        texts = [value for value, _ in given]
        if texts and rng.random() < 0.6:
            texts = [rng.choice((" | ", " · ", ", ", "   ")).join(texts)]
        self.y = self.paper.lines(30, self.y, texts) if texts else self.y

    def title(self) -> None:
        text = phrase(self.rng, 6)
        size = self.rng.choice((12, 14, 18, 20))
        self.paper.line(30, self.y, text, size, head=self.rng.random() < 0.8)
        self.ask(self.rng.choice(_TITLES), _TEXT, text)
        self.y += size * 2

    def sentences(self) -> list[Any]:
        """Facts told in running text; gives what was told."""
        rng = self.rng
        printed = attributes(rng, rng.randint(2, 6))
        texts = []
        for attribute in printed:
            value, text = value_of(rng, attribute[1], self.language, rng.choice((0, 1, 2, 3)))
            label = " ".join(said(rng, word, self.language) for word in attribute[0])
            form = rng.choice(_SAID[self.language].split("|"))
            texts.append(form.format(l=label, L=label.capitalize(), v=text))
            self.ask("_".join(attribute[0]), schema_of(rng, attribute[1], value), value)
        if rng.random() < 0.6:
            texts.append(self.roles())
        if rng.random() < 0.35:
            texts.append(self.invitation())
        texts += rng.sample(_TALK[self.language].split("|"), 1)
        rng.shuffle(texts)
        for part in range(0, len(texts), 3):
            self.y = self.paper.prose(30, self.y, " ".join(texts[part : part + 3])) + 6
        return printed

    def invitation(self) -> str:
        """Where to write by when."""
        rng = self.rng
        mail, _ = value_of(rng, "email", self.language, 0)
        day, text = value_of(rng, "date", self.language, 0)
        if not any("email" in name or "mail" in name for name in self.properties):
            self.ask(rng.choice(("contact_email", "email", "reply_to")), _TEXT, mail)
        day_schema = {"type": "string", "format": "date"}
        self.ask(rng.choice(("deadline", "due_date", "closing_date")), day_schema, day)
        return rng.choice(_WRITE[self.language].split("|")).format(m=mail, d=text)

    def roles(self) -> str:
        """Two people whose roles stand behind their names."""
        rng = self.rng
        one, two = rng.sample(_PEOPLE.split(), 2)
        names = [
            words.person(rng) if rng.random() < 0.6 else words.company(rng, self.known)
            for _ in "ab"
        ]
        for role, name in zip((one, two), names, strict=True):
            self.ask(rng.choice((role, f"{role}_name")), _TEXT, name)
        marks = rng.choice(
            (("(the ", ")"), ("(“", "”)"), ("(", ")"), ("(the “", "”)"), (", the ", ","))
        )
        told = [
            marks[0] + said(rng, role, self.language).capitalize() + marks[1] for role in (one, two)
        ]
        joint = rng.choice({"en": ("between {} and {}", "{} and {}")}.get(
            self.language, ("{} / {}", "{} und {}" if self.language == "de" else "{} e {}")
        ))  # fmt: skip
        return joint.format(f"{names[0]} {told[0]}", f"{names[1]} {told[1]}") + "."


def letter(rng: Random, name: str) -> Sample:
    """A letter or a profile: a head, a title, sentences, in some order."""
    made = _Letter(rng, name)
    if rng.random() < 0.3:
        made.title()
        made.head()
    else:
        made.head()
        if rng.random() < 0.6:
            made.title()
    printed = made.sentences()
    decoys = {
        "_".join(attribute[0]): schema_of(rng, attribute[1], 1) for attribute in near(rng, printed)
    }
    decoys |= {role: _TEXT for role in rng.sample(_PEOPLE.split(), 2)}
    taken = {part for key in made.properties for part in key.split("_")}
    decoys = {k: s for k, s in decoys.items() if not set(k.split("_")) <= taken}
    schema = {"type": "object", "properties": made.properties}
    return Sample("letter", name, made.paper.document(), schema, made.truth, decoys)
