"""Score the embedded finder on receipts, contracts and made documents: values, proof, calibration.

    python -m bench.fields --cache /tmp/fields [receipts contracts invoices kinds crossed]

For each set: the score of every field by the rules of `score_fields.py` (of every kind of
document, where a set has several), the F1 of records' cells, the share of right values whose cited
block holds them, absent fields left null, a calibration table and the CPU seconds a document takes
after it was read. Readings are cached as JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bench import data
from bench.invoices.make import make
from bench.kinds import sets as made_sets
from bench.kinds.sets import Case
from octavo.documents import Document
from octavo.finding.json_schema import plain as plain_schema
from octavo.finding.values import dates, numbers
from octavo.formats.base import ReadOptions
from octavo.formats.registry import read
from octavo.steps.schema import SchemaConfig, run_single

SETS = ("receipts", "contracts", "invoices", "kinds", "crossed")


@dataclass
class Tally:
    """What is counted over one set of documents."""

    fields: dict[str, list[float]] = field(default_factory=dict)
    cells: dict[str, list[int]] = field(default_factory=dict)
    cited: list[bool] = field(default_factory=list)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    absent: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, score: float) -> None:
        self.fields.setdefault(name, []).append(score)


def plain(value: Any) -> str:
    text = unicodedata.normalize("NFKD", str(value)).casefold()
    return "".join(c for c in text if c.isalnum())


def agrees(wanted: Any, got: Any) -> float:
    """1 for the same value: text by letters and digits, numbers within 0.1 %, dates by the day."""
    if got is None or got == "":
        return 0.0
    if isinstance(wanted, list):
        want, have = {plain(w) for w in wanted}, {plain(g) for g in got}
        hit = len(want & have)
        return 2 * hit / (len(want) + len(have)) if hit else 0.0
    if isinstance(got, int | float) and not isinstance(got, bool):
        spans = numbers.find(str(wanted))
        number = float(wanted) if isinstance(wanted, int | float) else spans[0].value(False)
        return float(abs(number - got) <= abs(number) * 1e-3 + 1e-9)
    if plain(wanted) == plain(got):
        return 1.0
    day = dates.parse(str(wanted))
    return float(day is not None and day == dates.parse(str(got)))


def element_texts(document: Document) -> dict[str, str]:
    """The text of every block and cell by id."""
    found = {}
    for _, block in document.blocks():
        found[block.id] = f"{block.marker} {block.text}"
        for cell in block.table.cells if block.table else []:
            found[cell.id] = cell.text
    return found


def holds(texts: dict[str, str], citation: str, value: Any) -> bool:
    """Whether the cited elements' text contains the value, printed in any of its forms."""
    ids = [one for one in citation.split(", ") if one]
    text = " ".join(texts.get(one, "") for one in ids)
    if not text.strip():
        return False
    if isinstance(value, int | float):
        return any(
            abs(span.value(comma) - value) < 1e-6
            for span in numbers.find(text)
            for comma in (True, False)
        )
    if plain(value) in plain(text):
        return True
    found = {span.iso(first) for span in dates.find(text) for first in (True, False)}
    return str(value)[:10] in found or value in numbers.CODES or _spelt(str(value), text)


def _spelt(value: str, text: str) -> bool:
    return any(str(span) == value for span in numbers.find_durations(text))


# --- one document -----------------------------------------------------------------------------


def tally(t: Tally, case: Case, document: Document) -> None:
    """Run the schema step on a document and count its answers."""
    start = time.process_time()
    output = run_single([(None, document)], SchemaConfig(case.schema))
    t.seconds.append(time.process_time() - start)
    texts = element_texts(document)
    leaves = _leaves(plain_schema(case.schema), case.truth, output)
    for path, kind, wanted, got, citation, sure in leaves:
        where = f"{case.path.name} {path}"
        if kind == "records":
            missing = _records(t, case.group or path, wanted or [], got or [], citation, texts)
            t.wrong += [f"{where} {one}" for one in missing]
        elif wanted is None:
            _absent(t, where, got, sure)
        else:
            _leaf(t, where, case.group or path, wanted, got, citation, sure, texts)


def _absent(t: Tally, path: str, got: Any, sure: Any) -> None:
    empty = got is None or got == []
    t.absent.append(empty)
    t.add("(absent)", float(empty))
    if not empty and isinstance(sure, float):
        t.sure.append((sure, False))
        t.wrong.append(f"{path} absent, got {got!r} {sure}")


def _leaf(
    t: Tally, where: str, group: str, wanted: Any, got: Any, citation: Any, sure: Any,
    texts: dict[str, str],
) -> None:  # fmt: skip
    score = agrees(wanted, got)
    t.add(group, score)
    if isinstance(got, list):
        for one, cited, level in zip(got, citation, sure, strict=True):
            right = plain(one) in {plain(w) for w in wanted}
            t.sure.append((level, right))
            if right:
                t.cited.append(holds(texts, cited, one))
    elif got is not None:
        t.sure.append((sure, score == 1.0))
        if score == 1.0:
            t.cited.append(holds(texts, citation, got))
    if score < 1.0:
        t.wrong.append(f"{where} | {wanted!r} | {got!r} | {sure}")


