"""Plain text tables as rows of fields: the separator guessed, quotes and broken quotes handled."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_SEPARATORS = ",;\t|"
_RARE = "^~:"
_SAMPLE_LINES = 200
_SAMPLE_CHARACTERS = 1 << 18
_MAX_SPAN = 500
"""A quoted field over more lines than this is taken for a quote that was never closed."""
_NUMBER = re.compile(r"\s*[-+(]?[$€£]?\s?\d[\d.,' ]*[%)€]?\s*")
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)

csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the fields of a line are parted and quoted."""

    separator: str
    quote: str = '"'
    escape: str | None = None
    spaced: bool = False

    def fields(self, text: str, *, quoted: bool = True) -> list[str]:
        """The fields of one record; with quotes taken literally if not `quoted`."""
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.separator,
            quotechar=self.quote,
            escapechar=self.escape if quoted else None,
            skipinitialspace=self.spaced,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )
        return [field for record in reader for field in record]


def rows(text: str, *, tabs: bool, warnings: list[str]) -> Iterator[list[str]]:
    """The records of a text, empty lines as empty lists. `tabs`: the name says tab-separated."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    hint = _HINT.fullmatch(lines[0])
    dialect = guess(lines, tabs=tabs) if hint is None else Dialect(hint[1])
    at = 1 if hint else 0
    opening = re.compile(rf"(?:^|{re.escape(dialect.separator)})\s*{dialect.quote}")
    while at < len(lines):
        last = _record_end(lines, at, dialect, opening)
        if last is None:
            warnings.append(f"A quote in line {at + 1} is never closed and was read as text")
            yield dialect.fields(lines[at], quoted=False)
            last = at
        else:
            yield dialect.fields("\n".join(lines[at : last + 1]))
        at = last + 1


def _record_end(
    lines: list[str], start: int, dialect: Dialect, opening: re.Pattern[str]
) -> int | None:
    """The last line of the record that begins at `start`; None if its quote never closes."""
    quotes = _quotes(lines[start], dialect)
    if quotes % 2 == 0 or not opening.search(lines[start]):
        return start
    for at in range(start + 1, min(len(lines), start + _MAX_SPAN)):
        quotes += _quotes(lines[at], dialect)
        if quotes % 2 == 0:
            return at
    return None


def _quotes(line: str, dialect: Dialect) -> int:
    count = line.count(dialect.quote)
    return count - line.count(f"\\{dialect.quote}") if dialect.escape else count


def guess(lines: list[str], *, tabs: bool) -> Dialect:
    """The dialect that parts the first lines most evenly into clean fields."""
    sample, size = [], 0
    for line in lines[:_SAMPLE_LINES]:
        if line.strip():
            sample.append(line[:_SAMPLE_CHARACTERS])
            size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    joined = "\n".join(sample)
    quote = "'" if '"' not in joined and joined.count("'") > 2 * len(sample) else '"'
    escape = "\\" if f"\\{quote}" in joined and quote * 2 not in joined else None
    scores = {s: _score(sample, Dialect(s, quote, escape)) for s in _SEPARATORS + _RARE}
    if tabs:
        scores["\t"] *= 2
    for separator in _RARE:
        scores[separator] *= 0.5
    best = max(scores, key=lambda separator: scores[separator])
    separator = best if scores[best] > 0 else ("\t" if tabs else ",")
    spaced = f"{separator} {quote}" in joined
    return Dialect(separator, quote, escape, spaced)


def _score(sample: list[str], dialect: Dialect) -> float:
    """How evenly and cleanly a dialect parts the sample; 0 if it does not part it at all."""
    records = _sample_records(sample, dialect)
    if not records:
        return 0.0
    widths = Counter(len(record) for record in records)
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width < 2:
        return 0.0
    others = set(_SEPARATORS) - {dialect.separator}
    fields = [field for record in records for field in record if field][:5_000]
    clean = sum(_NUMBER.fullmatch(f) is not None or not others & set(f) for f in fields)
    evenness = count / len(records)
    breadth = float(min(width, 6)) ** 0.25
    return float(evenness * (0.2 + clean / max(len(fields), 1)) * breadth)


def _sample_records(sample: list[str], dialect: Dialect) -> list[list[str]]:
    records = []
    at = 0
    opening = re.compile(rf"(?:^|{re.escape(dialect.separator)})\s*{dialect.quote}")
    while at < len(sample):
        last = _record_end(sample, at, dialect, opening)
        end = at if last is None else last
        records.append(dialect.fields("\n".join(sample[at : end + 1]), quoted=last is not None))
        at = end + 1
    return records
