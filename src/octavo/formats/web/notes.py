"""Footnotes of a page: the links that refer to a note, and the notes they lead to.

There is no element for notes. A link within the page is a reference if its text is a note's
symbol and its role, class, place (raised) or brackets say so; what it leads to is the note.
"""

from __future__ import annotations

import re

from octavo.formats.web.dom import Node, attribute

_SYMBOL = re.compile(r"[\[(]?(\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶#]{1,3})[\])]?", re.IGNORECASE)
_NAMED = re.compile(r"noteref|footnote|fnref|endnote|note-ref", re.IGNORECASE)
_BACK = frozenset({"↩", "↩\ufe0e", "↩\ufe0f", "^", "↑", "⏎", "back", "jump up"})


class Notes:
    """The notes of one page: `targets` gives the symbol of a note by its element's id."""

    def __init__(self, body: Node | None) -> None:
        self.targets: dict[str, str] = {}
        for link in body.css('a[href^="#"]') if body is not None else []:
            symbol = reference(link)
            if symbol:
                self.targets.setdefault(attribute(link, "href")[1:], symbol)

    def symbol_of(self, node: Node) -> str:
        """The symbol of the note that `node` is, "" if it is none."""
        if not self.targets:
            return ""
        return self.targets.get(attribute(node, "id") or attribute(node, "name"), "")

    def is_way_back(self, link: Node, symbol: str) -> bool:
        """Whether a link in the note `symbol` only leads back to where it was referred to."""
        if not attribute(link, "href").startswith("#"):
            return False
        text = link.text(deep=True).strip()
        return text.lower() in _BACK or text.strip("[]().:") == symbol.strip("[]()")


def reference(link: Node) -> str:
    """The symbol of a link that refers to a note, "" for any other link."""
    text = link.text(deep=True).strip()
    found = _SYMBOL.fullmatch(text)
    if found is None or not attribute(link, "href").startswith("#"):
        return ""
    says = " ".join(
        attribute(link, name) for name in ("role", "class", "epub:type", "rel", "href", "id")
    )
    raised = _raised(link)
    return found[1] if _NAMED.search(says) or raised or text[0] in "[(*†‡" else ""


def _raised(link: Node) -> bool:
    parent = link.parent
    return (parent is not None and parent.tag == "sup") or link.css_first("sup") is not None
