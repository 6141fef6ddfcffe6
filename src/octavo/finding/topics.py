"""Pages to topics: each page its best topic, or none, and changes of topic where something begins.

Every word of a page speaks for the topics it is closer to than to the others. The pages then are
a hidden Markov chain: its states are the topics and "none", and a change of state costs more
where two pages belong together (`topics_seams`). Once a first path is found, pages that are
sure teach what their topic's other pages look like, and the path is found again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from octavo.documents import Page
from octavo.finding.topics_match import rarity, relevance
from octavo.finding.topics_seams import seams
from octavo.finding.topics_sections import Titles, titles
from octavo.finding.topics_text import PageText, page_text

Matrix = npt.NDArray[np.float64]
States = npt.NDArray[np.int_]

NONE = 0.085
"""The evidence that "none" always has; a page needs more to be of a topic."""
UNNAMED, PARTED = 0.18, 0.12
"""The same on a page under a heading that names no topic, where most topics have a heading; and
from what share of likely seams the pages are many documents, whose titles tell less."""
SHARPNESS = 14.0
"""How many times the evidence of a page counts against the costs of change."""
CHANGE = 2.0
"""How many times the log-odds of a seam count as the cost of another topic there."""
LEARNT, SURE, ROUNDS = 0.1, 0.08, 2
"""What likeness to a topic's sure pages counts, by what margin pages are sure, how often."""
STRONGER, ALIKE = 1.4, 0.2
"""A stretch of pages is doubted if another of its topic is so much stronger and they are less
alike than this."""
K1, SHARED, LENGTH = 3.0, 0.4, 0.7
TITLED, NAMED, HEADED, ELSEWHERE = 0.35, 0.2, 0.6, 0.5
"""What the headings a page stands under count beside its words; from what likeness headings are a
topic's own, from what share a page surely is under one; what is left of the evidence for a topic
whose headings are on other pages."""


def assign(pages: list[Page], topics: Sequence[tuple[str, str]]) -> list[int | None]:
    """For every page the place of its topic (name, description) in `topics`, or None."""
    if not pages or not topics:
        return [None] * len(pages)
    texts = [page_text(page) for page in pages]
    counts, words = _counts(texts)
    odds = seams(pages, texts)
    gaps = np.array(odds)
    under = titles(pages, odds, [text.contents for text in texts])
    titled = _titled(under, topics)
    told = _evidence(counts, words, topics)
    none = np.full(len(pages), NONE)
    if (gaps > 0).sum() <= PARTED * len(gaps):
        told = _elsewhere(told, titled, under)
        none = _none(titled, under)
    told = told + TITLED * titled
    for place, text in enumerate(texts):
        if text.contents:
            told[place] = 0
    path = _path(told, gaps, none)
    for _ in range(ROUNDS):
        path = _path(told + LEARNT * _learnt(counts, told, path), gaps, none)
    path = _without_doubtful(path, counts, told, gaps)
    return [None if state == len(topics) else int(state) for state in path]


def _counts(texts: list[PageText]) -> tuple[Matrix, list[str]]:
    """Pages by words: how much of a page each word is, damped as in BM25, times how telling."""
    words = sorted({word for text in texts for word in text.words})
    place = {word: number for number, word in enumerate(words)}
    counts = np.zeros((len(texts), len(words)))
    for row, text in enumerate(texts):
        for word, weight in text.words.items():
            counts[row, place[word]] = weight
    spread = (counts > 0).sum(axis=0)
    telling = np.sqrt(np.log(1 + len(texts) / spread) / np.log(1 + len(texts)))
    counts = counts * (1 + K1) / (counts + K1)
    result: Matrix = counts * telling * np.array([rarity(word) ** 1.5 for word in words])
    return result, words


def _evidence(counts: Matrix, words: list[str], topics: Sequence[tuple[str, str]]) -> Matrix:
    """Pages by topics: the summed relevance of a page's words, beyond what other topics share."""
    close = relevance(words, topics).astype(np.float64)
    if len(topics) > 1:
        others = (close.sum(axis=1, keepdims=True) - close) / (len(topics) - 1)
        close = np.maximum(close - SHARED * others, 0)
    size = counts.sum(axis=1, keepdims=True) ** LENGTH
    result: Matrix = counts @ close / np.maximum(size, 1e-9)
    return result


