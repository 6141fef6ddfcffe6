"""Paragraph and character styles of a Word document, resolved along their `basedOn` chains."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from octavo.formats.office.package import Element
from octavo.formats.office.word_names import child, integer, switched_on, value, w

MAX_CHAIN = 40

_HEADING_WORDS = (
    "heading|überschrift|berschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|otsikko"
    "|nagłówek|nagwek|nadpis|заголовок|标题|標題|見出し|제목|başlık|címsor|naslov|τίτλος|επικεφαλίδα"
)
_HEADING = re.compile(rf"(?:{_HEADING_WORDS})\s*([1-9])(?:\s*(?:char|zchn|car))?", re.IGNORECASE)
_TITLE = re.compile(r"title|titel|document title", re.IGNORECASE)
_SUBTITLE = re.compile(r"sub-?title|untertitel|sous-titre|subtítulo|sottotitolo", re.IGNORECASE)
_CAPTION = re.compile(
    r"caption|beschriftung|légende|legende|epígrafe|legenda|didascalia|bijschrift|题注|図表番号"
    r"|(?:table|figure|image) caption",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?:toc|verzeichnis|inhaltsverzeichnis|contents|tm)\s*[1-9]|table of (?:figures|authorities)"
    r"|(?:toc|contents) heading|inhaltsverzeichnisüberschrift",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:source|program|verbatim)?\s*(?:code|listing|verbatim|preformatted(?: text)?)(?: block)?"
    r"|html preformatted|html code|macro text|macro|plain text code",
    re.IGNORECASE,
)
_ROLES = {"caption": _CAPTION, "contents": _CONTENTS, "code": _CODE}
_LIST_DEPTH = re.compile(r"list\s*(?:bullet|number|continue)?\s*([2-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks by style or by hand; None where nothing is said."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None

    def over(self, below: Look) -> Look:
        """This look, with what it leaves open taken from `below`."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.strike if self.strike is None else self.strike,
            below.hidden if self.hidden is None else self.hidden,
            below.raised if self.raised is None else self.raised,
        )


@dataclass(slots=True)
class Style:
    """One style as defined. `outline` is 0..8 for headings, 9 for body text, None if not said."""

    name: str = ""
    identifier: str = ""
    based_on: str = ""
    outline: int | None = None
    numbering: tuple[str | None, int | None] = (None, None)
    look: Look = field(default_factory=Look)
    page_break: bool = False
    default: bool = False


class Styles:
    """The styles of a document, by their ids; unknown ids behave like an empty style."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        for node in () if root is None else root.iterchildren(w("style")):
            style = _style(node)
            self._styles[style.identifier] = style
        self._default = next((s.identifier for s in self._styles.values() if s.default), "")
        self._looks: dict[str, Look] = {}
        self._known_roles: dict[str, frozenset[str]] = {}

    @classmethod
    def of(cls, *styles: Style) -> Styles:
        """Styles that were not read from XML."""
        made = cls(None)
        made._styles = {style.identifier: style for style in styles}
        return made

    def chain(self, identifier: str | None) -> list[Style]:
        """The style and those it is based on, nearest first."""
        found: list[Style] = []
        name = self._default if identifier is None else identifier
        while name in self._styles and len(found) < MAX_CHAIN:
            found.append(self._styles[name])
            name = self._styles[name].based_on
        return found

    def look(self, identifier: str | None) -> Look:
        """What the style and its ancestors say of the look of text."""
        key = identifier or ""
        if key not in self._looks:
            look = Look()
            for style in self.chain(identifier):
                look = look.over(style.look)
            self._looks[key] = look
        return self._looks[key]

    def heading_level(self, identifier: str | None) -> int:
        """1..9 if the style makes a heading, else 0: the nearest style that says something wins."""
        for style in self.chain(identifier):
            if style.outline is not None:
                return 0 if style.outline > 8 else style.outline + 1
            if level := _level_by_name(style):
                return level
        return 0

    def numbering(self, identifier: str | None) -> tuple[str | None, int | None]:
        """The list (numId) and level the style puts its paragraphs in; None where not said."""
        number, level = None, None
        for style in self.chain(identifier):
            number = style.numbering[0] if number is None else number
            level = style.numbering[1] if level is None else level
        return number, level

    def page_break(self, identifier: str | None) -> bool:
        return any(style.page_break for style in self.chain(identifier)[:1])

    def list_depth(self, identifier: str | None) -> int:
        """The nesting that a name like "List Bullet 2" tells, from 0."""
        for style in self.chain(identifier)[:1]:
            if match := _LIST_DEPTH.match(style.name):
                return int(match[1]) - 1
        return 0

    def is_caption(self, identifier: str | None) -> bool:
        return "caption" in self._roles(identifier)

    def is_contents(self, identifier: str | None) -> bool:
        return "contents" in self._roles(identifier)

    def is_code(self, identifier: str | None) -> bool:
        return "code" in self._roles(identifier)

    def _roles(self, identifier: str | None) -> frozenset[str]:
        """What the names of a style and its ancestors say it is for."""
        key = identifier or ""
        if key not in self._known_roles:
            names = [n for one in self.chain(identifier) for n in (one.name, one.identifier)]
            self._known_roles[key] = frozenset(
                role
                for role, pattern in _ROLES.items()
                if any(pattern.fullmatch(name) for name in names)
            )
        return self._known_roles[key]


def read_look(properties: Element | None) -> Look:
    """The look an element `w:rPr` asks for."""
    if properties is None:
        return Look()
    strike = switched_on(properties, "strike")
    double = switched_on(properties, "dstrike")
    raised = value(properties, "vertAlign")
    return Look(
        switched_on(properties, "b"),
        switched_on(properties, "i"),
        double if strike is None else strike,
        switched_on(properties, "vanish"),
        None if raised is None else raised == "superscript",
    )


def read_numbering(properties: Element | None) -> tuple[str | None, int | None]:
    """numId and level of a `w:pPr`."""
    numbering = child(properties, "numPr")
    if numbering is None:
        return None, None
    level = value(numbering, "ilvl")
    return value(numbering, "numId"), None if level is None else integer(level)


def read_outline(properties: Element | None) -> int | None:
    level = value(properties, "outlineLvl")
    return None if level is None else integer(level, 9)


def heading_by_name(name: str) -> int:
    """1..9 for the names headings carry in many languages, 1 for a title, 2 for a subtitle."""
    if match := _HEADING.fullmatch(name.strip()):
        return int(match[1])
    if _TITLE.fullmatch(name.strip()):
        return 1
    return 2 if _SUBTITLE.fullmatch(name.strip()) else 0


def _level_by_name(style: Style) -> int:
    return heading_by_name(style.name) or heading_by_name(style.identifier)


def _style(node: Element) -> Style:
    paragraph = child(node, "pPr")
    return Style(
        name=value(node, "name") or "",
        identifier=node.get(w("styleId"), ""),
        based_on=value(node, "basedOn") or "",
        outline=read_outline(paragraph),
        numbering=read_numbering(paragraph),
        look=read_look(child(node, "rPr")),
        page_break=bool(switched_on(paragraph, "pageBreakBefore")),
        default=node.get(w("type")) == "paragraph" and node.get(w("default")) in ("1", "true"),
    )
