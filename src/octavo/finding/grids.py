"""Grids of cells: the tables of a document, and rows of text set like a table.

Both become the same thing, rows of cells by column, so that records are read off them alike.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from octavo.documents import Block, Box, Table
from octavo.finding import lexicon as lx
from octavo.finding.scene import Scene, Segment

MAX_ROWS = 5_000
MAX_COLUMNS = 200


@dataclass(slots=True)
class Slot:
    """One cell of a grid: its text and the ids it is cited by."""

    text: str = ""
    ids: tuple[str, ...] = ()


@dataclass(slots=True)
class Grid:
    """`head` is the row of headers, `rows` what follows; `title` is the wording before it."""

    head: list[Slot]
    rows: list[list[Slot]]
    title: str = ""
    page: int = 1
    table: bool = True
    extra: list[Segment] = field(default_factory=list)


def tables(scene: Scene) -> list[Grid]:
    """The tables of the document as grids; the head is what their header cells say.

    A table that has none takes the row of text right above it, where a rule parted the two.
    """
    found = []
    title = ""
    for page, block in scene.document.blocks():
        if block.table is None:
            title = block.text[:120] if block.text.strip() else title
        elif block.table.columns <= MAX_COLUMNS:
            grid = _of_table(block.table, title, page.number)
            if not any(slot.text for slot in grid.head):
                grid.head = _head_above(scene, block, block.table, page.number) or grid.head
            found.append(grid)
    return found


def _head_above(scene: Scene, block: Block, table: Table, page: int) -> list[Slot]:
    """The segments right above a table's columns, [] where they cannot be told apart."""
    if block.box is None:
        return []
    top = block.box.y0
    near = [
        s
        for s in scene.segments
        if s.page == page and s.cell is None and s.box and _just_above(s.box, top, scene.height)
    ]
    near.sort(key=_left)
    boxes = [_column_box(table, column) for column in range(table.columns)]
    columns = [box for box in boxes if box is not None]
    if len(near) >= 2 and len(columns) == table.columns:
        return _placed(near, columns)
    same = len(near) == table.columns
    return [Slot(s.text, (s.id,)) for s in near] if same else []


def _just_above(box: Box, top: float, height: float) -> bool:
    return top - 2.2 * max(height, 0.005) < (box.y0 + box.y1) / 2 < top


def _column_box(table: Table, column: int) -> Box | None:
    """What the cells of one column cover together."""
    boxes = [c.box for c in table.cells if c.column == column and c.column_span == 1 and c.box]
    return functools.reduce(Box.union, boxes) if boxes else None


def _of_table(table: Table, title: str, page: int) -> Grid:
    rows = [[Slot() for _ in range(table.columns)] for _ in range(min(table.rows, MAX_ROWS))]
    header_rows = {cell.row for cell in table.cells if cell.header and cell.text.strip()}
    for cell in table.cells:
        slot = Slot(" ".join(cell.text.split()), (cell.id,))
        for row in range(cell.row, min(cell.row + cell.row_span, len(rows))):
            for column in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                if (row, column) == (cell.row, cell.column) or cell.header or cell.row_span > 1:
                    rows[row][column] = slot
    count = 0
    while count in header_rows and count < len(rows) - 1:
        count += 1
    return Grid(_stacked_head(rows[:count], table.columns), rows[count:], title, page)


def _stacked_head(rows: list[list[Slot]], columns: int) -> list[Slot]:
    """Header rows over one another as one row of headers."""
    head = []
    for column in range(columns):
        texts = dict.fromkeys(row[column].text for row in rows if row[column].text)
        head.append(Slot(" ".join(texts)))
    return head


# --- text set like a table --------------------------------------------------------------------