def _leaves(schema: Any, truth: Any, output: dict[str, Any], path: str = "") -> Iterator[Any]:
    """Every leaf of the answer beside its truth; arrays of objects as one."""
    values, citations, sure = output["values"], output["citations"], output["confidence"]
    for name, part in schema["properties"].items():
        wanted = (truth or {}).get(name)
        trio = (values.get(name), citations.get(name), sure.get(name))
        if part.get("type") == "object":
            inner = dict(zip(("values", "citations", "confidence"), trio, strict=True))
            yield from _leaves(part, wanted, inner, f"{path}{name}.")
        else:
            rows = part.get("type") == "array" and part["items"].get("type") == "object"
            yield (f"{path}{name}", "records" if rows else "leaf", wanted, *trio)


def _records(
    t: Tally, group: str, wanted: list[Any], got: list[Any], cited: Any, texts: dict[str, str]
) -> list[str]:
    """Cells of records in order: right, given, wanted. What is wrong in the first is told."""
    counts = t.cells.setdefault(group, [0, 0, 0])
    counts[1] += sum(1 for row in got for value in row.values() if value is not None)
    counts[2] += sum(1 for row in wanted for value in row.values() if value is not None)
    wrong = [] if len(got) == len(wanted) else [f"{len(got)} records of {len(wanted)}"]
    for want, have, proof in zip(wanted, got, cited or [], strict=False):
        for name, value in want.items():
            if value is not None and agrees(value, have.get(name)) == 1.0:
                counts[0] += 1
                t.cited.append(holds(texts, proof[name], have[name]))
            elif value != have.get(name):
                wrong.append(f"{name} {value!r} | {have.get(name)!r}")
    return wrong[:2]


# --- sets -------------------------------------------------------------------------------------


def cases(kind: str, cache: Path, count: int) -> Iterator[Case]:
    """The documents of a set with what is asked of them."""
    if kind in ("kinds", "crossed"):
        yield from getattr(made_sets, kind)(cache / "kinds-drawn", count)
        return
    folder = data.FOLDER / "fields" / kind
    if kind == "invoices":
        folder = cache / "invoices-drawn"
        make(folder, count)
    if not (folder / "truth.json").exists():
        return
    known = json.loads((folder / "truth.json").read_text())
    for name, truth in sorted(known["truth"].items()):
        yield Case("", folder / name, known["schema"], truth)


def cached(path: Path, cache: Path) -> Document:
    """A file through our own reading, kept as JSON."""
    kept = cache / f"{path.name}.json"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        document = read(path, path.name, ReadOptions(words=True))
        kept.write_bytes(msgspec.json.encode(document))
    return msgspec.json.decode(kept.read_bytes(), type=Document)


def show(kind: str, t: Tally, wrong: int) -> None:
    """Print what was counted."""
    print(f"== {kind}: {len(t.seconds)} documents")
    scored = {name: values for name, values in t.fields.items() if name != "(absent)"}
    for name, values in scored.items():
        print(f"  {name:24} {statistics.mean(values):.3f} over {len(values)}")
    if scored:
        whole = [v for values in scored.values() for v in values]
        means = statistics.mean(statistics.mean(v) for v in scored.values())
        print(f"  mean of fields {means:.3f}, over all values {statistics.mean(whole):.3f}")
    for name, counts in t.cells.items():
        print(f"  cells of {name:15} {_f1(counts)}")
    if len(t.cells) > 1:
        print(f"  cells of all {_f1([sum(part) for part in zip(*t.cells.values(), strict=True)])}")
    _proof(t)
    print(f"  CPU s a document: mean {statistics.mean(t.seconds):.3f}, most {max(t.seconds):.3f}")
    for line in t.wrong[:wrong]:
        print("   ", line)


def _f1(counts: list[int]) -> str:
    right, given, wanted = counts
    share = 2 * right / max(1, given + wanted)
    return f"P {right / max(1, given):.3f} R {right / max(1, wanted):.3f} F1 {share:.3f}"


def _proof(t: Tally) -> None:
    if t.cited:
        print(
            f"  citations holding the right value: {statistics.mean(t.cited):.3f} of {len(t.cited)}"
        )
    if t.absent:
        print(f"  absent fields null: {statistics.mean(t.absent):.3f} of {len(t.absent)}")
    sure = [right for level, right in t.sure if level >= 0.9]
    if sure:
        share = sure.count(False) / len(t.sure)
        print(
            f"  wrong but sure (>= 0.9): {sure.count(False)} = {share:.3f} of {len(t.sure)} given"
        )
    for low in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        high = {0.9: 0.95, 0.95: 1.01}.get(low, low + 0.1)
        band = [right for level, right in t.sure if low <= level < high]
        if band:
            print(
                f"    confidence {low:.2f}-{min(high, 1):.2f}: "
                f"right {statistics.mean(band):.3f} of {len(band)}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--cache", type=Path, default=Path("/tmp/fields"))
    parser.add_argument("--count", type=int, default=112, help="of made documents")
    parser.add_argument("--wrong", type=int, default=0, help="how many wrong answers to print")
    args = parser.parse_args()
    for kind in args.sets:
        t = Tally()
        drawn = "kinds" if kind == "crossed" else kind
        for case in cases(kind, args.cache, args.count):
            tally(t, case, cached(case.path, args.cache / f"own_{drawn}"))
        if t.seconds:
            show(kind, t, args.wrong)


if __name__ == "__main__":
    main()
