"""Typed values: dates, numbers, durations, names as documents print them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.finding.values import dates, numbers, parties, places


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("DATE: 12/02/2018", "2018-02-12"),
        ("15 JUN 18", "2018-06-15"),
        ("this 17th day of\nMay, 2005", "2005-05-17"),
        ("June 22,\n2016", "2016-06-22"),
        ("3. März 2024", "2024-03-03"),
        ("1er mars 2023", "2023-03-01"),
        ("12 de mayo de 2024", "2024-05-12"),
        ("18-03-201811:23", "2018-03-18"),
        ("12/31/2020", "2020-12-31"),
        ("31/02/2020", None),
        ("Tel. 03-5542-3228", None),
    ],
)
def test_dates_of_many_forms(text: str, iso: str | None) -> None:
    assert dates.parse(text) == iso


@given(st.dates(datetime.date(1960, 1, 1), datetime.date(2059, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    for form in ("%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d-%b-%y"):
        assert dates.parse(f"on {day.strftime(form)} at noon") == day.isoformat()


def test_open_dates_follow_the_documents_clear_ones() -> None:
    assert dates.day_first(["03/04/2024", "25/12/2023"])
    assert not dates.day_first(["03/04/2024", "12/25/2023"])


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("1,234.56", False, 1234.56),
        ("1.234,56 €", True, 1234.56),
        ("1 234,50", True, 1234.5),
        ("1'234.50 CHF", False, 1234.5),
        ("(12.00)", False, -12.0),
        ("12.00-", False, -12.0),
        ("1.234", True, 1234.0),
        ("1.234", False, 1.234),
        (".20", False, 0.2),
        ("RM19.90 S", False, 19.9),
    ],
)
def test_numbers_of_several_locales(text: str, comma: bool, value: float) -> None:
    assert numbers.find(text)[0].value(comma) == pytest.approx(value)


def test_currency_and_percent_are_kept_apart() -> None:
    money, rate = numbers.find("GBP 1,745.50 at 20 %")
    assert (money.currency, rate.percent) == ("GBP", True)


def test_the_documents_numbers_say_what_a_comma_is() -> None:
    assert numbers.decimal_comma(["1.234", "12,50", "7,00"])
    assert not numbers.decimal_comma(["1,234", "12.50"])


def test_a_lone_mark_before_three_digits_parts_thousands() -> None:
    assert numbers.decimal_comma(["47.000", "1,500"]) is None
    assert [span.value(None) for span in numbers.find("47.000 and 1,500")] == [47000, 1500]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("47.000 - 59.000 EUR", [(47000, -1), (59000, 1)]),
        ("EUR 30-40", [(30, -1), (40, 1)]),
        ("12 to 16", [(12, -1), (16, 1)]),
        ("5.00 -2.00", [(5, 0), (-2, 0)]),
        ("Balance -7.50", [(-7.5, 0)]),
    ],
)
def test_the_ends_of_a_range_are_no_negative_numbers(
    text: str, read: list[tuple[float, int]]
) -> None:
    assert [(span.value(None), span.bound) for span in numbers.find(text)] == read


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("for two (2) years from", "2 years"),
        ("eighteen months", "18 months"),
        ("the second anniversary", "2 years"),
        ("30 Tage netto", "30 days"),
        ("one year", "1 year"),
    ],
)
def test_durations(text: str, duration: str) -> None:
    assert [str(span) for span in numbers.find_durations(text)] == [duration]


def test_names_in_prose_end_with_their_legal_form() -> None:
    text = (
        "between PLX Technology, Inc. As of now Nat Kumar and salesforce.com, inc. (the “Company”)"
    )
    names = [text[a:b] for a, b in parties.names_in(text)]
    assert {"PLX Technology, Inc.", "Nat Kumar", "salesforce.com, inc."} <= set(names)


def test_names_may_begin_with_any_capital() -> None:
    text = "le bailleur Élise Marchal, puis Luis Ángel Šimek"
    assert [text[a:b] for a, b in parties.names_in(text)] == ["Élise Marchal", "Luis Ángel Šimek"]


def test_a_word_that_begins_a_sentence_is_no_part_of_a_name() -> None:
    text = "Zwischen Karl Graf und Tina Ott wird vereinbart"
    assert [text[a:b] for a, b in parties.names_in(text)] == ["Karl Graf", "Tina Ott"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "the flat at 14 Elm Road, Leeds, LS1 4AB and its garden",
            "14 Elm Road, Leeds, LS1 4AB",
        ),
        ("vermietet wird Lindenstr. 26, 37677 Rochlitz.", "Lindenstr. 26, 37677 Rochlitz"),
        (
            "le logement situé 19, rue de Berne, 46800 Saint-Paul-les-Bains.",
            "19, rue de Berne, 46800 Saint-Paul-les-Bains",
        ),
        ("offices at 100 Main Street, Boston, MA 02110", "100 Main Street, Boston, MA 02110"),
    ],
)
def test_addresses_in_sentences(text: str, address: str) -> None:
    assert address in [text[a:b] for a, b in parties.addresses_in(text)]


def test_an_amount_in_a_sentence_is_no_postal_code() -> None:
    assert not parties.addresses_in("It paid USD 50000 in May.")


def test_lines_of_addresses() -> None:
    for line in (
        "12 Mill Street",
        "10115 Berlin",
        "NO 5, JALAN ANGSA",
        "75002 Paris",
        "Via Roma 8",
    ):
        assert parties.address_line(line) > 0.6, line
    for line in ("Tel. 030 123456", "Invoice no. 5", "Acme GmbH", "Total 5.00"):
        assert parties.address_line(line) < 0.3, line
    assert parties.address_part("40150 SHAH ALAM (GST Reg No: 0012)") == "40150 SHAH ALAM"


def test_places_are_capitalised() -> None:
    text = "laws of the State of New York, not of jersey fabric"
    assert [text[a:b] for a, b in places.find(text)] == ["New York"]
