"""Tables without lines, or with few: columns, rows and headings from how the text stands."""

from tests.reading_tables.pages import Sheet, prose, spans, texts

REGIONS = [
    ["North", "1,204", "31.5", "12"],
    ["North East", "988", "27.1", "9"],
    ["South", "2,310", "44.0", "31"],
    ["West", "75", "3.2", "1"],
]


def test_a_borderless_table_between_paragraphs() -> None:
    sheet = Sheet()
    below = prose(sheet, 60, 80)
    below = sheet.rows(below + 25, [60, 260, 340, 420], [["Region", "Cases", "Rate", "New"]])
    below = sheet.rows(below, [60, 260, 340, 420], REGIONS)
    prose(sheet, 60, below + 25)
    (table,) = sheet.tables()
    assert texts(table) == [["Region", "Cases", "Rate", "New"], *REGIONS]
    assert [c.text for c in table.cells if c.header] == ["Region", "Cases", "Rate", "New"]
    assert table.confidence > 0.5


def test_headings_over_several_columns_by_the_lines_under_them() -> None:
    sheet = Sheet()
    xs = [60, 250, 320, 390, 460]
    sheet.line(60, 85, 470, 85)
    sheet.text(285, 100, "Men", "centre")
    sheet.text(425, 100, "Women", "centre")
    sheet.line(220, 104, 325, 104)
    sheet.line(360, 104, 465, 104)
    sheet.rows(118, xs, [["Region", "2019", "2020", "2019", "2020"]])
    sheet.line(60, 124, 470, 124)
    rows = [["North", "12", "14", "11", "15"], ["South", "22", "24", "21", "25"]]
    sheet.line(60, sheet.rows(138, xs, rows), 470, 166)
    (table,) = sheet.tables()
    assert texts(table) == [
        ["Region", "Men", "Women"],
        ["2019", "2020", "2019", "2020"],
        *rows,
    ]
    assert spans(table) == {"Region": (2, 1), "Men": (1, 2), "Women": (1, 2)}


def test_labels_of_two_lines_make_one_row() -> None:
    sheet = Sheet()
    xs = [60, 300, 380]
    sheet.line(60, 88, 380, 88)
    sheet.rows(100, xs, [["Item", "Units", "Price"]])
    sheet.line(60, 106, 380, 106)
    sheet.text(60, 120, "Repair of the roof, the walls and")
    sheet.rows(132, xs, [["the windows of the hall", "3", "410.00"]], step=12)
    sheet.rows(144, xs, [["Paint", "12", "96.00"], ["Brushes", "5", "15.50"]], step=12)
    sheet.line(60, 164, 380, 164)
    (table,) = sheet.tables()
    assert texts(table)[1] == [
        "Repair of the roof, the walls and the windows of the hall", "3", "410.00",
    ]  # fmt: skip
    assert table.rows == 4


def test_a_section_title_is_a_row_of_its_own() -> None:
    sheet = Sheet()
    xs = [60, 260, 340]
    sheet.rows(100, xs, [["", "2021", "2022"]])
    sheet.text(60, 114, "Households", bold=True)
    sheet.rows(128, [70, *xs[1:]], [["one person", "310", "322"], ["two or more", "640", "655"]])
    sheet.text(60, 156, "Firms", bold=True)
    sheet.rows(170, [70, *xs[1:]], [["small", "41", "43"], ["large", "7", "8"]])
    (table,) = sheet.tables()
    assert [row[0] for row in texts(table)] == [
        "", "Households", "one person", "two or more", "Firms", "small", "large",
    ]  # fmt: skip


def test_caption_and_source_stay_outside() -> None:
    sheet = Sheet()
    sheet.text(60, 80, "Table 4. Cases by region", bold=True)
    xs = [60, 260, 340, 420]
    below = sheet.rows(100, xs, [["Region", "Cases", "Rate", "New"], *REGIONS])
    sheet.text(60, below + 4, "Source: Ministry of Health, yearly survey.")
    (table,) = sheet.tables()
    assert texts(table)[0] == ["Region", "Cases", "Rate", "New"]
    assert texts(table)[-1] == REGIONS[-1]


def test_a_table_in_one_column_of_a_page_of_two() -> None:
    sheet = Sheet(font_size=8)
    left = [
        "The committee met in the spring to look at the",
        "figures that had been sent in to it.",
    ]
    prose(sheet, 40, 100, left * 8)
    xs = [320, 440, 490, 540]
    sheet.rows(120, xs, [["Region", "Cases", "Rate", "New"], *REGIONS])
    (table,) = sheet.tables()
    assert texts(table) == [["Region", "Cases", "Rate", "New"], *REGIONS]
