"""What is known of a page before it is understood: words, drawn lines, pictures.

A PDF's text layer and an OCR engine both give this, and tables and layout are found in it, so
that a scanned page and a digital one are read by the same code. All coordinates are those of
`octavo.documents.Box`: fractions of the page as shown, top-left origin.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.documents import Box, Word
from octavo.reading.placement import Placement


@dataclass(slots=True)
class StyledWord:
    """A word with what its type looks like. `size` is the font size in points (for OCR, the
    height of its line); `line` counts the text lines the source itself knows, -1 for unknown;
    `font` is the font's name, where there is one; `reread` words say what OCR saw, for the source
    could not tell."""

    word: Word
    size: float = 0.0
    bold: bool = False
    line: int = -1
    font: str = ""
    reread: bool = False

    @property
    def text(self) -> str:
        return self.word.text

    @property
    def box(self) -> Box:
        return self.word.box


@dataclass(slots=True)
class Ruling:
    """A drawn straight line or the edge of a filled rectangle; either flat or upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        return abs(self.x1 - self.x0) >= abs(self.y1 - self.y0)


@dataclass(slots=True)
class PageEvidence:
    """All evidence of one page. Width and height in points, of the page as shown.

    For a scanned page that is the page made upright; `placement` says how it lies in its image,
    and `unread` counts the lines of text that were seen but could not be read.
    """

    number: int
    width: float
    height: float
    words: list[StyledWord] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    scanned: bool = False
    unread: int = 0
    placement: Placement = field(default_factory=lambda: Placement(1, 1))
