"""Numbers as lists and notes show them: decimal, letters, Roman, ordinals, words, other scripts."""

from __future__ import annotations

from collections.abc import Callable


def _listed(text: str) -> list[str]:
    return text.split()


_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip
_SYMBOLS = "*†‡§"
_ONES = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = _listed(". . twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
_CHINESE = "〇一二三四五六七八九"
_RUSSIAN_LOWER = "абвгдежзиклмнопрстуфхцчшщыэюя"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LARGEST = 1_000_000


def counted(number: int, form: str) -> str:
    """`number` in the form of OOXML's `numFmt` names; unknown forms fall back to decimal."""
    number = min(max(number, 0), _LARGEST)
    if form.startswith("custom:"):
        return _custom(number, form.removeprefix("custom:"))
    make = _FORMS.get(form)
    return str(number) if make is None else make(number)


def roman(number: int) -> str:
    if not 0 < number < 100_000:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def letters(number: int, alphabet: str = "abcdefghijklmnopqrstuvwxyz") -> str:
    """a … z, then aa, bb …: Word repeats the letter."""
    if number < 1:
        return str(number)
    times, at = divmod(number - 1, len(alphabet))
    return alphabet[at] * min(times + 1, 40)


def ordinal(number: int) -> str:
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def words(number: int) -> str:
    if number >= 1000:
        return str(number)
    if number >= 100:
        rest = number % 100
        return _ONES[number // 100] + " hundred" + (f" {words(rest)}" if rest else "")
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")


def ordinal_words(number: int) -> str:
    head, dash, last = words(number).rpartition("-")
    if not dash:
        head, dash, last = words(number).rpartition(" ")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return head + dash + last


def symbol(number: int) -> str:
    """*, †, ‡, §, then each doubled."""
    times, at = divmod(max(number, 1) - 1, len(_SYMBOLS))
    return _SYMBOLS[at] * min(times + 1, 10)


def chinese(number: int) -> str:
    if number < 10:
        return _CHINESE[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (_CHINESE[tens] if tens > 1 else "") + "十" + (_CHINESE[ones] if ones else "")
    return "".join(_CHINESE[int(digit)] for digit in str(number))


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if 1 <= number <= len(_CIRCLED) else str(number)


def _custom(number: int, pattern: str) -> str:
    """Patterns such as "001, 002, 003, …" pad with zeros."""
    width = len(pattern.split(",")[0].strip())
    return str(number).zfill(min(width, 10))


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "-",
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letters,
    "upperLetter": lambda number: letters(number).upper(),
    "ordinal": ordinal,
    "cardinalText": lambda number: words(number).capitalize(),
    "ordinalText": lambda number: ordinal_words(number).capitalize(),
    "chicago": symbol,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "russianLower": lambda number: letters(number, _RUSSIAN_LOWER),
    "russianUpper": lambda number: letters(number, _RUSSIAN_LOWER).upper(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "taiwaneseCountingThousand": chinese,
}
