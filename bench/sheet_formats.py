"""Number formats and values to compare with LibreOffice, by kind."""

from __future__ import annotations

_MARCH, _TIME = 45747, 45747.7

_BY_FORMAT: dict[str, list[float | str]] = {
    # general, fixed, grouped
    "General": [0, 1, -1, 1234567.891, 0.1, 1 / 3, 123456.789, 12345678901, -98765432.12],
    "0": [0.5, 1.5, 2.5, -0.4, 1234],
    "0.0": [0.25, 12.345, -7],
    "0.00": [2.675, 1.005, -3.14159, 0],
    "0.000": [1 / 3, 100],
    "#,##0": [1234567, -1234.5, 0],
    "#,##0.0": [999.95, -1234.56],
    "#,##0.00": [1234567.891, -0.005],
    "#,##0.000": [1234.5678],
    "#": [0, 5.4],
    "#.##": [0.5, 0],
    "#,###": [1234, 12],
    "0.###": [1.5, 1],
    "0.0#": [1, 1.25],
    "???.??": [1.5],
    "00.00": [1.234],
    "000": [7],
    "00000": [1234],
    "+0.0;-0.0;0.0": [1.5, -1.5, 0],
    # negative forms and accounting
    "#,##0_);(#,##0)": [1234, -1234],
    "#,##0.00_);[Red](#,##0.00)": [1234.5, -1234.5],
    "#,##0.00;[Red]-#,##0.00": [-1234.5, 8],
    '#,##0;(#,##0);"-"': [0, -5, 5],
    '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-': [1234.5, -1234.5, 0],
    '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)': [1234.5, -1234.5, 0],
    '_-* #,##0 _€_-;-* #,##0 _€_-;_-* "-" _€_-;_-@_-': [1234, -1234],
    # percent
    "0%": [0.256, 1, -0.5],
    "0.0%": [0.053, -0.7333],
    "0.00%": [0.12345],
    '0.0%;-0.0%;"nil"': [0, 0.5, -0.25],
    "#,##0%": [12.34],
    '0.0"%"': [12],
    # scientific
    "0.00E+00": [12345.678, 0.000123, -5, 0],
    "0.0E+0": [98765],
    "0E+0": [123456],
    "##0.0E+0": [12345, 0.00123],
    "0.000E-00": [1234, 0.00001],
    # fractions
    "# ?/?": [2.5, 0.333, 3, -1.25],
    "# ??/??": [3.14159, 0.0625],
    "?/?": [1.5],
    "# ?/2": [1.5],
    "# ?/4": [0.75],
    "# ?/8": [0.3, 2.125],
    "# ??/16": [0.7],
    "# ???/???": [0.123],
    # currency
    "$#,##0": [1234.5],
    "$#,##0.00": [1234.5, -1234.5],
    "$#,##0.00;($#,##0.00)": [-45000.5, 12],
    '"USD" #,##0.00': [1234.5],
    '"€ "#,##0.00': [7.5],
    "[$€-407] #,##0.00": [1234.5],
    "#,##0.00 [$€-407]": [1234.5, -1],
    "#,##0.00\\ [$€-1]": [3.5],
    "[$£-809]#,##0.00": [99.9],
    "[$¥-411]#,##0": [12345],
    "[$CHF] #,##0.00": [10],
    "[$₹-4009] #,##0.00": [10],
    # scaling and conditions
    '#,##0.0,,"M"': [98765432.1],
    "#,##0,": [1234567],
    '0.0,"K"': [12345],
    '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0': [1234567, 1234, 12],
    "[<100]0.0;0": [5.25, 150],
    '[=1]"one";[=2]"two";0': [1, 2, 3],
    "[Red][<0]-0.0;[Blue]0.0": [-2, 2],
    '[>100]"high";[<10]"low";"mid"': [150, 5, 50],
    "[Green]0.00": [1.5],
    "[Color10]0.0": [1.25],
    '0;-0;"zero"': [0, 5, -5],
    '"up";"down";"flat"': [1, -1, 0],
    ";;;": [5],
    "0;-0;;@": [0, 1],
    # literals
    "000-00-0000": [123456789],
    "(000) 000-0000": [5551234567],
    "00-00-00": [123456],
    '0.0 "kg"': [2.25],
    '"Q"0': [3],
    "0\\x": [5],
    'General" units"': [12.5],
    '"Total: "General': [7],
    # dates
    "yyyy-mm-dd": [_MARCH, 61, 1, 59],
    "dd-mmm-yyyy": [_MARCH],
    "d mmmm yyyy": [_MARCH],
    "dddd, d mmmm yyyy": [_MARCH],
    "ddd dd/mm/yy": [_MARCH],
    "mmm-yy": [_MARCH],
    "mmmm yyyy": [_MARCH],
    "mmm d, yyyy": [_MARCH],
    "mmmmm": [_MARCH],
    "mm/dd/yy": [_MARCH],
    "m/d/yyyy": [_MARCH],
    "dd.mm.yyyy": [_MARCH],
    "yyyymmdd": [_MARCH],
    "yyyy": [_MARCH],
    "d/m": [_MARCH],
    "d-mmm": [_MARCH],
    "yyyy/mm/dd hh:mm": [_TIME],
    'yyyy-mm-dd"T"hh:mm:ss': [_TIME],
    "m/d/yyyy h:mm": [_TIME],
    "m/d/yy h:mm AM/PM": [_TIME],
    # times and durations
    "h:mm": [0.5, 0.99],
    "hh:mm": [0.25],
    "h:mm:ss": [0.5, 0.123456],
    "hh:mm:ss.000": [0.123456],
    "h:mm AM/PM": [0.75, 0.25, 0, 0.5],
    "h:mm:ss AM/PM": [0.9],
    "h AM/PM": [0.9],
    'hh"h"mm': [0.52],
    "mm:ss": [0.0125, 0.0123],
    "mm:ss.0": [0.0123],
    "[h]:mm": [1.5, 0.1, 30.25],
    "[hh]:mm": [0.1],
    "[h]:mm:ss": [2.125, 2.123],
    "[mm]:ss": [0.05],
    "[ss]": [0.01],
    # languages
    "[$-407]d. mmmm yyyy": [_MARCH],
    "[$-407]dddd": [_MARCH],
    "[$-409]mmmm d, yyyy": [_MARCH],
    "[$-F800]dddd, mmmm dd, yyyy": [_MARCH],
    "[$-40C]dddd d mmmm yyyy": [_MARCH],
    "[$-C0A]mmmm": [_MARCH],
    "[$-410]mmmm": [_MARCH],
    "[$-413]dddd": [_MARCH],
    "[$-416]mmmm": [_MARCH],
    "[$-419]d mmmm yyyy": [_MARCH],
    "[$-415]d mmmm yyyy": [_MARCH],
    "[$-41D]dddd": [_MARCH],
    # text
    "@": [12.5, "abc"],
    '0.00;-0.00;0.00;"text: "@': ["abc", 1],
    '@" !"': ["abc"],
    '"<"@">"': ["abc"],
}
_NUMBERS: tuple[float, ...] = (1234.5, 0.75, -42.125, 7)
_MOMENTS: tuple[float, ...] = (45000.25, 36526.5)


