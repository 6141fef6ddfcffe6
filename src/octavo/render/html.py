"""Document to a whole HTML page, made from its markdown."""

from __future__ import annotations

import html

from markdown_it import MarkdownIt

from octavo.documents import Document
from octavo.render import markdown


def render(document: Document) -> str:
    """A complete page; every element carries the id it has in `bounding_boxes`."""
    # html=True lets our own table and figure tags through; text was escaped by `markdown`.
    body = MarkdownIt("commonmark", {"html": True}).render(markdown.render(document, ids=True))
    title = html.escape(document.title or "Document")
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body>\n{body}</body></html>\n"
    )
