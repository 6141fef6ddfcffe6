"""What holds of every page read: parts lie in their wholes, ids are unique, readings agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from octavo.documents import Block, Box, Document, ids
from octavo.formats import registry
from octavo.formats.base import ReadOptions
from tests.reading_pdf import scripts
from tests.reading_pdf.made import HEIGHT, WIDTH, Draw, column, pdf, prose, read

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[2] / "samples").iterdir()
    if path.suffix in (".pdf", ".png", ".jpg", ".tif", ".tiff")
)
Part = tuple[str, int, int, int]
"""What is drawn, how far across and down the page in percent, and how large."""
parts = st.lists(
    st.tuples(
        st.sampled_from(
            ["prose", "title", "items", "grid", "aligned", "code", "arabic", "upright"]
        ),
        st.integers(5, 70),
        st.integers(4, 90),
        st.integers(1, 6),
    ),
    min_size=1,
    max_size=6,
)


def drawn(plan: list[Part]) -> Draw:
    def draw(canvas: Canvas) -> None:
        for number, (kind, across, down, size) in enumerate(plan):
            x, y = WIDTH * across / 100, HEIGHT * (1 - down / 100)
            _draw(canvas, kind, x, y, size, number)

    return draw


def _draw(canvas: Canvas, kind: str, x: float, y: float, size: int, number: int) -> None:
    canvas.setFont("Helvetica", 10)
    if kind == "prose":
        column(canvas, prose(number, 14 * size), x, y, 60 + 50 * size)
    elif kind == "title":
        canvas.setFont("Helvetica-Bold", 10 + 3 * size)
        canvas.drawString(x, y, f"{size}.{number} About harbours")
    elif kind == "upright":
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(90)
        canvas.drawString(0, 0, "set along the edge")
        canvas.restoreState()
    else:
        _draw_rows(canvas, kind, x, y, size)


def _draw_rows(canvas: Canvas, kind: str, x: float, y: float, size: int) -> None:
    if kind == "grid":
        canvas.grid([x, x + 60, x + 120], [y - 18 * row for row in range(size + 2)])
    if kind == "code":
        canvas.setFont("Courier", 9)
    if kind == "arabic":
        canvas.setFont(scripts.register(), 11)
    for row in range(size + 1):
        line = {
            "items": [f"• point {row} of many"],
            "code": [f"call(row[{row}]);"],
            "arabic": ["ةنجللا تررق 2024"],
        }.get(kind, [f"{row}.25", f"{size}{row} kg"])
        for place, text in enumerate(line):
            canvas.drawString(x + 5 + 60 * place, y - 13 - 18 * row, text)


def check(document: Document) -> None:
    found = [block.id for _, block in document.blocks()]
    cells = [c.id for _, b in document.blocks() for c in (b.table.cells if b.table else [])]
    assert len({*found, *cells}) == len(found) + len(cells)
    for _, block in document.blocks():
        assert block.box is not None
        assert _within(block.box, Box(0, 0, 1, 1))
        assert all(_within(part, block.box) for part in _parts(block))


def _parts(block: Block) -> list[Box]:
    cells = block.table.cells if block.table else []
    return [word.box for word in block.words] + [cell.box for cell in cells if cell.box]


def _within(part: Box, whole: Box) -> bool:
    """Also whether it is the right way round."""
    return whole.x0 <= part.x0 <= part.x1 <= whole.x1 and whole.y0 <= part.y0 <= part.y1 <= whole.y1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts, parts)
def test_whatever_stands_on_a_page(first: list[Part], second: list[Part]) -> None:
    data = pdf(drawn(first), drawn(second))
    with tempfile.TemporaryDirectory() as folder:
        document = read(data, Path(folder))
        assert document == read(data, Path(folder))
        alone = read(data, Path(folder), ReadOptions(pages="2"))
    check(document)
    assert [page.number for page in document.pages] == [1, 2]
    assert ([page.number for page in alone.pages], alone.page_count) == ([2], 2)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples(path: Path) -> None:
    document, again = (registry.read(path, path.name, ReadOptions()) for _ in range(2))
    for each in (document, again):
        ids.number(each)
    assert document == again
    check(document)
