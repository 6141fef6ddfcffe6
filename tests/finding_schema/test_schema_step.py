"""The schema step end to end on documents built by hand."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.documents import Block, BlockKind
from octavo.errors import InvalidPageRange, RequestError, SchemaError
from octavo.finding.features import NAMES
from octavo.finding.ranker import ranker
from octavo.steps.schema import SchemaConfig, run_single, run_split
from tests.finding_schema import papers

TEXT, MONEY = {"type": "string"}, {"type": "number"}
DAY = {"type": "string", "format": "date"}
ITEMS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"description": TEXT, "quantity": {"type": "integer"}, "amount": MONEY},
    },
}


def asked(**fields: Any) -> SchemaConfig:
    return SchemaConfig({"type": "object", "properties": fields})


def test_an_invoices_values_with_their_proof() -> None:
    document = papers.invoice()
    config = asked(
        invoice_number=TEXT, invoice_date=DAY, due_date=DAY, total=MONEY,
        buyer={"type": "object", "properties": {"name": TEXT}}, iban=TEXT, birth_date=DAY,
    )  # fmt: skip
    output = run_single([(None, document)], config)
    values, citations = output["values"], output["citations"]
    assert values["invoice_number"] == "HT-2041"
    assert values["invoice_date"] == "2024-03-03"
    assert values["due_date"] == "2024-04-02"
    assert values["total"] == 174
    assert values["buyer"]["name"] == "Orchid Foods GmbH"
    assert values["iban"] is None
    assert values["birth_date"] is None
    assert citations["iban"] == ""
    texts = {block.id: block.text for _, block in document.blocks()}
    assert "HT-2041" in texts[citations["invoice_number"]]
    assert "Orchid" in texts[citations["buyer"]["name"]]
    assert 0.5 <= output["confidence"]["total"] <= 1
    assert output["confidence"]["iban"] == 0.0


def test_line_items_without_their_total() -> None:
    output = run_single([(None, papers.invoice())], asked(line_items=ITEMS))
    assert output["values"]["line_items"] == [
        {"description": "Copper pipe", "quantity": 10, "amount": 125},
        {"description": "Fitting", "quantity": 4, "amount": 20},
    ]
    assert output["citations"]["line_items"][1]["amount"] == "tbl-1-r2c3"


def test_rows_set_without_a_table() -> None:
    rows = [
        ("Artikel", "Menge", "Betrag"),
        ("Rohr 15 mm", "3", "1.234,50"),
        ("Dichtung", "10", "9,90"),
    ]
    blocks = [
        papers.line(x, 0.2 + 0.02 * r, text)
        for r, row in enumerate(rows)
        for x, text in zip((0.1, 0.5, 0.8), row, strict=True)
    ]
    output = run_single([(None, papers.document(blocks))], asked(line_items=ITEMS))
    assert output["values"]["line_items"] == [
        {"description": "Rohr 15 mm", "quantity": 3, "amount": 1234.5},
        {"description": "Dichtung", "quantity": 10, "amount": 9.9},
    ]


def test_records_over_pages_and_labels_that_repeat() -> None:
    head = ["Description", "Qty", "Amount"]
    first = papers.table([head, ["Pen", "1", "2.00"]])
    second = papers.table([head, ["Ink", "2", "3.50"]])
    output = run_single([(None, papers.document([first], [second]))], asked(items=ITEMS))
    assert [row["description"] for row in output["values"]["items"]] == ["Pen", "Ink"]
    people = papers.document(
        [Block(BlockKind.TEXT, text) for text in ("Name: Ada", "Age: 36", "Name: Bob", "Age: 41")]
    )
    schema = {"type": "array", "items": {"type": "object", "properties": {
        "name": TEXT, "age": {"type": "integer"}}}}  # fmt: skip
    found = run_single([(None, people)], asked(people=schema))["values"]["people"]
    assert found == [{"name": "Ada", "age": 36}, {"name": "Bob", "age": 41}]


def test_choices_boxes_and_currency() -> None:
    page = [
        papers.line(0.1, 0.1, "Status: Approved"),
        papers.line(0.1, 0.12, "☒ Express delivery"),
        papers.line(0.1, 0.14, "☐ Gift wrap"),
        papers.line(0.1, 0.16, "Total: € 12,50"),
    ]
    config = asked(
        status={"type": "string", "enum": ["Approved", "Rejected"]},
        express_delivery={"type": "boolean"}, gift_wrap={"type": "boolean"},
        insured={"type": "boolean"}, currency=TEXT,
    )  # fmt: skip
    values = run_single([(None, papers.document(page))], config)["values"]
    assert values == {
        "status": "Approved", "express_delivery": True, "gift_wrap": False, "insured": None,
        "currency": "EUR",
    }  # fmt: skip


def test_several_documents_cite_with_their_ids() -> None:
    other = papers.document([papers.line(0.1, 0.1, "Policy number: P-99-17")])
    output = run_single(
        [("aaa", papers.invoice()), ("bbb", other)], asked(invoice_number=TEXT, policy_number=TEXT)
    )
    assert output["citations"]["invoice_number"].startswith("aaa-txt-")
    assert output["citations"]["policy_number"] == "bbb-txt-1"


def test_only_the_pages_asked_for() -> None:
    pages = [[papers.line(0.1, 0.1, f"Policy number: P-{n}00")] for n in (1, 2)]
    document = papers.document(*pages)
    output = run_single([(None, document)], asked(policy_number=TEXT), "2")
    assert output["values"]["policy_number"] == "P-200"
    with pytest.raises(InvalidPageRange):
        run_single([(None, document)], asked(policy_number=TEXT), "3")


def test_topics_get_their_pages_and_errors_of_their_own() -> None:
    pages = [[papers.line(0.1, 0.1, f"Policy number: P-{n}00")] for n in (1, 2)]
    config = asked(policy_number=TEXT)
    bad = SchemaConfig({"type": "object", "properties": {"a": {"type": "strin"}}})
    splits = {"one": [1], "two": [2], "empty": []}
    configs = {"two": config, "empty": config, "one": bad, "unknown": config}
    output = run_split(papers.document(*pages), splits, configs)
    assert output["results"]["two"]["values"] == {"policy_number": "P-200"}
    assert output["input_schemas"].keys() == {"two"}
    assert output["errors"]["empty"] == "No pages assigned to topic"
    assert "/properties/a/type" in output["errors"]["one"]
    assert "unknown" in output["errors"]
    with pytest.raises(RequestError):
        run_split(papers.document(*pages), splits, {"nowhere": config})


def test_an_empty_document_has_only_nulls() -> None:
    config = asked(
        total=MONEY, names={"type": "array", "items": TEXT}, items=ITEMS, ok={"type": "boolean"}
    )
    output = run_single([(None, papers.document([]))], config)
    assert output["values"] == {"total": None, "names": [], "items": [], "ok": None}


def test_a_bad_schema_is_refused() -> None:
    with pytest.raises(SchemaError):
        run_single([(None, papers.invoice())], SchemaConfig({"a": "wat"}))


def test_the_shipped_ranker_was_trained_on_these_features() -> None:
    assert ranker().names == NAMES
