"""What the elements of a page mean: which are blocks, which are hidden, which is the main part."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from octavo.formats.web.dom import Node, attribute

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main"}
    | {"menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td"}
    | {"tfoot", "th", "thead", "tr", "ul", "listing", "xmp", "plaintext", "option", "optgroup"}
)
"""Elements that begin and end a paragraph."""

SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "canvas"}
    | {"audio", "video", "svg", "head", "button", "datalist", "map", "noframes", "frameset", "rp"}
)
"""Elements whose content is not text of the page."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em", "cite", "dfn", "var"})
STRUCK = frozenset({"s", "strike", "del"})
CODE = frozenset({"code", "kbd", "samp", "tt"})

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_SCREEN_READERS = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"})
_MAIN_SHARE = 0.2
_MAIN_CHARACTERS = 200


def hidden(node: Node) -> bool:
    """Whether a reader of the page never sees the element."""
    attributes = node.attributes
    if not attributes:
        return node.tag == "dialog"
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if node.tag == "dialog" and "open" not in attributes:
        return True
    if _HIDING.search(attributes.get("style") or ""):
        return True
    return not _SCREEN_READERS.isdisjoint((attributes.get("class") or "").lower().split())


def is_navigation(node: Node) -> bool:
    return node.tag == "nav" or attribute(node, "role") == "navigation"


def main_parts(page: LexborHTMLParser) -> frozenset[int]:
    """The elements that hold what the page is about, by `mem_id`; none if it does not say so.

    They are `main` or its role, else a lone `article` beside navigation. A part with hardly any
    of the page's text (a shell that a script would fill) is not believed.
    """
    body = page.body
    if body is None:
        return frozenset()
    found = [node for node in body.css("main, [role=main]") if not hidden(node)]
    if not found:
        articles = body.css("article")
        beside = body.css_first("nav, [role=navigation], header, footer, aside")
        found = articles if len(articles) == 1 and beside is not None else []
    length = sum(len(node.text(deep=True).split()) for node in found[:1])
    whole = len(body.text(deep=True).split())
    if not found or (length < _MAIN_SHARE * whole and length * 6 < _MAIN_CHARACTERS):
        return frozenset()
    return frozenset(node.mem_id for node in found)
