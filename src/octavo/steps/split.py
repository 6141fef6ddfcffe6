"""POST /split: the pages of a document by topic, each page in its best topic or in none."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.documents import Document
from octavo.finding import topics as finding


@dataclass(frozen=True)
class Topic:
    """What pages are asked for: a name, unique within a request, and what is meant by it."""

    name: str
    description: str = ""


def run(document: Document, topics: list[Topic]) -> dict[str, list[int]]:
    """Topic name to its page numbers, ascending; a topic the document lacks has an empty list."""
    splits: dict[str, list[int]] = {topic.name: [] for topic in topics}
    asked = [(topic.name, topic.description) for topic in topics]
    for page, place in zip(document.pages, finding.assign(document.pages, asked), strict=True):
        if place is not None:
            splits[topics[place].name].append(page.number)
    return splits
