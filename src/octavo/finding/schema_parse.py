"""Fields named in plain words: lists in sentences, bullets, "line items with x, y and z"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from octavo.finding.schema_words import is_collective, is_plural, key, named_type, singular, type_of

Fields = dict[str, dict[str, Any]]

_MAX_FIELDS = 200
_MAX_WORDS = 8
"""A field's name has no more words than this; longer stretches are talk."""
_LEAD = re.compile(
    r"^(?:(?:please|can you|could you|i(?:['’]d|\s+would)\s+like(?:\s+to)?|"
    r"(?:i|we)\s+(?:want|need)(?:\s+to)?|you should|make sure to|also|and|then|"
    r"(?:from|for|in|of)\s+(?:an?|the|this|these|each|every|all)\s+[^,:]{1,40}[,:]|"
    r"extract|get|find|pull(?:\s+out)?|give(?:\s+me)?|include|return|capture|collect|add|read|"
    r"show|identify|fetch|retrieve|know|see|have|create|generate|make|draft|build|schema|"
    r"what(?:['’]s|\s+is|\s+are|\s+was)?|who\s+is|when\s+is|which|how\s+(?:much|many)(?:\s+(?:is|are))?|"
    r"(?:with|for)?\s*(?:the\s+)?(?:following\s+)?(?:fields?|columns|keys|properties|data|"
    r"information|values)(?:\s+(?:such as|like|including|are|is))?|"
    r"for|with|me|us|the|a|an|its|their)(?:[\s:]+(?=\S)|(?<=[,:])))+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"\s+(?:from|in|on|of|for|to)\s+(?:the|this|these|each|every|any|an?)\s+(?:uploaded\s+)?"
    r"(?:documents?|files?|pdfs?|invoices?|receipts?|contracts?|forms?|pages?|reports?|statements?|"
    r"agreements?|schema)\b.*$",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"^(?P<name>.+?)\s*(?:[,:]?\s*(?:each\s+)?(?:with|containing|including|having|consisting of|"
    r"made up of)\s+|:\s*(?=[^:]*,))(?P<parts>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETS = re.compile(
    r"^(?P<name>[^()\[\]]+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]\s*(?P<rest>.*)$", re.S
)
_LIST_OF = re.compile(
    r"^(?:an?\s+|the\s+)?(?:list|array|table|set)s?\s+of\s+(?:all\s+)?(.+)$", re.I
)
_DESCRIBED = re.compile(
    r"^(?P<name>[^:–—]{1,60}?)\s*(?::|\s[-–—]\s|\s?[–—]\s?)\s*(?P<text>.+)$", re.S
)
_CHOICES = re.compile(r"^(?:either|one of|can be|values?)?[\s:]*(.+)$", re.I)


