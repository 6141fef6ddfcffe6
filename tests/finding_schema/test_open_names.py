"""Fields that no list of concepts knows: found by the sense of their words, in any language."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.documents import BlockKind
from octavo.finding.likeness import similarity
from octavo.finding.wanted import wanted
from octavo.steps.schema import SchemaConfig, run_single
from tests.finding_schema import papers

TEXT: dict[str, Any] = {"type": "string"}


def ask(page: list[Any], **fields: Any) -> dict[str, Any]:
    config = SchemaConfig({"type": "object", "properties": fields})
    values: dict[str, Any] = run_single([(None, papers.document(page))], config)["values"]
    return values


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("meter_number", "Zählernummer"),
        ("meter_number", "N° de compteur"),
        ("previous_reading", "Lettura precedente"),
        ("ordering_physician", "Médico solicitante"),
        ("check_in_date", "Aankomst"),
        ("employee.id", "Employee ID"),
        ("fecha_emision", "Issue date"),
        ("vehicle.color", "Farbe des Fahrzeugs"),
    ],
)
def test_labels_are_understood(path: str, label: str) -> None:
    parts = tuple(path.split("."))
    assert similarity(wanted(parts, TEXT, "", parts[:-1]), label)[0] >= 0.75


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("meter_number", "Kundennummer"),
        ("employer_name", "Employee"),
        ("opening_balance", "Closing balance"),
        ("start_date", "End date"),
        ("due_date", "Geburtsdatum"),
    ],
)
def test_labels_of_something_else_are_not(path: str, label: str) -> None:
    assert similarity(wanted((path,), TEXT), label)[0] <= 0.5


@pytest.mark.parametrize(
    ("path", "schema", "kind"),
    [
        ("account_city", TEXT, "place_text"),
        ("start_buyer", TEXT, "name"),
        ("energy_model", TEXT, "text"),
        ("number_of_nights", {"type": "integer"}, "number"),
        ("room_number", {"type": "integer"}, "ident_number"),
        ("rate_per_mile", {"type": "number"}, "number"),
        ("interest_rate", {"type": "number"}, "percent"),
        ("tax_year", {"type": "integer"}, "number"),
        ("total_percent", {"type": "number"}, "percent"),
        ("guest", TEXT, "name"),
    ],
)
def test_the_last_word_says_what_is_asked(path: str, schema: dict[str, Any], kind: str) -> None:
    assert wanted((path,), schema).kind == kind


def test_a_label_that_fits_best_names_nothing_else() -> None:
    fits, rival = similarity(wanted(("sample_id",), TEXT), "N° d'échantillon")
    assert fits >= 0.75
    assert rival == 0.0


def test_the_ends_of_a_range() -> None:
    page = [papers.line(0.1, 0.1, "Salary: 47,000 - 59,000 EUR")]
    amount = {"type": "number"}
    assert ask(page, salary_min=amount, salary_max=amount) == {
        "salary_min": 47000, "salary_max": 59000,
    }  # fmt: skip


def test_a_choice_whose_mark_is_not_in_the_text_stays_open() -> None:
    page = [
        papers.line(0.1, 0.1, "Breakfast included:"),
        papers.line(0.4, 0.1, "Yes"),
        papers.line(0.5, 0.1, "No"),
        papers.line(0.1, 0.2, "Status:"),
        papers.line(0.4, 0.2, "Open"),
        papers.line(0.5, 0.2, "Closed"),
    ]
    status = {"type": "string", "enum": ["open", "closed"]}
    values = ask(page, breakfast_included={"type": "boolean"}, status=status)
    assert values == {"breakfast_included": None, "status": None}


def test_a_labels_own_words_are_no_choice() -> None:
    page = [papers.line(0.1, 0.1, "Contract type: permanent")]
    kind = {"type": "string", "enum": ["contract", "permanent"]}
    assert ask(page, contract_type=kind) == {"contract_type": "permanent"}


def test_a_column_of_numbers_with_their_units_answers_both() -> None:
    rows = [
        ["Taken on", "2024-03-01", ""],
        ["Test", "Result Unit", "Range"],
        ["Glucose", "5.5 mmol/L", "4 - 6"],
        ["Sodium", "140 mmol/L", "135 - 145"],
    ]
    fields = {"test": TEXT, "result": {"type": "number"}, "unit": TEXT, "range": TEXT}
    item = {"type": "object", "properties": fields}
    found = ask([papers.table(rows)], results={"type": "array", "items": item})["results"]
    assert found == [
        {"test": "Glucose", "result": 5.5, "unit": "mmol/L", "range": "4 - 6"},
        {"test": "Sodium", "result": 140, "unit": "mmol/L", "range": "135 - 145"},
    ]


def test_boxes_side_by_side() -> None:
    page = [
        papers.line(0.1, 0.1, "Familienstand: [ ] ledig [X] verheiratet [ ] geschieden"),
        papers.line(0.1, 0.14, "Direct debit: ( ) Yes (x) No"),
        papers.line(0.1, 0.18, "Smoker ☒"),
    ]
    values = ask(
        page,
        marital_status={"type": "string", "enum": ["single", "married", "divorced"]},
        direct_debit={"type": "boolean"}, smoker={"type": "boolean"}, pets={"type": "boolean"},
    )  # fmt: skip
    assert values == {
        "marital_status": "married", "direct_debit": False, "smoker": True, "pets": None,
    }  # fmt: skip


def test_lists_after_a_label_and_below_a_heading() -> None:
    page = [
        papers.line(0.1, 0.1, "Attendees: Ann Berg, Li Wei and Paul Otto"),
        papers.line(0.1, 0.2, "Kenntnisse", BlockKind.HEADING),
        papers.line(0.1, 0.22, "• Buchhaltung"),
        papers.line(0.1, 0.24, "• Excel"),
        papers.line(0.1, 0.3, "Hobbies", BlockKind.HEADING),
        papers.line(0.1, 0.32, "• Chess"),
    ]
    names = {"type": "array", "items": TEXT}
    values = ask(page, attendees=names, skills=names, allergies=names)
    assert values["attendees"] == ["Ann Berg", "Li Wei", "Paul Otto"]
    assert values["skills"] == ["Buchhaltung", "Excel"]
    assert values["allergies"] == []


def test_entries_below_a_heading_are_records() -> None:
    page = [
        papers.line(0.1, 0.1, "Work experience", BlockKind.HEADING),
        papers.line(0.1, 0.12, "Engineer, Nordlicht GmbH"),
        papers.line(0.1, 0.135, "2019 - 2022"),
        papers.line(0.1, 0.17, "Trainee, Brix Ltd"),
        papers.line(0.1, 0.185, "2017 - 2019"),
    ]
    item = {"type": "object", "properties": {
        "employer": TEXT, "position": TEXT, "start_year": {"type": "integer"},
        "end_year": {"type": "integer"}}}  # fmt: skip
    values = ask(page, work_experience={"type": "array", "items": item})["work_experience"]
    assert values == [
        {
            "employer": "Nordlicht GmbH",
            "position": "Engineer",
            "start_year": 2019,
            "end_year": 2022,
        },
        {"employer": "Brix Ltd", "position": "Trainee", "start_year": 2017, "end_year": 2019},
    ]


def test_a_column_named_like_the_list_holds_its_names() -> None:
    page = [papers.table([["Deductions", "Amount"], ["Tax", "12.50"], ["Pension", "8.00"]])]
    item = {"type": "object", "properties": {"name": TEXT, "amount": {"type": "number"}}}
    found = ask(page, deductions={"type": "array", "items": item})["deductions"]
    assert found == [{"name": "Tax", "amount": 12.5}, {"name": "Pension", "amount": 8.0}]


def test_lists_within_records() -> None:
    page = [papers.table([["Product", "Colours"], ["Rope", "red, blue"], ["Hook", "black"]])]
    item = {"type": "object", "properties": {
        "product": TEXT, "colors": {"type": "array", "items": TEXT}}}  # fmt: skip
    config = SchemaConfig({"type": "object", "properties": {
        "products": {"type": "array", "items": item}}})  # fmt: skip
    output = run_single([(None, papers.document(page))], config)
    assert output["values"]["products"] == [
        {"product": "Rope", "colors": ["red", "blue"]},
        {"product": "Hook", "colors": ["black"]},
    ]
    assert output["citations"]["products"][0]["colors"] == ["tbl-1-r1c1", "tbl-1-r1c1"]


def test_the_only_address_of_mail_needs_no_label() -> None:
    text = "Please send what you have to jobs@harbour.example before the end of the month."
    page = [papers.line(0.1, 0.1, text)]
    asked = {"contact_email": TEXT, "tenant_email": TEXT}
    values = ask(page, **asked)
    assert values == {"contact_email": "jobs@harbour.example", "tenant_email": None}


def test_what_follows_a_number_in_a_sentence_names_it() -> None:
    text = "In this study a total of 241 participants were enrolled and followed for some years."
    values = ask([papers.line(0.1, 0.1, text)], number_of_participants={"type": "integer"})
    assert values == {"number_of_participants": 241}


def test_a_count_of_months_is_no_amount() -> None:
    page = [papers.line(0.1, 0.1, "Rent: 24 months"), papers.line(0.1, 0.2, "Deposit: 24.00")]
    amount = {"type": "number"}
    assert ask(page, rent=amount, deposit=amount) == {"rent": None, "deposit": 24}


def test_a_label_that_is_the_fields_name_is_believed() -> None:
    page = [papers.line(0.1, 0.1, "Payment terms"), papers.line(0.5, 0.1, "30 net")]
    assert ask(page, payment_terms=TEXT) == {"payment_terms": "30 net"}
