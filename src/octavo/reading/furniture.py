"""Running headers, footers and page numbers, recognised by how they recur over the pages.

What stands in the margin of one page only may be a title, an address or a note: it stays in the
body. Text that recurs at the same height on other pages, numbers that count with the pages, and
what stands in one line with such a number are furniture. A single page can show no recurrence, so
all its text is kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.documents import BlockKind
from octavo.documents.model import FURNITURE
from octavo.reading import flow
from octavo.reading.drafts import Draft

ZONE = 0.14
"""Fraction of the page's height, at its head and foot, where furniture stands."""
NEAR = 0.02
"""Recurring blocks lie at the same height within this fraction."""
MAX_LINES = 3
DISPLAY = 1.25
_NUMBER = re.compile(
    r"^\W*(?:page|p\.|seite|página|стр\.?|第)?\s*(\d{1,4})(?:\s*页)?(?:\s*(?:of|/|von|de)\s*\d{1,4})?\W*$",
    re.I,
)
_ROMAN = re.compile(r"^\W*([ivxlc]{1,7})\W*$", re.I)


@dataclass(slots=True)
class _Place:
    """A draft in the margin of page `index` (counted among the pages read)."""

    draft: Draft
    index: int
    number: int

    @property
    def head(self) -> bool:
        return self.draft.box.y1 <= 0.5


def mark(pages: Sequence[Sequence[Draft]], numbers: Sequence[int]) -> None:
    """Give furniture its kind, and take it from what does not recur, in place.

    `numbers` are the pages' own numbers.
    """
    places = [
        _Place(draft, index, number)
        for index, (drafts, number) in enumerate(zip(pages, numbers, strict=True))
        for draft in drafts
        if _in_zone(draft) or _is_outer_number(draft, drafts)
    ]
    body = flow.body_size([draft for drafts in pages for draft in drafts])
    counting = _counting(places)
    found = _recurring(places, body) | counting | _beside_numbers(places, counting, body)
    for place in places:
        if id(place.draft) in found:
            _furnish(place)
    for drafts in pages:
        for draft in drafts:
            if draft.kind in FURNITURE and id(draft) not in found:
                display = _is_display(draft, body)
                draft.block.kind = BlockKind.HEADING if display else BlockKind.TEXT


def _is_display(draft: Draft, body: float) -> bool:
    """Set larger than the body, as headings are and furniture hardly ever."""
    return draft.kind is BlockKind.HEADING or draft.size > DISPLAY * body


def _in_zone(draft: Draft) -> bool:
    kinds = (BlockKind.TEXT, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.FOOTNOTE, *FURNITURE)
    if draft.kind not in kinds or draft.lines > MAX_LINES:
        return False
    return draft.box.y1 < ZONE or draft.box.y0 > 1 - ZONE


def _is_outer_number(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """A number above or below everything else on its page, however wide the margin is."""
    if draft.kind not in (BlockKind.TEXT, BlockKind.PAGE_NUMBER) or _value(draft.text) is None:
        return False
    rest = [other.box for other in drafts if other is not draft]
    return all(draft.box.y0 >= box.y1 for box in rest) or all(
        draft.box.y1 <= box.y0 for box in rest
    )


def _said(draft: Draft) -> str:
    return f"{draft.block.marker} {draft.text}".strip()


def _furnish(place: _Place) -> None:
    block = place.draft.block
    block.text, block.marker = _said(place.draft), ""
    if _NUMBER.match(block.text) or _ROMAN.match(block.text):
        block.kind = BlockKind.PAGE_NUMBER
    else:
        block.kind = BlockKind.HEADER if place.head else BlockKind.FOOTER


def _recurring(places: Sequence[_Place], body: float) -> set[int]:
    """Ids of drafts whose text, its numbers aside, stands at one height on several pages."""
    alike: dict[tuple[bool, str], list[_Place]] = defaultdict(list)
    for place in places:
        words = " ".join(_said(place.draft).casefold().split())
        if not _is_display(place.draft, body):  # "1 Aims" and "2 Aims" are two headings
            words = re.sub(r"\d+", "#", words)
        if any(c.isalpha() for c in words):
            alike[place.head, words].append(place)
    found: set[int] = set()
    for group in alike.values():
        for place in group:
            if any(_recurs(place, other) for other in group):
                found.add(id(place.draft))
    return found


def _recurs(place: _Place, other: _Place) -> bool:
    if place.index == other.index:
        return False
    heading = BlockKind.HEADING in (place.draft.kind, other.draft.kind)
    apart = abs(place.draft.box.y0 - other.draft.box.y0)
    return apart < (NEAR / 4 if heading else NEAR)


def _counting(places: Sequence[_Place]) -> set[int]:
    """Ids of the numbers that grow with the pages: two agree on where the count begins."""
    by_start: dict[tuple[bool, int], list[_Place]] = defaultdict(list)
    for place in places:
        value = _value(_said(place.draft))
        if value is not None:
            by_start[place.head, value - place.number].append(place)
    return {
        id(place.draft)
        for group in by_start.values()
        if len({place.index for place in group}) >= 2
        for place in group
    }


def _beside_numbers(places: Sequence[_Place], counting: set[int], body: float) -> set[int]:
    """Ids of what stands in one line with a page's number: the title of its chapter."""
    numbers = [place for place in places if id(place.draft) in counting]
    return {
        id(place.draft)
        for number in numbers
        for place in places
        if place.index == number.index
        and abs(place.draft.box.y0 - number.draft.box.y0) < NEAR / 4
        and place.draft.lines == 1
        and not _is_display(place.draft, body)
    }


def _value(text: str) -> int | None:
    if match := _NUMBER.match(text):
        return int(match[1])
    if match := _ROMAN.match(text):
        return _roman(match[1].lower())
    return None


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
