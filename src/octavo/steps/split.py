"""POST /split: the pages of a document by topic, each page in its best topic or in none."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.documents import Document, Page
from octavo.finding import llm
from octavo.finding import topics as embedded


@dataclass(frozen=True)
class Topic:
    """What pages are asked for: a name, unique within a request, and what is meant by it."""

    name: str
    description: str = ""


def run(document: Document, topics: list[Topic]) -> dict[str, list[int]]:
    """Topic name to its page numbers, ascending; a topic the document lacks has an empty list.

    Raises ProcessingError if a language model is configured and does not answer.
    """
    splits: dict[str, list[int]] = {topic.name: [] for topic in topics}
    asked = [(topic.name, topic.description) for topic in topics]
    for page, place in zip(document.pages, _assigned(document.pages, asked), strict=True):
        if place is not None:
            splits[topics[place].name].append(page.number)
    return splits


def _assigned(pages: list[Page], topics: list[tuple[str, str]]) -> list[int | None]:
    """The place of each page's topic: by the language model if one is configured."""
    if not llm.is_configured():
        return embedded.assign(pages, topics)
    from octavo.finding.llm import client
    from octavo.finding.llm import topics as by_model

    return by_model.assign(client.connected(), pages, topics)
