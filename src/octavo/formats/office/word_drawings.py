"""Pictures, charts, diagrams and text boxes anchored in a Word paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.documents import Block, BlockKind, Figure
from octavo.errors import FileCorrupted
from octavo.formats.office import alt_text, charts, pictures, smartart
from octavo.formats.office.package import Element
from octavo.formats.office.word_context import Context
from octavo.formats.office.word_names import chosen, local, r

MAX_BOXES_WITHIN = 8


def read_objects(node: Element, context: Context) -> list[Block]:
    """The blocks that a `w:drawing`, `w:pict` or `w:object` brings, in their order."""
    found: list[Block] = []
    for inner, alt in _objects(node, ""):
        found += _read(inner, alt, context)
    return found


def _objects(node: Element, alt: str) -> Iterator[tuple[Element, str]]:
    """The things worth reading under `node`, each with the alternative text nearest to it."""
    for inner in node:
        name = local(inner)
        if name in ("docPr", "nvPicPr", "nvSpPr", "nvGrpSpPr"):
            alt = _alt(inner) or alt
        elif name == "AlternateContent":
            branch = chosen(inner)
            if branch is not None:
                yield from _objects(branch, alt)
        elif name in ("txbxContent", "blip", "chart", "relIds", "imagedata", "textpath"):
            yield inner, alt
        else:
            yield from _objects(inner, alt_text.said(inner.get("alt")) or alt)


def _read(node: Element, alt: str, context: Context) -> list[Block]:
    name = local(node)
    if name == "txbxContent":
        return _text_box(node, context)
    if name == "textpath":
        text = (node.get("string") or "").strip()
        return [Block(BlockKind.TEXT, text)] if text else []
    try:
        if name == "chart":
            return [_chart(node, context, alt)]
        if name == "relIds":
            return _diagram(node, context)
    except FileCorrupted as error:
        context.warn(error.message)
        return []
    return _picture(node, alt, context)


def _text_box(node: Element, context: Context) -> list[Block]:
    if context.depth >= MAX_BOXES_WITHIN:
        context.warn("Text boxes nested too deep were left out")
        return []
    context.depth += 1
    blocks = context.read_blocks(node)
    context.depth -= 1
    return blocks


def _chart(node: Element, context: Context, alt: str) -> Block:
    relation = context.relation(node.get(r("id"), ""))
    if relation is None or relation.external:
        raise FileCorrupted("A chart of the document is missing")
    root = context.package.xml(relation.target)
    return charts.block(root, images=context.options.images, alt=alt)


def _diagram(node: Element, context: Context) -> list[Block]:
    relation = context.relation(node.get(r("dm"), ""))
    if relation is None or relation.external:
        raise FileCorrupted("A diagram of the document is missing")
    return smartart.blocks(context.package.xml(relation.target))


def _picture(node: Element, alt: str, context: Context) -> list[Block]:
    identifier = node.get(r("embed")) or node.get(r("id")) or node.get(r("pict"))
    relation = context.relation(identifier or "")
    if relation is None or relation.external:
        if identifier or node.get(r("link")):
            context.warn("Pictures linked from outside the document were left out")
        return []
    image = None
    if context.options.images:
        image = _image(node, relation.target, context)
    return [Block(BlockKind.FIGURE, figure=Figure(caption=alt, image=image))]


def _image(node: Element, part: str, context: Context) -> bytes | None:
    try:
        image = pictures.to_png(context.package.read(part), pictures.crop_of(node))
    except FileCorrupted as error:
        context.warn(error.message)
        return None
    if image is None:
        context.warn(f"A picture could not be drawn ({part.rpartition('/')[2]})")
    return image


def _alt(node: Element) -> str:
    """The description (or title) of `wp:docPr`, or of the `cNvPr` under `pic:nvPicPr`."""
    for holder in (node, *node):
        if text := alt_text.said(holder.get("descr"), holder.get("title")):
            return text
    return ""
