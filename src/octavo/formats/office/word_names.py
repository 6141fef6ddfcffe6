"""The names of WordprocessingML elements and the few look-ups every reader of them needs."""

from __future__ import annotations

from octavo.formats.office.package import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def w(name: str) -> str:
    return _W + name


def m(name: str) -> str:
    return _M + name


def r(name: str) -> str:
    return _R + name


def mc(name: str) -> str:
    return _MC + name


VAL = w("val")
_OFF = frozenset({"0", "false", "off", "none"})


def local(node: Element) -> str:
    """The element's name without its namespace."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(node: Element, *names: str) -> Element | None:
    """The element reached from `node` by a path of `w:` names, None where it ends."""
    for name in names:
        if node is None:
            return None
        node = node.find(_W + name)
    return node


def value(node: Element, *names: str) -> str | None:
    """The `w:val` of the element reached by a path of names."""
    found = child(node, *names)
    return None if found is None else found.get(VAL)


def listed(text: str) -> frozenset[str]:
    """Names written in a row."""
    return frozenset(text.split())


def integer(text: str | None, default: int = 0) -> int:
    """A number written in an attribute; the default if it is missing or none."""
    try:
        return int(float(text)) if text is not None else default
    except (ValueError, OverflowError):
        return default


def switched_on(node: Element | None, name: str) -> bool | None:
    """A toggle property such as `w:b`: True, False, or None if it is not said."""
    found = None if node is None else node.find(_W + name)
    if found is None:
        return None
    return found.get(VAL, "1").lower() not in _OFF


def chosen(node: Element) -> Element | None:
    """The branch of an `mc:AlternateContent` we can read: the first choice, else the fallback."""
    choice = node.find(mc("Choice"))
    fallback = node.find(mc("Fallback"))
    if choice is None or (fallback is not None and not len(choice)):
        return fallback
    return choice
