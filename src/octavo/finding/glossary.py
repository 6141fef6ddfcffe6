"""Words of labels by sense, so that a field named in one language finds labels in another.

`glossary.txt` lists senses, a line each, with the words of seven languages for them. A compound
("Zählernummer") is parted into words it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from octavo.finding import lexicon as lx

_LINKS = ("", "s", "n", "en", "es", "e")
_LEAST_PART = 4


@dataclass(frozen=True)
class Term:
    """One word of a label or a field's name, or a part of a compound, and its senses."""

    word: str
    senses: frozenset[int]

    def like(self, other: Term) -> bool:
        """Whether both share a sense, or are the same word but for an ending."""
        if self.senses and other.senses:
            return bool(self.senses & other.senses)
        return lx.alike(self.word, other.word)


@lru_cache(maxsize=60_000)
def terms(words: tuple[str, ...]) -> tuple[Term, ...]:
    """The terms of folded words, empty ones left out, compounds parted and "check in" joined."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] + word in _senses():
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(term for word in joined if word not in lx.EMPTY for term in _parted(word))


def senses(word: str) -> frozenset[int]:
    """What a folded word may mean, also without its plural or case ending."""
    known = _senses()
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("n")):
        if found := known.get(form):
            return found
    return frozenset()


def is_english(word: str) -> bool:
    """Whether the glossary has a word as an English one, or in no language."""
    return word in _english() or not _senses().get(word)


@cache
def _english() -> frozenset[str]:
    text = resources.files("octavo.finding").joinpath("glossary.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() for word in line.split(";")[0].split())


def sense(word: str) -> frozenset[int]:
    """The senses of an English word of the glossary, which must know it."""
    return _senses()[word]


@cache
def _senses() -> dict[str, frozenset[int]]:
    text = resources.files("octavo.finding").joinpath("glossary.txt").read_text("utf-8")
    found: dict[str, set[int]] = {}
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            for word in line.replace(";", " ").split():
                found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=60_000)
def _parted(word: str) -> tuple[Term, ...]:
    known = senses(word)
    if known or len(word) < 2 * _LEAST_PART or not word.isalpha():
        return (Term(word, known),)
    for cut in range(len(word) - 2, _LEAST_PART - 2, -1):
        tail = senses(word[cut:])
        if tail and (head := _head(word[:cut])):
            return (*head, Term(word[cut:], tail))
    return (Term(word, known),)


def _head(text: str) -> tuple[Term, ...]:
    """The first part of a compound with or without the letters that link it; () for none."""
    for link in _LINKS:
        stem = text.removesuffix(link) if link else text
        if len(stem) >= _LEAST_PART - 1 and (found := senses(stem)):
            return (Term(stem, found),)
    return _parted(text) if len(_parted(text)) > 1 else ()
