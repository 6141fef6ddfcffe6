"""Tables that continue over pages, put together again.

A table continues one before it when nothing but page furniture, notes and "continued" lines lies
between them over a page break, and their columns match: the same headers, or the same edges on
the page. Headers said again are dropped, and a row that the page break cut in two is joined
where its halves clearly complete each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.documents import Block, BlockKind, Page, Table
from octavo.documents.model import FURNITURE
from octavo.steps import table_columns
from octavo.steps.table_stack import CONTINUED, Stack

_MARGIN = 0.12
"""Share of the page height at its top and bottom where a repeated line counts as furniture."""


@dataclass(frozen=True)
class Part:
    """A table with the page and block it stands in."""

    page: Page
    block: Block
    table: Table


def merged(parts: list[Part]) -> list[tuple[Table, list[str]]]:
    """The tables after merging, each with the ids of the blocks it was made of."""
    groups: list[tuple[list[Part], Stack]] = []
    for part in parts:
        columns = _continuation(groups[-1][0], part) if groups else None
        if columns is None:
            groups.append(([part], Stack(part.table)))
        else:
            members, stack = groups[-1]
            stack.add(part.table, columns)
            members.append(part)
    return [(stack.table(), [part.block.id for part in members]) for members, stack in groups]


def _continuation(members: list[Part], part: Part) -> list[int] | None:
    """The columns of the first of `members` that `part`'s stand for, if `part` continues them."""
    before = members[-1]
    if part.page.number != before.page.number + 1 or part.block.place is not None:
        return None
    if not (part.table.continued or _adjacent(before, part)):
        return None
    return table_columns.match(members[0], before, part)


def _adjacent(before: Part, part: Part) -> bool:
    """Whether nothing of substance stands between two tables on pages that follow each other."""
    after = before.page.blocks[_place(before.page, before.block) + 1 :]
    ahead = part.page.blocks[: _place(part.page, part.block)]
    if not all(_ends_page(block, before.page, part.page) for block in after):
        return False
    return all(_opens_page(block, before.page, part.page) for block in ahead)


def _place(page: Page, block: Block) -> int:
    return next(place for place, other in enumerate(page.blocks) if other is block)


def _ends_page(block: Block, page: Page, following: Page) -> bool:
    if block.kind in FURNITURE or block.kind is BlockKind.FOOTNOTE:
        return True
    return _is_continued_line(block) or _repeated(block, page, following)


def _opens_page(block: Block, before: Page, page: Page) -> bool:
    if block.kind in FURNITURE or _is_continued_line(block) or _repeated(block, page, before):
        return True
    titles = {BlockKind.HEADING, BlockKind.CAPTION}
    return block.kind in titles and any(
        _title(other) == _title(block) for other in before.blocks if other.kind in titles
    )


def _is_continued_line(block: Block) -> bool:
    """A line such as "Table 3 (continued)" or "continued on next page"."""
    return len(block.text) <= 120 and bool(CONTINUED.search(block.text))


def _repeated(block: Block, page: Page, other: Page) -> bool:
    """Whether a line near an edge of the page stands at the same height on the other page too."""
    box = block.box
    if block.table is not None or box is None or not (box.y1 < _MARGIN or box.y0 > 1 - _MARGIN):
        return False
    if block.text.strip().isdigit():
        return True
    return page is not other and any(
        twin.box is not None
        and abs(twin.box.y0 - box.y0) < 0.02
        and _without_digits(twin.text) == _without_digits(block.text)
        for twin in other.blocks
    )


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()).lower())


def _title(block: Block) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", CONTINUED.sub("", block.text)).lower().split())
