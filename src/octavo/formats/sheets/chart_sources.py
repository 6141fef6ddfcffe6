"""Charts completed from the cells they draw: values never stored in them, rows not to be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from octavo.documents import Cell
from octavo.formats.base import SpreadsheetOptions
from octavo.formats.sheets.charts import MAX_POINTS, Chart, Points, Series
from octavo.formats.sheets.grid import Area, Sheet, area

Loader = Callable[[str], Sheet | None]
"""Gives a sheet of the workbook by its name, None if there is none."""

_PART = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!(),]+))!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
)


def complete(sheets: list[Sheet], load: Loader, options: SpreadsheetOptions) -> None:
    """Fill in what charts did not store, and drop points of hidden rows and columns.

    Excel does not draw hidden cells unless told to; with hidden rows asked for, they are kept.
    """
    for sheet in sheets:
        for drawing in sheet.drawings:
            if drawing.chart is not None:
                _complete(drawing.chart, load, options)


def _complete(chart: Chart, load: Loader, options: SpreadsheetOptions) -> None:
    for one in chart.series:
        for points in one.parts():
            if points.source and not points.texts:
                _fill(points, load)
    if chart.visible_only:
        for one in list(chart.series):
            if not _drop_hidden(one, load, options):
                chart.series.remove(one)


def _fill(points: Points, load: Loader) -> None:
    for index, cell in enumerate(_cells(points.source, load)):
        if index >= MAX_POINTS:
            break
        points.count = index + 1
        if cell is None:
            continue
        points.texts[index] = cell.text
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            points.numbers[index] = float(cell.value)


def _drop_hidden(one: Series, load: Loader, options: SpreadsheetOptions) -> bool:
    """Take hidden points out of a series; False if all of it is hidden."""
    seen = _visible(one.values.source, load, options)
    if seen is None:
        return True
    for points in (one.categories, one.values, one.sizes):
        if points.count:
            points.keep(seen)
    return bool(seen)


def _visible(source: str, load: Loader, options: SpreadsheetOptions) -> list[int] | None:
    """The indices of the source's cells that are seen; None if none is hidden."""
    index, seen = 0, []
    for sheet, box in _areas(source, load):
        for row, column in _places(box):
            hidden = (row in sheet.hidden_rows and not options.include_hidden_rows) or (
                column in sheet.hidden_columns and not options.include_hidden_cols
            )
            if not hidden:
                seen.append(index)
            index += 1
            if index >= MAX_POINTS:
                break
    return seen if len(seen) < index else None


def _cells(source: str, load: Loader) -> Iterator[Cell | None]:
    for sheet, box in _areas(source, load):
        for row, column in _places(box):
            yield sheet.cell(row, column)


def _places(box: Area) -> Iterator[tuple[int, int]]:
    for row in range(box.top, box.bottom + 1):
        for column in range(box.left, box.right + 1):
            yield row, column


def _areas(source: str, load: Loader) -> Iterator[tuple[Sheet, Area]]:
    for match in _PART.finditer(source):
        sheet = load((match[1] or match[2]).replace("''", "'"))
        found = area(match[3])
        if sheet is not None and found is not None:
            yield sheet, found
