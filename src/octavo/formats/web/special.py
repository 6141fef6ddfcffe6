"""Elements that stand for a text they do not contain: form fields, formulas."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from octavo.formats.office.mathml import latex
from octavo.formats.web.dom import Node, attribute

_UNSEEN = frozenset({"hidden", "submit", "button", "image", "reset", "password", "file"})
MAX_FORMULA = 100_000


def _input(node: Node) -> str:
    kind = attribute(node, "type").lower()
    if kind in ("checkbox", "radio"):
        return "☒ " if "checked" in node.attributes else "☐ "
    return "" if kind in _UNSEEN else attribute(node, "value")


def _select(node: Node) -> str:
    options = node.css("option")
    chosen = [option for option in options if "selected" in option.attributes] or options[:1]
    return ", ".join(" ".join(option.text(deep=True).split()) for option in chosen)


def _area(node: Node) -> str:
    return node.text(deep=True).strip()


INSTEAD: dict[str, Callable[[Node], str]] = {
    "input": _input,
    "select": _select,
    "textarea": _area,
}
"""The text of elements whose content is not walked."""


def formula(node: Node) -> tuple[str, bool]:
    """A `math` element as LaTeX without dollars, and whether it stands on a line of its own."""
    alone = attribute(node, "display") == "block"
    for note in node.css("annotation"):
        if "tex" in attribute(note, "encoding").lower():
            return " ".join(note.text(deep=True).split()), alone
    markup = node.html or ""
    if len(markup) > MAX_FORMULA:
        return " ".join(node.text(deep=True).split()), alone
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(markup.encode(), parser)
    except etree.XMLSyntaxError:
        return " ".join(node.text(deep=True).split()), alone
    return ("" if root is None else latex(root)), alone