def _more(code: str, values: list[float | str]) -> tuple[float | str, ...]:
    """Ordinary values, the same for every format of a kind."""
    if any(isinstance(value, str) for value in values):
        return ()
    dated = _MARCH in values or _TIME in values or "h" in code or "s" in code.split('"')[0]
    return _MOMENTS if dated and "$₹" not in code and "USD" not in code else _NUMBERS


EXCEL_DIFFERS: dict[str, list[tuple[str, float]]] = {
    "General has room for 11 characters": [("General", 1 / 3)],
    "a negative number that rounds to zero keeps its sign": [
        ("0", -0.4),
        ('#,##0.0,,"M"', -42.125),
        ("#,##0,", -42.125),
        ('0.0,"K"', -42.125),
    ],
    "the point stays where its decimals are empty": [
        ("#.##", 0),
        ("#.##", 7),
        ("0.###", 1),
        ("0.###", 7),
    ],
    "a condition that also takes other numbers keeps the minus sign": [
        ('[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', -42.125),
        ('[=1]"one";[=2]"two";0', -42.125),
    ],
    "halves of a fixed denominator round up": [("# ?/2", 0.75), ("# ?/4", -42.125)],
    "serial 1 is 1 January 1900": [("yyyy-mm-dd", 1), ("yyyy-mm-dd", 59)],
    "seconds are rounded, not cut": [("h:mm:ss", 0.123456), ("mm:ss", 0.0123)],
}
"""Where Excel is known to show something else than LibreOffice, and we follow Excel."""

CASES: list[tuple[str, float | str]] = [
    (code, value)
    for code, values in _BY_FORMAT.items()
    for value in dict.fromkeys([*values, *_more(code, values)])
]
"""Format code and value."""
