"""Damaged, locked and hostile PDFs: a precise error or what can be read, never a hang."""

from __future__ import annotations

import io
import random
import resource
from contextlib import suppress
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from octavo.errors import FileCorrupted, InvalidPageRange, OctavoError, PasswordProtected
from octavo.formats.base import ReadOptions
from tests.reading_pdf.made import HEIGHT, WIDTH, body, column, pdf, prose, read


def page(canvas: Canvas) -> None:
    column(canvas, prose(1, 60), 50, HEIGHT - 80, WIDTH - 100)


@pytest.mark.parametrize("data", [b"", b"%", b"%PDF-1.7\n", pdf(page)[:700]])
def test_what_is_no_pdf_is_corrupted(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileCorrupted):
        read(data, tmp_path)


def locked(password: str) -> bytes:
    kept = io.BytesIO()
    encryption = pdfencrypt.StandardEncryption(password, ownerPassword="owner")
    canvas = Canvas(kept, encrypt=encryption)
    page(canvas)
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


def test_a_user_password_is_asked_for_and_an_owners_is_not(tmp_path: Path) -> None:
    with pytest.raises(PasswordProtected):
        read(locked("secret"), tmp_path)
    assert "river1" in body(read(locked(""), tmp_path))


def test_flipped_bits_raise_only_our_errors(tmp_path: Path) -> None:
    chance = random.Random(7)
    whole = pdf(page, page)
    for _ in range(12):
        data = bytearray(whole)
        for _ in range(15):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(OctavoError):
            read(bytes(data), tmp_path)


def bare(pages: str, box: str = "0 0 600 800") -> bytes:
    """A PDF whose page tree says what it likes."""
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        f"2 0 obj<</Type/Pages{pages}>>endobj\n"
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>endobj\n"
        "trailer<</Root 1 0 R>>"
    ).encode()


@pytest.mark.parametrize(
    "data",
    [
        bare("/Count 1000000/Kids[3 0 R]"),
        bare("/Count 2/Kids[2 0 R 3 0 R]"),
        bare(f"/Count 500/Kids[{'3 0 R ' * 500}]"),
        bare("/Count 1/Kids[3 0 R]", "0 0 0 0"),
        bare("/Count 1/Kids[3 0 R]", "0 0 -600 -800"),
        bare("/Count 1/Kids[3 0 R]", "0 0 99999999 99999999"),
    ],
)
def test_page_trees_that_lie_end_soon(data: bytes, tmp_path: Path) -> None:
    document = read(data, tmp_path)
    assert document.pages
    assert len(document.warnings) <= 110


def test_pages_keep_their_numbers(tmp_path: Path) -> None:
    data = pdf(*[page] * 4)
    document = read(data, tmp_path, ReadOptions(pages="2,4"))
    assert [p.number for p in document.pages] == [2, 4]
    assert document.page_count == 4
    with pytest.raises(InvalidPageRange):
        read(data, tmp_path, ReadOptions(pages="5"))


@pytest.mark.slow
def test_memory_stays_flat_over_many_pages(tmp_path: Path) -> None:
    def short(canvas: Canvas) -> None:
        column(canvas, prose(1, 24), 50, HEIGHT - 80, WIDTH - 100)

    read(pdf(*[short] * 24), tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = read(pdf(*[short] * 300), tmp_path)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert len(document.pages) == 300
    assert grown < 60 * 1024


def test_boxes_nest_and_two_readings_agree(tmp_path: Path) -> None:
    def mixed(canvas: Canvas) -> None:
        page(canvas)
        canvas.grid([50, 200, 350, 500], [460, 480, 500, 520])
        for row in range(3):
            for cell in range(3):
                canvas.drawString(55 + 150 * cell, 506 - 20 * row, f"{row} by {cell}")

    first, second = (read(pdf(mixed, mixed), tmp_path) for _ in range(2))
    assert first == second
    ids = [block.id for _, block in first.blocks()]
    assert len(ids) == len(set(ids))
    for _, block in first.blocks():
        assert block.box is not None
        parts = [word.box for word in block.words]
        parts += [cell.box for cell in (block.table.cells if block.table else []) if cell.box]
        for part in parts:
            assert block.box.x0 <= part.x0 <= part.x1 <= block.box.x1
            assert block.box.y0 <= part.y0 <= part.y1 <= block.box.y1


def test_a_page_of_thousands_of_drawings_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        page(canvas)
        place = random.Random(1)
        for _ in range(20_000):
            canvas.rect(place.uniform(72, 500), place.uniform(80, 600), 9, 9, fill=1)

    document = read(pdf(draw), tmp_path)
    assert set(prose(1, 60)) <= set(body(document).split())
    assert document.warnings == ["Page 1 has so many parts that its structure was read more simply"]
