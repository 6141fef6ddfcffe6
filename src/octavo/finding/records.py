"""Arrays of objects: one record for every row of the table whose headers name the properties.

Tables are matched by their headers and by what their columns hold; text set like a table is read
the same way; failing both, labels that repeat ("Name: … Role: …") make a record each time round.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

from octavo.finding import entries, lists
from octavo.finding import lexicon as lx
from octavo.finding.answers import answer, truth_of
from octavo.finding.candidates import Candidate
from octavo.finding.finder import Found, prefixed
from octavo.finding.grids import Grid, Slot, set_in_text, tables
from octavo.finding.likeness import similarity
from octavo.finding.scene import Scene
from octavo.finding.values import dates, numbers
from octavo.finding.wanted import NUMERIC, Wanted, wanted

MAX_RECORDS = 5_000
_FITS = 0.45
"""Similarity from which a header names a property."""
_HEADS = 40
"""Rows of a grid that may be its head."""
_SUMS = frozenset(
    {"total", "subtotal", "grand_total", "tax_amount", "amount_due", "net", "balance", "rounding"}
    | {"total_paid", "change", "cash", "discount", "shipping", "opening_balance", "tip", "tax_rate"}
)


@dataclass(slots=True)
class Match:
    """A grid with the column of each property, how well they fit, and where its rows begin."""

    grid: Grid
    columns: dict[int, int]
    fits: dict[int, float]
    score: float


def find(
    scenes: list[tuple[str | None, Scene]],
    schema: dict[str, Any],
    prompt: str,
    path: tuple[str, ...],
) -> Found:
    """One object for every record found in the documents, [] for none."""
    fields = list(_leaves(schema["items"], prompt, path))
    cells: list[dict[int, tuple[Any, str, float]]] = []
    for prefix, scene in scenes:
        for record in _records(scene, fields, path):
            cells.append({
                i: (value, ", ".join(prefixed(prefix, one) for one in ids), sure)
                for i, (value, ids, sure) in record.items()
            })  # fmt: skip
    cells = cells[: min(MAX_RECORDS, int(schema.get("maxItems") or MAX_RECORDS))]
    trees: list[Any] = [
        [_tree(schema["items"], fields, record, part, path) for record in cells]
        for part in range(3)
    ]
    return Found(*trees)


def _leaves(item: dict[str, Any], prompt: str, path: tuple[str, ...]) -> list[Wanted]:
    """The scalar fields of a record, those of nested objects too."""
    found = []
    for name, part in item.get("properties", {}).items():
        below = (*path, name)
        if part.get("type") == "object":
            found += _leaves(part, prompt, below)
        elif part.get("type") != "null" and not _holds_objects(part):
            found.append(wanted(below, part, prompt, path[1:], in_rows=True))
    return found


def _holds_objects(part: dict[str, Any]) -> bool:
    return part.get("type") == "array" and part["items"].get("type") in ("object", "array")


def _tree(
    item: dict[str, Any],
    fields: list[Wanted],
    record: dict[int, tuple[Any, str, float]],
    part: int,
    path: tuple[str, ...],
) -> dict[str, Any]:
    """One record as the schema's object: values (0), citations (1) or confidence (2)."""
    empty: tuple[Any, str, float] = (None, "", 0.0)
    places = {field.path: index for index, field in enumerate(fields)}
    out: dict[str, Any] = {}
    for name, inner in item.get("properties", {}).items():
        below = (*path, name)
        if inner.get("type") == "object":
            out[name] = _tree(inner, fields, record, part, below)
            continue
        leaf = record.get(places.get(below, -1), empty)
        if inner.get("type") == "array":
            values = leaf[0] or []
            out[name] = values if part == 0 else [leaf[part]] * len(values)
        else:
            out[name] = leaf[part]
    return out


Record = dict[int, tuple[Any, tuple[str, ...], float]]


