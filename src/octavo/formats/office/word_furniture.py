"""Notes, headers and footers of a Word document, read from the parts they stand in."""

from __future__ import annotations

from dataclasses import replace

from octavo.documents import Block, BlockKind
from octavo.errors import FileCorrupted
from octavo.formats.office.cell_text import cell_text
from octavo.formats.office.package import Element
from octavo.formats.office.word_body import BodyReader
from octavo.formats.office.word_context import PAGE_FIELD, Context
from octavo.formats.office.word_names import integer, r, switched_on, value, w

_KINDS = {"headerReference": BlockKind.HEADER, "footerReference": BlockKind.FOOTER}


def install_notes(context: Context) -> None:
    """Let the context find the texts of footnotes and endnotes."""
    settings = _settings(context)
    for kind in ("footnote", "endnote"):
        for part in context.package.related(context.part, kind + "s"):
            root = context.package.xml(part)
            for node in root.iterchildren(w(kind)):
                if node.get(w("type"), "normal") == "normal":
                    context.note_nodes[kind, node.get(w("id"), "")] = (part, node)
        form = value(settings, kind + "Pr", "numFmt")
        context.notes.forms[kind] = form or context.notes.forms[kind]
        start = integer(value(settings, kind + "Pr", "numStart"), 1)
        context.notes.starts[kind] = start
    context.read_note = lambda part, node: _note(context, part, node)


def _settings(context: Context) -> Element | None:
    for part in context.package.related(context.part, "settings"):
        return context.package.xml(part)
    return None


def _note(context: Context, part: str, node: Element) -> Block:
    outer, context.part = context.part, part
    try:
        text, markdown = cell_text(context.read_blocks(node))
    finally:
        context.part = outer
    return Block(BlockKind.FOOTNOTE, text, markdown)


class Furniture:
    """Headers and footers by section: a section without its own shows those of the one before."""

    def __init__(self, context: Context, sections: list[Element]) -> None:
        self._context = context
        self._cache: dict[str, list[Block]] = {}
        self._even = bool(switched_on(_settings(context), "evenAndOddHeaders"))
        self._sections: list[dict[tuple[BlockKind, str], str]] = []
        self._titled = [bool(switched_on(section, "titlePg")) for section in sections]
        shown: dict[tuple[BlockKind, str], str] = {}
        for section in sections:
            shown = shown | _references(section)
            self._sections.append(shown)

    def __call__(self, number: int, section: int, begins: bool) -> list[Block]:
        """The blocks at the head and foot of a page."""
        if not self._sections:
            return []
        at = min(section, len(self._sections) - 1)
        form = "default"
        if begins and self._titled[at]:
            form = "first"
        elif self._even and number % 2 == 0:
            form = "even"
        found: list[Block] = []
        for kind in (BlockKind.HEADER, BlockKind.FOOTER):
            reference = self._sections[at].get((kind, form))
            if reference is not None:
                found += [on_page(block, kind, number) for block in self._blocks(reference)]
        return found

    def _blocks(self, reference: str) -> list[Block]:
        if reference not in self._cache:
            self._cache[reference] = self._read(reference)
        return self._cache[reference]

    def _read(self, reference: str) -> list[Block]:
        relation = self._context.relation(reference)
        if relation is None or relation.external:
            return []
        context = replace(self._context, part=relation.target, counts_pages=True)
        try:
            blocks = BodyReader(context).blocks(context.package.xml(relation.target))
        except FileCorrupted as error:
            self._context.warn(error.message)
            return []
        if any(block.figure is not None for block in blocks):
            self._context.warn("Pictures in headers and footers were left out")
        texts = [cell_text([block])[0] for block in blocks]
        return [Block(BlockKind.HEADER, text) for text in texts if text.strip()]


def _references(section: Element) -> dict[tuple[BlockKind, str], str]:
    return {
        (kind, node.get(w("type"), "default")): node.get(r("id"), "")
        for name, kind in _KINDS.items()
        for node in section.iterchildren(w(name))
    }


def on_page(block: Block, kind: BlockKind, number: int) -> Block:
    """A header or footer as it stands on a page; one that only numbers the page says so."""
    bare = block.text.replace(PAGE_FIELD, "").strip(" -–—|/.·")
    alone = PAGE_FIELD in block.text and (not bare or bare.lower() in ("page", "seite", "p"))
    text = block.text.replace(PAGE_FIELD, str(number))
    return Block(BlockKind.PAGE_NUMBER if alone else kind, text)


class FlatFurniture:
    """Headers and footers by section and role ("header", "footer-even", "header-first" …).

    `titled` says which sections have a first page of their own.
    """

    def __init__(self, sections: list[dict[str, list[Block]]], titled: list[bool]) -> None:
        self._sections: list[dict[str, list[Block]]] = []
        self._titled = titled
        shown: dict[str, list[Block]] = {}
        for own in sections:
            shown = shown | own
            self._sections.append(shown)

    def __call__(self, number: int, section: int, begins: bool) -> list[Block]:
        """The blocks at the head and foot of a page."""
        if not self._sections:
            return []
        at = min(section, len(self._sections) - 1)
        found: list[Block] = []
        for place, kind in (("header", BlockKind.HEADER), ("footer", BlockKind.FOOTER)):
            roles = [place]
            if begins and at < len(self._titled) and self._titled[at]:
                roles = [f"{place}-first"]
            elif number % 2 == 0:
                roles = [f"{place}-even", place]
            known = self._sections[at]
            blocks = next((known[role] for role in roles if role in known), [])
            found += [on_page(block, kind, number) for block in blocks if block.text.strip()]
        return found
