"""The separate blocks of cells on a sheet: what an empty row or column parts, stands apart.

Cells that touch, corners included, belong together; blocks whose rectangles overlap are one; a
table that the workbook declares is always a block of its own.
"""

from __future__ import annotations

from bisect import bisect_left

from octavo.formats.sheets.grid import Area, Sheet

MAX_REGIONS = 400
"""A sheet with more scattered pieces is read by bands of rows instead."""
MAX_MERGED = 400_000
"""How many cells under merged ones are looked at."""
MAX_TRAILING = 100
"""Longer runs of framed empty rows or columns are formatting, not a part of a table."""

Run = tuple[int, int]


def find(sheet: Sheet, *, framed_rows: bool, framed_columns: bool) -> list[Area]:
    """The blocks in reading order. With `framed_…`, a block reaches over the visible (bordered
    or filled) empty cells at its lower or right edge."""
    natives = [native.area for native in sheet.natives if _holds_any(sheet, native.area)]
    boxes = _joined(_components(_runs(sheet, natives)))
    if len(boxes) > MAX_REGIONS:
        boxes = _bands(boxes)
    found = [_grown(sheet, box, natives, framed_rows, framed_columns) for box in boxes]
    return sorted(natives + found, key=lambda box: (box.top, box.left))


def _holds_any(sheet: Sheet, box: Area) -> bool:
    rows = range(box.top, min(box.bottom, box.top + 1_000) + 1)
    return any(sheet.rows.get(row) for row in rows)


def _runs(sheet: Sheet, natives: list[Area]) -> dict[int, list[Run]]:
    """The runs of filled columns of every row, native tables left out."""
    merged = _merged_runs(sheet)
    runs: dict[int, list[Run]] = {}
    for row in sorted(sheet.rows.keys() | merged.keys()):
        columns = set(sheet.rows.get(row, ()))
        for first, last in merged.get(row, ()):
            columns.update(range(first, last + 1))
        for box in natives:
            if box.top <= row <= box.bottom:
                columns -= set(range(box.left, box.right + 1))
        if columns:
            runs[row] = _consecutive(sorted(columns))
    return runs


def _merged_runs(sheet: Sheet) -> dict[int, list[Run]]:
    """Merged cells with something in them fill all they cover, as far as the sheet is used."""
    extent = sheet.extent()
    found: dict[int, list[Run]] = {}
    left = MAX_MERGED
    for box in sheet.merges:
        if extent is None or sheet.cell(box.top, box.left) is None:
            continue
        last = min(box.right, max(extent.right, box.left + 50))
        for row in range(box.top, min(box.bottom, max(extent.bottom, box.top + 50)) + 1):
            left -= last - box.left + 1
            if left < 0:
                return found
            found.setdefault(row, []).append((box.left, last))
    return found


def _consecutive(columns: list[int]) -> list[Run]:
    runs = []
    first = last = columns[0]
    for column in columns[1:]:
        if column != last + 1:
            runs.append((first, last))
            first = column
        last = column
    return [*runs, (first, last)]


def _components(runs: dict[int, list[Run]]) -> list[Area]:
    """The rectangles around runs that touch each other from row to row."""
    boxes: list[Area] = []
    parent: list[int] = []
    above: list[tuple[Run, int]] = []
    above_row = -2
    for row, line in runs.items():
        here = []
        for run in line:
            touching = _touching(above, run) if above_row == row - 1 else []
            number = len(parent)
            parent.append(number)
            boxes.append(Area(row, run[0], row, run[1]))
            for other in touching:
                number = _unite(parent, boxes, _root(parent, other), _root(parent, number))
            here.append((run, number))
        above, above_row = here, row
    return [boxes[at] for at, up in enumerate(parent) if at == up]


def _touching(above: list[tuple[Run, int]], run: Run) -> list[int]:
    start = bisect_left(above, run[0] - 1, key=lambda item: item[0][1])
    found = []
    for (first, _), number in above[start:]:
        if first > run[1] + 1:
            break
        found.append(number)
    return found


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _unite(parent: list[int], boxes: list[Area], one: int, other: int) -> int:
    if one != other:
        parent[other] = one
        boxes[one] = boxes[one].union(boxes[other])
    return one


def _joined(boxes: list[Area]) -> list[Area]:
    """Overlapping rectangles made one, until none overlap."""
    if len(boxes) > MAX_REGIONS:
        return boxes
    done: list[Area] = []
    for box in boxes:
        while met := [other for other in done if other.meets(box)]:
            for other in met:
                done.remove(other)
                box = box.union(other)
        done.append(box)
    return done


def _bands(boxes: list[Area]) -> list[Area]:
    """One rectangle for every stretch of rows without an empty row."""
    bands: list[Area] = []
    for box in sorted(boxes):
        if bands and box.top <= bands[-1].bottom + 1:
            bands[-1] = bands[-1].union(box)
        else:
            bands.append(box)
    return bands


def _grown(sheet: Sheet, box: Area, natives: list[Area], down: bool, right: bool) -> Area:
    """The box with the framed empty rows below and columns beside it."""
    if box.size == 1:
        return box
    if down:
        columns = range(box.left, box.right + 1)
        rows = 0
        while rows <= MAX_TRAILING and _framed_row(sheet, box.bottom + rows + 1, columns):
            rows += 1
        box = _accepted(box, box._replace(bottom=box.bottom + rows), rows, natives)
    if right:
        lines = range(box.top, min(box.bottom, box.top + 500) + 1)
        count = 0
        while count <= MAX_TRAILING and _framed_column(sheet, box.right + count + 1, lines):
            count += 1
        box = _accepted(box, box._replace(right=box.right + count), count, natives)
    return box


def _accepted(box: Area, grown: Area, by: int, natives: list[Area]) -> Area:
    if by > MAX_TRAILING or any(grown.meets(native) for native in natives):
        return box
    return grown


def _framed_row(sheet: Sheet, row: int, columns: range) -> bool:
    framed = sheet.framed.get(row, set())
    return len(columns) > 0 and all(column in framed for column in columns)


def _framed_column(sheet: Sheet, column: int, rows: range) -> bool:
    return all(column in sheet.framed.get(row, ()) for row in rows)
