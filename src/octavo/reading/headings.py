"""Headings: which blocks are headings, and their levels, consistent over a whole document.

A heading is short, stands alone and looks unlike the body: larger, bolder, in capitals, or
numbered like one ("2.1 Method"). Levels follow the numbering where there is one, else the rank of
the type among all headings of the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from octavo.documents import BlockKind
from octavo.reading import typefaces
from octavo.reading.drafts import Draft, join_lines

MAX_LENGTH = 200
LARGER = 1.12
"""A heading's type is this much larger than the body's, unless something else tells it."""
ALIKE = 0.93
"""Sizes of type within this ratio are the same."""
TITLE, TITLE_BOLD = 1.45, 1.2
"""Times the body's size from which short text is a title, if it is bold or not."""
SMALLER = 0.95
"""Times the body's size under which nothing is a heading that is not bold or in capitals."""
SENTENCE = 4
"""Words from which what ends in a full stop is a sentence."""
SAME = 0.04
"""Sizes of type within this share of one another are taken for one."""
ALIKE_HEADINGS = 2
"""Headings of one look that show that others of it are headings too."""
_ADDRESS = re.compile(r"@|https?:|www\.|\.{4}|(?:\. ){4}")
_SECTION = re.compile(r"\d{1,2}(\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-Z]\.")
_NUMBERED = re.compile(
    r"^(?:(?:chapter|section|part|appendix|annex|article|schedule)\s+[\dIVXA-Z]{1,5}\b|"
    r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+(?=[^\W\d_])|[IVX]{1,5}\.\s+(?=[A-Z])|[A-Z]\.\s+(?=[A-Z]))",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{2}|\d{3}|(?:[^\W\d_] ){3}|[\u2e80-\ud7af]|&")
_DEPTH = re.compile(r"^\d{1,2}((?:\.\d{1,2})*)")


def classify(drafts: Sequence[Draft], body: float, body_bold: bool = False) -> None:
    """Turn the TEXT drafts that are headings into HEADING, in place. `body` is in points."""
    for index, draft in enumerate(drafts):
        follower = drafts[index + 1] if index + 1 < len(drafts) else None
        if _may_be(draft) and _looks_like(draft, body, body_bold) and _heads(draft, follower):
            draft.block.kind = BlockKind.HEADING
            if draft.block.marker:
                draft.block.text = f"{draft.block.marker} {draft.block.text}"
                draft.block.marker = ""


def revise(drafts: Sequence[Draft], body: float) -> None:
    """Headings among the drafts of a digital document as its types tell them, in place.

    What looks just like the body is none; what looks like none but headings, or is set as titles
    are, is one. `body` is the size of the body's type in points.
    """
    font, bold = _body_look(drafts, body)
    for draft in drafts:
        if draft.kind is BlockKind.HEADING and _is_plain(draft, body, font, bold):
            draft.block.kind = BlockKind.TEXT
    for before, draft, after in zip([None, *drafts], drafts, [*drafts[1:], None], strict=False):
        listed = any(d is not None and d.kind is BlockKind.LIST_ITEM for d in (before, after))
        if draft.kind is BlockKind.LIST_ITEM and not listed and _is_section(draft, body, font):
            draft.block.kind, draft.block.level = BlockKind.HEADING, 0
            draft.block.text = f"{draft.block.marker} {draft.text}"
            draft.block.marker = ""
    looks = Counter(_type(d) for d in drafts if d.kind is BlockKind.HEADING)
    plain = Counter(_type(d) for d in drafts if d.kind is BlockKind.TEXT and _is_running(d))
    for index, draft in enumerate(drafts):
        if draft.kind is not BlockKind.TEXT or not draft.font or not _may_head(draft):
            continue
        follower = drafts[index + 1] if index + 1 < len(drafts) else None
        if follower is not None and follower.size > LARGER * draft.size:
            continue  # a line over a title
        look = _type(draft)
        alike = looks[look] >= ALIKE_HEADINGS and not plain[look]
        if alike or draft.size >= (TITLE_BOLD if draft.bold else TITLE) * body:
            draft.block.kind = BlockKind.HEADING


def joined(drafts: Sequence[Draft], height: float) -> list[Draft]:
    """The drafts of a page with headings that were broken over two lines put together.

    `height` is the page's in points.
    """
    done: list[Draft] = []
    for draft in drafts:
        if done and _goes_on(done[-1], draft, height):
            above, block = done[-1].block, draft.block
            above.text = join_lines([above.text, block.text])
            above.box = done[-1].box.union(draft.box)
            above.words = above.words + block.words
            done[-1].lines += draft.lines
        else:
            done.append(draft)
    return done


def _goes_on(above: Draft, below: Draft, height: float) -> bool:
    """Whether a heading of the same look stands right below and cannot stand alone."""
    if not (above.kind is below.kind is BlockKind.HEADING and above.font and above.size):
        return False
    gap = (below.box.y0 - above.box.y1) * height / above.size
    if _type(above) != _type(below) or not -0.5 < gap < 0.7 or _NUMBERED.match(below.text):
        return False
    hangs = bool(_NUMBERED.match(above.text)) and below.box.x0 > above.box.x0 + 0.01
    return hangs or below.text[:1].islower() or above.text.endswith("-")


def _body_look(drafts: Sequence[Draft], body: float) -> tuple[str, bool]:
    """The font of the body, and whether it is bold; some fonts claim to be that are not."""
    letters: Counter[tuple[str, bool]] = Counter()
    for draft in drafts:
        running = draft.kind in (BlockKind.TEXT, BlockKind.LIST_ITEM)
        if running and abs(draft.size - body) < SAME * body:
            letters[draft.font, draft.bold] += len(draft.text)
    return letters.most_common(1)[0][0] if letters else ("", False)