def _titled(under: list[Titles], topics: Sequence[tuple[str, str]]) -> Matrix:
    """Pages by topics: how much the headings a page stands under name a topic, and no other."""
    words = sorted({word for page in under for word in page})
    result = np.zeros((len(under), len(topics)))
    if not words:
        return result
    close = relevance(words, topics).astype(np.float64)
    if len(topics) > 1:
        first, second = np.sort(close, axis=1)[:, [-1]], np.sort(close, axis=1)[:, [-2]]
        close = np.maximum(close - np.where(close < first, second, 0), 0)
    place = {word: number for number, word in enumerate(words)}
    for row, page in enumerate(under):
        if page:
            weights = np.array([weight * rarity(word) for word, weight in page.items()])
            told = weights @ close[[place[word] for word in page]]
            result[row] = max(page.values()) * told / weights.sum()
    return result


def _elsewhere(told: Matrix, titled: Matrix, under: list[Titles]) -> Matrix:
    """The evidence, less for topics that have headings of their own on other pages."""
    strong = np.array([max(page.values(), default=0.0) >= HEADED for page in under])
    best = titled.max(axis=0, keepdims=True)
    other = strong[:, None] & (best >= NAMED) & (titled < best / 2)
    result: Matrix = np.where(other, ELSEWHERE * told, told)
    return result


def _none(titled: Matrix, under: list[Titles]) -> Matrix:
    """The evidence for no topic: more under a heading that names none, where most have theirs."""
    strong = np.array([max(page.values(), default=0.0) >= HEADED for page in under])
    usual = (titled.max(axis=0) >= NAMED).mean() >= 0.5
    unnamed = strong & (titled.max(axis=1) < NAMED / 2) & usual
    result: Matrix = np.where(unnamed, UNNAMED, NONE)
    return result


def _learnt(counts: Matrix, told: Matrix, path: States) -> Matrix:
    """Likeness of each page to the other pages that surely are of a topic."""
    rows = _unit_rows(counts)
    out = np.zeros_like(told)
    for topic in range(told.shape[1]):
        others = np.delete(told, topic, axis=1).max(axis=1, initial=0)
        sure = np.flatnonzero((path == topic) & (told[:, topic] > others + SURE))
        if len(sure):
            likeness = rows @ rows[sure].T
            likeness[sure, np.arange(len(sure))] = 0
            out[:, topic] = likeness.max(axis=1)
    return out


def _unit_rows(counts: Matrix) -> Matrix:
    rows: Matrix = counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)
    return rows


def _without_doubtful(path: States, counts: Matrix, told: Matrix, gaps: Matrix) -> States:
    """The path without stretches that a topic drew only for want of a better one.

    Such a stretch is weaker than another of the same topic and has little in common with it.
    """
    rows, none = _unit_rows(counts), told.shape[1]
    stretches = _stretches(path, gaps)
    kept = path.copy()
    for pages in stretches:
        topic = path[pages[0]]
        peers = [p for p in stretches if path[p[0]] == topic and p is not pages]
        if topic == none or not peers:
            continue
        stronger = max(told[p, topic].mean() for p in peers) > STRONGER * told[pages, topic].mean()
        alike = max((rows[pages] @ rows[p].T).max() for p in peers) >= ALIKE
        if stronger and not alike:
            kept[pages] = none
    return kept


def _stretches(path: States, gaps: Matrix) -> list[list[int]]:
    """Pages that follow each other in one state without a likely seam between them."""
    stretches = [[0]]
    for page in range(1, len(path)):
        if path[page] != path[page - 1] or gaps[page - 1] > 0:
            stretches.append([])
        stretches[-1].append(page)
    return stretches


def _path(told: Matrix, gaps: Matrix, none: Matrix) -> States:
    """The best chain of topics, "none" being the last state (Viterbi)."""
    emission = SHARPNESS * np.hstack([told, none[:, None]])
    cost = CHANGE * np.logaddexp(0, -gaps)
    best = emission[0]
    back = np.zeros(emission.shape, dtype=int)
    for page in range(1, len(emission)):
        leap = best.max() - cost[page - 1]
        stay = best >= leap
        back[page] = np.where(stay, np.arange(len(best)), best.argmax())
        best = np.where(stay, best, leap) + emission[page]
    path = [int(best.argmax())]
    for page in range(len(emission) - 1, 0, -1):
        path.append(int(back[page][path[-1]]))
    return np.array(path[::-1])
