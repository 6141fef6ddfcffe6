"""Schemas out of wishes: fields by name, types by their words, edits of a schema there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo import settings
from octavo.errors import MissingParameter, OctavoError, ProcessingError, RequestError, SchemaError
from octavo.finding.json_schema import prepare
from octavo.finding.schema_draft import draft
from tests.finding_llm.conftest import Serve, serve
from tests.finding_llm.scripted import Reply

__all__ = ["serve"]

STRING, NUMBER, INTEGER = {"type": "string"}, {"type": "number"}, {"type": "integer"}
BOOLEAN, DATE = {"type": "boolean"}, {"type": "string", "format": "date"}


def records(**fields: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": fields}}


LINES = records(description=STRING, quantity=NUMBER, unit_price=NUMBER)


@pytest.mark.parametrize(
    ("prompt", "fields"),
    [
        (
            "Extract the invoice number, date, vendor name, total amount and line items with "
            "description, quantity and unit price.",
            {
                "invoice_number": STRING,
                "date": DATE,
                "vendor_name": STRING,
                "total_amount": NUMBER,
                "line_items": LINES,
            },
        ),
        (
            "vendor, line items with description, quantity, and unit price, and total",
            {"vendor": STRING, "line_items": LINES, "total": NUMBER},
        ),
        (
            "I need:\n- Due date: when it must be paid\n- Status (paid, unpaid or overdue)\n"
            "- Items (sku, price)",
            {
                "due_date": DATE | {"description": "when it must be paid"},
                "status": {"type": "string", "enum": ["paid", "unpaid", "overdue"]},
                "items": records(sku=STRING, price=NUMBER),
            },
        ),
        (
            "Get the patient's name, date of birth and whether the report is signed",
            {"patient_name": STRING, "date_of_birth": DATE, "report_is_signed": BOOLEAN},
        ),
        (
            "all parties, governing law and number of pages from the contract",
            {
                "parties": {"type": "array", "items": STRING},
                "governing_law": STRING,
                "number_of_pages": INTEGER,
            },
        ),
        (
            "1. Policy number\n2. Premium (number) - paid yearly\n3. Insured persons: name, "
            "date of birth",
            {
                "policy_number": STRING,
                "premium": NUMBER | {"description": "paid yearly"},
                "insured_persons": records(name=STRING, date_of_birth=DATE),
            },
        ),
        (
            "order id; customer (name, email); items: sku, qty",
            {
                "order_id": STRING,
                "customer": {
                    "type": "object",
                    "properties": {"name": STRING, "email": STRING | {"format": "email"}},
                },
                "items": records(sku=STRING, qty=NUMBER),
            },
        ),
        ("From each receipt, extract company and total", {"company": STRING, "total": NUMBER}),
        ("What is the total amount due?", {"total_amount_due": NUMBER}),
        (
            "Rechnungsnummer, Datum und Betrag",
            {"rechnungsnummer": STRING, "datum": DATE, "betrag": NUMBER},
        ),
        ("請求書番号、合計", {"請求書番号": STRING, "合計": STRING}),
        ("Fields: A, B and C", {"a": STRING, "b": STRING, "c": STRING}),
    ],
)
def test_wishes(prompt: str, fields: dict[str, Any]) -> None:
    assert draft(prompt, None) == {"type": "object", "properties": fields}


CURRENT = {
    "type": "object",
    "properties": {"vendor": STRING, "Total": NUMBER, "date": DATE, "lines": records(sku=STRING)},
    "required": ["vendor", "date"],
}


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        (
            "add a due date and the currency",
            ["vendor", "Total", "date", "lines", "due_date", "currency"],
        ),
        ("Remove the vendor and the total.", ["date", "lines"]),
        ("Rename total to grand total", ["vendor", "grand_total", "date", "lines"]),
        ("Remove vendor. Add the buyer.", ["Total", "date", "lines", "buyer"]),
    ],
)
def test_edits(prompt: str, names: list[str]) -> None:
    schema = draft(prompt, CURRENT)
    assert list(schema["properties"]) == names
    assert set(schema["required"]) <= set(names)
    assert CURRENT["required"] == ["vendor", "date"]


def test_edits_within_and_of_types() -> None:
    schema = draft("Add price and quantity to the lines. Make date a string.", CURRENT)
    assert schema["properties"]["lines"] == records(sku=STRING, price=NUMBER, quantity=NUMBER)
    assert schema["properties"]["date"] == STRING


def test_a_schema_alone_comes_back_checked() -> None:
    assert draft("", {"vendor": "string"}) == {"type": "object", "properties": {"vendor": STRING}}


def test_what_is_refused() -> None:
    with pytest.raises(MissingParameter):
        draft(" ", None)
    with pytest.raises(RequestError, match="names no fields"):
        draft("?!", None)
    with pytest.raises(RequestError, match="removes every field"):
        draft("remove vendor", {"type": "object", "properties": {"vendor": STRING}})
    with pytest.raises(SchemaError):
        draft("add total", {"type": "object", "properties": {"a": {"type": "nonsense"}}})


@given(st.text("abc ,.;:()[]-\nwith and list of 12'\"", max_size=120))
def test_every_draft_is_a_schema(prompt: str) -> None:
    try:
        schema = draft(prompt, None)
    except OctavoError:
        return
    assert prepare(schema) == schema


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    settings.get.cache_clear()


def test_a_model_drafts_where_there_is_one(serve: Serve, use: pytest.MonkeyPatch) -> None:
    good = '{"type": "object", "properties": {"vendor": {"type": "string"}}}'
    server = serve([Reply({"schema": '{"type": "nonsense"}'}), Reply({"schema": good})])
    use.setenv("OCTAVO_LLM_BASE_URL", server.url)
    use.setenv("OCTAVO_LLM_MODEL", "scripted")
    settings.get.cache_clear()
    assert draft("who sent it", CURRENT)["properties"] == {"vendor": STRING}
    assert "The schema so far" in server.asked[0]["messages"][1]["content"]
    assert "It is wrong" in server.asked[1]["messages"][1]["content"]
    server.script = [Reply({"schema": "{}"})] * 2
    with pytest.raises(ProcessingError, match="drafted no valid schema"):
        draft("who sent it", None)