def _records(scene: Scene, fields: list[Wanted], path: tuple[str, ...]) -> list[Record]:
    matches = [m for grid in tables(scene) if (m := match(scene, grid, fields, path))]
    if not matches:
        least = max(2, round(0.4 * len(fields)))
        spread = set_in_text(scene, lambda texts: _named(fields, texts), least)
        matches = [m for grid in spread if (m := match(scene, grid, fields, path))]
    if not matches:
        named = wanted(path, {"type": "string"})
        return _labelled(scene, fields) or entries.records(scene, fields, named)
    best = max(matches, key=lambda m: m.score)
    chosen = [m for m in matches if m.score >= best.score - 0.2 and _alike(m, best)]
    return [
        record for m in _with_continuations(scene, chosen) for record in _rows(scene, fields, m)
    ]


def _named(fields: list[Wanted], texts: list[str]) -> int:
    """How many fields a row of wordings names, each wording naming one."""
    free, count = set(range(len(fields))), 0
    for text in texts:
        best = max(free, key=lambda i: similarity(fields[i], text)[0], default=None)
        if best is not None and similarity(fields[best], text)[0] >= _FITS:
            free.discard(best)
            count += 1
    return count


def match(scene: Scene, grid: Grid, fields: list[Wanted], path: tuple[str, ...]) -> Match | None:
    """How a grid's columns answer the fields; None if too few of them do."""
    grid = _headed(grid, fields)
    if not grid.table:
        grid.rows = list(itertools.takewhile(lambda row: not _closes(row), grid.rows))
    pairs = []
    for index, field in enumerate(fields):
        for column, head in enumerate(grid.head):
            named, rival = similarity(field, head.text)
            if named >= _FITS:
                fit = _holds(scene, field, grid, column)
                if fit > 0.25:
                    first = 0.05 * (field.kind in NUMERIC)
                    score = named - 0.2 * rival + 0.5 * fit + first
                    pairs.append((score, named * fit, index, column))
    columns: dict[int, int] = {}
    fits: dict[int, float] = {}
    for _, fit, index, column in sorted(pairs, reverse=True):
        if index not in columns and column not in columns.values():
            columns[index], fits[index] = column, fit
    about = wanted(path, {"type": "string"})
    _by_content(scene, grid, fields, columns, fits, about)
    _sharing(grid, fields, columns, fits)
    needed = 1 if len(fields) == 1 else 2
    if len(columns) < needed or len(columns) < 0.34 * len(fields):
        return None
    titled = similarity(about, grid.title)[0] if grid.title else 0.0
    return Match(grid, columns, fits, sum(fits.values()) / len(fields) + 0.2 * titled)


def _headed(grid: Grid, fields: list[Wanted]) -> Grid:
    """The grid with the row that names most fields as its head: other facts may stand above it."""
    texts = [slot.text for slot in grid.head]
    best, at = _named(fields, texts), -1
    for index, row in enumerate(grid.rows[:_HEADS]):
        count = _named(fields, [slot.text for slot in row])
        if count > best:
            best, at = count, index
    if at < 0:
        return grid
    return Grid(grid.rows[at], grid.rows[at + 1 :], grid.title, grid.page, grid.table)


def _holds(scene: Scene, field: Wanted, grid: Grid, column: int) -> float:
    """Share of a column's filled cells that can be the field's value."""
    texts = [row[column].text for row in grid.rows[:60] if row[column].text]
    if not texts:
        return 0.0
    good = sum(1 for text in texts if value_of(scene, field, text) is not None)
    return good / len(texts)


def _by_content(
    scene: Scene, grid: Grid, fields: list[Wanted], columns: dict[int, int],
    fits: dict[int, float], about: Wanted,
) -> None:  # fmt: skip
    """Fields without a header of their own: the one left over of a kind takes the one column left
    that holds its kind. Of columns of words, one without a header or with the list's own name."""
    if not columns and len(fields) > 2:
        return
    for wordy in (True, False):
        left = [i for i in range(len(fields)) if i not in columns and _is_wordy(fields[i]) == wordy]
        for index in left:
            free = [c for c in range(len(grid.head)) if c not in columns.values()]
            free = [c for c in free if _may_hold(scene, grid, fields[index], c, about, len(left))]
            rivals = [i for i in left if i != index and fields[i].kind == fields[index].kind]
            if len(free) == 1 and not (rivals and not wordy):
                columns[index], fits[index] = free[0], 0.6


