"""Tables whose lines draw the grid, wholly or in part."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from octavo.reading import tables
from tests.reading_tables.pages import Sheet, spans, texts


def ruled(sheet: Sheet, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        sheet.line(xs[0], y, xs[-1], y)
    for x in xs:
        sheet.line(x, ys[0], x, ys[-1])


def test_spans_across_and_down() -> None:
    sheet = Sheet()
    for line in [
        *[(50, y, 450, y) for y in (100, 140, 160, 180)],
        (150, 120, 450, 120),
        *[(x, 100, x, 180) for x in (50, 150, 450)],
        *[(x, 120, x, 180) for x in (250, 350)],
    ]:
        sheet.line(*line)
    sheet.text(60, 124, "Country")
    sheet.text(300, 114, "Share of the year", "centre")
    for row, y in enumerate((134, 154, 174)):
        for column, x in enumerate((160, 260, 360)):
            sheet.text(x, y, f"v{row}{column}")
    sheet.text(60, 154, "Spain")
    sheet.text(60, 174, "Malta")
    (table,) = sheet.tables()
    assert (table.rows, table.columns) == (4, 4)
    assert spans(table) == {"Country": (2, 1), "Share of the year": (1, 3)}
    assert texts(table)[2] == ["Spain", "v10", "v11", "v12"]


def test_cells_of_several_lines() -> None:
    sheet = Sheet()
    ruled(sheet, [50, 200, 450], [100, 120, 160, 200])
    sheet.text(60, 114, "Term")
    sheet.text(210, 114, "Meaning")
    sheet.text(60, 134, "Quorum")
    sheet.text(210, 134, "The number of members who must")
    sheet.text(210, 147, "be there for a vote to count")
    sheet.text(60, 174, "Chair")
    sheet.text(210, 174, "Whoever leads the meeting")
    (table,) = sheet.tables()
    assert texts(table)[1] == [
        "Quorum",
        "The number of members who must be there for a vote to count",
    ]


def test_a_frame_with_upright_lines_only() -> None:
    sheet = Sheet()
    rows = [["Year", "In", "Out"], *[[str(2010 + i), str(40 + i), str(30 - i)] for i in range(6)]]
    ruled(sheet, [50, 150, 250, 350], [86, 106, 196])
    sheet.rows(100, [60, 240, 340], rows)
    (table,) = sheet.tables()
    assert texts(table) == rows


def test_two_tables_side_by_side() -> None:
    sheet = Sheet()
    for left in (50, 320):
        ruled(sheet, [left, left + 100, left + 200], [100, 120, 140, 160])
        for row, y in enumerate((114, 134, 154)):
            sheet.text(left + 10, y, f"a{left}{row}")
            sheet.text(left + 110, y, f"b{left}{row}")
    first, second = sheet.tables()
    assert texts(first)[0] == ["a500", "b500"]
    assert texts(second)[2] == ["a3202", "b3202"]


def test_boxes_of_cells_lie_in_the_table_and_hold_their_words() -> None:
    sheet = Sheet()
    ruled(sheet, [50, 150, 250], [100, 120, 140])
    sheet.rows(114, [60, 160], [["alpha", "beta"], ["gamma", "delta"]], align="ll", step=20)
    evidence = sheet.evidence()

    (block,) = tables.find(evidence)
    assert block.table is not None
    assert block.box is not None
    for cell in block.table.cells:
        assert cell.box is not None
        assert block.box.overlap(cell.box) > 0.999 * cell.box.area
        word = next(w for w in evidence.words if w.text == cell.text)
        assert cell.box.overlap(word.box) > 0.9 * word.box.area


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(2, 9), st.integers(2, 6), st.integers(0, 2**30))
def test_every_grid_comes_back(rows: int, columns: int, seed: int) -> None:
    sheet = Sheet(font_size=8)
    xs = [40 + 80.0 * c for c in range(columns + 1)]
    ys = [80 + 18.0 * r for r in range(rows + 1)]
    ruled(sheet, xs, ys)
    truth = [[f"w{(seed + 7 * r + c) % 991}" for c in range(columns)] for r in range(rows)]
    sheet.rows(92, [x + 5 for x in xs], truth, align="llllll", step=18)
    (table,) = sheet.tables()
    assert texts(table) == truth
    covered = [
        (r, c)
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(covered) == [(r, c) for r in range(rows) for c in range(columns)]


def test_the_first_row_is_a_header_and_years_may_be_in_it() -> None:
    sheet = Sheet()
    ruled(sheet, [50, 150, 250, 350], [100, 120, 140, 160])
    rows = [["Country", "2019", "2020"], ["Spain", "4.1", "4.6"], ["Malta", "1.2", "1.9"]]
    sheet.rows(114, [60, 160, 260], rows, align="lll", step=20)
    (table,) = sheet.tables()
    assert [cell.text for cell in table.cells if cell.header] == rows[0]


def test_a_band_keeps_its_text_though_a_stub_of_a_line_cuts_into_it() -> None:
    sheet = Sheet()
    ruled(sheet, [50, 110, 450], [100, 120, 140])
    ruled(sheet, [50, 110, 450], [170, 190, 210])
    sheet.line(50, 155, 70, 155)
    for x in (50, 450):
        sheet.line(x, 140, x, 170)
    for y, number, text in ((114, "1", "Name"), (134, "2", "Street"), (184, "4", "Town")):
        sheet.text(55, y, number)
        sheet.text(115, y, text)
    sheet.text(75, 158, "Tick the box that fits your firm")
    (table,) = sheet.tables()
    assert "Tick the box that fits your firm" in [cell.text for cell in table.cells]
