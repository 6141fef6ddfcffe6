"""Lines of one column to blocks: paragraphs, list items, lines that stand alone.

A new block begins where the line spacing widens, the type changes in size or weight, a list
marker stands, or a line is indented after one that ended early.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence

from octavo.documents import Block, BlockKind
from octavo.reading.drafts import Draft, join_lines, list_marker
from octavo.reading.lines import Segment, box_of

SPACING = 0.45
"""Ems of white beyond the usual line spacing that part two paragraphs."""


def blocks(lines: Sequence[Segment]) -> list[Draft]:
    """Drafts of TEXT and LIST_ITEM from the lines of one column, top to bottom."""
    if not lines:
        return []
    spacing = _usual_spacing(lines)
    groups: list[list[Segment]] = [[lines[0]]]
    for line in lines[1:]:
        if _parts(groups[-1], line, spacing, lines):
            groups.append([line])
        else:
            groups[-1].append(line)
    return [_draft(group) for group in groups]


def _usual_spacing(lines: Sequence[Segment]) -> float:
    """White between lines of a paragraph, in ems: the median of the tight half."""
    gaps = sorted(
        (b.y0 - a.y1) / max(a.em, b.em)
        for a, b in itertools.pairwise(lines)
        if b.y0 - a.y1 < 2 * max(a.em, b.em)
    )
    return statistics.median(gaps[: len(gaps) // 2 + 1]) if gaps else 0.3


def _parts(
    group: Sequence[Segment], line: Segment, spacing: float, column: Sequence[Segment]
) -> bool:
    """Whether `line` begins a new block after `group`."""
    last = group[-1]
    em = max(last.em, line.em)
    if (line.y0 - last.y1) / em > spacing + SPACING:
        return True
    if max(line.em, last.em) > 1.16 * min(line.em, last.em) and _whole(line) and _whole(last):
        return True
    if line.bold != last.bold and (len(group) == 1 or line.bold):
        return _whole(line)
    if list_marker(line.text) is not None and _is_item(group, line, em):
        return True
    return _indented(group, line, em, max(s.x1 for s in column))


def _whole(line: Segment) -> bool:
    """Enough of a line for its type to say something."""
    return sum(len(w.text) for w in line.words) >= 3


def _is_item(group: Sequence[Segment], line: Segment, em: float) -> bool:
    """A marker in the middle of a paragraph is one only where an item could begin."""
    first = group[0]
    if list_marker(first.text) is not None:
        return line.x0 <= first.x0 + 0.7 * em or abs(line.x0 - group[-1].x0) > 0.7 * em
    return group[-1].text.rstrip().endswith((".", ":", ";")) or line.x0 > first.x0 + 0.7 * em


def _indented(group: Sequence[Segment], line: Segment, em: float, right: float) -> bool:
    """A first line's indent, after a line that did not fill the column."""
    if list_marker(group[0].text) is not None:
        return line.x0 < group[0].x0 - 0.7 * em
    body = group[1:] or group
    left = min(s.x0 for s in body)
    ended = group[-1].x1 < right - 2.5 * em and group[-1].text.rstrip().endswith((".", "!", "?"))
    if line.x0 > left + 0.8 * em and len(group) > 1:
        return ended or group[-1].text.rstrip().endswith((".", "!", "?", "”"))
    return ended and line.x0 <= left + 0.8 * em and line.text[:1].isupper()


def _draft(group: Sequence[Segment]) -> Draft:
    words = [w for line in group for w in line.words]
    text = join_lines([line.text for line in group])
    kind, marker = BlockKind.TEXT, ""
    if (item := list_marker(text)) is not None:
        kind, marker, text = BlockKind.LIST_ITEM, *item
    block = Block(kind, text, marker=marker, box=box_of(words), words=[w.word for w in words])
    draft = Draft(block, words, lines=len(group))
    draft.measure()
    if not draft.size:
        draft.size = statistics.median(line.em for line in group)
    return draft
