"""Which field a printed value answers, and how sure the answers are."""

from __future__ import annotations

from typing import Any

from octavo.finding.settling import NOTHING, Leaf, Path, settle
from octavo.steps.schema import SchemaConfig, run_single
from tests.finding_schema import papers

TEXT: dict[str, Any] = {"type": "string"}
ANN, BO = Leaf("Ann Lee", ("txt-1",), 0.95), Leaf("Bo Ray", ("txt-2",), 0.6)


def first(leaves: list[Leaf]) -> Leaf:
    return leaves[0] if leaves else NOTHING


def unsure(leaf: Leaf, level: float) -> Leaf:
    return Leaf(leaf.value, leaf.ids, level)


def test_the_surest_field_keeps_a_value_and_the_others_take_their_next() -> None:
    asked: dict[Path, list[Leaf]] = {
        ("employer",): [unsure(ANN, 0.7), BO],
        ("employee",): [ANN, BO],
    }
    assert settle(asked, first) == {("employee",): ANN, ("employer",): BO}


def test_what_only_a_surer_field_may_have_stays_null() -> None:
    settled = settle({("employer",): [unsure(ANN, 0.7)], ("employee",): [ANN]}, first)
    assert settled == {("employee",): ANN, ("employer",): NOTHING}


def test_fields_that_are_all_sure_share_a_value() -> None:
    settled = settle({("total",): [ANN], ("amount_due",): [unsure(ANN, 0.92)]}, first)
    assert {leaf.value for leaf in settled.values()} == {"Ann Lee"}


def test_equal_values_printed_twice_answer_two_fields() -> None:
    again = Leaf("Ann Lee", ("txt-9",), 0.5)
    settled = settle({("owner",): [ANN], ("driver",): [again]}, first)
    assert settled[("driver",)] == again


def test_a_date_that_only_follows_on_is_not_taken_for_the_labelled_one() -> None:
    page = [
        papers.line(0.1, 0.1, "Datum: 09.12.2022"),
        papers.line(0.1, 0.3, "Die nächste Sitzung der Gruppe findet am 25.01.2023 wieder statt."),
    ]
    fields = {"date": TEXT | {"format": "date"}}
    config = SchemaConfig({"type": "object", "properties": fields})
    output = run_single([(None, papers.document(page))], config)
    assert output["values"] == {"date": "2022-12-09"}


def test_entries_of_a_list_are_no_surer_than_their_words_allow() -> None:
    page = [
        papers.line(
            0.1, 0.1, 'This agreement is made between Acme Tools, Inc. (the "Seller") and '
            'Borg Metal LLC (the "Buyer") on the first of May of this year and shall bind both.',
        ),
    ]  # fmt: skip
    schema = {"type": "object", "properties": {"parties": {"type": "array", "items": TEXT}}}
    output = run_single([(None, papers.document(page))], SchemaConfig(schema))
    assert output["values"]["parties"]
    assert all(0.4 <= sure < 0.9 for sure in output["confidence"]["parties"])
