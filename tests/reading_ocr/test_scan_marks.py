"""What a scanned page shows besides words: drawn lines, pictures, two pages side by side."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from octavo.documents import BlockKind, Box
from octavo.reading import scanned, scans
from octavo.reading.evidence import PageEvidence, Ruling
from tests.reading_ocr import sheets


def reading(image: Image.Image) -> PageEvidence:
    return scans.read(np.asarray(image.convert("RGB")), 1, 100)


def grid(rows: int = 4, columns: int = 3) -> Image.Image:
    image = sheets.letter((), (800, 600)).image
    draw = ImageDraw.Draw(image)
    xs = [100 + 200 * column for column in range(columns + 1)]
    ys = [100 + 80 * row for row in range(rows + 1)]
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=(60, 60, 60), width=2)
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=(60, 60, 60), width=2)
    for row in range(rows):
        for column in range(columns):
            text = sheets.letter((f"Item {row}{column}",), (180, 160), 22, left=20).image
            image.paste(text.crop((0, 45, 180, 105)), (xs[column] + 5, ys[row] + 10))
    return image


def at(rulings: list[Ruling], flat: bool) -> list[float]:
    """Where the lines lie across their direction, each once, in fractions."""
    found = sorted(r.y0 if flat else r.x0 for r in rulings if r.horizontal is flat)
    return [place for i, place in enumerate(found) if i == 0 or place - found[i - 1] > 0.01]


@pytest.mark.parametrize("degrees", [0.0, 2.0])
def test_lines_of_a_table(degrees: float) -> None:
    evidence = reading(sheets.skewed(grid(), degrees))
    assert at(evidence.rulings, True) == pytest.approx(
        [y / 600 for y in range(100, 421, 80)], abs=0.01
    )
    assert at(evidence.rulings, False) == pytest.approx(
        [x / 800 for x in range(100, 701, 200)], abs=0.01
    )


def test_letters_are_not_lines() -> None:
    headline = sheets.letter(("HILL TILE LTD", "LIFE ILLNESS"), (900, 400), 90)
    assert reading(headline.image).rulings == []


def test_cells_of_a_scanned_table_lie_in_it_wherever_the_page_is_turned() -> None:
    image = sheets.turned(grid(), 1)
    page = scanned.page(np.asarray(image.convert("RGB")), 1, 100)
    tables = [block for block in page.blocks if block.table]
    assert len(tables) == 1
    table, box = tables[0].table, tables[0].box
    assert table is not None
    assert box is not None
    assert (table.rows, table.columns) == (4, 3)
    assert [cell.text for cell in table.cells][:4] == ["Item 00", "Item 01", "Item 02", "Item 10"]
    assert all(cell.box and cell.box.overlap(box) > 0.95 * cell.box.area for cell in table.cells)
    assert box.height > box.width


def test_a_photograph_among_text_is_a_picture() -> None:
    sheet = sheets.letter(size=(900, 1100))
    waves = np.sin(np.linspace(0, 9, 300))[:, None] * np.cos(np.linspace(0, 7, 400))[None]
    photo = Image.fromarray((waves * 70 + 100).astype(np.uint8)).convert("RGB")
    sheet.image.paste(photo, (200, 600))
    pictures = reading(sheet.image).pictures
    assert len(pictures) == 1
    assert sheets.overlap(pictures[0], Box(200 / 900, 600 / 1100, 600 / 900, 900 / 1100)) > 0.8


def test_shaded_text_is_no_picture() -> None:
    sheet = sheets.letter(size=(900, 1100))
    band = sheets.letter(
        ("Total amount due this month", "Pay before October"), (780, 180), 30, 0, 190
    )
    sheet.image.paste(band.image, (60, 700))
    evidence = reading(sheet.image)
    assert evidence.pictures == []
    assert "October" in [word.text for word in evidence.words]


def book() -> Image.Image:
    image = Image.new("RGB", (1500, 700), "white")
    for side, name in enumerate(("left", "right")):
        lines = tuple(f"The {name} page has line number {n} of many" for n in range(10))
        image.paste(sheets.letter(lines, (740, 700), 24, left=70).image, (side * 750, 0))
    return image


def test_an_open_book_is_read_page_by_page() -> None:
    page = scanned.page(np.asarray(book()), 1, 100)
    text = " ".join(block.text for block in page.blocks)
    assert text.index("right page has line number 0") > text.index("left page has line number 9")
    assert len(scans.parts(reading(book()))) == 2


def test_a_wide_table_is_not_an_open_book() -> None:
    wide = Image.new("RGB", (1400, 600), "white")
    wide.paste(grid().crop((90, 90, 510, 430)), (20, 50))
    wide.paste(grid().crop((90, 90, 510, 430)), (900, 50))
    assert len(scans.parts(reading(wide))) == 1


def test_a_gutter_parts_lines() -> None:
    image = Image.new("RGB", (900, 300), "white")
    for left, line in ((0, "alpha beta gamma"), (450, "delta epsilon")):
        image.paste(sheets.letter((line,), (420, 200), 24).image, (left, 0))
    lines: dict[int, list[str]] = {}
    for word in reading(image).words:
        lines.setdefault(word.line, []).append(word.text)
    assert sorted(map(" ".join, lines.values())) == ["alpha beta gamma", "delta epsilon"]


@pytest.mark.parametrize("degrees", [0.0, 2.0])
def test_bold_lines_of_the_bodys_size_are_headings(degrees: float) -> None:
    sheet = sheets.letter(tuple(f"Line {n} of a long and plain report" for n in range(12)))
    bold = sheets.letter(("What the members decided",), font=sheets.FONT.with_name("VeraBd.ttf"))
    page = Image.new("RGB", (900, 1500), "white")
    page.paste(sheet.image.crop((0, 40, 900, 420)), (0, 40))
    page.paste(bold.image.crop((0, 40, 900, 110)), (0, 480))
    page.paste(sheet.image.crop((0, 40, 900, 640)), (0, 590))
    read = scanned.page(np.asarray(sheets.skewed(page, degrees)), 1, 150)
    headings = [block.text for block in read.blocks if block.kind is BlockKind.HEADING]
    assert headings == ["What the members decided"]
