"""Tables whose cells hold sentences, told from prose by the lines around them."""

from tests.reading_tables.pages import Sheet, texts

ROWS = [
    (["Step"], ["What to do", "about it"], ["By whom"]),
    (["Report"], ["The owner of the site tells the office", "that it will be closed for a year"],
     ["the owner of the land, or whoever", "has it on lease"]),
    (["Check"], ["An inspector looks at what was said", "and comes to see the place"],
     ["the office that the law names", "for the region"]),
]  # fmt: skip


def test_rows_between_flat_lines() -> None:
    sheet = Sheet(font_size=9)
    y = 100.0
    sheet.line(50, y, 520, y)
    for row in ROWS:
        for x, cell in zip((55, 130, 340), row, strict=True):
            for number, line in enumerate(cell):
                sheet.text(x, y + 12 + 11 * number, line)
        y += 40
        sheet.line(50, y, 520, y)
    (table,) = sheet.tables()
    assert texts(table) == [[" ".join(cell) for cell in row] for row in ROWS]


def test_prose_between_the_rules_of_a_page() -> None:
    sheet = Sheet(font_size=8)
    for y in (60, 400, 780):
        sheet.line(40, y, 560, y)
    for number in range(48):
        sheet.text(40, 80 + 14 * number, "the figures of the regions had grown by more than that")
        sheet.text(310, 80 + 14 * number, "in the year before, and so it was asked to think again")
    assert sheet.tables() == []
