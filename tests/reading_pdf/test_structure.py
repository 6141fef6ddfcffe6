"""Headings, code, contents and lists of born-digital pages, told by their type and their place."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from octavo.documents import BlockKind
from tests.reading_pdf.made import HEIGHT, WIDTH, Draw, body, column, of_kind, pdf, prose, read

LISTING = ("> harvest <- read(orchard)", "> mean(harvest[1,])", "[1] 48.25")


def test_code_keeps_its_lines_and_is_no_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        bottom = column(canvas, prose(1, 80), 50, HEIGHT - 80, WIDTH - 100)
        canvas.setFont("Courier-Oblique", 9)
        for row, line in enumerate((*LISTING, "    indented(by, four)")):
            canvas.drawString(50, bottom - 26 - 11 * row, line)
        column(canvas, prose(2, 80), 50, bottom - 90, WIDTH - 100)

    document = read(pdf(draw, draw), tmp_path)
    listings = [block.text for block in of_kind(document, BlockKind.CODE)]
    assert listings == ["\n".join((*LISTING, "    indented(by, four)"))] * 2
    assert of_kind(document, BlockKind.HEADING) == []


def test_a_typed_letter_is_no_code(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 11)
        for row in range(8):
            canvas.drawString(60, HEIGHT - 100 - 14 * row, " ".join(prose(row, 8)))

    assert of_kind(read(pdf(draw), tmp_path), BlockKind.CODE) == []


def contents(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, HEIGHT - 90, "Contents")
    top = HEIGHT - 120
    for text, page, bold in ENTRIES:
        canvas.setFont("Helvetica-Bold" if bold else "Helvetica", 10)
        canvas.drawString(60 if bold else 80, top, text)
        canvas.drawRightString(400, top, page)
        if not bold:
            end, dots = 80 + canvas.stringWidth(text), ""
            while end + canvas.stringWidth(dots + " .") < 380:
                dots += " ."
            canvas.drawString(end, top, dots)
        top -= 16


ENTRIES = (
    ("1 The harbour", "3", True),
    ("1.1 Its history", "3", False),
    ("1.2 Its trade", "7", False),
    ("2 The town", "12", True),
    ("2.1 Its walls", "12", False),
    ("2.2 Its markets", "15", False),
)


def test_entries_of_contents_are_no_headings(tmp_path: Path) -> None:
    document = read(pdf(contents), tmp_path)
    assert [h.text for h in of_kind(document, BlockKind.HEADING)] == ["Contents"]
    said = [block.text for _, block in document.blocks()][1:]
    found = [(text.split(" .")[0].rsplit(" ", 0)[0], text.rsplit(" ", 1)[1]) for text in said]
    assert [page for _, page in found] == [page for _, page, _ in ENTRIES]
    assert all(text.startswith(wanted) for text, (wanted, _, _) in zip(said, ENTRIES, strict=True))


def test_entries_without_dots_are_no_headings(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row, (text, page) in enumerate(CHAPTERS):
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(60, HEIGHT - 120 - 24 * row, text)
            canvas.drawRightString(500, HEIGHT - 120 - 24 * row, page)

    def text(canvas: Canvas) -> None:
        column(canvas, prose(1, 200), 60, HEIGHT - 90, WIDTH - 120)

    document = read(pdf(draw, text), tmp_path)
    assert of_kind(document, BlockKind.HEADING) == []
    said = [block.text for block in document.pages[0].blocks]
    assert said == [" ".join(chapter) for chapter in CHAPTERS]


CHAPTERS = (("1 Flavours", "3"), ("2 Set-up", "7"), ("3 Results", "9"), ("4 Advice", "13"))


def numbered(canvas: Canvas) -> None:
    words, number = prose(3, 260), 1
    canvas.setFont("Helvetica", 11)
    while words:
        line = [words.pop(0) for _ in range(min(9, len(words)))]
        canvas.drawRightString(60, HEIGHT - 80 - 20 * number, str(number))
        canvas.drawString(80, HEIGHT - 80 - 20 * number, " ".join(line))
        number += 1


def test_numbers_of_lines_are_no_text(tmp_path: Path) -> None:
    text = " ".join(body(read(pdf(numbered), tmp_path)).split())
    assert text == " ".join(prose(3, 260))


def test_numbers_of_rows_stay(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(1, 25):
            top = HEIGHT - 80 - 20 * row
            for x, text in ((50, str(row)), (90, f"Harbour of {prose(row, 1)[0]}"), (400, "48.25")):
                canvas.drawString(x, top, text)

    said = body(read(pdf(draw), tmp_path)).split()
    assert all(str(row) in said for row in range(1, 25))


def test_numbered_lines_in_other_type_are_headings(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = HEIGHT - 90
        for heading in ("1. INTRODUCTION", "1.1. Its aims", "2. METHOD"):
            canvas.setFont("Times-Italic", 10)
            canvas.drawCentredString(WIDTH / 2, top, heading)
            top = column(canvas, prose(len(heading), 120), 50, top - 24, WIDTH - 100) - 30

    found = [(h.level, h.text) for h in of_kind(read(pdf(draw), tmp_path), BlockKind.HEADING)]
    assert found == [(1, "1. INTRODUCTION"), (2, "1.1. Its aims"), (1, "2. METHOD")]


def slide(number: int) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.6, 0, 0)
        canvas.setFont("Helvetica-Bold", 22)
        canvas.drawString(30, 360, f"Slide of {prose(number, 1)[0]}")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont("Helvetica", 14)
        for row, (x, text) in enumerate(BULLETS):
            canvas.drawString(x, 300 - 24 * row, "•")
            canvas.drawString(x + 14, 300 - 24 * row, f"{text} of {prose(number, 1)[0]}")

    return draw


BULLETS = ((40, "First aim"), (60, "Its reason"), (60, "Its cost"), (40, "Second aim"))


def test_slides_have_titles_and_nested_lists(tmp_path: Path) -> None:
    document = read(pdf(*map(slide, range(4)), size=(500, 400)), tmp_path)
    for number, page in enumerate(document.pages):
        word = prose(number, 1)[0]
        title, *items = page.blocks
        assert (title.kind, title.level, title.text) == (BlockKind.HEADING, 1, f"Slide of {word}")
        assert [(item.kind, item.level, item.text) for item in items] == [
            (BlockKind.LIST_ITEM, int(x > 40), f"{text} of {word}") for x, text in BULLETS
        ]


def test_a_number_of_a_page_is_one_however_wide_the_margin(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            column(canvas, prose(number, 120), 90, HEIGHT - 200, WIDTH - 180)
            canvas.drawCentredString(WIDTH / 2, 160, str(number + 4))

        return draw

    document = read(pdf(page(1), page(2)), tmp_path)
    assert [b.text for b in of_kind(document, BlockKind.PAGE_NUMBER)] == ["5", "6"]


def test_a_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = HEIGHT - 90
        for number in (1, 2):
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(50, top, f"{number}")
            canvas.drawString(75, top, "Taxonomic and functional")
            canvas.drawString(75, top - 17, "diversity of meadows")
            top = column(canvas, prose(number, 90), 50, top - 45, WIDTH - 100) - 40

    found = [h.text for h in of_kind(read(pdf(draw), tmp_path), BlockKind.HEADING)]
    assert found == [f"{n} Taxonomic and functional diversity of meadows" for n in (1, 2)]


def test_items_whose_bullets_stand_apart(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = column(canvas, prose(1, 60), 50, HEIGHT - 80, WIDTH - 100) - 20
        for number in range(2, 5):
            canvas.setFont("ZapfDingbats", 10)
            canvas.drawString(60, top, "\u25cf")
            top = column(canvas, prose(number, 20), 84, top, 300) - 18

    items = of_kind(read(pdf(draw), tmp_path), BlockKind.LIST_ITEM)
    assert [item.text for item in items] == [" ".join(prose(n, 20)) for n in range(2, 5)]
    assert {item.marker for item in items} == {"-"}


def test_the_last_item_of_the_page_before_is_no_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(60, HEIGHT - 60, "Handbook of the laboratory")
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(60, HEIGHT - 140, "Putting things away:")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, HEIGHT - 100, "5. Turn the wheel until the picture is sharp")
        for number, task in enumerate(("Turn off the light", "Unplug the lamp", "Cover it"), 1):
            canvas.drawString(60, HEIGHT - 140 - 24 * number, f"{number}. {task}")

    found = read(pdf(draw), tmp_path)
    assert [block.text for block in of_kind(found, BlockKind.HEADING)] == ["Putting things away:"]
    assert [b.marker for b in of_kind(found, BlockKind.LIST_ITEM)] == ["5.", "1.", "2.", "3."]


def test_numbers_of_each_fifth_line_are_no_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        words = prose(1, 40 * 8)
        for line in range(40):
            height = HEIGHT - 80 - 15 * line
            canvas.drawString(90, height, " ".join(words[8 * line : 8 * line + 8]))
            if (line + 1) % 5 == 0:
                canvas.drawRightString(70, height, str(line + 1))

    assert body(read(pdf(draw), tmp_path)).split() == prose(1, 40 * 8)


def test_a_sentence_beside_code_is_no_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = HEIGHT - 80
        for part in range(4):
            canvas.setFont("Times-Roman", 10)
            canvas.drawString(72, top, f"Then the next step number {part} is taken and tested.")
            canvas.setFont("Courier", 9)
            for line in range(9):
                code = f"if (count[{line}] > limit_{part}) {{ total += weight[{line}]; }}"
                canvas.drawString(72, top - 22 - 11 * line, code)
            top -= 140

    document = read(pdf(draw), tmp_path)
    assert not of_kind(document, BlockKind.HEADING)
    assert body(document).count("is taken and tested.") == 4


def test_a_title_beside_the_pages_number_is_no_text(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 10)
            canvas.drawString(50, HEIGHT - 50, f"On {prose(number, 1)[0]} and its kin")
            canvas.drawRightString(WIDTH - 50, HEIGHT - 50, str(number + 4))
            column(canvas, prose(number, 120), 50, HEIGHT - 90, WIDTH - 100)

        return draw

    document = read(pdf(page(1), page(2), page(3)), tmp_path)
    assert len(of_kind(document, BlockKind.HEADER)) == 3
    assert "kin" not in body(document)
