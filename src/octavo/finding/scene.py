"""A document as a finder sees it: segments of text with their neighbours, and the running prose.

A segment is a run of words on one line without a wide gap, or one line of a table cell. Its
neighbours are geometric where the source has boxes (left on the same row, above in the same
column) and follow cells and reading order where it has none.
"""

from __future__ import annotations

import bisect
import functools
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Box, Cell, Document, Page, Word
from octavo.finding.values import dates, numbers

GAP_OF_HEIGHT = 1.6
"""A gap wider than this many line heights parts two segments of a line."""
MAX_SEGMENTS = 60_000
MAX_WORD, MAX_LINE = 200, 2_000
"""Letters of a word and of a segment that are looked at; nobody prints longer ones."""
_LONG = 28
_LONG_LINE = 6.5
_SENTENCE = 7
"""Words of a block, on its lines, and of a sentence by itself, from which it counts as prose."""
_NOUGHT = re.compile(r"(?<=\d)[Oo](?=[\dOo.,]|\b)|\b[Oo](?=[.,]\d\d\b)|(?<=RM)O(?=[.,]\d)")


@dataclass(slots=True, eq=False)
class Segment:
    """A piece of one line. `id` is the citable element; `block` counts the blocks of the document.

    `left` and `above` are its neighbours; `first` says that it begins its block's line.
    """

    text: str
    id: str
    page: int
    block: int
    kind: BlockKind
    order: int
    box: Box | None = None
    cell: Cell | None = None
    table: int = -1
    prose: bool = False
    words: list[Word] = field(default_factory=list)
    left: Segment | None = None
    above: Segment | None = None
    below: Segment | None = None
    right: Segment | None = None

    @property
    def height(self) -> float:
        return self.box.height if self.box else 0.0


@dataclass(slots=True)
class Flow:
    """The running text of the document with the citable id of each stretch of it."""

    text: str
    starts: list[int]
    blocks: list[int]
    ids: list[str]

    def at(self, offset: int) -> int:
        """Index into `blocks` and `ids` of the stretch that holds `offset`."""
        return max(0, bisect.bisect_right(self.starts, offset) - 1)

    def cited(self, start: int, end: int) -> list[str]:
        """The ids of the stretches that [start, end) touches."""
        first, last = self.at(start), self.at(max(start, end - 1))
        return list(dict.fromkeys(self.ids[first : last + 1]))


