"""What a field's name says of its type: "due date" is a date, "total" a number."""

from __future__ import annotations

import re
from typing import Any

_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "text": {"type": "string"},
    "number": {"type": "number"},
    "float": {"type": "number"},
    "decimal": {"type": "number"},
    "currency": {"type": "number"},
    "integer": {"type": "integer"},
    "int": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "bool": {"type": "boolean"},
    "yes/no": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "yyyy-mm-dd": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "email": {"type": "string", "format": "email"},
    "url": {"type": "string", "format": "uri"},
    "list": {"type": "array", "items": {"type": "string"}},
    "array": {"type": "array", "items": {"type": "string"}},
}
_DATES = re.compile(r"\b(?:date|dates|deadline|birthday|dob|datum|fecha|data|expiry|expiration)\b")
_IDENTIFIERS = re.compile(r"\b(?:number|no|nr|id|code|reference|ref|iban|zip|phone|fax|sku)\b")
_COUNTS = re.compile(r"^(?:number|count) of\b|\b(?:count|age|year|years|pages|headcount)\b")
_NUMBERS = re.compile(
    r"\b(?:amounts?|totals?|subtotal|prices?|costs?|sums?|tax|vat|balance|fees?|salary|wages?|rent|"
    r"rates?|percent|percentage|quantity|quantities|qty|weight|height|width|length|discount|"
    r"revenue|profit|income|expenses?|payment|deposit|premium|value|score|hours|price|betrag|summe|"
    r"montant|prix|importe|precio|totale|importo)\b"
)
_TRUTHS = re.compile(r"^(?:whether|if|is|are|has|have|was|does|do|can)\b|\bflag$")
_SINGULAR_S = re.compile(
    r"(?:ss|us|is|ics|news|series|species|terms|details|goods|works|address|hours|years|pages|"
    r"savings|earnings|contents|expenses|headquarters|means|basis)$"
)


def named_type(word: str) -> dict[str, Any] | None:
    """The type that a word such as "number" or "date" names, None for any other."""
    found = _TYPES.get(word.strip().lower())
    return None if found is None else dict(found)


def type_of(phrase: str) -> dict[str, Any]:
    """The likeliest type of a field that is called `phrase`."""
    text = phrase.lower().strip()
    if _TRUTHS.search(text):
        return {"type": "boolean"}
    if _COUNTS.search(text):
        return {"type": "integer"}
    for word, kind in (("email", "email"), ("e-mail", "email"), ("url", "uri"), ("website", "uri")):
        if re.search(rf"\b{word}\b", text):
            return {"type": "string", "format": kind}
    if _DATES.search(text):
        return {"type": "string", "format": "date"}
    if _IDENTIFIERS.search(text):
        return {"type": "string"}
    return {"type": "number"} if _NUMBERS.search(text) else {"type": "string"}


def is_plural(phrase: str) -> bool:
    """Whether an English phrase means several things by its head: its last word before "of"."""
    head = re.split(r"\b(?:of|for|in|on|per|by)\b", phrase.strip())[0].split()
    last = head[-1].lower() if head else ""
    return len(last) > 3 and last.endswith("s") and not _SINGULAR_S.search(last)


def is_collective(phrase: str) -> bool:
    """Whether a phrase in the singular means entries of a list, as "work experience"."""
    return bool(re.search(r"\b(?:experience|history|education|inventory|equipment)$", phrase, re.I))


def singular(phrase: str) -> str:
    """An English plural's singular: "line items" to "line item"."""
    if phrase.endswith("ies") and len(phrase) > 4:
        return phrase[:-3] + "y"
    return (
        re.sub(r"(?:(?<=[sx])|(?<=[cs]h))es$|(?<!s)s$", "", phrase) if is_plural(phrase) else phrase
    )


def key(phrase: str) -> str:
    """A property name: words of letters and digits joined by underscores."""
    words = re.findall(r"\w+", phrase.lower().replace("'s", "").replace("’s", ""))
    while len(words) > 1 and words[0] in {"the", "a", "an", "any", "all", "every", "each", "their"}:
        words.pop(0)
    return "_".join(words)[:60].strip("_")
