"""Plain text (.txt): paragraphs, lists, underlined headings, aligned columns; a form feed ends
a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from octavo.documents import Block, BlockKind, Document, Page
from octavo.errors import EmptyFile
from octavo.formats import pages
from octavo.formats.base import ReadOptions
from octavo.formats.sheets.encoding import decode

_NEWLINE = re.compile(r"\r\n?|[\x0b\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f\ufeff]")
_UNDERLINE = re.compile(r"([=\-~^#*])\1{2,}")
_RULE = re.compile(r"[=\-_*~#+.]{3,}")
_ITEM = re.compile(r"(\s*)([-*+•–‣◦]|(?:\d{1,3}|[a-zA-Z])[.)])\s+(?=\S)")
_GAP = re.compile(r"\S(?: {3,}|\t+)(?=\S)")
TAB = 4
SHORT = 100
"""Longest line that an underline makes a heading."""


class Text:
    """Reads plain text of any encoding."""

    name = "text"
    kinds = frozenset({"txt"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """The text as pages without geometry. Raises EmptyFile or InvalidPageRange."""
        sheets = split_pages(decode(path.read_bytes()))
        if not sheets:
            raise EmptyFile("The file has no text.")
        wanted = pages.parse(options.pages, len(sheets))
        read = [Page(number, blocks=blocks(sheets[number - 1])) for number in wanted]
        return Document(kind, read, len(sheets))


def split_pages(text: str) -> list[str]:
    """The text between form feeds, without the empty pages at its end."""
    sheets = [_CONTROL.sub("", sheet) for sheet in _NEWLINE.sub("\n", text).split("\f")]
    while sheets and not sheets[-1].strip():
        sheets.pop()
    return sheets


def blocks(text: str) -> list[Block]:
    """The blocks of a plain text, its lines kept as they are broken."""
    found: list[Block] = []
    for lines in _paragraphs(text):
        if len(lines) == 2 and _is_underlined(lines):
            level = 1 if lines[1].strip()[0] in "=#*" else 2
            found.append(Block(BlockKind.HEADING, lines[0].strip(), level=level))
        elif _is_aligned(lines):
            found.append(Block(BlockKind.CODE, _dedented(lines)))
        elif _ITEM.match(lines[0]) and _is_list(lines):
            found += _items(lines)
        else:
            found.append(Block(BlockKind.TEXT, "\n".join(line.strip() for line in lines)))
    return found


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Runs of lines between empty ones; an underlined heading is a run of its own."""
    run: list[str] = []
    for line in text.split("\n"):
        line = line.rstrip()
        if not line:
            if run:
                yield run
            run = []
            continue
        run.append(line)
        if len(run) == 2 and _is_underlined(run):
            yield run
            run = []
    if run:
        yield run


def _is_underlined(lines: list[str]) -> bool:
    title, line = lines[0].strip(), lines[1].strip()
    fits = 0.6 * len(title) <= len(line) <= len(title) + 12
    return bool(
        _UNDERLINE.fullmatch(line)
        and fits
        and len(title) <= SHORT
        and not _RULE.fullmatch(title)
        and not _GAP.search(title)
        and any(char.isalnum() for char in title)
    )


def _is_aligned(lines: list[str]) -> bool:
    """Whether wide gaps within most lines place their text in columns."""
    gaps = sum(bool(_GAP.search(line.strip())) for line in lines)
    return len(lines) >= 2 and gaps * 2 > len(lines)


def _is_list(lines: list[str]) -> bool:
    """Items, or lines that go on with the item before: indented, or after a first item's mark."""
    marked = sum(bool(_ITEM.match(line)) for line in lines)
    return marked >= 2 or all(line[:1] in " \t" for line in lines[1:])


def _items(lines: list[str]) -> list[Block]:
    items: list[Block] = []
    indents: list[int] = []
    for line in lines:
        found = _ITEM.match(line)
        if found is None:
            items[-1].text += "\n" + line.strip()
            continue
        indent = len(found[1].expandtabs(TAB))
        while indents and indents[-1] >= indent + 1:
            indents.pop()
        if not indents or indent > indents[-1]:
            indents.append(indent)
        marker = "-" if found[2] in "-*+•–‣◦" else found[2]
        text = line[found.end() :].strip()
        items.append(Block(BlockKind.LIST_ITEM, text, level=len(indents) - 1, marker=marker))
    return items


def _dedented(lines: list[str]) -> str:
    expanded = [line.expandtabs(TAB * 2) for line in lines]
    margin = min(len(line) - len(line.lstrip()) for line in expanded)
    return "\n".join(line[margin:] for line in expanded)


TEXT = Text()
