"""Number formats and values to compare with LibreOffice, chosen before their outcome was known.

Three sources of codes: those built in for all languages (ECMA-376 part 1, 18.8.30), those that
Excel's dialogue "Format Cells" writes for each of its categories and for common locales, and the
examples of 18.8.31. Every format of a kind gets the same values. Left out are the codes that ask
for the machine's own form of date or time, which no file tells.
"""

from __future__ import annotations

import re

from octavo.formats.sheets.number_format import BUILTIN


def _built_in(*numbers: int) -> list[str]:
    return [BUILTIN[number] for number in numbers]


_NUMBER_CATEGORY = [
    signed.format(plain)
    for plain in ("0", "0.0", "0.00", "0.000", "#,##0", "#,##0.0", "#,##0.00")
    for signed in ("{0}", "{0};[Red]{0}", "{0}_);({0})", "{0}_);[Red]({0})")
]
_CURRENCY = [
    '"$"#,##0', '"$"#,##0.00', '"$"#,##0.00;[Red]"$"#,##0.00', '"$"#,##0.00_);("$"#,##0.00)',
    "[$$-409]#,##0.00", "[$£-809]#,##0.00", "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00",
    "[$€-2]\\ #,##0.00", "#,##0.00\\ [$€-407]", "#,##0.00\\ [$€-40C]", "[$€-413]\\ #,##0.00",
    "#,##0.00\\ [$€-1]", "[$¥-411]#,##0", "[$¥-804]#,##0.00", "[$CHF-807]\\ #,##0.00",
    "#,##0.00\\ [$kr-41D]", "#,##0.00\\ [$zł-415]", "[$R$-416]\\ #,##0.00", "[$₹-4009]\\ #,##0.00",
    "[$USD]\\ #,##0.00",
]  # fmt: skip
_ACCOUNTING = [
    form.format(sign)
    for form in (
        '_({0}* #,##0_);_({0}* (#,##0);_({0}* "-"_);_(@_)',
        '_({0}* #,##0.00_);_({0}* (#,##0.00);_({0}* "-"??_);_(@_)',
        '_-{0}* #,##0.00_-;-{0}* #,##0.00_-;_-{0}* "-"??_-;_-@_-',
    )
    for sign in ("", '"$"', "[$€-2]\\ ")
]
_SCALED = ["0%", "0.0%", "0.00%", "0E+00", "0.0E+00", "0.000E+00"]
_FRACTIONS = [
    "# ?/?", "# ??/??", "# ???/???", "# ?/2", "# ?/4", "# ?/8", "# ??/16", "# ?/10", "# ??/100",
]  # fmt: skip
_SPECIAL = [
    "00000", "00000\\-0000", "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", "000\\-00\\-0000",
]  # fmt: skip
_STANDARD_EXAMPLES = [
    "####.#", "#.000", "0.#", "#.0#", "???.???", "#,###", "#,", "0.0,,",
    '$0.00" Surplus";$-0.00" Shortage"', '0.00_);(0.00);"-"', '"gross receipts for "@',
    '0.0" m"', "[Red][<=100]0.0;[Blue][>100]0",
]  # fmt: skip
_DATES = [
    "yyyy\\-mm\\-dd;@", "m/d;@", "m/d/yy;@", "mm/dd/yy;@",
    "[$-409]d\\-mmm;@", "[$-409]d\\-mmm\\-yy;@", "[$-409]dd\\-mmm\\-yy;@", "[$-409]mmm\\-yy;@",
    "[$-409]mmmm\\-yy;@", "[$-409]mmmm\\ d\\,\\ yyyy;@", "[$-409]m/d/yy\\ h:mm\\ AM/PM;@",
    "m/d/yy\\ h:mm;@", "[$-409]mmmmm;@", "[$-409]mmmmm\\-yy;@", "m/d/yyyy;@",
    "[$-409]d\\-mmm\\-yyyy;@", "dd/mm/yyyy;@", "d/m/yy;@", "[$-809]dd\\ mmmm\\ yyyy;@",
    "[$-809]d\\ mmmm\\ yyyy;@", "dd\\.mm\\.yyyy;@", "[$-407]d\\.\\ mmmm\\ yyyy;@",
    "[$-407]dddd\\,\\ d\\.\\ mmmm\\ yyyy;@", "[$-407]mmmm\\ yy;@", "[$-40C]d\\ mmmm\\ yyyy;@",
    "[$-40C]dddd\\ d\\ mmmm\\ yyyy;@", '[$-C0A]d\\ "de"\\ mmmm\\ "de"\\ yyyy;@',
    "[$-410]d\\ mmmm\\ yyyy;@",
    "[$-413]d\\ mmmm\\ yyyy;@", '[$-416]d\\ "de"\\ mmmm\\ "de"\\ yyyy;@',
    "[$-415]d\\ mmmm\\ yyyy;@", "[$-41D]d\\ mmmm\\ yyyy;@", 'yyyy"年"m"月"d"日";@',
]  # fmt: skip
_TIMES = [
    "h:mm;@", "[$-409]h:mm\\ AM/PM;@", "h:mm:ss;@",
    "[$-409]h:mm:ss\\ AM/PM;@", "mm:ss.0;@", "hh:mm;@",
]  # fmt: skip

