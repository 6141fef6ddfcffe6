"""Which rows of a block of cells name its columns, which total them, which are no table at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from octavo.documents import Cell

Row = Sequence[Cell | None]
MAX_HEADER = 6
_SAMPLE = 25

_TOTAL = re.compile(
    r"(?:grand|sub|net|overall|column|report)?[\s-]*totals?\b(?!.*\?)"
    r"|sum(?:me|a)?\b|(?:gesamt|zwischen)(?:summe|betrag)?\b|insgesamt\b|sous-total\b|somme\b"
    r"|totale?\b|totaal\b|razem\b|итого\b|всего\b|合計|总计|小計|합계",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:notes?|sources?|remarks?|quelle|anmerkung)\b\s*:|\*|†|\(\d\)", re.IGNORECASE
)
_NUMERIC = re.compile(r"[-+(]?\s*[$€£¥]?\s*[-+]?\d[\d.,'  ]*\s*[%€$£)]*")
_DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: .*)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
)
_PERIOD = re.compile(r"(?:19|20)\d{2}[EFAP]?|FY\s?\d{2,4}")


@dataclass(frozen=True, slots=True)
class Parts:
    """How many rows at the top are titles apart from the table, then headers; at the end, totals
    and notes apart from the table."""

    titles: int = 0
    headers: int = 0
    totals: int = 0
    notes: int = 0


def parts(rows: Sequence[Row], strong: set[tuple[int, int]]) -> Parts:
    """Take a block's rows apart; `strong` are the places (row, column) of bold or filled cells."""
    titles = _titles(rows)
    notes = _notes(rows, titles)
    body = rows[titles : len(rows) - notes]
    moved = {(row - titles, column) for row, column in strong if titles <= row < titles + 9}
    headers = header_count(body, moved)
    return Parts(titles, headers, totals_count(body, headers), notes)


def header_count(rows: Sequence[Row], strong: set[tuple[int, int]]) -> int:
    """How many rows at the top name the columns."""
    count = 0
    for row in rows[: min(MAX_HEADER, len(rows) - 1)]:
        if not _may_head(row):
            break
        count += 1
        if not _spans(row):
            break
    below = rows[count : count + _SAMPLE]
    if not count or not below or not any(_filled(row) for row in below):
        return 0
    return count if _is_header(rows[count - 1], below, strong, count - 1) else 0


def totals_count(rows: Sequence[Row], headers: int) -> int:
    """How many rows at the end total the columns."""
    count = 0
    while count < len(rows) - headers - 1 and _is_total(rows[-1 - count]):
        count += 1
    return count


def typed(cell: Cell | None) -> bool:
    """Whether a cell holds a number, truth value, date or time, also one written as text."""
    if cell is None or not cell.text:
        return False
    if cell.value is not None:
        return True
    text = cell.text.strip()
    return bool(_NUMERIC.fullmatch(text) or _DATE.fullmatch(text))


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row if cell is not None and cell.text.strip()]


def _titles(rows: Sequence[Row]) -> int:
    """Rows at the top with one single text in an unmerged cell, over a wider table."""
    count = 0
    for row, after in pairwise(rows):
        cells = _filled(row)
        wide = len(row) > 1 and len(cells) == 1 and cells[0].column_span == 1
        if not wide or typed(cells[0]) or cells[0].row_span > 1:
            break
        below = _filled(after)
        single = len(below) == 1 and below[0].column_span == 1
        if not single and len(below) < 2 and not _spans(after):
            break
        count += 1
    if count and not any(len(_filled(row)) > 1 for row in rows[count : count + _SAMPLE]):
        return 0
    return count


def _notes(rows: Sequence[Row], titles: int) -> int:
    """Rows at the end with one text that is a note on the table."""
    count = 0
    while count < len(rows) - titles - 2:
        cells = _filled(rows[-1 - count])
        first = rows[-1 - count][0]
        if len(rows[-1 - count]) < 2 or len(cells) != 1 or cells[0] is not first:
            break
        if not (_NOTE.match(first.text) or len(first.text) > 60):
            break
        count += 1
    return count


def _may_head(row: Row) -> bool:
    cells = _filled(row)
    return bool(cells) and all(_names(cell) for cell in cells)


def _names(cell: Cell) -> bool:
    """Whether a cell may be the name of a column: a text, a year, a date."""
    if not typed(cell):
        return len(cell.text) <= 200
    return bool(_PERIOD.fullmatch(cell.text.strip())) or isinstance(cell.value, str)


def _spans(row: Row) -> bool:
    return any(cell is not None and cell.column_span > 1 for cell in row)


def _is_header(row: Row, below: Sequence[Row], strong: set[tuple[int, int]], at: int) -> bool:
    cells = _filled(row)
    if _stands_out(row, below, strong, at):
        return True
    if any(typed(cell) for cell in cells):
        untyped = [cell for cell in cells if not typed(cell)]
        return bool(untyped) and not _same_kind(row, below)
    if any(_typed_column(below, column) for column, cell in enumerate(row) if _says(cell)):
        return True
    return _all_text_header(row, below)


def _says(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())


def _stands_out(row: Row, below: Sequence[Row], strong: set[tuple[int, int]], at: int) -> bool:
    """Whether a row is bold or filled where the next is not."""
    here = [(at, column) in strong for column, cell in enumerate(row) if _says(cell)]
    next_row = [(at + 1, column) in strong for column, cell in enumerate(below[0]) if _says(cell)]
    return len(here) > 1 and all(here) and not all(next_row)


def _same_kind(row: Row, below: Sequence[Row]) -> bool:
    """Whether the row's years or dates are followed by more of them in their columns."""
    for column, cell in enumerate(row):
        if typed(cell):
            under = [r[column] for r in below if column < len(r) and _says(r[column])]
            alike = [c for c in under if c is not None and typed(c) and _names(c)]
            if len(alike) * 2 > len(under):
                return True
    return False


def _typed_column(below: Sequence[Row], column: int) -> bool:
    cells = [row[column] for row in below if _says(row[column])]
    return len(cells) > 0 and sum(typed(cell) for cell in cells) > 0.6 * len(cells)


def _all_text_header(row: Row, below: Sequence[Row]) -> bool:
    """A table of texts has a header if its first row is complete, short and all different."""
    texts = [cell.text.strip() for cell in row if cell is not None]
    if len(texts) < 2 or len(texts) < len(row) or not all(texts) or len(set(texts)) < len(texts):
        return False
    if any(text.endswith(":") or "@" in text or len(text) > 60 for text in texts):
        return False
    return len(row) > 2 or len(below) > 1


def _is_total(row: Row) -> bool:
    cells = _filled(row)
    return len(cells) > 1 and not typed(cells[0]) and bool(_TOTAL.match(cells[0].text.strip()))
