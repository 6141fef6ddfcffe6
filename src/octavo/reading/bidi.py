"""Lines of Arabic, Hebrew and their kin in the order they are read, Latin and numbers among them.

Words are put in order by where they stand, whatever order the file draws them in: from the right,
but runs of Latin words from the left; the other way round where such words stand in Latin text.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence

from octavo.documents import BlockKind, Table
from octavo.reading.drafts import Draft, join_lines, list_marker, note_marker
from octavo.reading.evidence import PageEvidence, StyledWord
from octavo.reading.lines import join_rows, segments

RIGHTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORM = re.compile("[\ufb00-\ufb06\ufb1d-\ufdff\ufe70-\ufefc]")
_COUNTED = re.compile(r"^([.:)\-]+)(\d+)$")
_BRACKETS = re.compile(r"([(\[])\s+([^()\[\]]+?)\s+\1(?=\S)")
_CLOSING = {"(": ")", "[": "]"}
_ITEMS = (BlockKind.TEXT, BlockKind.LIST_ITEM)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u052f]")


def folded(text: str) -> str:
    """Ligatures and the shapes letters take within a word as the letters themselves."""
    return _FORM.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), text)


def is_rightward(words: Sequence[StyledWord]) -> bool:
    """Whether most letters of some words are of a script that runs from the right."""
    text = "".join(word.text for word in words)
    return len(RIGHTWARDS.findall(text)) > len(_LATIN.findall(text))


def relay(drafts: Sequence[Draft], page: PageEvidence) -> None:
    """Say every draft that holds such a script anew, in place, from its words."""
    for draft in drafts:
        if draft.block.table is not None:
            _relay_cells(draft.block.table, draft.words, page)
        elif draft.kind is not BlockKind.FIGURE and any(
            RIGHTWARDS.search(word.text) for word in draft.words
        ):
            _relay(draft, page)


def _relay(draft: Draft, page: PageEvidence) -> None:
    rows = in_order(draft.words, page)
    draft.words = [word for row in rows for word in row]
    draft.lines, draft.links = len(rows), []
    block = draft.block
    block.words = [word.word for word in draft.words]
    block.text = join_lines([said(row) for row in rows])
    item = list_marker(block.text) if draft.kind in _ITEMS else None
    if item is not None:
        block.kind, (block.marker, block.text) = BlockKind.LIST_ITEM, item
    elif draft.kind is BlockKind.FOOTNOTE:
        block.marker, block.text = note_marker(block.text)


def _relay_cells(table: Table, words: Sequence[StyledWord], page: PageEvidence) -> None:
    for cell in table.cells:
        box = cell.box
        if box is None or not RIGHTWARDS.search(cell.text):
            continue
        inside = [w for w in words if box.overlap(w.box) > 0.5 * w.box.area]
        if inside:
            rows = in_order(inside, page)
            cell.text = "\n".join(said(row) for row in rows)


def in_order(words: Sequence[StyledWord], page: PageEvidence) -> list[list[StyledWord]]:
    """The lines of some words, each in the order it is read."""
    rightward = is_rightward(words)
    rows = join_rows(segments(words, page))
    return [_row(sorted(row.words, key=lambda w: w.box.x0), rightward=rightward) for row in rows]


def said(row: Sequence[StyledWord]) -> str:
    """What a line in order says.

    A number's point stands to its left where the line runs from the right, but is read after it;
    and a bracket that closes Latin text is drawn as one that opens it.
    """
    if not is_rightward(row):
        return " ".join(word.text for word in row)
    text = " ".join(_COUNTED.sub(r"\2\1", word.text) for word in row)
    return _BRACKETS.sub(lambda m: f"{m[1]}{m[2]}{_CLOSING[m[1]]} ", text)


def _row(words: list[StyledWord], *, rightward: bool) -> list[StyledWord]:
    """Words from left to right in the order they are read."""
    if rightward:
        words = words[::-1]
    against = _LATIN if rightward else RIGHTWARDS
    done: list[StyledWord] = []
    for turned, run in itertools.groupby(_against(words, against), key=lambda pair: pair[1]):
        part = [word for word, _ in run]
        done += part[::-1] if turned else part
    return done


def _against(
    words: Sequence[StyledWord], against: re.Pattern[str]
) -> list[tuple[StyledWord, bool]]:
    """Words with whether they run against the line: those of the other script, and what stands
    between two of them without letters of its own."""
    marks = [bool(against.search(word.text)) for word in words]
    last: int | None = None
    for index, word in enumerate(words):
        if marks[index]:
            if last is not None:
                marks[last:index] = [True] * (index - last)
            last = index
        elif any(char.isalpha() for char in word.text):
            last = None
    return list(zip(words, marks, strict=True))
