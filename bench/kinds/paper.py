"""One document while it is made: what is printed, what is asked for, what is true."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from bench.kinds.facts import LANGUAGES, YES, Fact, Facts
from bench.kinds.sheet import Pair, Sheet

Asked = tuple[str, dict[str, Any]]
"""A field's dotted path, or several parted by `|` of which one is drawn, and its schema."""
TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "number"}
INTEGER: dict[str, Any] = {"type": "integer"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
TRUTH: dict[str, Any] = {"type": "boolean"}


@cache
def labels() -> dict[str, list[list[str]]]:
    """Wordings by key, for every language in the order of LANGUAGES."""
    found = {}
    for line in Path(__file__).with_name("labels.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            key, *said = (part.strip() for part in line.split(";"))
            found[key] = [one.split("|") for one in said]
    return found


class Paper:
    """`properties` and `truth` grow as facts are printed."""

    def __init__(self, path: Path, rng: Random, language: str) -> None:
        self.rng, self.language = rng, language
        self.facts = Facts(rng, language)
        self.sheet = Sheet(path, rng)
        self.properties: dict[str, Any] = {}
        self.truth: dict[str, Any] = {}
        self.waiting: list[Pair] = []

    def label(self, key: str) -> str:
        return self.rng.choice(labels()[key][LANGUAGES.index(self.language)])

    def in_words(self, choices: str) -> str:
        return self.facts.in_words(choices)

    def ask(self, path: str, schema: dict[str, Any], value: Any) -> None:
        """Ask for a field; some schemas are nullable, titled or referred to as users have it."""
        *parents, name = self.rng.choice(path.split("|")).split(".")
        fields, truth = self.properties, self.truth
        for parent in parents:
            inner = fields.setdefault(parent, {"type": "object", "properties": {}})
            fields, truth = inner["properties"], truth.setdefault(parent, {})
        fields[name] = self._dressed(schema)
        truth[name] = value

    def _dressed(self, schema: dict[str, Any]) -> dict[str, Any]:
        dress = self.rng.random()
        if dress < 0.15 and "enum" not in schema:
            return {"anyOf": [schema, {"type": "null"}]}
        if dress < 0.25 and "enum" not in schema:
            return schema | {"type": [schema["type"], "null"]}
        if dress < 0.32 and schema == DAY:
            return {"$ref": "#/$defs/Day"}
        return schema

    def fact(self, path: str, schema: dict[str, Any], key: str, fact: Fact) -> Fact:
        """A labelled fact that is asked for; printed with the next `facts_out`."""
        self.ask(path, schema, fact.value)
        self.waiting.append((self.label(key), fact.lines))
        return fact

    def maybe(self, path: str, schema: dict[str, Any], key: str, fact: Fact) -> None:
        """A fact that only some documents have, asked for all the same: then its truth is null."""
        if self.rng.random() < 0.7:
            self.fact(path, schema, key, fact)
        else:
            self.ask(path, schema, None)

    def facts_out(self, *, shuffled: bool = True) -> None:
        """Print what waits."""
        if shuffled:
            self.rng.shuffle(self.waiting)
        if self.waiting:
            self.sheet.pairs(self.waiting)
        self.waiting = []

    def head(self, path: str, address: str = "") -> None:
        """Who issued the paper, at its head and without a label."""
        name, place = self.facts.company(), self.facts.address()
        self.ask(path, TEXT, name.value)
        if address:
            self.ask(address, TEXT, place.value)
        lines = [name.text, *place.lines]
        if self.rng.random() < 0.5:
            lines.append(self.facts.phone().text)
        self.sheet.lines(lines, bold_first=self.rng.random() < 0.6)

    def ticked(self, path: str, key: str) -> None:
        """A yes or no: as boxes to tick, or as a word among the facts."""
        fact = self.facts.truth()
        if self.rng.random() < 0.5:
            self.fact(path, TRUTH, key, fact)
        else:
            self.ask(path, TRUTH, fact.value)
            self.sheet.choices(self.label(key), YES[self.language].split("|"), fact.text)

    def chosen(self, path: str, key: str, choices: dict[str, str]) -> None:
        """A member of an enum: a row of boxes, or a word among the facts."""
        fact = self.facts.one_of(choices)
        schema = {"type": "string", "enum": list(choices)}
        self.ask(path, schema, fact.value)
        if self.rng.random() < 0.4:
            options = [self.in_words(said) for said in choices.values()]
            self.sheet.choices(self.label(key), options, fact.text)
        else:
            self.waiting.append((self.label(key), fact.lines))

    def table(
        self, path: str, columns: list[tuple[str, dict[str, Any], str]], rows: list[list[Fact]]
    ) -> None:
        """Records: columns of (property names, schema, label key)."""
        names = [self.rng.choice(names.split("|")) for names, _, _ in columns]
        fields = {name: schema for name, (_, schema, _) in zip(names, columns, strict=True)}
        item = {"type": "object", "properties": fields}
        values = [{name: fact.value for name, fact in zip(names, row, strict=True)} for row in rows]
        self.ask(path, {"type": "array", "items": item}, values)
        numeric = {i for i, (_, s, _) in enumerate(columns) if s["type"] in ("number", "integer")}
        heads = [self.label(key) for _, _, key in columns]
        self.sheet.table(heads, [[fact.text for fact in row] for row in rows], numeric)

    def paragraph(self, text: str) -> None:
        self.sheet.paragraph(text)

    def schema(self) -> dict[str, Any]:
        day = DAY | {"description": "ISO date"}
        return {"type": "object", "properties": self.properties, "$defs": {"Day": day}}
