"""The characters of a PDF page's text layer: codes, boxes and looks, as PDFium gives them.

A page has thousands of them, so they are fetched first and then worked on as arrays; looks are
read once for each text object, and name and weight once for each font.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from octavo.reading import typefaces

MAX_CHARS = 200_000
"""Characters read of one page; a page of print has some 5,000."""
_HYPHENS = (0x02, 0xFFFE, 0xAD)
_SPACES = (*range(0x21), 0xA0, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_NOTHING, _UNKNOWN = 0xFFFF, 0xFFFD
_IGNORED = (_NOTHING, 0xFEFF, 0x200B)
_HIGH, _LOW = (0xD800, 0xDBFF), (0xDC00, 0xDFFF)
_PRIVATE = (0xE000, 0xF8FF)
_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)

_object_at = ctypes.CFUNCTYPE(ctypes.c_size_t, raw.FPDF_TEXTPAGE, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
"""The address of a character's text object, which costs half as much as a pointer to it."""

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]
Reals = NDArray[np.float64]


@dataclass(slots=True)
class Style:
    """How the characters of one text object look."""

    size: float
    bold: bool
    hidden: bool
    font: str = ""


@dataclass(slots=True)
class Chars:
    """The characters of a page that are not white space, in the order it draws them.

    `indices` are PDFium's, `spaces` and `lines` count the white space and the ends of lines
    before each, `boxes` are left, bottom, right and top in user space, `style_of` are indices
    into `styles`; `meaningless` are those whose code says nothing.
    """

    letters: list[str]
    indices: Numbers
    spaces: Numbers
    lines: Numbers
    boxes: Reals
    styles: list[Style]
    style_of: Numbers
    meaningless: Marks


def read(text_page: pdfium.PdfTextPage) -> Chars:
    """The characters of a page's text layer."""
    page = text_page.raw
    count = min(max(raw.FPDFText_CountChars(page), 0), MAX_CHARS)
    units = np.fromiter(map(raw.FPDFText_GetUnicode, repeat(page), range(count)), np.int64, count)
    codes = _whole(units)
    hyphens = np.isin(codes, _HYPHENS)
    spaces = np.isin(codes, _SPACES) & ~hyphens
    indices = np.flatnonzero(~spaces & ~np.isin(codes, _IGNORED))
    shown = np.where(hyphens, ord("-"), codes)[indices]
    styles, style_of = _styles(page, indices)
    boxes = _boxes(page, indices, np.array([style.size for style in styles])[style_of])
    return Chars(
        _letters(shown, boxes),
        indices,
        np.cumsum(spaces, dtype=np.int64)[indices],
        np.cumsum(codes == ord("\n"), dtype=np.int64)[indices],
        boxes,
        styles,
        style_of,
        _within(shown, _PRIVATE) | (shown == _UNKNOWN) | (shown < ord(" ")),
    )


def _whole(units: Numbers) -> Numbers:
    """The codes of UTF-16 units: of a pair the first gets the code, and the second nothing."""
    high, low = _within(units, _HIGH), _within(units, _LOW)
    first, second = np.zeros_like(high), np.zeros_like(high)
    first[:-1] = second[1:] = high[:-1] & low[1:]
    codes = np.where(high | low | (units > 0x10FFFF), _UNKNOWN, units)
    codes[first] = 0x10000 + ((units[first] - _HIGH[0]) << 10) + units[second] - _LOW[0]
    codes[second] = _NOTHING
    return codes


def _letters(codes: Numbers, boxes: Reals) -> list[str]:
    """The letter of each code; PDFium says those that came as pairs twice, at the same place."""
    letters = list(map(chr, codes.tolist()))
    for at in np.flatnonzero(codes[1:] > 0xFFFF).tolist():
        if codes[at] == codes[at + 1] and (boxes[at] == boxes[at + 1]).all():
            letters[at + 1] = ""
    return letters


def _within(codes: Numbers, span: tuple[int, int]) -> Marks:
    return (codes >= span[0]) & (codes <= span[1])


def _boxes(page: object, indices: Numbers, sizes: Reals) -> Reals:
    """The characters' cells: as high as their font, unless the font lies about its height."""
    rects = (raw.FS_RECTF * len(indices))()
    for index, rect in zip(indices.tolist(), rects, strict=True):
        raw.FPDFText_GetLooseCharBox(page, index, rect)
    cells = np.frombuffer(rects, np.float32).reshape(-1, 4).astype(np.float64)
    boxes = cells[:, [0, 3, 2, 1]]
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    believed = (width > 0) & (height <= 1.7 * sizes)
    believed &= 0.5 * sizes <= np.minimum(height, 9 * width)
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for at in np.flatnonzero(~believed).tolist():
        raw.FPDFText_GetCharBox(page, int(indices[at]), left, right, bottom, top)
        boxes[at] = left.value, bottom.value, right.value, top.value
    return boxes


def _styles(page: object, indices: Numbers) -> tuple[list[Style], Numbers]:
    """The looks of the text objects, and which of them each character belongs to."""
    objects = np.fromiter(map(_object_at, repeat(page), indices.tolist()), np.int64, len(indices))
    _, first, style_of = np.unique(objects, return_index=True, return_inverse=True)
    fonts: dict[int, tuple[str, bool]] = {}
    return [_style(page, index, fonts) for index in indices[first].tolist()], style_of


def _style(page: object, index: int, fonts: dict[int, tuple[str, bool]]) -> Style:
    """The looks of a character's text object."""
    item = raw.FPDFText_GetTextObject(page, index)
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(page, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = abs(raw.FPDFText_GetFontSize(page, index)) * scale
    size = size if math.isfinite(size) else 0.0
    if not item:
        return Style(size, bold=False, hidden=False)
    unseen = raw.FPDFTextObj_GetTextRenderMode(item) in _UNSEEN or _is_clear(item)
    font, bold = _font(item, fonts)
    return Style(size, bold, unseen, font)


def _font(item: object, fonts: dict[int, tuple[str, bool]]) -> tuple[str, bool]:
    """The name of a text object's font and whether it is bold; `fonts` keeps what is known."""
    font = raw.FPDFTextObj_GetFont(item)
    if not font:
        return "", False
    key = ctypes.addressof(font.contents)
    if key not in fonts:
        name = ctypes.create_string_buffer(256)
        raw.FPDFFont_GetBaseFontName(font, name, 256)
        plain = name.value.decode("utf-8", "replace").split("+", 1)[-1]
        fonts[key] = plain, typefaces.is_bold(plain) or raw.FPDFFont_GetWeight(font) >= 600
    return fonts[key]


def _is_clear(item: object) -> bool:
    """Whether it is painted with no opacity at all."""
    parts = [ctypes.c_uint() for _ in range(4)]
    return bool(raw.FPDFPageObj_GetFillColor(item, *parts)) and parts[3].value == 0
