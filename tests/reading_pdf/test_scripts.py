"""Text in scripts other than Latin: from the right, without spaces, down the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from octavo.documents import BlockKind
from tests.reading_pdf import scripts
from tests.reading_pdf.made import HEIGHT, WIDTH, body, of_kind, pdf, read

ARABIC = (
    "قررت اللجنة في عام 2024 شراء SQL Server جديدة",
    "وتم تنفيذ المشروع بنجاح خلال شهرين من Linux فقط",
)
HEBREW = ("הוועדה החליטה לרכוש 25 מחשבים חדשים", "עבור משרדי Octavo Labs בעיר הגדולה")
SHAPED = "\ufed7\ufeae\ufe8d\ufead \ufefb \ufee3\ufea4\ufe8e\ufedf\ufe94"
"""Letters in the shapes they take within words, one of them two letters in one."""


def as_shown(line: str) -> str:
    """A line from the right as it stands on paper from left to right."""
    latin = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]*[A-Za-z0-9]")
    return latin.sub(lambda run: run[0][::-1], line[::-1])


def whole_lines(canvas: Canvas, lines: tuple[str, ...], right: float) -> None:
    for row, line in enumerate(lines):
        canvas.drawRightString(right, HEIGHT - 100 - 18 * row, as_shown(line))


def word_by_word(canvas: Canvas, lines: tuple[str, ...], right: float) -> None:
    """Each letter or Latin word set on its own, in the order it is read, as word processors do."""
    for row, line in enumerate(lines):
        x = right
        for piece in re.findall(r"[A-Za-z0-9][A-Za-z0-9 ]*[A-Za-z0-9]|.", line):
            x -= canvas.stringWidth(piece)
            if piece != " ":
                canvas.drawString(x, HEIGHT - 100 - 18 * row, piece)


@pytest.mark.parametrize("lines", [ARABIC, HEBREW])
@pytest.mark.parametrize("drawn", [whole_lines, word_by_word])
def test_lines_from_the_right_are_read_as_they_are_written(
    lines: tuple[str, ...], drawn: Callable[..., None], tmp_path: Path
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(scripts.register(), 12)
        drawn(canvas, lines, 500)

    document = read(pdf(draw), tmp_path)
    assert " ".join(body(document).split()) == " ".join(lines)
    words = [word.text for _, block in document.blocks() for word in block.words]
    assert words == " ".join(lines).split()


def test_columns_from_the_right(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(scripts.register(), 10)
        for right, line in ((WIDTH - 50, ARABIC[0]), (WIDTH / 2 - 20, ARABIC[1])):
            whole_lines(canvas, (line,) * 20, right)

    text = body(read(pdf(draw), tmp_path))
    assert text.index("قررت") < text.rindex("قررت") < text.index("وتم")


def test_shapes_of_letters_become_letters(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(scripts.register(), 12)
        canvas.drawRightString(500, HEIGHT - 100, f"{as_shown(HEBREW[0])} {SHAPED[::-1]}")

    assert body(read(pdf(draw), tmp_path)) == f"قرار لا محالة {HEBREW[0]}"


def test_numbered_items_from_the_right(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(scripts.register(), 12)
        for number in range(1, 4):
            line = f"{as_shown(HEBREW[0])} .{number}"
            canvas.drawRightString(500, HEIGHT - 100 - 30 * number, line)

    items = of_kind(read(pdf(draw), tmp_path), BlockKind.LIST_ITEM)
    assert [(item.marker, item.text) for item in items] == [
        (f"{number}.", HEBREW[0]) for number in range(1, 4)
    ]


JAPANESE = (
    "吾輩は猫である。名前はまだ無い。どこで生",
    "れたかとんと見当がつかぬ。何でも薄暗いじ",
    "めじめした所で泣いていた。",
)
KOREAN = ("모든 국민은 법 앞에 평등하다. 누구든지 성별에 의하여", "차별을 받지 아니한다.")
CHINESE = (
    "人人生而自由，在尊严和权利上一律平等。他们",
    "赋有理性和良心，并应以兄弟关系的精神相对待。",
)


@pytest.mark.parametrize(
    ("font", "lines", "space"),
    [
        ("HeiseiMin-W3", JAPANESE, ""),
        ("HYSMyeongJo-Medium", KOREAN, " "),
        ("STSong-Light", CHINESE, ""),
    ],
)
def test_lines_of_east_asian_text_join_as_its_script_does(
    font: str, lines: tuple[str, ...], space: str, tmp_path: Path
) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(font))

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 12)
        for row, line in enumerate(lines):
            canvas.drawString(60, HEIGHT - 100 - 18 * row, line)

    assert body(read(pdf(draw), tmp_path)).replace("\n", " ") == space.join(lines)


def test_japanese_down_the_page(tmp_path: Path) -> None:
    font = UnicodeCIDFont("HeiseiMin-W3", isVertical=True)
    font.name = font.fontName = "Upright"
    pdfmetrics.registerFont(font)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Upright", 12)
        for number, line in enumerate(JAPANESE):
            canvas.drawString(500 - 22 * number, HEIGHT - 100, line)

    assert body(read(pdf(draw), tmp_path)) == "".join(JAPANESE)