def _is_plain(draft: Draft, body: float, font: str, bold: bool) -> bool:
    """Set as the body is, without a number or capitals that would tell a heading."""
    text = draft.text.strip()
    letters = sum(c.isalpha() for c in text)
    if not letters or (letters < 2 and "a" <= text[-1:].casefold() <= "z"):
        return True
    if not _WORD.search(text):
        return True  # notes of music, names of points
    stands_out = draft.bold and (not bold or typefaces.is_bold(draft.font))
    if stands_out or text.isupper() or _NUMBERED.match(text):
        return False
    if _is_sentence(draft) and 0 < draft.size <= LARGER * body:
        return True
    if 0 < draft.size < SMALLER * body:
        return True
    return bool(font) and draft.font == font and draft.size <= (1 + SAME) * body


def _is_sentence(draft: Draft) -> bool:
    text = draft.text.strip()
    return text.endswith((".", ";", ",")) and len(text.split()) >= SENTENCE


def _is_section(draft: Draft, body: float, font: str) -> bool:
    """A lone numbered line set unlike the body, or numbered as only parts of parts are."""
    if not _SECTION.fullmatch(draft.block.marker) or draft.lines > 2 or not draft.font:
        return False
    text = draft.text.strip()
    if "\n" in text:
        return False  # several items
    unlike = draft.font != font or draft.bold or text.isupper() or draft.size > LARGER * body
    deep = "." in draft.block.marker.rstrip(".")
    return (unlike or deep) and not text.endswith((".", ",", ";", ":")) and _may_be(draft)


def _type(draft: Draft) -> tuple[str, float, bool]:
    return draft.font, round(draft.size * 2) / 2, draft.bold


def _is_running(draft: Draft) -> bool:
    """Text that no heading is: long, or a sentence."""
    return draft.lines > 3 or (draft.lines > 1 and draft.text.rstrip().endswith("."))


def _may_head(draft: Draft) -> bool:
    text = draft.text.strip()
    sentence = text.endswith((".", ",", ";", ":")) and not _NUMBERED.match(text)
    return _may_be(draft) and draft.lines <= 2 and not sentence and not _ADDRESS.search(text)


def set_levels(drafts: Sequence[Draft]) -> None:
    """Give every HEADING of a document its level 1..6, in place."""
    found = [d for d in drafts if d.kind is BlockKind.HEADING]
    rank = _ranks(found)
    looks = [rank[_look(draft)] for draft in found]
    depths = [_depth(draft.text) for draft in found]
    both = list(zip(looks, depths, strict=True))
    base = max(1, _most_common(look + 1 - depth for look, depth in both if depth))
    numbered = [base + depth - 1 if depth else 0 for depth in depths]
    of_look = {
        look: _most_common(base + depth - 1 for other, depth in both if depth and other == look)
        for look in set(looks)
    }
    for draft, look, level in zip(found, looks, numbered, strict=True):
        draft.block.level = min(6, level or of_look[look] or look)


def _ranks(found: Sequence[Draft]) -> dict[tuple[float, bool], int]:
    """Looks of type by rank from 1; sizes that hardly differ are one, as scans measure them."""
    ranks: dict[tuple[float, bool], int] = {}
    rank, top = 0, (float("inf"), True)
    for size, bold in sorted({_look(d) for d in found}, reverse=True):
        if size < ALIKE * top[0] or bold != top[1] or not rank:
            rank, top = rank + 1, (size, bold)
        ranks[size, bold] = rank
    return ranks


def _most_common(levels: Iterable[int]) -> int:
    counts = Counter(levels)
    return max(counts, key=lambda level: (counts[level], -level)) if counts else 0


def _may_be(draft: Draft) -> bool:
    text = draft.text.strip()
    letters = sum(c.isalpha() for c in text)
    if draft.kind not in (BlockKind.TEXT, BlockKind.LIST_ITEM) or draft.lines > 3:
        return False
    worded = bool(_WORD.search(text)) and letters >= max(2, 0.4 * len(text.replace(" ", "")))
    return worded and 3 <= len(text) <= MAX_LENGTH


def _looks_like(draft: Draft, body: float, body_bold: bool) -> bool:
    text = draft.text.strip()
    sentence = text.endswith((".", ",", ";")) and not _NUMBERED.match(text)
    numbered = bool(_NUMBERED.match(f"{draft.block.marker} {text}".strip()))
    item = draft.kind is BlockKind.LIST_ITEM
    if item and not numbered:
        return False
    if draft.size >= 1.3 * body and not item:
        return not sentence or draft.size >= 1.6 * body
    seen = 0.85 if draft.bold and not draft.font else 0.95  # scans measure ink, not type
    if sentence or draft.size < seen * body:
        return False
    if draft.size >= LARGER * body:
        return draft.bold or not item
    return draft.bold and not body_bold and (draft.lines <= 2)


def _heads(draft: Draft, follower: Draft | None) -> bool:
    """Whether something stands below it that it can head."""
    if draft.size and follower is not None and follower.size > 1.2 * draft.size:
        return False
    return follower is None or follower.box.y0 >= draft.box.y0 - 0.01 or follower.box.x0 > 0.4


def _look(draft: Draft) -> tuple[float, bool]:
    return float(round(draft.size * 2) / 2), draft.bold


def _depth(text: str) -> int:
    match = _DEPTH.match(text.strip())
    if match is None or not _NUMBERED.match(text.strip()):
        return 0
    return 1 + match[1].count(".")
