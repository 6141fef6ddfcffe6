"""Page accuracy of the splitter on long reports of one company, whose sections are the topics.

    python -m bench.split_reports [--reports 40] [--seed 1] [--show]

Each report has some of eight sections of one to eight pages. Only the first page of a section has
its title, half of all sentences could stand in any section, and some reports open with a table of
contents. One topic asked for is not in the report, and a section that nobody asks for has none.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind, Box, Cell, Document, Page, Table, ids
from octavo.steps.split import Topic, run


@dataclass(frozen=True)
class Section:
    """Titles, what users may call it, and its own sentences; `figures` head its tables."""

    titles: list[str]
    topics: list[tuple[str, str]]
    sentences: list[str]
    figures: list[str] = field(default_factory=list)


SECTIONS = [
    Section(
        ["Risk Factors", "Principal Risks and Uncertainties"],
        [("risk_factors", ""), ("Risks", "What could harm the business")],
        ["Our suppliers may be unable to deliver components on time, which could delay shipments.",
         "Cyber attacks could disrupt our systems and expose us to claims.",
         "Adverse weather may reduce demand for our products in some quarters.",
         "If we fail to retain key engineers, our competitive position could suffer.",
         "Changes in trade rules could materially and adversely affect our margins."],
    ),
    Section(
        ["Consolidated Financial Statements", "Financial Statements and Supplementary Data"],
        [("financial_statements", "Balance sheets, income statements"),
         ("Financials", "Balance sheet, statement of income and cash flows")],
        ["The accompanying notes are an integral part of these statements.",
         "Amounts are in thousands, except per share data.",
         "Inventories are stated at the lower of cost and net realisable value.",
         "Revenue is recognised when control of the goods passes."],
        ["Total assets", "Current liabilities", "Retained earnings", "Net income", "Cash at end"],
    ),
    Section(
        ["Management's Discussion and Analysis", "Operating and Financial Review"],
        [("mdna", "Management's discussion of results and liquidity"),
         ("Management discussion", "Comments of management on the year's performance")],
        ["Sales rose by nine percent compared with the prior year, driven by volume.",
         "Gross margin narrowed because freight was dearer than in the year before.",
         "We expect capital expenditure to stay at last year's level.",
         "Cash from operations was used to repay the revolving facility."],
        ["Net sales", "Gross margin", "Operating income"],
    ),
    Section(
        ["Directors and Corporate Governance", "Board of Directors and Management"],
        [("governance", "Board of directors, committees"), ("Leadership", "Directors, officers")],
        ["Ms. Hall has served as chair of the audit committee since 2019.",
         "The board met eight times during the year; attendance was 96 percent.",
         "Mr. Okafor previously led the European division of a packaging group.",
         "Six of the nine members are independent under the listing rules."],
    ),
    Section(
        ["Executive Compensation", "Remuneration Report"],
        [("executive_pay", "Salaries, bonuses and share awards of executives"),
         ("Compensation", "What top managers are paid")],
        ["The annual bonus depends on profit and on safety targets.",
         "Awards under the long-term plan vest after three years.",
         "The chief executive's base salary was left unchanged.",
         "No payments were made to former officers."],
        ["Base salary", "Bonus", "Stock awards"],
    ),
    Section(
        ["Legal Proceedings", "Litigation and Claims"],
        [("legal_proceedings", "Lawsuits against the company"), ("Litigation", "Court cases")],
        ["In May a former distributor filed a complaint in the district court.",
         "We believe the plaintiffs' allegations are without merit.",
         "The appeal is scheduled to be heard in the autumn.",
         "The parties agreed to mediation; no provision was made."],
    ),
    Section(
        ["Sustainability Report", "Environmental and Social Matters"],
        [("esg", "Environment, emissions, social responsibility"),
         ("Sustainability", "Climate and environmental performance")],
        ["Emissions per tonne produced fell by four percent.",
         "Two plants now run on renewable electricity alone.",
         "Water drawn from rivers was reduced for the third year.",
         "Every site was audited for working conditions."],
        ["Scope 1 emissions", "Water use", "Waste recycled"],
    ),
    Section(
        ["Properties", "Our Facilities"],
        [("properties", "Plants, offices and warehouses the company owns or leases"),
         ("Facilities", "Buildings and sites")],
        ["The plant in Aarhus covers 40,000 square metres and is owned.",
         "Leases of warehouses expire between next year and 2031.",
         "Headquarters occupy six floors of a building downtown.",
         "All sites are adequate for present needs."],
        ["Site", "Area", "Owned or leased"],
    ),
]  # fmt: skip
SUBTITLES = ("Overview", "General", "Other matters", "The year under review")
COMMON = [
    "The company operates in eleven countries and employs 4,200 people.",
    "Further details are given elsewhere in this report.",
    "During the year the group continued to carry out its strategy.",
    "As described above, certain matters required judgement by management.",
    "The following table sets out the position at the end of the year.",
    "The board approved these matters at its meeting in February.",
    "Results may differ from period to period for many reasons.",
    "In our opinion the measures taken were appropriate to the circumstances.",
    "Shareholders are referred to the notice of the annual meeting.",
    "No events after the reporting date need to be disclosed here.",
]


def report(rng: random.Random) -> tuple[Document, list[Topic], dict[int, str | None]]:
    """A report, the topics asked of it, and the topic of each page."""
    chosen = rng.sample(SECTIONS, rng.randint(4, 7))
    absent = rng.choice([section for section in SECTIONS if section not in chosen])
    unasked = rng.choice(chosen)
    asked = {id(s): Topic(*rng.choice(s.topics)) for s in (*chosen, absent) if s is not unasked}
    titles = [rng.choice(section.titles) for section in chosen]
    numbered = rng.choice(("", "Item {}. ", "{}. "))
    pages: list[Page] = []
    truth: dict[int, str | None] = {}
    starts = []
    if rng.random() < 0.6:
        pages.append(Page(1, 595, 842, []))
        truth[1] = None
    for number, (section, title) in enumerate(zip(chosen, titles, strict=True), 1):
        starts.append((title, len(pages) + 1))
        heading = numbered.format(number) + title
        for place in range(rng.randint(1, 8)):
            page = Page(
                len(pages) + 1, 595, 842, _blocks(rng, section, heading if place == 0 else "")
            )
            pages.append(page)
            topic = asked.get(id(section))
            truth[page.number] = topic.name if topic else None
    if not pages[0].blocks:
        lines = [f"{title} ........ {page}" for title, page in starts]
        pages[0].blocks = [Block(BlockKind.TEXT, text="\n".join(["Contents", *lines]))]
    document = Document("pdf", pages, page_count=len(pages))
    ids.number(document)
    topics = list(asked.values())
    rng.shuffle(topics)
    return document, topics, truth


def _blocks(rng: random.Random, section: Section, title: str) -> list[Block]:
    header = Box(0.1, 0.02, 0.9, 0.04)
    blocks = [Block(BlockKind.HEADER, text="Northwind Holdings, Annual Report", box=header)]
    if title:
        blocks.append(Block(BlockKind.HEADING, text=title, level=1))
    for _ in range(rng.randint(3, 5)):
        if rng.random() < 0.2:
            blocks.append(Block(BlockKind.HEADING, text=rng.choice(SUBTITLES), level=2))
        pool = [rng.choice(section.sentences if rng.random() < 0.5 else COMMON) for _ in range(5)]
        blocks.append(Block(BlockKind.TEXT, text=" ".join(dict.fromkeys(pool))))
    if section.figures and rng.random() < 0.5:
        rows = [["", "2024", "2023"], *([name, str(rng.randint(9, 9999)), str(rng.randint(9, 9999))]
                                       for name in section.figures)]  # fmt: skip
        cells = [
            Cell(r, c, text, header=r == 0)
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        ]
        blocks.append(Block(BlockKind.TABLE, table=Table(len(rows), 3, cells)))
    return blocks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what was confused")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    tally: Counter[str] = Counter()
    confused: Counter[tuple[str, str]] = Counter()
    for _ in range(options.reports):
        document, topics, truth = report(rng)
        splits = run(document, topics)
        given = {page: topic for topic, pages in splits.items() for page in pages}
        for page, wanted in truth.items():
            group = "asked" if wanted else "none"
            tally[group] += 1
            tally[group + " right"] += given.get(page) == wanted
            confused[str(wanted), str(given.get(page))] += given.get(page) != wanted
        absent = [t.name for t in topics if t.name not in truth.values()]
        tally["absent"] += len(absent)
        tally["absent right"] += sum(not splits[name] for name in absent)
    shares = {name: tally[name + " right"] / tally[name] for name in ("asked", "none", "absent")}
    right = tally["asked right"] + tally["none right"]
    shares["all"] = right / (tally["asked"] + tally["none"])
    print(" ".join(f"{name} {share:.3f}" for name, share in shares.items()))
    if options.show:
        for (wanted, got), number in confused.most_common(20):
            print(f"{number:4} pages of {wanted} taken for {got}")


if __name__ == "__main__":
    main()
