"""One web page as a page of blocks: what HTML files, archives, books and mail bodies share."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.documents import Block
from octavo.formats.web import dom, marks, pictures
from octavo.formats.web.notes import Notes
from octavo.formats.web.reader import Reader, Setting


@dataclass
class WebPage:
    """The blocks of a page and its title."""

    title: str
    blocks: list[Block]
    warnings: list[str] = field(default_factory=list)


def read(
    markup: str,
    *,
    images: bool = False,
    resource: pictures.Resource = pictures.nothing,
    furniture: bool = True,
) -> WebPage:
    """Read a page. `resource` gives what came with it; `images` keeps the bytes of pictures.

    With `furniture`, what lies outside the page's main part is told apart as header and footer.
    """
    warnings: list[str] = []
    tree = dom.parse(markup, warnings)
    head = tree.css_first("title")
    title = " ".join(head.text(deep=True).split()) if head is not None else ""
    if tree.body is None:
        return WebPage(title, [], warnings)
    main = marks.main_parts(tree) if furniture else frozenset()
    setting = Setting(Notes(tree.body), main, resource, images)
    return WebPage(title, Reader(setting).read(tree.body), warnings)