def _sharing(
    grid: Grid, fields: list[Wanted], columns: dict[int, int], fits: dict[int, float]
) -> None:
    """Fields of words whose name a column of numbers has too: "10 pcs" below "Quantity Unit"."""
    numeric = {c for i, c in columns.items() if fields[i].kind in NUMERIC}
    for index, field in enumerate(fields):
        if index in columns or not _is_wordy(field):
            continue
        named = {c: similarity(field, grid.head[c].text)[0] for c in numeric}
        column = max(named, key=named.__getitem__, default=-1)
        if column >= 0 and named[column] >= _FITS and _wordiness(grid, column) >= 1:
            columns[index], fits[index] = column, named[column]


def _is_wordy(field: Wanted) -> bool:
    return field.kind in ("text", "name", "title")


def _may_hold(
    scene: Scene, grid: Grid, field: Wanted, column: int, about: Wanted, left: int
) -> bool:
    """Whether a column may be that of a field whose name its header does not have."""
    head = grid.head[column].text
    if _is_wordy(field):
        named = not head or left == 1 or similarity(about, head)[0] >= _FITS
        return named and _wordiness(grid, column) > 4
    typed = field.kind == "date" or field.kind in NUMERIC
    return typed and _holds(scene, field, grid, column) >= 0.8


def _wordiness(grid: Grid, column: int) -> float:
    texts = [row[column].text for row in grid.rows[:40] if row[column].text]
    return sum(sum(c.isalpha() for c in text) for text in texts) / len(texts) if texts else 0.0


def _alike(match_: Match, best: Match) -> bool:
    return set(match_.columns) == set(best.columns) and (
        [lx.fold(s.text) for s in match_.grid.head] == [lx.fold(s.text) for s in best.grid.head]
    )


def _with_continuations(scene: Scene, chosen: list[Match]) -> list[Match]:
    """Tables without a head of their own on the next page go on with the one before."""
    out = []
    everything = tables(scene)
    for match_ in chosen:
        out.append(match_)
        page = match_.grid.page
        for grid in everything:
            width = len(grid.head) == len(match_.grid.head)
            bare = not any(slot.text for slot in grid.head) or _looks_like_data(grid.head)
            if match_.grid.table and width and bare and grid.page == page + 1:
                rows = [grid.head, *grid.rows] if any(s.text for s in grid.head) else grid.rows
                out.append(Match(Grid(match_.grid.head, rows), match_.columns, match_.fits, 0.0))
                page += 1
    return out


def _looks_like_data(head: list[Slot]) -> bool:
    return sum(1 for slot in head if numbers.find(slot.text) or dates.find(slot.text)) >= 2


def _rows(scene: Scene, fields: list[Wanted], match_: Match) -> list[Record]:
    """The records of a matched grid: sums and repeated headers left out, wrapped text rejoined."""
    records: list[Record] = []
    heads = [lx.fold(slot.text) for slot in match_.grid.head]
    for row in match_.grid.rows:
        filled = [slot for slot in row if slot.text]
        if not filled or [lx.fold(slot.text) for slot in row] == heads:
            continue
        if _is_sum(fields, match_, row):
            if not match_.grid.table:
                break
            continue
        record = _record(scene, fields, match_, row)
        if _is_rest(fields, match_, row, record) and records:
            _append(records[-1], record)
        elif len(record) >= min(2, len(match_.columns)):
            records.append(record)
    return records


def _record(scene: Scene, fields: list[Wanted], match_: Match, row: list[Slot]) -> Record:
    record: Record = {}
    numeric = {c for i, c in match_.columns.items() if fields[i].kind in NUMERIC}
    for index, column in match_.columns.items():
        slot = row[column]
        shared = _is_wordy(fields[index]) and column in numeric
        text = numbers.without(slot.text) if shared else slot.text
        value = value_of(scene, fields[index], text) if text else None
        if value is not None:
            record[index] = (value, slot.ids, round(0.55 + 0.42 * match_.fits[index], 4))
    return record


