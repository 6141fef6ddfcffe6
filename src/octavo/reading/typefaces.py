"""What the name of a font says of its letters: bold, typewriter."""

from __future__ import annotations

import re
from functools import lru_cache

_BOLD = re.compile(
    r"bold|black|heavy|demi(?!s)|medi(?!u)|^(?:cm|sf|ec|la|cs)(?:ss)?b|tb[io]?$|[-,]bd?[io]?$", re.I
)
_MONO = re.compile(
    r"mono(?!t)|courier|typewriter|consol|menlo|fixed|terminal|nimbusm|^pcr|lettergothic|"
    r"(?:^|[a-z])(?:tt|st|itt|vtt|sltt)\d+$|txtt|ocr-?[ab]|source ?code|fira ?code",
    re.I,
)


@lru_cache(512)
def is_bold(font: str) -> bool:
    return bool(_BOLD.search(font))


@lru_cache(512)
def is_typewriter(font: str) -> bool:
    """Whether all its letters are of one width, as code is set."""
    return bool(_MONO.search(font))
