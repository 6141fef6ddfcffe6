"""Two columns whose lines stand level, which tempt a reader to go on across the gutter."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from octavo.documents import Block, BlockKind, Box, Cell, Table, Word
from octavo.reading import text_columns
from octavo.reading.drafts import Draft
from octavo.reading.evidence import PageEvidence, StyledWord
from tests.reading_pdf.made import HEIGHT, body, of_kind, pdf, read

LEFT = (
    "Section references are to the Revenue Code unless it is",
    "otherwise noted in the text of the form, which was last",
    "revised in October. What it says holds for every person",
    "who is required to file a return with the office, and who",
    "must obtain a correct number, which may be the number of",
    "the person, of the firm or of the trust, to report on the",
    "return the amount paid to them or other amounts that are",
    "reported. Examples of returns include, but are not limited",
    "to, the following.",
)
RIGHT = (
    "• Form 10-DIV (dividends, including those from stocks or",
    "mutual funds)",
    "• Form 10-MISC (various types of income, prizes, awards, or",
    "gross proceeds)",
    "• Form 10-B (stock or mutual fund sales and certain other",
    "transactions by brokers)",
    "• Form 10-S (proceeds from real estate transactions)",
    "• Form 10-K (merchant card and third party network sales)",
    "• Form 10-C (canceled debt)",
)


def test_prose_beside_a_list(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            canvas.drawString(44, HEIGHT - 140 - 11.5 * row, left)
            canvas.drawString(305, HEIGHT - 140 - 11.5 * row, right)

    document = read(pdf(draw), tmp_path)
    assert body(document).startswith(" ".join(LEFT))
    assert [item.text for item in of_kind(document, BlockKind.LIST_ITEM)] == [
        "Form 10-DIV (dividends, including those from stocks or mutual funds)",
        "Form 10-MISC (various types of income, prizes, awards, or gross proceeds)",
        "Form 10-B (stock or mutual fund sales and certain other transactions by brokers)",
        "Form 10-S (proceeds from real estate transactions)",
        "Form 10-K (merchant card and third party network sales)",
        "Form 10-C (canceled debt)",
    ]


def taken_for_a_table(*columns: tuple[str, ...]) -> tuple[Draft, PageEvidence]:
    """What the engine gives when it takes the lines of columns for rows."""
    cells, words = [], []
    for row, texts in enumerate(zip(*columns, strict=True)):
        y = 0.1 + 0.014 * row
        for column, text in enumerate(texts):
            x = 0.05 + 0.45 * column
            box = Box(x, y, x + 0.4, y + 0.011)
            cells.append(Cell(row, column, text, box=box))
            for place, word in enumerate(text.split()):
                left = x + 0.03 * place
                words.append(StyledWord(Word(word, Box(left, y, left + 0.025, y + 0.011)), 9.0))
    table = Table(len(columns[0]), len(columns), cells)
    block = Block(BlockKind.TABLE, box=Box(0.05, 0.1, 0.95, 0.3), table=table)
    return Draft(block, list(words), sure=True), PageEvidence(1, 595, 842, words=words)


def test_columns_of_sentences_are_no_table() -> None:
    draft, page = taken_for_a_table(LEFT, RIGHT)
    text = " ".join(d.text for d in text_columns.dissolve([draft], [], page))
    assert "which may be the number of the person, of the firm or of the trust" in text


def test_columns_of_short_entries_stay_a_table() -> None:
    names = ("North", "South", "East", "West", "Centre", "Coast")
    notes = ("open all year", "closed in May", "by request", "open all year", "new", "by boat")
    draft, page = taken_for_a_table(names, notes)
    assert text_columns.dissolve([draft], [], page) == [draft]
