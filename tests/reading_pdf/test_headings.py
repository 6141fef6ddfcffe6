"""Which of the blocks that an engine takes for headings are none, told by type and wording."""

from __future__ import annotations

import pytest

from octavo.documents import Block, BlockKind
from octavo.reading import headings
from octavo.reading.drafts import Draft


def draft(text: str, size: float, font: str, *, bold: bool = False, lines: int = 1) -> Draft:
    return Draft(Block(BlockKind.HEADING, text), size=size, font=font, bold=bold, lines=lines)


def body(*, bold: bool = False) -> list[Draft]:
    """Paragraphs in Serif of 10 points; some files say of any font that it is bold."""
    paragraphs = [draft("Some running text of a page. " * 9, 10, "Serif", bold=bold, lines=4)] * 5
    for paragraph in paragraphs:
        paragraph.block.kind = BlockKind.TEXT
    return paragraphs


@pytest.mark.parametrize(
    "found",
    [
        draft("Testing whether it is loaded, then going on with it.", 10.6, "Sans"),
        draft("A modified version is any work that holds it", 10, "Serif", bold=True),
        draft("PART:= programs SUBPART:= everything", 9, "Typewriter10"),
        draft("h T", 20, "Music"),
    ],
)
def test_what_is_no_heading(found: Draft) -> None:
    headings.revise([*body(bold=True), found, *body(bold=True)], 10)
    assert found.kind is BlockKind.TEXT


@pytest.mark.parametrize(
    "found",
    [
        draft("Testing", 10, "Serif-Bold", bold=True),
        draft("2.1 Testing it.", 10, "Serif"),
        draft("[2019/11/24 v2.10]", 12, "Sans"),
        draft("TESTING", 9, "Serif"),
        draft("S U M M A R Y", 10.5, "Sans"),
        draft("試験について", 12, "Mincho"),
    ],
)
def test_what_is_a_heading(found: Draft) -> None:
    headings.revise([*body(), found, *body()], 10)
    assert found.kind is BlockKind.HEADING
