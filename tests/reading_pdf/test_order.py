"""Reading order and structure of born-digital pages."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from octavo.documents import BlockKind
from octavo.formats.base import ReadOptions
from tests.reading_pdf.made import HEIGHT, WIDTH, body, column, of_kind, pdf, prose, read


def columns_page(count: int, seed: int = 0) -> object:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 80, "A Title Over Everything")
        gutter = 18
        width = (WIDTH - 100 - gutter * (count - 1)) / count
        for index in range(count):
            x = 50 + index * (width + gutter)
            column(canvas, prose(seed + index, 150), x, HEIGHT - 120, width)

    return draw


def in_order(text: str, words: list[str]) -> float:
    """The share of neighbouring `words` that follow one another in `text`."""
    tokens = text.split()
    pairs = set(itertools.pairwise(tokens))
    wanted = list(itertools.pairwise(words))
    return sum(pair in pairs for pair in wanted) / len(wanted)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_columns_are_read_one_after_the_other(count: int, tmp_path: Path) -> None:
    document = read(pdf(columns_page(count)), tmp_path)  # type: ignore[arg-type]
    words = [word for index in range(count) for word in prose(index, 150)]
    assert in_order(body(document), words) > 0.98
    headings = of_kind(document, BlockKind.HEADING)
    assert [h.text for h in headings] == ["A Title Over Everything"]
    assert headings[0].level == 1


@pytest.mark.parametrize("declared", [True, False])
def test_a_turned_page_reads_as_it_is_shown(declared: bool, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        if declared:  # else the text just runs up the page
            canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        column(canvas, prose(4, 240), 50, WIDTH - 80, HEIGHT - 320)

    document = read(pdf(draw), tmp_path)
    assert in_order(body(document), prose(4, 240)) > 0.95
    words = [word for _, block in document.blocks() for word in block.words if len(word.text) > 4]
    assert all((w.box.width > w.box.height) is declared for w in words)


def running(number: int) -> object:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, HEIGHT - 30, "Annual Report of the Harbour Board")
        canvas.drawCentredString(WIDTH / 2, 25, str(number + 16))
        column(canvas, prose(number, 200), 50, HEIGHT - 90, WIDTH - 100)

    return draw


def test_furniture_is_told_by_its_recurrence(tmp_path: Path) -> None:
    document = read(pdf(*[running(n) for n in range(1, 5)]), tmp_path)  # type: ignore[arg-type]
    assert "Harbour Board" not in body(document)
    assert {b.text for b in of_kind(document, BlockKind.HEADER)} == {
        "Annual Report of the Harbour Board"
    }
    assert [b.text for b in of_kind(document, BlockKind.PAGE_NUMBER)] == ["17", "18", "19", "20"]


def test_one_page_alone_keeps_its_margins(tmp_path: Path) -> None:
    document = read(pdf(running(1)), tmp_path)  # type: ignore[arg-type]
    assert "Harbour Board" in body(document)


def test_numbered_headings_have_levels_over_the_document(tmp_path: Path) -> None:
    def page(first: int) -> object:
        def draw(canvas: Canvas) -> None:
            top = HEIGHT - 80
            for text, size in ((f"{first} Section", 16), (f"{first}.1 Part", 13)):
                canvas.setFont("Helvetica-Bold", size)
                canvas.drawString(50, top, f"{text} about lanterns")
                top = column(canvas, prose(first, 80), 50, top - 25, WIDTH - 100) - 40

        return draw

    document = read(pdf(page(1), page(2)), tmp_path)  # type: ignore[arg-type]
    levels = [(h.text.split()[0], h.level) for h in of_kind(document, BlockKind.HEADING)]
    assert levels == [("1", 1), ("1.1", 2), ("2", 1), ("2.1", 2)]


def test_lists_nest(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        column(canvas, prose(1, 60), 50, HEIGHT - 80, WIDTH - 100)
        for row, (indent, text) in enumerate(
            [(0, "first thing"), (20, "inner thing"), (20, "inner other"), (0, "second thing")]
        ):
            canvas.drawString(60 + indent, HEIGHT - 200 - 16 * row, f"• {text}")
        column(canvas, prose(2, 60), 50, HEIGHT - 300, WIDTH - 100)

    items = of_kind(read(pdf(draw), tmp_path), BlockKind.LIST_ITEM)
    assert [(i.level, i.text, i.marker) for i in items] == [
        (0, "first thing", "-"),
        (1, "inner thing", "-"),
        (1, "inner other", "-"),
        (0, "second thing", "-"),
    ]


def test_japanese_and_korean_keep_their_order(tmp_path: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("HeiseiMin-W3", 12)
        canvas.drawString(60, HEIGHT - 100, "吾輩は猫である。名前はまだ無い。")
        canvas.drawString(60, HEIGHT - 118, "どこで生れたかとんと見当がつかぬ。")
        canvas.setFont("HYSMyeongJo-Medium", 12)
        canvas.drawString(60, HEIGHT - 180, "모든 국민은 법 앞에 평등하다.")

    text = body(read(pdf(draw), tmp_path)).replace(" ", "")
    assert "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。" in text
    assert "모든국민은법앞에평등하다." in text


def test_a_link_is_markdown(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawString(
            50, HEIGHT - 100, "The rules are told in the handbook of harbours for all."
        )
        left = 50 + canvas.stringWidth("The rules are told in the ", "Helvetica", 11)
        right = left + canvas.stringWidth("handbook", "Helvetica", 11)
        url = "https://ports.example/handbook_(2020)"
        canvas.linkURL(url, (left, HEIGHT - 103, right, HEIGHT - 90))
        column(canvas, prose(1, 100), 50, HEIGHT - 140, WIDTH - 100)

    (block, *_) = read(pdf(draw), tmp_path).pages[0].blocks
    target = "https://ports.example/handbook_%282020%29"
    assert block.markdown == f"The rules are told in the [handbook]({target}) of harbours for all."


def test_figures(tmp_path: Path) -> None:
    from PIL import Image

    picture = Image.effect_mandelbrot((200, 150), (-2, -1.5, 1, 1.5), 60).convert("RGB")

    def draw(canvas: Canvas) -> None:
        column(canvas, prose(1, 100), 50, HEIGHT - 80, WIDTH - 100)
        canvas.drawImage(ImageReader(picture), 150, 350, 250, 190)
        column(canvas, prose(2, 100), 50, 300, WIDTH - 100)

    document = read(pdf(draw), tmp_path, ReadOptions(images=True))
    (figure,) = of_kind(document, BlockKind.FIGURE)
    assert figure.figure is not None
    assert figure.figure.image is not None
    assert figure.figure.image.startswith(b"\x89PNG")
    assert figure.box is not None
    assert abs(figure.box.x0 - 150 / WIDTH) < 0.02
