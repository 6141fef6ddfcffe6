"""Characters of the picture fonts (Symbol, Wingdings) as the Unicode characters they look like."""

from __future__ import annotations

_UPPER = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_LOWER = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{0x41 + at: char for at, char in enumerate(_UPPER)},
    **{0x61 + at: char for at, char in enumerate(_LOWER)},
    **dict(zip(range(0xA3, 0xA6), "≤⁄∞", strict=True)),
    **dict(zip(range(0xAB, 0xBC), "↔←↑→↓°±″≥×∝∂•÷≠≡≈", strict=True)),
    0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xCF: "∉", 0xD1: "∇",
    0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "·", 0xD8: "¬", 0xD9: "∧",
    0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫", 0x22: "∀", 0x24: "∃",
    0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼",
}  # fmt: skip
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "☐",
    0x71: "❑", 0x72: "❒", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑", 0x77: "⬥", 0xA1: "○", 0x75: "◆", 0xAB: "★",
}  # fmt: skip
_WINGDINGS2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS2}


def symbol(code: int, font: str) -> str:
    """The character that `code` (0x00..0xFF, or its private-use F0xx) shows in a picture font.

    A picture we have no character for gives "", any other code the character itself.
    """
    table = _FONTS.get(font.lower())
    small = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if table is not None and small in table:
        return table[small]
    if 0xF020 <= code <= 0xF0FF:
        return chr(small) if table is _SYMBOL and small < 0x7F else ""
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
