"""Tables that are none: columns of running text whose lines the engine took for rows.

Their words are read as text again, column by column.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from octavo.documents import Block, Table
from octavo.reading import figures
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence

RUNNING = 0.3
"""Share of the lines that go on in the next one, from which columns hold running text."""
AT_LEAST = 0.2
"""The same of every single column."""
LINES = 5
"""Lines of a column below which nothing can be said of it."""


def dissolve(drafts: Sequence[Draft], tables: Sequence[Block], page: PageEvidence) -> list[Draft]:
    """The drafts with such tables replaced by the text in them; `tables` are our own."""
    done: list[Draft] = []
    for draft in drafts:
        if draft.words and _is_text(draft, tables, page):
            done += figures.text_of(draft, page)
        else:
            done.append(draft)
    return done


def _is_text(draft: Draft, tables: Sequence[Block], page: PageEvidence) -> bool:
    table, box = draft.block.table, draft.box
    if table is None or any(t.box and t.box.overlap(box) > 0.3 * t.box.area for t in tables):
        return False
    ruled = sum(
        r.horizontal
        and box.y0 < r.y0 < box.y1
        and min(r.x1, box.x1) - max(r.x0, box.x0) > 0.5 * box.width
        for r in page.rulings
    )
    columns = [lines for lines in _columns(table) if len(lines) >= LINES]
    if len(columns) < 2 or ruled > table.rows / 4:
        return False
    running = [_running(lines) for lines in columns]
    return min(running) >= AT_LEAST and sum(running) >= RUNNING * len(running)


def _columns(table: Table) -> Iterator[list[str]]:
    for column in range(table.columns):
        yield [cell.text for cell in table.cells if cell.column == column and cell.text]


def _running(lines: Sequence[str]) -> float:
    going = sum(itertools.starmap(_goes_on, itertools.pairwise(lines)))
    return going / (len(lines) - 1)


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence is broken between two lines."""
    return len(line.split()) >= 4 and line[-1] not in ".!?:;" and following[0].islower()
