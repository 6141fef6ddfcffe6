"""Fonts that map no letter to its meaning: believed if the page shows what they say."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.pens.reportLabPen import ReportLabPen
from fontTools.ttLib import TTFont
from pypdfium2 import PdfDocument
from reportlab import rl_config

from octavo.documents import BlockKind
from tests.reading_pdf.made import body, of_kind, outline, read

SENTENCES = [
    "The harbour office opened at seven and closed late",
    "Every vessel paid eighteen crowns before it landed",
    "Pilots who refused were fined by the upper council",
]
LETTERS = sorted(set("".join(SENTENCES)) - {" "})
SHUFFLED = {letter: LETTERS[index - 7] for index, letter in enumerate(LETTERS)}
PLAIN = {letter: letter for letter in LETTERS}


def unmapped(codes: dict[str, str], *lines: tuple[str, int, str]) -> bytes:
    """A PDF of lines (font, height, text). `/Own` draws its letters by the codes given and has no
    names for them; `/Usual` is Helvetica."""
    folder = next(p for p in map(Path, rl_config.TTFSearchPath) if (p / "Vera.ttf").exists())
    font = TTFont(folder / "Vera.ttf")
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    widths, procs, differences = [0] * 256, "", ""
    parts: list[str] = []
    for letter, code in {**codes, " ": " "}.items():
        glyph, pen = glyphs[names[ord(letter)]], ReportLabPen(glyphs)
        glyph.draw(pen)
        drawn = (
            f"{glyph.width} 0 0 -500 {glyph.width} 1600 d1\n" + "\n".join(outline(pen.path)) + "\nf"
        )
        widths[ord(code)] = glyph.width
        procs += f"/x{ord(code)} {len(parts) + 7} 0 R "
        differences += f"{ord(code)} /x{ord(code)} "
        parts.append(f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream")
    content = "".join(
        f"BT /{name} 14 Tf 70 {height} Td ({_coded(text, codes, name)}) Tj ET\n"
        for name, height, text in lines
    )
    return _file(
        [
            "<</Type /Catalog /Pages 2 0 R>>",
            "<</Type /Pages /Kids [3 0 R] /Count 1>>",
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources <</Font <</Own 5 0 R /Usual 6 0 R>>>>>>",
            f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
            "<</Type /Font /Subtype /Type3 /FontBBox [0 -500 2048 2048] /FontMatrix"
            f" [{1 / 2048} 0 0 {1 / 2048} 0 0] /FirstChar 0 /LastChar 255 /Widths {widths}"
            f" /CharProcs <<{procs}>> /Encoding <</Type /Encoding /Differences [{differences}]>>"
            " /Resources <<>>>>".replace(",", ""),
            "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
            *parts,
        ]
    )


def _coded(text: str, codes: dict[str, str], name: str) -> str:
    return "".join(codes.get(c, c) for c in text) if name == "Own" else text


def _file(objects: list[str]) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer <</Size {len(objects) + 1} /Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode()


def said_by_layer(data: bytes) -> str:
    with PdfDocument(io.BytesIO(data)) as document:
        return str(document[0].get_textpage().get_text_range())


def page(font: str) -> list[tuple[str, int, str]]:
    return [(font, 700 - 20 * row, text) for row, text in enumerate(SENTENCES)]


def test_a_font_without_names_is_believed_where_it_shows_what_it_says(tmp_path: Path) -> None:
    document = read(unmapped(PLAIN, *page("Own")), tmp_path)
    assert not document.pages[0].scanned
    assert body(document).split() == " ".join(SENTENCES).split()


def test_a_page_of_gibberish_is_read_by_ocr(tmp_path: Path) -> None:
    data = unmapped(SHUFFLED, *page("Own"))
    assert SENTENCES[0] not in said_by_layer(data)
    document = read(data, tmp_path)
    assert document.pages[0].scanned
    assert body(document).split() == " ".join(SENTENCES).split()


def test_a_line_of_gibberish_is_read_by_ocr_and_the_page_is_not(tmp_path: Path) -> None:
    usual = [("Usual", 640 - 14 * row, SENTENCES[row % 3]) for row in range(30)]
    data = unmapped(SHUFFLED, ("Own", 720, SENTENCES[0]), *usual)
    document = read(data, tmp_path)
    assert not document.pages[0].scanned
    assert body(document).count(SENTENCES[0]) == 11
    assert of_kind(document, BlockKind.TEXT)[-1].text.endswith(SENTENCES[2])
