"""The page-range grammar of the API: `5`, `1-3`, `1-2,5`, spaces tolerated."""

import re

from octavo.errors import InvalidPageRange

_PART = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


def parse(pages: str | None, page_count: int) -> list[int]:
    """The 1-based page numbers `pages` names, ascending, each once; all of them for None.

    Raises InvalidPageRange if it is malformed, reversed, names page 0 or passes `page_count`.
    """
    if pages is None:
        return list(range(1, page_count + 1))
    chosen: set[int] = set()
    for part in pages.replace(" ", "").split(","):
        chosen.update(_range(part, page_count))
    return sorted(chosen)


def check(pages: str) -> None:
    """Refuse a malformed range before any document is at hand. Raises InvalidPageRange."""
    for part in pages.replace(" ", "").split(","):
        _bounds(part)


def _range(part: str, page_count: int) -> range:
    first, last = _bounds(part)
    if last > page_count:
        raise InvalidPageRange(f"Range {part}: end page exceeds doc length ({page_count})")
    return range(first, last + 1)


def _bounds(part: str) -> tuple[int, int]:
    match = _PART.fullmatch(part)
    if match is None:
        raise InvalidPageRange(
            f"Page range {part!r} is not understood; write pages as 1-3,5 (counted from 1)"
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if first < 1:
        raise InvalidPageRange(f"Range {part}: pages are counted from 1")
    if last < first:
        raise InvalidPageRange(f"Range {part}: the end lies before the start")
    return first, last
