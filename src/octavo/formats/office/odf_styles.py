"""Styles, list styles and master pages of an OpenDocument file."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.formats.office.odf_names import count, get, tag
from octavo.formats.office.package import Element
from octavo.formats.office.word_styles import Look, heading_by_name

MAX_CHAIN = 40
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"}
_FORMS |= {"I": "upperRoman", "": "none"}


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is marked; `shown` is how many levels its number names."""

    form: str = "bullet"
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class OdfStyle:
    """A style of any family, its name as its user sees it, and its properties by their kind."""

    name: str
    parent: str
    master: str
    list_style: str
    outline: str
    properties: dict[str, Element] = field(default_factory=dict)


class OdfStyles:
    """All styles of a document, those of styles.xml and the automatic ones of its content."""

    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[tuple[str, str], OdfStyle] = {}
        self.lists: dict[str, dict[int, ListLevel]] = {}
        self.outline: dict[int, ListLevel] = {}
        self.masters: dict[str, Element] = {}
        self.page_layouts: dict[str, Element] = {}
        for root in roots:
            for node in root.iter():
                self._take(node)

    def _take(self, node: Element) -> None:
        name = tag(node)
        if name == "style:style":
            self._styles[get(node, "style:family"), get(node, "style:name")] = _style(node)
        elif name == "text:list-style":
            self.lists[get(node, "style:name")] = _levels(node)
        elif name == "text:outline-style":
            self.outline = _levels(node)
        elif name == "style:master-page":
            self.masters[get(node, "style:name")] = node
        elif name == "style:page-layout":
            self.page_layouts[get(node, "style:name")] = node

    def chain(self, family: str, name: str) -> list[OdfStyle]:
        """The style and its parents, nearest first."""
        found: list[OdfStyle] = []
        while (style := self._styles.get((family, name))) and len(found) < MAX_CHAIN:
            found.append(style)
            name = style.parent
        return found

    def look(self, family: str, name: str) -> Look:
        look = Look()
        for style in self.chain(family, name):
            look = look.over(_look(style.properties.get("style:text-properties")))
        return look

    def attribute(self, family: str, name: str, kind: str, attribute: str) -> str:
        """A property the style or the nearest parent that has it sets; "" for none."""
        for style in self.chain(family, name):
            properties = style.properties.get(kind)
            if properties is not None and (value := get(properties, attribute)):
                return value
        return ""

    def title_level(self, name: str) -> int:
        """1 for a paragraph style that makes a title, 2 for a subtitle, else 0."""
        for style in self.chain("paragraph", name):
            if style.outline.isdigit() and int(style.outline):
                return int(style.outline)
            if level := heading_by_name(style.name.replace("_20_", " ")):
                return level
        return 0

    def named(self, name: str, *words: str) -> bool:
        """Whether the paragraph style or a parent is called by one of some words."""
        names = (s.name.replace("_20_", " ").lower() for s in self.chain("paragraph", name))
        return any(one in words for one in names)

    def list_style(self, name: str) -> str:
        """The list style that a paragraph style puts its paragraphs in; "" for none."""
        for style in self.chain("paragraph", name):
            if style.list_style:
                return style.list_style
        return ""

    def master(self, name: str) -> str:
        """The master page a paragraph style begins; "" if it goes on with the same."""
        return next((style.master for style in self.chain("paragraph", name)[:1]), "")


def _style(node: Element) -> OdfStyle:
    return OdfStyle(
        name=get(node, "style:display-name") or get(node, "style:name"),
        parent=get(node, "style:parent-style-name"),
        master=get(node, "style:master-page-name"),
        list_style=get(node, "style:list-style-name"),
        outline=get(node, "style:default-outline-level"),
        properties={tag(one): one for one in node},
    )


def _look(properties: Element | None) -> Look:
    if properties is None:
        return Look()
    weight, slant = get(properties, "fo:font-weight"), get(properties, "fo:font-style")
    struck = get(properties, "style:text-line-through-style")
    place, display = get(properties, "style:text-position"), get(properties, "text:display")
    return Look(
        bold=(weight == "bold" or weight >= "600") if weight else None,
        italic=slant in ("italic", "oblique") if slant else None,
        strike=struck != "none" if struck else None,
        hidden=display == "none" if display else None,
        raised=_raised(place) if place else None,
    )


def _raised(place: str) -> bool:
    first = place.split()[0]
    return first == "super" or (first.rstrip("%").replace(".", "").isdigit() and first[0] != "0")


def _levels(node: Element) -> dict[int, ListLevel]:
    levels = {}
    for one in node:
        depth = count(get(one, "text:level"), 1) - 1
        name = tag(one)
        if name in ("text:list-level-style-number", "text:outline-level-style"):
            levels[depth] = ListLevel(
                form=_FORMS.get(get(one, "style:num-format"), "decimal"),
                prefix=get(one, "style:num-prefix"),
                suffix=get(one, "style:num-suffix"),
                start=count(get(one, "text:start-value"), 1),
                shown=count(get(one, "text:display-levels"), 1),
            )
        elif name.startswith("text:list-level-style"):
            levels[depth] = ListLevel()
    return levels
