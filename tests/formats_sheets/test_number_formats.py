"""What numbers look like under a format."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.formats.sheets.general import general, raw
from octavo.formats.sheets.number_format import BUILTIN, NumberFormat, compiled
from tests.formats_sheets.known_formats import KNOWN


@pytest.mark.parametrize(("code", "value", "shown"), KNOWN)
def test_numbers_show_as_in_excel(code: str, value: float, shown: str) -> None:
    assert compiled(code).number(value) == shown


def test_text_takes_the_text_section() -> None:
    assert compiled('0;-0;0;"note: "@').text("abc") == "note: abc"
    assert compiled('@" !"').text("abc") == "abc !"
    assert compiled("0.00").text(" abc ") == " abc "


def test_raw_values_keep_percentages_and_dates() -> None:
    assert compiled("$#,##0.00").raw(1234.5) == "1234.5"
    assert compiled("0.0%").raw(0.053) == "5.3%"
    assert compiled("yyyy-mm-dd").raw(45747) == "2025-03-31"
    assert compiled("[h]:mm").raw(1.5) == "36:00"
    assert raw(98765432.09999999) == "98765432.1"
    assert raw(1e20) == "100000000000000000000"


def test_the_1904_system_counts_from_its_own_day() -> None:
    form = compiled("yyyy-mm-dd")
    assert form.number(45747 - 1462, True) == "2025-03-31"
    assert form.iso(45747 - 1462, True) == form.iso(45747, False) == "2025-03-31"
    assert compiled("[h]:mm").number(1.5, True) == "36:00"


def test_iso_dates_only_where_a_day_is_shown() -> None:
    assert compiled("d/m/yy h:mm").iso(45747.75, False) == "2025-03-31T18:00:00"
    assert compiled("h:mm").iso(0.75, False) is None
    assert compiled("yyyy-mm-dd").iso(-5, False) is None


def test_dates_before_the_calendar_show_as_numbers() -> None:
    assert compiled("yyyy-mm-dd").number(-5) == "-5"
    assert compiled("yyyy-mm-dd").number(9e15) == "9E+15"
    assert compiled("[h]:mm").number(-1.5) == "-36:00"


def test_built_in_formats() -> None:
    assert compiled(BUILTIN[14]).number(45747) == "3/31/2025"
    assert compiled(BUILTIN[44]).number(-1234.5) == "$(1,234.50)"
    assert compiled(BUILTIN[48]).number(12345) == "12.3E+3"


_CODES = st.text(
    st.sampled_from(list('0#?.,%/E+-;[]$€ymdhs:@_*"\\ <>=1904Gazx()AMPM')), max_size=24
)
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**6), 10**6)


@settings(max_examples=400, deadline=None)
@given(_CODES, _NUMBERS)
def test_no_code_and_no_number_breaks_it(code: str, value: float) -> None:
    form = NumberFormat(code)
    assert isinstance(form.number(float(value)), str)
    assert isinstance(form.text("x"), str)
    assert isinstance(form.raw(float(value)), str)


@settings(max_examples=300, deadline=None)
@given(st.floats(min_value=-1e14, max_value=1e14, allow_nan=False))
def test_general_is_short_and_near(value: float) -> None:
    text = general(value)
    assert len(text.lstrip("-")) <= (12 if abs(value) < 1e-99 else 11)
    assert math.isclose(float(text), value, rel_tol=1e-4, abs_tol=1e-9)


@settings(max_examples=300, deadline=None)
@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False), st.integers(0, 5))
def test_the_quick_way_agrees_with_the_exact_one(value: float, places: int) -> None:
    code = "#,##0" + ("." + "0" * places if places else "")
    # a condition that always holds is not among the formats that have a quick way
    assert compiled(code).number(value) == NumberFormat(f"[<1E+300]{code};0").number(value)
