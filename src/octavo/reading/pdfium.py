"""The evidence of a born-digital page: PDFium's text layer as styled words, pictures, drawings.

Characters come in the order the page draws them. They are gathered into words at white space and
where the pen jumps; each word keeps the size and weight of its first character. Text drawn
invisibly (as OCR programs lay it behind a scan) is marked by `hidden`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from octavo.documents import Word
from octavo.reading import bidi, chars, drawings
from octavo.reading.chars import Chars
from octavo.reading.drawings import Frame
from octavo.reading.evidence import PageEvidence, StyledWord


@dataclass(slots=True)
class PdfEvidence(PageEvidence):
    """Page evidence with what only a PDF knows: which words cannot be seen, which are unmapped.

    `hidden`, `unmapped` and, of these, `meaningless` are indices into `words`: a font maps letters
    of the `unmapped` to nothing, and the codes of the `meaningless` say nothing either. `parts`
    counts the paths and images drawn.
    """

    hidden: set[int] = field(default_factory=set)
    unmapped: set[int] = field(default_factory=set)
    meaningless: set[int] = field(default_factory=set)
    parts: int = 0


def read(page: pdfium.PdfPage, number: int) -> PdfEvidence:
    """Everything the page says of itself. Raises pdfium.PdfiumError if it has no text page."""
    frame = Frame.of(page)
    width, height = frame.shown
    evidence = PdfEvidence(number, width, height)
    text_page = page.get_textpage()
    try:
        _add_words(evidence, text_page, frame)
    finally:
        text_page.close()
    drawn = drawings.read(page)
    evidence.rulings, evidence.fills = drawn.rulings, drawn.fills
    evidence.pictures, evidence.parts = drawn.pictures, drawn.parts
    return evidence


def _add_words(evidence: PdfEvidence, text_page: pdfium.PdfTextPage, frame: Frame) -> None:
    """Gather the characters into words, leaving out those that lie off the page."""
    found = chars.read(text_page)
    if not found.letters:
        return
    starts = _starts(found)
    low = np.minimum.reduceat(found.boxes[:, :2], starts)
    high = np.maximum.reduceat(found.boxes[:, 2:], starts)
    x, y = frame.point(*((low + high) / 2).T)
    seen = (x >= 0) & (x <= 1) & (y >= 0) & (y <= 1)
    firsts, ends = starts[seen], np.append(starts[1:], len(found.letters))[seen]
    texts = [
        "".join(found.letters[a:b]) for a, b in zip(firsts.tolist(), ends.tolist(), strict=True)
    ]
    boxes = frame.boxes(np.concatenate((low, high), axis=1)[seen])
    styles = [found.styles[number] for number in found.style_of[firsts].tolist()]
    evidence.words = [
        StyledWord(Word(bidi.folded(text), box), style.size, style.bold, line, style.font)
        for text, box, style, line in zip(
            texts, boxes, styles, found.lines[firsts].tolist(), strict=True
        )
    ]
    evidence.hidden = {number for number, style in enumerate(styles) if style.hidden}
    evidence.meaningless = set(
        np.flatnonzero(np.logical_or.reduceat(found.meaningless, starts)[seen]).tolist()
    )
    evidence.unmapped = evidence.meaningless | {
        number
        for number, index in enumerate(found.indices[firsts].tolist())
        if raw.FPDFText_HasUnicodeMapError(text_page.raw, index) == 1
    }


def _starts(found: Chars) -> NDArray[np.intp]:
    """Where words begin: after white space, after a jump of the pen, where text hides or shows."""
    before, box = found.boxes[:-1], found.boxes[1:]
    sizes = np.array([max(style.size, 1.0) for style in found.styles])[found.style_of]
    hidden = np.array([style.hidden for style in found.styles])[found.style_of]
    reach = np.maximum(sizes[:-1], sizes[1:])
    dx = np.maximum(box[:, 0] - before[:, 2], before[:, 0] - box[:, 2])
    dy = np.maximum(box[:, 1] - before[:, 3], before[:, 1] - box[:, 3])
    breaks = (dx > 0.6 * reach) | (dy > 0.3 * reach) | (abs(dx) > 4 * reach)
    breaks |= np.diff(found.spaces) > 0
    breaks |= hidden[1:] != hidden[:-1]
    return np.flatnonzero(np.concatenate(([True], breaks)))
