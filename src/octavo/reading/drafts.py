"""A block in the making: with the looks of its type, which headings and notes are told by."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Box
from octavo.reading.evidence import StyledWord

BULLETS = "•◦‣∙·●○▪■□◆◇►▶▸➢➤✓✔❖–—-*\uf0b7\uf0a7"
_BULLET = re.compile(rf"^([{re.escape(BULLETS)}])\s*(?=\S)")
_NUMBER = re.compile(
    r"^(\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\(?\d{1,2}\)|\[\d{1,3}\])\s+(?=\S)"
)
_NOTE = re.compile(r"^(\d{1,3}\.?|[*†‡§¶#]{1,3}|[a-z]\)?)\s+(?=\S)|^([*†‡§¶]{1,3})(?=\w)")


@dataclass(slots=True)
class Draft:
    """A block, its words with their styles, and what the page passes have learnt of it.

    `size` is the height of type in points, `bold` whether most letters are, `font` the name of
    the one most are set in, `lines` the number of its text lines and `sure` that its kind was given
    by an engine that looks at whole pages.
    """

    block: Block
    words: list[StyledWord] = field(default_factory=list)
    size: float = 0.0
    bold: bool = False
    font: str = ""
    lines: int = 1
    sure: bool = False
    links: list[tuple[str, str]] = field(default_factory=list)
    """Its linked passages with where they lead, in the order of its text."""

    @property
    def kind(self) -> BlockKind:
        return self.block.kind

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def box(self) -> Box:
        return self.block.box or Box(0, 0, 0, 0)

    def measure(self) -> None:
        """Take size, weight and font from the words."""
        sizes = [w.size for w in self.words for _ in w.text if w.size > 0]
        self.size = statistics.median(sizes) if sizes else 0.0
        self.bold = _most(self.words, [w.bold for w in self.words])
        fonts: Counter[str] = Counter()
        for word in self.words:
            fonts[word.font] += len(word.text)
        self.font = fonts.most_common(1)[0][0] if fonts else ""


def _most(words: Sequence[StyledWord], marks: Sequence[bool]) -> bool:
    letters = sum(len(w.text) for w in words)
    return 2 * sum(len(w.text) for w, mark in zip(words, marks, strict=True) if mark) > letters


def list_marker(text: str) -> tuple[str, str] | None:
    """The marker a list item's text begins with and the rest: ("-", …) or ("3.", …), or None."""
    if match := _BULLET.match(text):
        dash = match[1] in "–—-*"
        if dash and not text[match.end(1) :].startswith(" "):
            return None
        return "-", text[match.end() :]
    if match := _NUMBER.match(text):
        return match[1], text[match.end() :]
    return None


def note_marker(text: str) -> tuple[str, str]:
    """A footnote's symbol and its text: "3 See there." gives ("3", "See there.")."""
    match = _NOTE.match(text)
    if match is None:
        return "", text
    return (match[1] or match[2]).rstrip("."), text[match.end() :]


def join_lines(lines: Sequence[str]) -> str:
    """Lines of a paragraph as one text; a word broken at a line's end is put together.

    A hyphen before a capital or a digit stays, as in "COVID-\\n19".
    """
    text = ""
    for line in lines:
        line = line.strip()
        if not text or not line:
            text += line
        elif _broken(text, line):
            text = text[:-1] + line
        elif (text[-1] == "-" and text[-2:-1].isalnum()) or (
            is_wide(text[-1]) and is_wide(line[0])
        ):
            text += line
        else:
            text += " " + line
    return text


def _broken(text: str, line: str) -> bool:
    return len(text) > 2 and text[-1] == "-" and text[-2].islower() and line[0].islower()


def is_wide(char: str) -> bool:
    """Chinese and Japanese, which put no space between words."""
    code = ord(char)
    return 0x3000 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xFF00 <= code <= 0xFFEF
