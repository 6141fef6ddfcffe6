"""What lines up and is no table."""

from tests.reading_tables.pages import PROSE, Sheet, prose


def test_two_columns_of_prose() -> None:
    sheet = Sheet(font_size=8)
    half = [" ".join(line.split()[:9]) for line in PROSE] * 6
    prose(sheet, 40, 100, half)
    prose(sheet, 310, 100, half)
    assert sheet.tables() == []


def test_a_numbered_list() -> None:
    sheet = Sheet()
    for number, text in enumerate(
        ["Open the box", "Take out the parts", "Join them", "Test it"], 1
    ):
        sheet.text(60, 100 + 14 * number, f"{number}.")
        sheet.text(85, 100 + 14 * number, text)
    assert sheet.tables() == []


def test_contents_with_page_numbers() -> None:
    sheet = Sheet()
    for number, (title, page) in enumerate(
        [("Introduction", 3), ("Method", 7), ("Results", 12), ("Discussion", 20), ("Notes", 24)]
    ):
        sheet.text(60, 100 + 16 * number, f"{title} " + "." * 60)
        sheet.text(500, 100 + 16 * number, str(page), "right")
    assert sheet.tables() == []


def test_a_chart_with_its_axes() -> None:
    sheet = Sheet()
    for step in range(6):
        y = 300 - 30 * step
        sheet.text(95, y + 3, str(20 * step), "right")
        sheet.line(100, y, 400, y)
    for bar, height in enumerate([40, 90, 120, 70]):
        x = 130 + 70 * bar
        sheet.pdf.setFillGray(0.5)
        sheet.pdf.rect(x, sheet.size[1] - 300, 30, height, stroke=0, fill=1)
        sheet.pdf.setFillGray(0)
        sheet.text(x + 15, 314, str(2018 + bar), "centre")
        sheet.text(x + 15, 296 - height, str(height), "centre")
    assert sheet.tables() == []


def test_a_framed_notice() -> None:
    sheet = Sheet()
    sheet.pdf.rect(50, 650, 480, 120)
    prose(sheet, 60, 100)
    assert sheet.tables() == []


def test_a_page_without_words() -> None:
    sheet = Sheet()
    sheet.line(50, 50, 500, 50)
    assert sheet.tables() == []
