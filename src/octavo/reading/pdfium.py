"""The evidence of a born-digital page: PDFium's text layer as styled words, pictures, drawings.

Characters come in the order the page draws them. They are gathered into words at white space and
where the pen jumps; each word keeps the size, weight and font of its first character. Text drawn
invisibly (as OCR programs lay it behind a scan) is marked by `hidden`.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from octavo.documents import Box, Word
from octavo.reading import drawings
from octavo.reading.drawings import Frame
from octavo.reading.evidence import PageEvidence, StyledWord

MAX_CHARS = 200_000
"""Characters read of one page; a page of print has some 5,000."""
MAX_OBJECTS = 20_000
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!s)", re.I)
_ITALIC = re.compile(r"italic|oblique", re.I)
_HYPHENS = frozenset({0x02, 0xFFFE, 0xAD})
_IGNORED = frozenset({0x00, 0xFFFF, 0xFEFF, 0x200B})


@dataclass(slots=True)
class PdfEvidence(PageEvidence):
    """Page evidence with what only a PDF knows: which words cannot be seen, which are unmapped.

    `hidden` and `unmapped` are indices into `words`.
    """

    hidden: set[int] = field(default_factory=set)
    unmapped: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Style:
    size: float
    bold: bool
    italic: bool
    font: str
    color: int
    hidden: bool


def read(page: pdfium.PdfPage, number: int) -> PdfEvidence:
    """Everything the page says of itself. Raises pdfium.PdfiumError if it has no text page."""
    frame = Frame.of(page)
    width, height = frame.shown
    evidence = PdfEvidence(number, width, height)
    text_page = page.get_textpage()
    try:
        for styled, hidden, unmapped in _words(text_page, frame):
            if hidden:
                evidence.hidden.add(len(evidence.words))
            if unmapped:
                evidence.unmapped.add(len(evidence.words))
            evidence.words.append(styled)
    finally:
        text_page.close()
    drawn = drawings.read(page)
    evidence.rulings, evidence.fills = drawn.rulings, drawn.fills
    evidence.pictures = _pictures(page, frame)
    return evidence


@dataclass(slots=True)
class _Open:
    """The word being gathered. Boxes are left, bottom, right, top in user space."""

    style: _Style
    line: int
    chars: list[str] = field(default_factory=list)
    left: float = math.inf
    bottom: float = math.inf
    right: float = -math.inf
    top: float = -math.inf
    unmapped: bool = False
    last: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def add(self, char: str, box: tuple[float, float, float, float]) -> None:
        self.chars.append(char)
        self.last = box
        self.left, self.bottom = min(self.left, box[0]), min(self.bottom, box[1])
        self.right, self.top = max(self.right, box[2]), max(self.top, box[3])

    def jumps_to(self, box: tuple[float, float, float, float]) -> bool:
        """Whether the next character lies too far off to belong to this word."""
        reach = max(self.style.size, 1.0)
        dx = max(box[0] - self.last[2], self.last[0] - box[2])
        dy = max(box[1] - self.last[3], self.last[1] - box[3])
        return dx > 0.6 * reach or dy > 0.3 * reach or abs(dx) > 4 * reach


def _words(text_page: pdfium.PdfTextPage, frame: Frame) -> Iterator[tuple[StyledWord, bool, bool]]:
    reader = _Reader(text_page)
    word: _Open | None = None
    line = 0
    for index in range(min(max(raw.FPDFText_CountChars(text_page), 0), MAX_CHARS)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in (0x0A, 0x0D):
            line += code == 0x0A
        ends = (code <= 0x20 and code not in _HYPHENS) or code in (0xA0, 0x3000)
        if ends or code in _IGNORED:
            if ends and word is not None:
                yield from _closed(word, frame)
                word = None
            continue
        style = reader.style(index)
        box = reader.box(index, style.size)
        if word is not None and (word.jumps_to(box) or style.hidden != word.style.hidden):
            yield from _closed(word, frame)
            word = None
        if word is None:
            word = _Open(style, line)
            word.unmapped = raw.FPDFText_HasUnicodeMapError(text_page, index) == 1
        word.add("-" if code in _HYPHENS else _char(code), box)
        word.unmapped = word.unmapped or _is_meaningless(code)
    if word is not None:
        yield from _closed(word, frame)


def _char(code: int) -> str:
    return chr(code) if not 0xD800 <= code <= 0xDFFF and code <= 0x10FFFF else "\ufffd"


def _is_meaningless(code: int) -> bool:
    return 0xE000 <= code <= 0xF8FF or code == 0xFFFD or code < 0x20


def _closed(word: _Open, frame: Frame) -> Iterator[tuple[StyledWord, bool, bool]]:
    """The word in page fractions, unless it lies off the page."""
    text = "".join(word.chars)
    corners = (word.left, word.bottom, word.right, word.top)
    if not text.strip() or not all(map(math.isfinite, corners)):
        return
    (xa, ya), (xb, yb) = frame.point(*corners[:2]), frame.point(*corners[2:])
    centre = ((xa + xb) / 2, (ya + yb) / 2)
    if not (0 <= centre[0] <= 1 and 0 <= centre[1] <= 1):
        return
    style = word.style
    styled = StyledWord(
        Word(text, frame.box(*corners)),
        *(style.size, style.bold, style.italic, style.font, style.color, word.line),
    )
    yield styled, style.hidden, word.unmapped


class _Reader:
    """Reads boxes and styles of characters, each style once for its text object."""

    def __init__(self, text_page: pdfium.PdfTextPage) -> None:
        self.text_page = text_page
        self.styles: dict[int, _Style] = {}
        self.rect = raw.FS_RECTF()
        self.numbers = [ctypes.c_double() for _ in range(4)]

    def box(self, index: int, size: float) -> tuple[float, float, float, float]:
        """The character's cell: as high as its font, unless the font lies about its height."""
        rect = self.rect
        if raw.FPDFText_GetLooseCharBox(self.text_page, index, rect):
            height, width = rect.top - rect.bottom, rect.right - rect.left
            if width > 0 and 0.5 * size <= min(height, width * 9) and height <= 1.7 * size:
                return rect.left, rect.bottom, rect.right, rect.top
        left, right, bottom, top = self.numbers
        raw.FPDFText_GetCharBox(self.text_page, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def style(self, index: int) -> _Style:
        item = raw.FPDFText_GetTextObject(self.text_page, index)
        key = ctypes.addressof(item.contents) if item else 0
        style = self.styles.get(key)
        if style is None:
            style = self.styles[key] = self._style(index, item if key else None)
        return style

    def _style(self, index: int, item: object) -> _Style:
        matrix = raw.FS_MATRIX()
        scale = 1.0
        if raw.FPDFText_GetMatrix(self.text_page, index, matrix):
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = abs(raw.FPDFText_GetFontSize(self.text_page, index)) * scale
        mode = raw.FPDFTextObj_GetTextRenderMode(item) if item else 0
        font, weight = self._font(item) if item else ("", 400)
        color, alpha = self._color(item)
        return _Style(
            size if math.isfinite(size) else 0.0,
            bool(_BOLD.search(font)) or weight >= 600,
            bool(_ITALIC.search(font)),
            font,
            color,
            mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP) or alpha == 0,
        )

    def _font(self, item: object) -> tuple[str, int]:
        font = raw.FPDFTextObj_GetFont(item)
        if not font:
            return "", 400
        buffer = ctypes.create_string_buffer(256)
        raw.FPDFFont_GetBaseFontName(font, buffer, 256)
        name = buffer.value.decode("utf-8", "replace").split("+", 1)[-1]
        return name, raw.FPDFFont_GetWeight(font)

    def _color(self, item: object) -> tuple[int, int]:
        parts = [ctypes.c_uint() for _ in range(4)]
        if not item or not raw.FPDFPageObj_GetFillColor(item, *parts):
            return 0, 255
        red, green, blue, alpha = (part.value for part in parts)
        return red << 16 | green << 8 | blue, alpha


def _pictures(page: pdfium.PdfPage, frame: Frame) -> list[Box]:
    """The raster images of the page that are more than a hair in size."""
    found = []
    for count, item in enumerate(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
        if count > MAX_OBJECTS:
            break
        try:
            box = frame.box(*item.get_bounds())
        except pdfium.PdfiumError:
            continue
        if box.width > 0.01 and box.height > 0.005:
            found.append(box)
    return found
