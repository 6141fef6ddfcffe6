"""Page accuracy of the splitter on mixed packets of generated documents.

    python -m bench.split [--packets 60] [--seed 1] [--show] [--held-out]

A packet is several documents after each other; each kind in it is asked for by a topic a user
could have written, and one topic more is asked for that the packet does not have. In some packets
one kind is left unasked: its pages belong to no topic.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass

from bench.split_held_out import HELD_OUT
from bench.split_kinds import KINDS, Kind
from octavo.documents import Block, BlockKind, Box, Cell, Document, Page, Table, ids
from octavo.steps.split import Topic, run

COMPANIES = ["Northwind", "Acme", "Borealis", "Kestrel & Sons", "Delmar", "Okapi Ltd", "Juniper"]
NAMES = ["Anna Weber", "J. Okafor", "Li Wei", "Sofia Rossi", "Peter Hall", "Aylin Demir"]


@dataclass(frozen=True)
class Packet:
    """A document, the topics asked for, and the topic of every page (None: of none)."""

    document: Document
    topics: list[Topic]
    truth: dict[int, str | None]
    kinds: dict[int, str]


def packet(rng: random.Random, kinds: dict[str, Kind]) -> Packet:
    """A packet of three to six kinds, some twice."""
    names = rng.sample(sorted(kinds), min(rng.randint(3, 6), len(kinds) - 1))
    absent = rng.choice(sorted(set(kinds) - set(names)))
    unasked = rng.choice(names) if rng.random() < 0.3 else None
    order = names + rng.choices(names, k=rng.randint(0, 2))
    rng.shuffle(order)
    asked = sorted({*names, absent} - {unasked})
    topics = {name: Topic(*rng.choice(kinds[name].topics)) for name in asked}
    pages: list[Page] = []
    truth: dict[int, str | None] = {}
    kind_of: dict[int, str] = {}
    for name in order:
        for blocks in document_pages(rng, kinds[name]):
            number = len(pages) + 1
            pages.append(Page(number, 595, 842, blocks))
            truth[number] = topics[name].name if name in topics else None
            kind_of[number] = name
    document = Document("pdf", pages, page_count=len(pages))
    ids.number(document)
    shuffled = list(topics.values())
    rng.shuffle(shuffled)
    return Packet(document, shuffled, truth, kind_of)


def document_pages(rng: random.Random, kind: Kind) -> list[list[Block]]:
    """The pages of one document: a title page with fields, then running text and tables."""
    count = rng.randint(*kind.pages)
    company = rng.choice(COMPANIES)
    furniture = rng.choice(["none", "company", "numbers"])
    pages = []
    for number in range(1, count + 1):
        blocks = _opening(rng, kind, company) if number == 1 else []
        blocks += _body(rng, kind, first=number == 1)
        pages.append(_furnished(blocks, furniture, company, number, count))
    return pages


def _opening(rng: random.Random, kind: Kind, company: str) -> list[Block]:
    blocks = [Block(BlockKind.TEXT, text=f"{company}, {rng.randint(1, 99)} High Street")]
    title = rng.choice(kind.titles)
    as_heading = rng.random() < 0.8
    blocks.append(Block(BlockKind.HEADING if as_heading else BlockKind.TEXT, text=title, level=1))
    for label in rng.sample(kind.labels, rng.randint(2, len(kind.labels))):
        value = rng.choice([rng.choice(NAMES), f"{rng.randint(10, 9999)}.00", "12 March 2024"])
        blocks.append(Block(BlockKind.TEXT, text=f"{label}: {value}"))
    return blocks


def _body(rng: random.Random, kind: Kind, *, first: bool) -> list[Block]:
    blocks: list[Block] = []
    for _ in range(rng.randint(1, 3)):
        if kind.sections and rng.random() < 0.5:
            blocks.append(Block(BlockKind.HEADING, text=rng.choice(kind.sections), level=2))
        lines = rng.sample(kind.sentences, min(rng.randint(1, 4), len(kind.sentences)))
        blocks.append(Block(BlockKind.TEXT, text=" ".join(lines)))
    if rng.random() < (0.8 if first and not kind.sections else 0.3):
        blocks.append(Block(BlockKind.TABLE, table=_table(rng, kind.columns)))
    return blocks


def _table(rng: random.Random, columns: list[str]) -> Table:
    rows = [columns] + [
        [f"{rng.randint(1, 999)}.{rng.randint(0, 99):02}" for _ in columns]
        for _ in range(rng.randint(3, 12))
    ]
    cells = [
        Cell(r, c, text, header=r == 0) for r, row in enumerate(rows) for c, text in enumerate(row)
    ]
    return Table(len(rows), len(columns), cells)


def _furnished(
    blocks: list[Block], furniture: str, company: str, number: int, count: int
) -> list[Block]:
    top, bottom = Box(0.1, 0.02, 0.9, 0.04), Box(0.4, 0.96, 0.6, 0.98)
    if furniture == "company":
        return [Block(BlockKind.HEADER, text=company, box=top), *blocks]
    if furniture == "numbers":
        text = f"Page {number} of {count}"
        return [*blocks, Block(BlockKind.PAGE_NUMBER, text=text, box=bottom)]
    return blocks


def score(packets: list[Packet], *, show: bool = False) -> dict[str, float]:
    """Shares of pages right: of all, of those with a topic, of those without; absent kept empty."""
    tally: Counter[str] = Counter()
    confused: Counter[tuple[str, str, str]] = Counter()
    for made in packets:
        splits = run(made.document, made.topics)
        given = {page: topic for topic, pages in splits.items() for page in pages}
        for page, wanted in made.truth.items():
            group = "none" if wanted is None else "asked"
            tally[group] += 1
            tally[group + " right"] += given.get(page) == wanted
            if given.get(page) != wanted:
                confused[made.kinds[page], str(wanted), str(given.get(page))] += 1
        absent = [t.name for t in made.topics if t.name not in made.truth.values()]
        tally["absent"] += len(absent)
        tally["absent right"] += sum(not splits[name] for name in absent)
    if show:
        for (kind, wanted, got), number in confused.most_common(30):
            print(f"{number:4} pages of {kind}: {wanted} taken for {got}")
    groups = {name: tally[name + " right"] / max(1, tally[name]) for name in ("asked", "none")}
    right = tally["asked right"] + tally["none right"]
    groups["all"] = right / (tally["asked"] + tally["none"])
    return groups | {"absent": tally["absent right"] / tally["absent"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packets", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what was confused")
    parser.add_argument("--held-out", action="store_true", help="kinds never tuned on")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    kinds = HELD_OUT if options.held_out else KINDS
    packets = [packet(rng, kinds) for _ in range(options.packets)]
    start = time.process_time()
    result = score(packets, show=options.show)
    pages = sum(len(made.truth) for made in packets)
    print(f"{options.packets} packets, {pages} pages, {time.process_time() - start:.2f} CPU s")
    print(" ".join(f"{name} {share:.3f}" for name, share in result.items()))


if __name__ == "__main__":
    main()
