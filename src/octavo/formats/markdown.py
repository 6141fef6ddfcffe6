"""Markdown (.md): made HTML by the CommonMark rules with tables, then read as a page.

So the HTML that markdown may hold is read by the same code as the rest. What is no part of
CommonMark but common stays readable: front matter, footnotes, definition lists, formulas.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from octavo.documents import Block, BlockKind, Document, Page
from octavo.errors import EmptyFile
from octavo.formats import pages
from octavo.formats import text as plain
from octavo.formats.base import ReadOptions
from octavo.formats.sheets.encoding import decode
from octavo.formats.web import page

MAX_NESTING = 40
"""Quotes and lists within each other; the parser drops what is nested deeper than it may go."""
_NESTED = rf"^(?:[ \t]*(?:>|[-+*][ \t]|\d{{1,9}}[.)][ \t])){{{MAX_NESTING}}}"
_BRACKETS = rf"(?:\[[ \t]*){{{5 * MAX_NESTING}}}"
_DEEP = re.compile(f"{_NESTED}|{_BRACKETS}", re.MULTILINE)


class Markdown:
    """Reads markdown of any encoding."""

    name = "markdown"
    kinds = frozenset({"md"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """The text as one page without geometry. Raises EmptyFile or InvalidPageRange."""
        pages.parse(options.pages, 1)
        text = decode(path.read_bytes()).lstrip("\ufeff")
        if not text.strip("\0 \t\r\n"):
            raise EmptyFile("The file has no text.")
        if _DEEP.search(text):
            warning = f"Markdown nested deeper than {MAX_NESTING} was read as plain text."
            return Document(kind, [Page(1, blocks=plain.blocks(text))], 1, warnings=[warning])
        found = page.read(to_html(text), images=options.images, furniture=False)
        blocks = front_matter(text) + found.blocks
        return Document(kind, [Page(1, blocks=blocks)], 1, _title(blocks), warnings=found.warnings)


def to_html(text: str) -> str:
    """The HTML of a markdown text, its own HTML kept."""
    return str(_parser().render(text))


def front_matter(text: str) -> list[Block]:
    """The settings between dashes that some tools put above a text, as a code block."""
    for token in _parser().parse(text[:20_000]):
        if token.type == "front_matter" and token.content.strip():
            return [Block(BlockKind.CODE, token.content.strip("\n"))]
    return []


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 2 * MAX_NESTING + 10})
    parser.enable(["table", "strikethrough"])
    front_matter_plugin(parser)
    footnote_plugin(parser, inline=False)
    deflist_plugin(parser)
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, renderer=_formula)
    return parser


def _formula(content: str, options: dict[str, bool]) -> str:
    """A formula as MathML that carries its TeX, which is how a page has it."""
    shown = ' display="block"' if options.get("display_mode") else ""
    tex = f'<annotation encoding="application/x-tex">{html.escape(content)}</annotation>'
    return f"<math{shown}><semantics>{tex}</semantics></math>"


def _title(blocks: list[Block]) -> str:
    first = next((block for block in blocks if block.kind is BlockKind.HEADING), None)
    return first.text if first is not None and first.level == 1 else ""


MARKDOWN = Markdown()
