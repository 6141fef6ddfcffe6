"""The alternative text of pictures, where it says something."""

from __future__ import annotations

import re

_FILE_NAME = re.compile(r"[^/\\]*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)", re.IGNORECASE)
_MADE_UP = re.compile(
    r"(?:picture|image|graphic|grafik|bild|graphique|imagen)\s*\d*", re.IGNORECASE
)


def said(*texts: str | None) -> str:
    """The first text that describes: no file name, no name a program made up ("Picture 3")."""
    for text in texts:
        words = " ".join((text or "").split())
        if words and not _FILE_NAME.fullmatch(words) and not _MADE_UP.fullmatch(words):
            return words
    return ""