_NUMBERS: list[float | str] = [
    -1234567.891, -1234.5, -42.125, -1, -0.75, -0.004, 0, 0.004, 0.25, 0.5, 0.75, 1, 7, 12.5, 100,
    1234.5, 44927.5, 1234567.891, 98765432109, "Text",
]  # fmt: skip
_DAYS: list[float | str] = [
    61, 366, 32874.25, 36526.5, 44986.999, 45747, 45747 + 17 / 24, 45900.0625, 2958465, "Text",
]  # fmt: skip
"""From 1 March 1900, where Excel's calendar is LibreOffice's, to the last day."""
_HOURS: list[float | str] = [0, 0.0625, 0.123456, 0.25, 0.5, 17 / 24, 86399 / 86400]
"""Times as people type them, and one (as one of the days) with a fraction of a second."""
_DURATIONS: list[float | str] = [*_HOURS, 1, 1.5, 2.125, 30.25, 400 / 24, "Text"]

_KINDS: list[tuple[list[str], list[float | str]]] = [
    (_built_in(*range(14), 37, 38, 39, 40, 41, 42, 43, 44, 48, 49), _NUMBERS),
    (_NUMBER_CATEGORY, _NUMBERS),
    (_CURRENCY, _NUMBERS),
    (_ACCOUNTING, _NUMBERS),
    (_SCALED + _FRACTIONS + _SPECIAL + _STANDARD_EXAMPLES, _NUMBERS),
    (_built_in(14, 15, 16, 17, 22) + _DATES, _DAYS),
    (_built_in(18, 19, 20, 21, 45, 47) + _TIMES, [*_HOURS, *_DAYS]),
    ([*_built_in(46), "[h]:mm:ss;@", "[h]:mm", "[mm]:ss"], _DURATIONS),
]

CASES: list[tuple[str, float | str]] = list(
    dict.fromkeys((code, value) for codes, values in _KINDS for code in codes for value in values)
)
"""Format code and value."""


def cause(code: str, own: str, other: str) -> str:
    """Why LibreOffice shows something else; each rule but the last was checked to be Excel's."""
    if other == "#FMT":
        return "LibreOffice shows no number this large as a fraction"
    if "/" in code and own == "-0":
        return "a negative number too small for its fraction keeps the sign"
    if re.search(r"/\d", code):
        return "halves of a given denominator round up, LibreOffice cuts or rounds to even"
    if own.rstrip(".") == other:
        return "the point is shown also where its decimals are empty"
    if "ss" in code:
        return "a fraction of a second is rounded, LibreOffice cuts it"
    return "unexplained"
