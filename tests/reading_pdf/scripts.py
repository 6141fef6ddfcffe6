"""A font for scripts no font at hand has: its letters look Latin, but mean what they should."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.ttLib import TTFont as FontFile
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

NAME = "Borrowed"
_RANGES = (range(0x5D0, 0x5EB), range(0x600, 0x700), range(0xFE70, 0xFEFD), range(0xFB50, 0xFBC2))


def register() -> str:
    """The name under which reportlab knows the font, made when first asked for."""
    if NAME not in pdfmetrics.getRegisteredFontNames():
        folder = next(p for p in map(Path, rl_config.TTFSearchPath) if (p / "Vera.ttf").exists())
        file = FontFile(folder / "Vera.ttf")
        shapes = [file.getBestCmap()[ord(char)] for char in "abcdeghknopqsuvxyz"]
        for table in (t for t in file["cmap"].tables if t.isUnicode()):
            for codes in _RANGES:
                table.cmap.update({code: shapes[code % len(shapes)] for code in codes})
        kept = io.BytesIO()
        file.save(kept)
        kept.seek(0)
        pdfmetrics.registerFont(TTFont(NAME, kept))
    return NAME