def visual_rows(scene: Scene) -> Iterator[list[Segment]]:
    """Segments outside tables by the rows of their page, each row from left to right."""
    pages: dict[int, list[Segment]] = {}
    for segment in scene.segments:
        if segment.box is not None and segment.cell is None:
            pages.setdefault(segment.page, []).append(segment)
    for segments in pages.values():
        segments.sort(key=_middle)
        row: list[Segment] = []
        for segment in segments:
            if row and not _beside(row, segment):
                yield sorted(row, key=_left)
                row = []
            row.append(segment)
        yield sorted(row, key=_left)


def _middle(segment: Segment) -> float:
    return (segment.box.y0 + segment.box.y1) / 2 if segment.box else 0.0


def _left(segment: Segment) -> float:
    return segment.box.x0 if segment.box else 0.0


def _beside(row: list[Segment], segment: Segment) -> bool:
    heights = [s.height for s in row] + [segment.height]
    return abs(_middle(row[0]) - _middle(segment)) < 0.55 * min(heights)


Heads = Callable[[list[str]], int]
"""How many different properties a row of wordings names."""


def set_in_text(scene: Scene, named: Heads, least: int) -> list[Grid]:
    """Grids whose header row is a row of text that names at least `least` properties."""
    found: list[Grid] = []
    current: Grid | None = None
    columns: list[Box] = []
    bottom = 0.0
    for row in visual_rows(scene):
        heads = [piece for segment in row for piece in _split_head(segment)]
        if len(heads) >= 2 and named([slot.text for slot, _ in heads]) >= least:
            columns = [box for _, box in heads]
            current = Grid([slot for slot, _ in heads], [], "", row[0].page, table=False)
            found.append(current)
        elif current is not None and row[0].page == current.page:
            if _top(row) - bottom > 8 * max(scene.height, 0.004):
                current = None
                continue
            current.rows.append(_placed(row, columns))
        else:
            current = None
        bottom = max(s.box.y1 for s in row if s.box)
    return found


def _top(row: list[Segment]) -> float:
    return min(s.box.y0 for s in row if s.box)


def _split_head(segment: Segment) -> list[tuple[Slot, Box]]:
    """A header segment as its headers: two labels close together are two."""
    box = segment.box
    assert box is not None
    if len(segment.words) < 2:
        return [(Slot(segment.text, (segment.id,)), box)]
    pieces: list[tuple[Slot, Box]] = []
    texts = [lx.tokens(word.text) for word in segment.words]
    at = [index for index, words in enumerate(texts) for _ in words]
    flat = tuple(word for words in texts for word in words)
    starts = {at[m.start] for m in lx.match(flat, lx.lexicon().labels)} | {0}
    for start, end in zip(sorted(starts), [*sorted(starts)[1:], len(texts)], strict=True):
        part = segment.words[start:end]
        around = part[0].box
        for word in part[1:]:
            around = around.union(word.box)
        pieces.append((Slot(" ".join(w.text for w in part), (segment.id,)), around))
    return pieces


def _placed(row: list[Segment], columns: list[Box]) -> list[Slot]:
    """The segments of a row in the columns they stand under; one over several is parted."""
    slots = [Slot() for _ in columns]
    for segment in row:
        assert segment.box is not None
        under = [i for i, column in enumerate(columns) if _overlap(segment.box, column) > 0]
        pieces = [(segment.text, segment.box)]
        if len(under) > 1 and segment.words:
            pieces = [(word.text, word.box) for word in segment.words]
        for text, box in pieces:
            slot = slots[_column(box, columns)]
            slot.text = f"{slot.text} {text}".strip()
            slot.ids = tuple(dict.fromkeys((*slot.ids, segment.id)))
    return slots


def _overlap(a: Box, b: Box) -> float:
    return min(a.x1, b.x1) - max(a.x0, b.x0)


def _column(box: Box, columns: list[Box]) -> int:
    def distance(column: Box) -> float:
        if (shared := _overlap(box, column)) > 0:
            return -shared
        edges = min(abs(box.x0 - column.x0), abs(box.x1 - column.x1))
        return min(edges, -shared)

    return min(range(len(columns)), key=lambda index: distance(columns[index]))
