"""The markers of HTML lists: bullets, and numbers in the five forms the `type` attribute names."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.formats.office.counting import roman
from octavo.formats.web.dom import Node, attribute

BULLET = "-"
_MOST = 1_000_000


@dataclass
class Listing:
    """One open list; `number` is that of its next item, None for bullets."""

    number: int | None = None
    form: str = "1"
    step: int = 1

    @classmethod
    def of(cls, node: Node) -> Listing:
        """The list that a `ul`, `ol`, `menu` or `dir` element opens."""
        if node.tag != "ol":
            return cls()
        backwards = "reversed" in node.attributes
        items = sum(1 for child in node.iter() if child.tag == "li") if backwards else 1
        start = _integer(attribute(node, "start"), items if backwards else 1)
        return cls(start, attribute(node, "type") or "1", -1 if backwards else 1)

    def marker(self, item: Node) -> str:
        """What stands before `item`; the next one counts on from it."""
        if self.number is None:
            return BULLET
        number = _integer(attribute(item, "value"), self.number)
        self.number = number + self.step
        return f"{_shown(number, self.form)}."


def _shown(number: int, form: str) -> str:
    if form in ("i", "I") and number > 0:
        return roman(number).upper() if form == "I" else roman(number)
    if form in ("a", "A") and number > 0:
        return _letters(number) if form == "a" else _letters(number).upper()
    return str(number)


def _letters(number: int) -> str:
    """a … z, aa, ab … as browsers count."""
    out = ""
    while number:
        number, digit = divmod(number - 1, 26)
        out = chr(ord("a") + digit) + out
    return out


def _integer(text: str, default: int) -> int:
    try:
        return max(-_MOST, min(int(text), _MOST))
    except ValueError:
        return default