def _is_sum(fields: list[Wanted], match_: Match, row: list[Slot]) -> bool:
    """Whether a row sums up others: it opens with a word for a sum and lacks most of its values."""
    words = [slot.text for slot in row if re.search(r"[^\W\d_]{2}", slot.text)]
    if not words:
        return sum(1 for slot in row if slot.text) < min(2, len(match_.columns))
    numeric = [c for i, c in match_.columns.items() if fields[i].kind in NUMERIC]
    missing = sum(1 for column in numeric if not numbers.find(row[column].text))
    return missing > 0 and _names_sum(row)


def _closes(row: list[Slot]) -> bool:
    """Whether a row of text ends a list: it sums up and leaves columns empty."""
    return _names_sum(row) and sum(1 for slot in row if slot.text) < len(row)


def _names_sum(row: list[Slot]) -> bool:
    """Whether the first wording of a row is a word for a sum."""
    first = next((s.text for s in row if re.search(r"[^\W\d_]{2}", s.text)), "")
    return any(share >= 0.5 and n in _SUMS for n, share in lx.label_concepts(first[:60]).items())


def _is_rest(fields: list[Wanted], match_: Match, row: list[Slot], record: Record) -> bool:
    """Whether a row only goes on with the text of the one before."""
    if len(match_.columns) < 2 or len(record) != 1 or sum(1 for s in row if s.text) > 1:
        return False
    return fields[next(iter(record))].kind in ("text", "name")


def _append(record: Record, rest: Record) -> None:
    for index, (value, ids, sure) in rest.items():
        if index in record and isinstance(record[index][0], str):
            before, cited, was = record[index]
            record[index] = (
                f"{before} {value}",
                tuple(dict.fromkeys((*cited, *ids))),
                min(was, sure),
            )


def value_of(scene: Scene, field: Wanted, text: str) -> Any:
    """What a cell says for a field, None if it cannot be that; its entries for a list."""
    if field.many:
        return lists.split(text) or None
    if field.kind in ("enum", "boolean"):
        return _choice(field, text)
    span: Any = None
    if field.kind in NUMERIC or field.type in ("number", "integer"):
        found = numbers.find(text)
        if not found or sum(c.isalpha() for c in text) > 12:
            return None
        span = found[-1] if field.kind == "money" else found[0]
    elif field.kind == "date":
        span = next(iter(dates.find(text)), None)
        if span is None:
            return None
        text = text[span.start : span.end]
    return answer(scene, field, Candidate(field.kind, text, [], 0.0, span))


def _choice(field: Wanted, text: str) -> Any:
    if field.kind == "boolean":
        return truth_of(text)
    words = lx.tokens(text)
    return next(
        (m for m in field.schema["enum"] if m is not None and lx.tokens(str(m)) == words), None
    )


# --- labels that repeat -----------------------------------------------------------------------


def _labelled(scene: Scene, fields: list[Wanted]) -> list[Record]:
    """Records of labelled values: one ends where a label of it comes round again."""
    records: list[Record] = []
    current: Record = {}
    for segment in scene.segments:
        label, _, said = segment.text.partition(":")
        said = said.strip() or (segment.right.text if segment.right and ":" in segment.text else "")
        if not said or len(label) > 60:
            continue
        scores = [similarity(field, label)[0] for field in fields]
        index = max(range(len(fields)), key=scores.__getitem__, default=0)
        if not fields or scores[index] < 0.6:
            continue
        value = value_of(scene, fields[index], said)
        if value is None:
            continue
        if index in current:
            records.append(current)
            current = {}
        current[index] = (value, (segment.id,), round(0.5 + 0.4 * scores[index], 4))
    records.append(current)
    full = [record for record in records if len(record) >= min(2, len(fields))]
    return full if len(full) >= 2 else []
