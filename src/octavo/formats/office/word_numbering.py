"""The numbers and bullets that Word shows before the paragraphs of its lists.

A paragraph names a list (numId) and a level. Lists that share an abstract definition count on
together; a list that overrides the start begins anew. A level's count starts again after any
shallower paragraph of the list (or after the level `lvlRestart` names).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from octavo.formats.office.counting import counted
from octavo.formats.office.package import Element
from octavo.formats.office.word_names import VAL, child, integer, switched_on, value, w

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `restart` is the lvlRestart value, None if not said."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class ListDefinition:
    """One list: the abstract definition it counts with, its levels, and starts of its own."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, with the counts reached so far."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, ListDefinition] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        if root is not None:
            self._read(root)

    def add(self, number: str, definition: ListDefinition) -> None:
        """Make a list known that was not read from XML."""
        self._lists[number] = definition

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level that a list links to a paragraph style."""
        found = self._lists.get(number)
        for depth, level in found.levels.items() if found else ():
            if level.style and level.style == style:
                return depth
        return None

    def next(self, number: str, depth: int) -> str | None:
        """The marker of the list's next paragraph at that level; None if it is in no list.

        Bullets are "-"; a level without text or of the form "none" gives "".
        """
        found = self._lists.get(number)
        if found is None:
            return None
        depth = min(max(depth, 0), LEVELS - 1)
        counts = self._counts.setdefault(found.abstract, {})
        self._begin(number, found, counts)
        level = found.levels.get(depth, Level(form="bullet", text="-"))
        counts[depth] = counts.get(depth, self._start(found, depth) - 1) + 1
        _restart_deeper(found, counts, depth)
        if level.form == "bullet":
            return "-"
        return self._shown(found, counts, level, depth)

    def _begin(self, number: str, found: ListDefinition, counts: dict[int, int]) -> None:
        if number in self._seen:
            return
        self._seen.add(number)
        for depth in found.starts:
            for deeper in [level for level in counts if level >= depth]:
                del counts[deeper]

    def _start(self, found: ListDefinition, depth: int) -> int:
        level = found.levels.get(depth, Level())
        return found.starts.get(depth, level.start)

    def _shown(
        self, found: ListDefinition, counts: dict[int, int], level: Level, depth: int
    ) -> str:
        def place(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form = found.levels.get(at, Level()).form
            if level.legal and at != depth:
                form = "decimal"
            return counted(counts.get(at, self._start(found, at)), form)

        return _PLACE.sub(place, level.text).strip()

    def _read(self, root: Element) -> None:
        abstract = {
            node.get(w("abstractNumId"), ""): node for node in root.iterchildren(w("abstractNum"))
        }
        linked = {
            value(node, "styleLink"): key
            for key, node in abstract.items()
            if value(node, "styleLink")
        }
        for node in root.iterchildren(w("num")):
            key = value(node, "abstractNumId") or ""
            definition = abstract.get(key)
            if definition is not None and (name := value(definition, "numStyleLink")) in linked:
                key = linked[name]
                definition = abstract[key]
            if definition is not None:
                self._lists[node.get(w("numId"), "")] = _list(node, key, definition)


def _restart_deeper(found: ListDefinition, counts: dict[int, int], depth: int) -> None:
    for deeper in [level for level in counts if level > depth]:
        restart = found.levels.get(deeper, Level()).restart
        if restart is None or (restart > 0 and depth < restart):
            del counts[deeper]


def _list(node: Element, key: str, definition: Element) -> ListDefinition:
    found = ListDefinition(key, _levels(definition))
    for override in node.iterchildren(w("lvlOverride")):
        depth = integer(override.get(w("ilvl")))
        own = child(override, "lvl")
        if own is not None:
            found.levels[depth] = _level(own)
        start = value(override, "startOverride")
        if start is not None:
            found.starts[depth] = integer(start, 1)
    return found


def _levels(definition: Element) -> dict[int, Level]:
    return {
        integer(node.get(w("ilvl"))): _level(node) for node in definition.iterchildren(w("lvl"))
    }


def _level(node: Element) -> Level:
    restart = value(node, "lvlRestart")
    level = Level(
        start=integer(value(node, "start"), 0),
        form=value(node, "numFmt") or "decimal",
        text=value(node, "lvlText") or "",
        legal=bool(switched_on(node, "isLgl")),
        restart=None if restart is None else integer(restart),
        style=value(node, "pStyle") or "",
    )
    custom = node.find(".//" + w("numFmt") + "[@" + w("format") + "]")
    if custom is not None and custom.get(VAL) == "custom":
        level = replace(level, form="custom:" + custom.get(w("format"), ""))
    return level