@dataclass(slots=True)
class Scene:
    """All that is known of one document before a field is looked for."""

    document: Document
    segments: list[Segment]
    flow: Flow
    pages: list[Page]
    blocks: list[Block]
    height: float
    """Median height of a line, as a fraction of the page; 0 without geometry."""
    decimal_comma: bool | None = False
    day_first: bool = True
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What the document calls itself: its first headings and larger lines."""
        if "title" not in self.notes:
            heads = [
                s.text
                for s in self.segments[:40]
                if s.kind is BlockKind.HEADING or (self.height and s.height > 1.3 * self.height)
            ]
            self.notes["title"] = " ".join(heads[:3])[:200]
        return str(self.notes["title"])

    @property
    def numbered(self) -> set[int]:
        """The segments (by order) that begin with a running number, as boxes of a form do."""
        if "numbered" not in self.notes:
            found: dict[int, list[int]] = {}
            for segment in self.segments:
                if match := _RUNNING.match(segment.text):
                    found.setdefault(int(match[1]), []).append(segment.order)
            run = {n for n in found if {n - 1, n + 1} & found.keys()}
            self.notes["numbered"] = {o for n in run for o in found[n]} if len(run) > 2 else set()
        return self.notes["numbered"]  # type: ignore[return-value]


_RUNNING = re.compile(r"(\d{1,2})[.)]?\s+[^\W\d]{3,}")


def build(document: Document) -> Scene:
    """The scene of a document; blocks and cells must have their ids."""
    pairs = document.blocks()
    segments: list[Segment] = []
    for index, (page, block) in enumerate(pairs):
        if len(segments) > MAX_SEGMENTS:
            break
        segments.extend(_segments(page, block, index))
    for order, segment in enumerate(segments):
        segment.order = order
    _join_neighbours(segments)
    heights = [s.height for s in segments if s.box]
    texts = [s.text for s in segments]
    scene = Scene(
        document,
        segments,
        _flow([block for _, block in pairs]),
        document.pages,
        [block for _, block in pairs],
        statistics.median(heights) if heights else 0.0,
    )
    scene.decimal_comma = numbers.decimal_comma(texts)
    scene.day_first = dates.day_first(texts, default=not _american(scene))
    return scene


def lines_of(words: list[Word]) -> list[list[Word]]:
    """Words of one block parted into visual lines, each from left to right."""
    lines: list[list[Word]] = []
    for word in words:
        if lines and _same_row(lines[-1][-1].box, word.box):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda w: w.box.x0)
    return lines


def _same_row(a: Box, b: Box) -> bool:
    overlap = min(a.y1, b.y1) - max(a.y0, b.y0)
    return overlap > 0.45 * min(a.height, b.height)


def _segments(page: Page, block: Block, index: int) -> Iterator[Segment]:
    if block.table is not None:
        words = _words_by_cell(block)
        for cell in block.table.cells:
            yield from _cell_segments(page, index, cell, words.get(id(cell), []))
    elif block.text.strip():
        yield from _text_segments(page, block, index)


def _words_by_cell(block: Block) -> dict[int, list[Word]]:
    """The words of a table by the cell whose box holds their middle."""
    found: dict[int, list[Word]] = {}
    if not block.words or block.table is None:
        return found
    words = sorted(block.words, key=lambda word: word.box.y0 + word.box.y1)
    middles = [(word.box.y0 + word.box.y1) / 2 for word in words]
    for cell in block.table.cells:
        if (box := cell.box) is not None and cell.text.strip():
            band = slice(bisect.bisect_left(middles, box.y0), bisect.bisect_right(middles, box.y1))
            found[id(cell)] = [
                word for word in words[band] if box.x0 <= (word.box.x0 + word.box.x1) / 2 <= box.x1
            ]
    return found


def _cell_segments(page: Page, index: int, cell: Cell, words: list[Word]) -> Iterator[Segment]:
    """The lines of a cell; by its words, where they say what its text says."""
    rows = lines_of(words)
    if rows and "".join(w.text for row in rows for w in row) == "".join(cell.text.split()):
        for run in (run for row in rows for run in _runs(row, page)):
            text = repaired(" ".join(word.text for word in run), page)
            around = functools.reduce(Box.union, (word.box for word in run))
            yield Segment(
                text,
                cell.id,
                page.number,
                index,
                BlockKind.TABLE,
                0,
                around,
                cell,
                index,
                words=run,
            )
        return
    lines = [line.strip() for line in cell.text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        yield Segment(
            repaired(line, page), cell.id, page.number, index, BlockKind.TABLE, 0,
            _slice(cell.box, number, len(lines)), cell, index,
        )  # fmt: skip


def _text_segments(page: Page, block: Block, index: int) -> Iterator[Segment]:
    rows = lines_of(block.words)
    prose = _is_prose(block, len(rows))
    if block.words:
        for row in rows:
            for run in _runs(row, page):
                text = repaired(" ".join(word.text for word in run), page)
                around = functools.reduce(Box.union, (word.box for word in run))
                yield Segment(
                    text,
                    block.id,
                    page.number,
                    index,
                    block.kind,
                    0,
                    around,
                    prose=prose,
                    words=run,
                )
        return
    lines = [line.strip() for line in block.text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        box = _slice(block.box, number, len(lines))
        yield Segment(line, block.id, page.number, index, block.kind, 0, box, prose=prose)


def _is_prose(block: Block, rows: int) -> bool:
    """Whether a block is running text: long, with long lines where known; or a sentence."""
    words = block.text.split()
    lines = rows or block.text.count("\n") + 1
    if len(words) >= _LONG and len(words) / lines >= _LONG_LINE:
        return True
    if len(words) < _SENTENCE or len(words) / lines < 5 or words[-1][-1] not in ".;!?”)":
        return False
    small = sum(word[0].islower() for word in words)
    return small >= 0.38 * sum(word[0].isalpha() for word in words)


def repaired(text: str, page: Page) -> str:
    """On scans, a letter O within a number is a nought."""
    text = text[:MAX_LINE]
    return _NOUGHT.sub("0", text) if page.scanned and "O" in text.upper() else text


def _runs(line: list[Word], page: Page) -> Iterator[list[Word]]:
    ratio = (page.height / page.width) if page.width and page.height else 1.4
    height = statistics.median(word.box.height for word in line)
    run: list[Word] = []
    for word in line:
        if run and (word.box.x0 - run[-1].box.x1) > GAP_OF_HEIGHT * height * ratio:
            yield run
            run = []
        run.append(word)
    yield run


def _slice(box: Box | None, number: int, count: int) -> Box | None:
    """The strip of a box that line `number` of `count` takes."""
    if box is None or count <= 1:
        return box
    step = box.height / count
    return Box(box.x0, box.y0 + number * step, box.x1, box.y0 + (number + 1) * step)


# --- neighbours -------------------------------------------------------------------------------


def _join_neighbours(segments: list[Segment]) -> None:
    pages: dict[int, list[Segment]] = {}
    for segment in segments:
        pages.setdefault(segment.page, []).append(segment)
    for page in pages.values():
        boxed = [segment for segment in page if segment.box is not None]
        _join_geometric(boxed)
        _join_by_order([segment for segment in page if segment.box is None])


def _join_geometric(segments: list[Segment]) -> None:
    """Left and above by a sweep over rows; each looks at a bounded number of others."""
    ordered = sorted(segments, key=lambda s: (s.box.y0 + s.box.y1) if s.box else 0.0)
    for index, segment in enumerate(ordered):
        box = segment.box
        assert box is not None
        best_left, best_above = None, None
        left_x, above_y = -1.0, -1.0
        for other in ordered[max(0, index - 160) : index + 60]:
            there = other.box
            if there is None or there.y0 >= box.y1 or other is segment:
                continue
            if there.y1 > box.y0 and _same_row(there, box) and there.x1 <= box.x0 + 0.3 * box.width:
                if there.x1 > left_x and there.x0 < box.x0:
                    best_left, left_x = other, there.x1
            elif (
                there.y1 <= box.y0 + 0.4 * box.height
                and above_y < there.y0
                and _stacked(there, box)
            ):
                best_above, above_y = other, there.y0
        segment.left, segment.above = best_left, best_above
        if best_left is not None and best_left.right is None:
            best_left.right = segment
        if best_above is not None and best_above.below is None:
            best_above.below = segment


def _stacked(upper: Box, lower: Box) -> bool:
    overlap = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    return overlap > 0.3 * min(upper.width, lower.width)


def _join_by_order(segments: list[Segment]) -> None:
    """Cells by their grid; other text by the line before it."""
    grid: dict[tuple[int, int, int], Segment] = {}
    before: Segment | None = None
    for segment in segments:
        cell = segment.cell
        if cell is None:
            segment.above = before
        else:
            segment.left = _walk(grid, segment.table, cell.row, cell.column, 0, -1)
            segment.above = _walk(grid, segment.table, cell.row, cell.column, -1, 0)
            for column in range(cell.column, cell.column + min(cell.column_span, 60)):
                grid.setdefault((segment.table, cell.row, column), segment)
            if segment.left is not None:
                segment.left.right = segment
        if segment.above is not None and segment.above.below is None:
            segment.above.below = segment
        before = segment


def _walk(
    grid: dict[tuple[int, int, int], Segment], table: int, row: int, column: int, dr: int, dc: int
) -> Segment | None:
    for _ in range(40):
        row, column = row + dr, column + dc
        if row < 0 or column < 0:
            return None
        if found := grid.get((table, row, column)):
            return found
    return None


# --- prose ------------------------------------------------------------------------------------


def _flow(blocks: list[Block]) -> Flow:
    """Text blocks of the body one after another; line ends inside them become spaces."""
    pieces: list[str] = []
    flow = Flow("", [], [], [])
    length = 0
    for index, block in enumerate(blocks):
        if block.table is not None or not block.text.strip():
            continue
        marker = f"{block.marker} " if block.marker and block.kind is BlockKind.LIST_ITEM else ""
        text = marker + " ".join(word[:MAX_WORD] for word in block.text.split())
        flow.starts.append(length)
        flow.blocks.append(index)
        flow.ids.append(block.id)
        pieces.append(text)
        length += len(text) + 1
    flow.text = "\n".join(pieces)
    if not flow.starts:
        flow.starts, flow.blocks, flow.ids = [0], [-1], [""]
    return flow


def _american(scene: Scene) -> bool:
    """Whether open dates are likelier month first: dollars and spelt month-day dates."""
    text = scene.flow.text[:40_000]
    if "€" in text or "£" in text or "RM" in text:
        return False
    return "$" in text or any(span.order == "mdy" for span in dates.find(text))
