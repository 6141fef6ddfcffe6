"""What the splitter reads of a page: its words, each with a weight by where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Page
from octavo.documents.model import FURNITURE
from octavo.finding import word_vectors

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SCRIPTS_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
_FUNCTION_WORDS = 100
"""So many of the commonest English words carry no subject."""
_LEADER = re.compile(r"\.{3,}|…|\s\.\s\.|\t\s*\d+$|\s{2,}\d{1,4}$")

TITLE, HEADING, TOP, COLUMN, BODY, FURNISHING = 4.0, 2.5, 1.5, 1.5, 1.0, 1.0
"""What a word weighs in the page's title, another heading, its first lines, a table's headers,
running text, and page furniture."""
_TOP_BLOCKS = 3


@dataclass
class PageText:
    """A page for the splitter. `words` are weights by word; `length` counts its running words."""

    number: int
    words: dict[str, float] = field(default_factory=dict)
    length: int = 0
    contents: bool = False
    """Whether it is a table of contents, which names every subject and is about none."""


def page_text(page: Page) -> PageText:
    """The weighted words of a page."""
    text = PageText(page.number, contents=is_contents(page))
    weights: dict[str, float] = defaultdict(float)
    body = [block for block in page.blocks if block.kind not in FURNITURE]
    for place, block in enumerate(body):
        for words, weight in _parts(block, place):
            text.length += len(words)
            for word in words:
                weights[word] += weight
    for block in page.blocks:
        if block.kind in FURNITURE:
            for word in tokens(block.text):
                weights[word] += FURNISHING
    text.words = dict(weights)
    return text


def tokens(text: str) -> list[str]:
    """The words of a text in lower case, without function words and numbers.

    Scripts that put no spaces between words give overlapping pairs of letters.
    """
    text = unicodedata.normalize("NFKC", text).lower()
    found = []
    for word in _WORD.findall(text):
        if _SCRIPTS_WITHOUT_SPACES.match(word):
            found += [word[n : n + 2] for n in range(max(1, len(word) - 1))]
        elif len(word) > 1 and not is_function_word(word):
            found.append(re.sub(r"['’]s$", "", word))
    return found


def is_function_word(word: str) -> bool:
    rank = word_vectors.rank(word)
    return rank is not None and rank < _FUNCTION_WORDS


def is_contents(page: Page) -> bool:
    """Whether most lines of a page lead to a page number, as in a table of contents."""
    lines = [line for block in page.blocks for line in block.text.splitlines() if line.strip()]
    leading = sum(bool(_LEADER.search(line)) and line.strip()[-1].isdigit() for line in lines)
    return leading >= 3 and leading >= 0.4 * len(lines)


def _parts(block: Block, place: int) -> list[tuple[list[str], float]]:
    if block.table is not None:
        heads = [cell.text for cell in block.table.cells if cell.header]
        rest = [cell.text for cell in block.table.cells if not cell.header]
        return [(tokens(" ".join(heads)), COLUMN), (tokens(" ".join(rest)), BODY)]
    text = block.text
    if block.figure is not None:
        text = f"{text} {block.figure.caption} {block.figure.description}"
    return [(tokens(text), _weight(block, place))]


def _weight(block: Block, place: int) -> float:
    if block.kind is BlockKind.HEADING:
        return TITLE if place < _TOP_BLOCKS or block.level == 1 else HEADING
    short = len(block.text) < 80
    return TOP if place < _TOP_BLOCKS and short else BODY
