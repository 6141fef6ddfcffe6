"""Pages go to the topic they are about, sections stay whole, and what fits nothing stays out."""

from __future__ import annotations

import random
import time

import pytest

from bench.split import packet, score
from bench.split_held_out import HELD_OUT
from bench.split_kinds import KINDS
from octavo.documents import Block, BlockKind, Document, Page
from octavo.finding.topics_match import letter_likeness
from octavo.finding.topics_seams import seams
from octavo.finding.topics_text import is_contents, page_text, tokens
from octavo.steps.split import Topic, run

REPORT = [
    Topic("Leadership", "The people on the board and in management"),
    Topic("Financials", "Revenue, costs, profit and the balance sheet"),
    Topic("Outlook", "Plans and expectations for the coming year"),
]


def page(number: int, *texts: str, title: str = "", footer: str = "") -> Page:
    blocks = [Block(BlockKind.HEADING, text=title, level=1)] if title else []
    blocks += [Block(BlockKind.TEXT, text=text) for text in texts]
    blocks += [Block(BlockKind.FOOTER, text=footer)] if footer else []
    return Page(number, 595, 842, blocks)


def annual_report() -> list[Page]:
    foot = "Northwind annual report"
    return [
        page(1, "Contents", "Leadership ........ 2\nFinancials ........ 3\nOutlook ........ 6"),
        page(2, "Our chief executive and chair.", title="Board and management", footer=foot),
        page(3, "Revenue rose by 8 %.", title="Financial statements", footer=foot),
        page(4, "and the cost of goods fell, while assets grew.", footer=foot),
        page(5, "Profit before tax was 12.1 million euro.", footer=foot),
        page(6, "Next year we expect to open two sites.", title="Outlook", footer=foot),
    ]


def test_sections_of_one_document() -> None:
    splits = run(Document("pdf", annual_report(), page_count=6), REPORT)
    assert splits == {"Leadership": [2], "Financials": [3, 4, 5], "Outlook": [6]}


def test_page_numbers_are_those_of_the_source() -> None:
    splits = run(Document("pdf", annual_report()[2:4], page_count=6), REPORT)
    assert splits == {"Leadership": [], "Financials": [3, 4], "Outlook": []}


def test_no_pages_and_no_topics() -> None:
    assert run(Document("pdf", []), REPORT) == {t.name: [] for t in REPORT}
    assert run(Document("pdf", annual_report()), []) == {}


def test_a_page_without_words_goes_with_its_neighbours() -> None:
    pages = [
        page(1, "Invoice number 7, amount due", title="Invoice", footer="Page 1 of 3"),
        page(2, footer="Page 2 of 3"),
        page(3, "Total amount of the invoice", footer="Page 3 of 3"),
    ]
    topics = [Topic("Invoices", "Bills to be paid"), Topic("Leases", "Rental contracts")]
    assert run(Document("pdf", pages), topics) == {"Invoices": [1, 2, 3], "Leases": []}


@pytest.mark.parametrize("name", ["monthly_bank_statements", "Bank Statements", "bank-statements"])
def test_names_alone_are_enough(name: str) -> None:
    pages = [
        page(1, "Opening balance, deposits, withdrawals", title="Bank statement"),
        page(2, "Chop the onions and fry them in butter", title="Soup"),
    ]
    assert run(Document("pdf", pages), [Topic(name), Topic("recipes")])[name] == [1]


@pytest.mark.parametrize(
    ("topics", "texts"),
    [
        (
            ["Rechnungen", "Arbeitsverträge"],
            ["Schlussrechnung Nr. 4", "Anstellungsvertrag, Arbeit"],
        ),
        (["Factures", "Contrats de travail"], ["Facture n° 12", "Contrat de travail à durée"]),
        (["請求書", "賃貸契約"], ["請求書 番号 12 合計", "賃貸借契約書 賃貸人"]),
        (["Счета", "Договоры аренды"], ["Счет на оплату", "Договор аренды квартиры"]),
    ],
)
def test_other_languages(topics: list[str], texts: list[str]) -> None:
    pages = [page(n, text, title=text) for n, text in enumerate(texts, 1)]
    splits = run(Document("pdf", pages), [Topic(name) for name in topics])
    assert splits == {topics[0]: [1], topics[1]: [2]}


def test_contents_pages_are_seen() -> None:
    pages = annual_report()
    assert [is_contents(p) for p in pages] == [True] + [False] * 5


def test_seams_lie_between_documents() -> None:
    pages = [
        page(1, "Dear Sir", title="Letter", footer="Page 1 of 2"),
        page(2, "yours faithfully", footer="Page 2 of 2"),
        page(3, "Goods and prices", title="Order", footer="Page 1 of 1"),
    ]
    within, between = seams(pages, [page_text(p) for p in pages])
    assert within < -2 < 2 < between


def test_words_are_those_with_a_subject() -> None:
    assert tokens("The tenant's 3 rooms, and THE Garden") == ["tenant", "rooms", "garden"]
    assert tokens("請求書") == ["請求", "求書"]


@pytest.mark.parametrize(
    ("word", "term", "alike"),
    [
        ("invoices", "invoice", True),
        ("policies", "policy", True),
        ("mietvertrag", "vertrag", True),
        ("landscape", "landlord", False),
        ("form", "format", False),
        ("car", "care", False),
    ],
)
def test_letters_alike(word: str, term: str, alike: bool) -> None:
    assert (letter_likeness(word, term) >= 0.6) is alike


@pytest.mark.parametrize("kinds", [KINDS, HELD_OUT], ids=["known", "held-out"])
def test_mixed_packets_with_an_absent_topic(kinds: dict) -> None:  # type: ignore[type-arg]
    rng = random.Random(9)
    assert score([packet(rng, kinds) for _ in range(60)])["all"] >= 0.9


def test_a_sections_title_holds_for_its_pages() -> None:
    foot = "Northwind annual report"
    same = "The board approved these matters, as is described elsewhere in this report."
    pages = [
        page(1, same, title="Risk factors", footer=foot),
        page(2, same, same, footer=foot),
        page(3, "The plant covers 40,000 square metres.", title="Properties", footer=foot),
        page(4, "Leases of warehouses end in 2031.", same, footer=foot),
        page(5, same, title="Legal proceedings", footer=foot),
        page(6, same, same, footer=foot),
    ]
    topics = [Topic("risk_factors", ""), Topic("Litigation", "Legal proceedings, lawsuits")]
    assert run(Document("pdf", pages), topics) == {"risk_factors": [1, 2], "Litigation": [5, 6]}


def test_five_hundred_pages_take_seconds() -> None:
    rng = random.Random(2)
    pages: list[Page] = []
    while len(pages) < 500:
        pages += packet(rng, HELD_OUT).document.pages
    words = [f"word{n}" for n in range(20_000)]
    for number, one in enumerate(pages[:500], 1):
        one.number = number
        one.blocks.append(Block(BlockKind.TEXT, text=" ".join(rng.choices(words, k=400))))
    topics = [Topic(*kind.topics[0]) for kind in HELD_OUT.values()]
    start = time.process_time()
    splits = run(Document("pdf", pages[:500]), topics)
    assert time.process_time() - start < 20
    assert len({p for numbers in splits.values() for p in numbers}) == sum(
        map(len, splits.values())
    )
