"""Tables set sideways: read upright, boxes where they lie on the page."""

import pytest

from octavo.reading import tables
from tests.reading_tables.pages import Sheet, texts

ROWS = [
    ["Region", "Cases", "Rate", "Deaths"],
    ["North", "1,204", "31.5", "1200"],
    ["North East", "988", "27.1", "9003"],
    ["South", "2,310", "44.0", "3107"],
]


@pytest.mark.parametrize("angle", [90, -90])
def test_a_table_set_sideways(angle: int) -> None:
    sheet = Sheet()
    sheet.pdf.translate(300, 400)
    sheet.pdf.rotate(angle)
    for number, row in enumerate(ROWS):
        for x, text in zip((-200, 0, 80, 160), row, strict=True):
            sheet.pdf.drawString(x, 100 - 14 * number, text)
    evidence = sheet.evidence()
    (block,) = tables.find(evidence)
    assert block.table is not None
    assert texts(block.table) == ROWS
    for cell in block.table.cells:
        first = next(w for w in evidence.words if w.text == cell.text.split()[-1])
        assert cell.box is not None
        assert cell.box.overlap(first.box) > 0.9 * first.box.area
