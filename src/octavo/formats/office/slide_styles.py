"""What a slide's text takes over from its layout, master and presentation: bullets and places.

A placeholder without its own place or bullets has those of the layout's placeholder of its index,
then of the master's of its type, then of the master's text styles.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.formats.office.package import Element, Package
from octavo.formats.office.slide_geometry import number

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

TITLES = frozenset({"title", "ctrTitle"})
_MASTER_TYPE = {"ctrTitle": "title", "subTitle": "body", "obj": "body"}


@dataclass(frozen=True, slots=True)
class Bullet:
    """What stands before a paragraph: nothing, a bullet, or a number of some form and start."""

    kind: str
    form: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The `p:ph` of a shape."""

    kind: str
    index: str

    @staticmethod
    def of(shape: Element) -> Placeholder | None:
        node = next(shape[0].iter(P + "ph"), None) if len(shape) else None
        if node is None:
            return None
        return Placeholder(node.get("type", "obj"), node.get("idx", "0"))


@dataclass(slots=True)
class Inheritance:
    """The parts a slide takes its looks from, nearest first, each with its placeholders."""

    sources: list[list[tuple[Placeholder, Element]]] = field(default_factory=list)
    master_styles: Element | None = None
    defaults: Element | None = None

    @staticmethod
    def of(package: Package, slide: str, defaults: Element | None) -> Inheritance:
        """That of a slide part: its layout, the layout's master."""
        found = Inheritance(defaults=defaults)
        layout = next(iter(package.related(slide, "slideLayout")), None)
        if layout is None:
            return found
        found.sources.append(_placeholders(package.xml(layout)))
        master = next(iter(package.related(layout, "slideMaster")), None)
        if master is not None:
            root = package.xml(master)
            found.sources.append(_placeholders(root))
            found.master_styles = root.find(P + "txStyles")
        return found

    def shapes(self, placeholder: Placeholder | None) -> list[Element]:
        """The shapes a placeholder inherits from, nearest first."""
        if placeholder is None:
            return []
        matches = (_match(source, placeholder) for source in self.sources)
        return [shape for shape in matches if shape is not None]

    def transform(self, placeholder: Placeholder | None) -> Element | None:
        """The inherited `a:xfrm` of a placeholder."""
        for shape in self.shapes(placeholder):
            transform = shape.find(f"{P}spPr/{A}xfrm")
            if transform is not None:
                return transform
        return None

    def level_properties(self, shape: Element, level: int) -> list[Element]:
        """The `a:lvlNpPr` that apply to a shape's paragraphs of a level, nearest first."""
        placeholder = Placeholder.of(shape)
        name = f"{A}lvl{level + 1}pPr"
        lists = [one.find(f"{P}txBody/{A}lstStyle") for one in (shape, *self.shapes(placeholder))]
        lists.append(self._master_style(placeholder))
        lists.append(self.defaults)
        found = (one.find(name) for one in lists if one is not None)
        return [one for one in found if one is not None]

    def _master_style(self, placeholder: Placeholder | None) -> Element | None:
        if self.master_styles is None:
            return None
        kind = "other" if placeholder is None else "body"
        if placeholder is not None and placeholder.kind in TITLES:
            kind = "title"
        elif placeholder is not None and placeholder.kind in ("dt", "ftr", "sldNum", "hdr"):
            kind = "other"
        return self.master_styles.find(f"{P}{kind}Style")


def bullet_of(properties: Element | None) -> Bullet | None:
    """The bullet an `a:pPr` or `a:lvlNpPr` asks for; None if it says nothing of it."""
    if properties is None:
        return None
    for node in properties:
        name = node.tag.removeprefix(A) if isinstance(node.tag, str) else ""
        if name == "buNone":
            return Bullet("none")
        if name in ("buChar", "buBlip"):
            return Bullet("char")
        if name == "buAutoNum":
            start = int(number(node.get("startAt")) or 1)
            return Bullet("number", node.get("type", "arabicPeriod"), start)
    return None


def _placeholders(root: Element) -> list[tuple[Placeholder, Element]]:
    found = []
    for shape in root.iter(P + "sp", P + "pic", P + "graphicFrame"):
        placeholder = Placeholder.of(shape)
        if placeholder is not None:
            found.append((placeholder, shape))
    return found


def _match(source: list[tuple[Placeholder, Element]], wanted: Placeholder) -> Element | None:
    """The same index first; else the same type, a title for any title, a body for content."""
    for placeholder, shape in source:
        if placeholder.index == wanted.index and _kin(placeholder.kind) == _kin(wanted.kind):
            return shape
    for placeholder, shape in source:
        if _kin(placeholder.kind) == _kin(wanted.kind):
            return shape
    return None


def _kin(kind: str) -> str:
    return _MASTER_TYPE.get(kind, kind)
