"""How much a document's word says of a topic: the same letters, or a meaning close by.

Letters are compared by common beginnings, which serve for stems in any language that inflects at
the end, and by words inside compounds. Meanings are compared by word vectors, where both words
are known to them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from octavo.finding import word_vectors
from octavo.finding.topics_text import tokens

Matrix = npt.NDArray[np.float32]
Column = npt.NDArray[np.float32]

MEANING, CLOSE = 0.85, 0.36
"""What a word of the same meaning counts, where the word itself counts 1, and the least likeness
of two word vectors that counts for anything."""
DRIFT, NEAR = 0.5, 0.2
"""The same for likeness to all the topic's words together."""
_STEM, _TAIL = 4, 4
"""A common beginning has at least so many letters, and the endings at most so many."""
_COMPOUND = 5
_SAMPLE = slice(200, 20_000, 20)
"""Common words against which it is seen how much a topic is like anything at all."""


def relevance(vocabulary: Sequence[str], topics: Sequence[tuple[str, str]]) -> Matrix:
    """Words by topics, 0..1 each: how much a word is the topic's (name, description) own."""
    rows = word_vectors.vectors(vocabulary)
    sample = word_vectors.sample(_SAMPLE)
    columns = [_relevance(vocabulary, rows, sample, *topic) for topic in topics]
    return np.stack(columns, axis=1)


def _relevance(
    vocabulary: Sequence[str], rows: Matrix, sample: Matrix, name: str, description: str
) -> Column:
    weights = term_weights(name, description)
    best = _by_meaning(rows, weights)
    for term, weight in weights.items():
        best = np.maximum(best, weight * _by_letters(vocabulary, term))
    above: Column = np.maximum(best - _by_meaning(sample, weights).mean(), 0)
    return above


def term_weights(name: str, description: str) -> dict[str, float]:
    """The topic's words with their weights; rare words, which say more, weigh more."""
    words = {word for text in (name, description) for word in tokens(text.replace("_", " "))}
    weights = {word: rarity(word) ** 0.75 for word in sorted(words)}
    greatest = max(weights.values(), default=1.0)
    return {word: weight / greatest for word, weight in weights.items()}


def rarity(word: str) -> float:
    """From 0.2 for the commonest words to 1 for rare and unknown ones, by Zipf's law."""
    rank = word_vectors.rank(word)
    return 1.0 if rank is None else float(np.clip((np.log(rank + 1) - 3) / 6, 0.2, 1.0))


def _by_meaning(rows: Matrix, weights: dict[str, float]) -> Column:
    """Likeness of word vectors to the topic's nearest word, or to all of them together."""
    best = np.zeros(len(rows), dtype=np.float32)
    if not weights:
        return best
    terms = word_vectors.vectors(list(weights))
    shares = np.array(list(weights.values()), dtype=np.float32)
    for term, share in zip(terms, shares, strict=True):
        best = np.maximum(best, share * _scaled(rows @ term, CLOSE, MEANING))
    whole = shares @ terms
    whole /= np.linalg.norm(whole) + 1e-9
    return np.maximum(best, _scaled(rows @ whole, NEAR, DRIFT))


def _scaled(likeness: Column, least: float, most: float) -> Column:
    scaled: Column = most * np.clip((likeness - least) / (1 - least), 0, 1)
    return scaled


def _by_letters(vocabulary: Sequence[str], term: str) -> Column:
    return np.array([letter_likeness(word, term) for word in vocabulary], dtype=np.float32)


def letter_likeness(word: str, term: str) -> float:
    """1 for the same word, less for a shared stem or a word inside a compound, else 0."""
    if word == term:
        return 1.0
    short, long = sorted((word, term), key=len)
    common = _common_beginning(short, long)
    tail = len(long) - common
    if common == len(short) >= _STEM and tail <= (2 if common > _STEM else 1):
        return 0.95
    if common > _STEM and tail <= _TAIL and common >= 0.6 * len(long):
        return common / len(long)
    if len(short) >= _COMPOUND and short in long:
        return 0.7
    return 0.6 if len(short) >= _COMPOUND + 2 and short[:-2] in long else 0.0


def _common_beginning(one: str, two: str) -> int:
    for place, (a, b) in enumerate(zip(one, two, strict=False)):
        if a != b:
            return place
    return min(len(one), len(two))
