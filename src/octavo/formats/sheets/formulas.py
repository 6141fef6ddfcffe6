"""Formulas that share one text, moved to the cell that uses them."""

from __future__ import annotations

import re

from octavo.formats.sheets.grid import MAX_COLUMN, MAX_ROW, column_letters, column_number

_PIECE = re.compile(
    r"""
    "(?:[^"]|"")*" | '(?:[^']|'')*'
  | (?P<reference>(?<![A-Za-z0-9_.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![A-Za-z0-9_(.]))
    """,
    re.VERBOSE,
)


def shift(formula: str, rows: int, columns: int) -> str:
    """The formula with its relative references moved; what leaves the sheet becomes #REF!."""
    return _PIECE.sub(lambda match: _shifted(match, rows, columns), formula)


def _shifted(match: re.Match[str], rows: int, columns: int) -> str:
    if match["reference"] is None:
        return match[0]
    fixed_column, letters, fixed_row, digits = match.group(2, 3, 4, 5)
    column = column_number(letters) + (0 if fixed_column else columns)
    row = int(digits) - 1 + (0 if fixed_row else rows)
    if not (0 <= column <= MAX_COLUMN and 0 <= row <= MAX_ROW):
        return "#REF!"
    return f"{fixed_column}{column_letters(column)}{fixed_row}{row + 1}"