def fields_in(text: str) -> Fields:
    """The fields that a wish names, in its order, each with a type and what is told of it."""
    fields: Fields = {}
    for line in text.splitlines():
        if line.rstrip().endswith(":"):
            continue
        bullet = re.match(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+", line)
        line = line[bullet.end() :] if bullet else line
        for name, field in _line(line.strip(), whole=bool(bullet)):
            if name and len(fields) < _MAX_FIELDS:
                fields.setdefault(name, field)
    return fields


def _line(line: str, *, whole: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields of one line; a `whole` one (a bullet) is a single field and what it is."""
    if whole and (described := _DESCRIBED.match(line)) and not _PARTS.match(line):
        yield _field(described["name"], described["text"].strip())
        return
    for sentence in re.split(r"(?<=[.;!?])(?<!\d\.)\s+|[;；。]", line):
        wish = _TRAIL.sub("", _LEAD.sub("", sentence.strip(" .;!?\t"))).strip(" :")
        for item in [wish] if whole else _items(wish):
            if item:
                yield _field(item)


def _items(text: str) -> Iterator[str]:
    """The members of a list in words; "x with a, b and c" is one of them, up to its last part."""
    held: list[str] = []
    for item, joined_by_and in _split(text):
        if held:
            held.append(item)
            if joined_by_and:
                yield _PARTS_JOIN.join(held)
                held = []
        elif _OPENS_PARTS.search(item):
            held = [item]
        else:
            yield item
    if held:
        yield _PARTS_JOIN.join(held)


_PARTS_JOIN = ", "
_OPENS_PARTS = re.compile(r"\b(?:with|containing|including|having)\s+\S|\w:\s*\S", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*,\s*(?:and|as well as|plus|und|et|y)\s+|\s+(?:and|as well as|plus|und|et|y|&)\s+|"
    r"\s*[,，、]\s*",
    re.IGNORECASE,
)
_NO_FIELDS = frozenset({"please", "thanks", "thank_you", "etc", "so_on", "more", "everything"})


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """The items between commas and "and"s outside brackets, with whether "and" stood before."""
    start, word = 0, False
    for match in _SEPARATOR.finditer(text):
        before = text[: match.start()]
        if before.count("(") + before.count("[") > before.count(")") + before.count("]"):
            continue
        yield text[start : match.start()].strip(), word
        start, word = match.end(), match[0].strip() not in (",", "，", "、")
    yield text[start:].strip(), word


def _field(phrase: str, description: str = "") -> tuple[str, dict[str, Any]]:
    """A property name and its schema; ("", {}) for what is no field's name."""
    phrase = _LEAD.sub("", phrase).strip(" .:")
    if bracketed := _BRACKETS.match(phrase):
        return _bracketed(bracketed["name"], bracketed["inner"], description)
    if (parts := _PARTS.match(phrase)) and not description:
        return _record(parts["name"], parts["parts"])
    if listed := _LIST_OF.match(phrase):
        return _list(listed[1])
    name = re.sub(r"^(?:whether|if)\s+(?:the\s+|it\s+)?", "", phrase, flags=re.I)
    if not key(name) or key(name) in _NO_FIELDS or len(name.split()) > _MAX_WORDS:
        return "", {}
    several = is_plural(name) or re.match(r"all\s", phrase, re.I)
    one = type_of(singular(phrase) if several else phrase)
    if several and one == {"type": "string"}:
        return _list(name, description)
    return key(name), one | _told(description)


def _bracketed(name: str, inner: str, description: str) -> tuple[str, dict[str, Any]]:
    """ "total (number)", "status (open or closed)", "lines (item, price)", "date (of signing)"."""
    if (kind := named_type(inner)) is not None:
        return key(name), kind | _told(description)
    if re.search(r"\bor\b|/|\||^(?:one of|either)\b", inner, re.I) and not is_plural(name):
        listed = _CHOICES.match(inner)
        parts = re.split(r"\s*(?:,|/|\||\bor\b)\s*", listed[1] if listed else inner)
        choices = [part.strip(" '\"") for part in parts if part.strip(" '\"")]
        return key(name), {"type": "string", "enum": choices} | _told(description)
    if "," in inner or is_plural(name) or _LIST_OF.match(name):
        return _record(name, inner)
    return key(name), type_of(name) | _told(description or inner)


def _record(name: str, parts: str) -> tuple[str, dict[str, Any]]:
    """Things with parts: a list of objects for several, an object for one."""
    listed = _LIST_OF.match(name)
    name = listed[1] if listed else name
    fields = dict(_field(part) for part, _ in _split(parts.strip(" .")) if part)
    fields.pop("", None)
    record = {"type": "object", "properties": fields} if fields else {"type": "string"}
    if listed or is_plural(name) or is_collective(name):
        return key(name), {"type": "array", "items": record}
    return key(name), record


def _list(name: str, description: str = "") -> tuple[str, dict[str, Any]]:
    if parts := _PARTS.match(name):
        return _record(f"list of {parts['name']}", parts["parts"])
    items = type_of(singular(name))
    return key(name), {"type": "array", "items": items} | _told(description)


def _told(description: str) -> dict[str, Any]:
    return {"description": description} if description else {}
