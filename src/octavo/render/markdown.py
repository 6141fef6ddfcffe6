"""Document to markdown: ATX headings, nested lists, tables and figures as HTML, blocks apart.

With `ids`, every element carries its bounding-box id as an attribute, so that the HTML made from
the markdown can be joined to `bounding_boxes`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from octavo.documents import Block, BlockKind, Document
from octavo.documents.model import FURNITURE
from octavo.render.table_html import table_html

ImageUrl = Callable[[str], str]
"""Gives the address of a figure's image from its id."""

_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")
_BLOCK_START = re.compile(r"^(\s*)(#{1,6}\s|>|[-+*]\s|(?:`{3}|~{3}))")


def render(document: Document, *, ids: bool = False, image_url: ImageUrl | None = None) -> str:
    """The whole document's markdown; page furniture is left out."""
    pages = (page_markdown(page.blocks, ids=ids, image_url=image_url) for page in document.pages)
    return "\n\n".join(text for text in pages if text)


def page_markdown(
    blocks: list[Block], *, ids: bool = False, image_url: ImageUrl | None = None
) -> str:
    """The markdown of some blocks of one page, in their order."""
    out = ""
    before: Block | None = None
    for block, text in _rendered(blocks, ids, image_url):
        if before is not None:
            tight = BlockKind.LIST_ITEM is block.kind is before.kind
            out += "\n" if tight else "\n\n"
        out += text
        before = block
    return out


def block_text(block: Block) -> str:
    """What a block says, with its inline marks, safe to stand in markdown."""
    if block.markdown is not None:
        return block.markdown
    return escape(block.text)


def escape(text: str) -> str:
    """Plain text for markdown: nothing in it may turn into HTML, a link or a block of another
    kind."""
    safe = _TAG_LIKE.sub("&lt;", text).replace("](", "]\\(")
    return "\n".join(_BLOCK_START.sub(r"\1\\\2", line) for line in safe.split("\n"))


def link_target(address: str) -> str:
    """An address as it may stand between a link's brackets."""
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def _rendered(
    blocks: list[Block], ids: bool, image_url: ImageUrl | None
) -> Iterator[tuple[Block, str]]:
    for block in blocks:
        if block.kind not in FURNITURE and (text := _block(block, ids, image_url)):
            yield block, text


def _block(block: Block, ids: bool, image_url: ImageUrl | None) -> str:
    if block.kind is BlockKind.TABLE:
        return table_html(block.table, ids=ids, table_id=block.id) if block.table else ""
    if block.kind is BlockKind.FIGURE:
        return _figure(block, ids, image_url)
    text = block_text(block).strip("\n")
    if not text.strip():
        return ""
    return _text_block(block, text, ids)


def _text_block(block: Block, text: str, ids: bool) -> str:
    if block.kind is BlockKind.CODE:
        return _code(block, ids)
    if ids:
        text = f'<span data-bb-text-id="{block.id}">{text}</span>'
    if block.kind is BlockKind.HEADING:
        return "#" * min(max(block.level, 1), 6) + " " + text.replace("\n", " ")
    if block.kind is BlockKind.LIST_ITEM:
        return _list_item(block, text)
    if block.kind is BlockKind.FOOTNOTE and block.marker:
        return f"{block.marker} {text}"
    return text


def _list_item(block: Block, text: str) -> str:
    indent = "  " * block.level if block.marker in ("", "-", "*", "•") else "   " * block.level
    marker = "-" if block.marker in ("", "*", "•") else block.marker
    body = text.replace("\n", "\n" + indent + " " * (len(marker) + 1))
    return f"{indent}{marker} {body}"


def _code(block: Block, ids: bool) -> str:
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", block.text)), default=0) + 1)
    code = f"{fence}\n{block.text}\n{fence}"
    return f'<div data-bb-text-id="{block.id}">\n\n{code}\n\n</div>' if ids else code


def _figure(block: Block, ids: bool, image_url: ImageUrl | None) -> str:
    figure = block.figure
    if figure is None:
        return ""
    parts = []
    if image_url is not None and figure.image is not None:
        source, alt = html.escape(image_url(block.id)), html.escape(figure.caption)
        parts.append(f'<img src="{source}" alt="{alt}">')
    if figure.description:
        parts.append(f"<figcaption>{html.escape(figure.description)}</figcaption>")
    if parts or ids:
        attribute = f' data-bb-image-id="{block.id}"' if ids else ""
        parts = [f"<figure{attribute}>{''.join(parts)}</figure>"]
    if block.text.strip():
        parts.append(block_text(block))
    if figure.data is not None:
        parts.append(table_html(figure.data))
    return "\n\n".join(parts)
