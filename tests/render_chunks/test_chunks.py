"""Chunks keep to their size, begin where they should, and lose nothing."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.documents import Block, BlockKind, Cell, Document, Page, Table
from octavo.errors import RequestError
from octavo.render.chunks import chunks

WORD = st.text("abcdefgh.,é語 ", min_size=1, max_size=60)
BLOCK = st.one_of(
    st.builds(lambda text, level: heading(text, level), WORD, st.integers(1, 6)),
    st.builds(lambda text: paragraph(text), st.text("abc. \n語", min_size=1, max_size=900)),
    st.builds(lambda text: Block(BlockKind.LIST_ITEM, text=text, marker="-"), WORD),
    st.builds(
        lambda rows: grid(rows), st.lists(st.lists(WORD, min_size=2, max_size=2), min_size=1)
    ),
)


def heading(text: str, level: int = 1) -> Block:
    return Block(BlockKind.HEADING, text=text, level=level)


def paragraph(text: str) -> Block:
    return Block(BlockKind.TEXT, text=text)


def grid(rows: list[list[str]], *, headers: int = 1) -> Block:
    cells = [
        Cell(row=r, column=c, text=text, header=r < headers)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Block(BlockKind.TABLE, table=Table(len(rows), len(rows[0]), cells))


def document(*pages: list[Block]) -> Document:
    return Document("pdf", [Page(n, blocks=blocks) for n, blocks in enumerate(pages, 1)])


def letters(text: str) -> str:
    """What a chunk says, without markup and white space."""
    text = re.sub(r"</?(table|tr|t[hd]|br)[^>]*>", "", text)
    return re.sub(r"[\s|#\\-]", "", text)


def test_pages_are_one_chunk_each_whatever_their_length() -> None:
    doc = document([heading("One"), paragraph("x" * 500)], [paragraph("two")], [])
    assert chunks(doc, ["page"], 100)["page"] == ["# One\n\n" + "x" * 500, "two", ""]


def test_sections_begin_at_headings_and_run_over_pages() -> None:
    doc = document(
        [paragraph("before"), heading("A"), heading("A.1", 2), paragraph("a1")],
        [paragraph("a1 goes on"), heading("B"), paragraph("b")],
    )
    assert chunks(doc, ["header"], 100)["header"] == [
        "before",
        "# A\n\n## A.1\n\na1\n\na1 goes on",
        "# B\n\nb",
    ]


def test_sibling_headings_do_not_share_a_section() -> None:
    doc = document([heading("A"), heading("B"), paragraph("b")])
    assert chunks(doc, ["header"], 100)["header"] == ["# A", "# B\n\nb"]


def test_page_furniture_is_left_out() -> None:
    doc = document([Block(BlockKind.HEADER, text="ACME"), paragraph("body")])
    assert set(
        map(tuple, chunks(doc, ["page", "header", "recursive", "semantic"], 100).values())
    ) == {("body",)}


def test_a_heading_stays_with_its_text() -> None:
    doc = document([paragraph("x" * 80), heading("Next"), paragraph("y" * 60)])
    assert chunks(doc, ["recursive"], 100)["recursive"] == ["x" * 80, "# Next\n\n" + "y" * 60]


def test_long_text_is_cut_at_sentences() -> None:
    text = " ".join(f"Sentence number {n} ends here." for n in range(30))
    parts = chunks(document([paragraph(text)]), ["recursive"], 120)["recursive"]
    assert all(part.endswith(".") and len(part) <= 120 for part in parts)
    assert " ".join(parts) == text


def test_a_long_table_repeats_its_headers() -> None:
    rows = [["Item", "Price"], *([f"thing {n}", str(n)] for n in range(100))]
    parts = chunks(document([grid(rows)]), ["recursive"], 400)["recursive"]
    assert len(parts) > 5
    assert all(part.startswith("<table><tr><th>Item</th><th>Price</th></tr><tr>") for part in parts)
    assert all(part.endswith("</table>") and len(part) <= 400 for part in parts)
    assert sum(part.count("<td>") for part in parts) == 200


def test_a_row_longer_than_the_size_is_still_given() -> None:
    parts = chunks(document([grid([["Item"], ["z" * 250]])]), ["recursive"], 100)["recursive"]
    assert sum(part.count("z") for part in parts) == 250
    assert max(map(len, parts)) <= 100


def test_semantic_chunks_end_where_the_subject_changes() -> None:
    wine = ["Grapes ripen in the vineyard sun.", "The vineyard harvest gives ripe grapes for wine."]
    rail = ["Trains leave the station on time.", "Every railway station has trains and platforms."]
    doc = document([paragraph(text) for text in wine + rail])
    first, second = chunks(doc, ["semantic"], 140)["semantic"]
    assert first == "\n\n".join(wine)
    assert second == "\n\n".join(rail)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(RequestError, match="header, page, recursive, semantic"):
        chunks(document([paragraph("x")]), ["sentence"], 100)


def test_a_large_document_takes_seconds_at_most() -> None:
    rows = [["Name", "Value"], *([f"row {n}", str(n)] for n in range(10_000))]
    doc = document([paragraph(f"Paragraph {n} of many.") for n in range(10_000)], [grid(rows)])
    start = time.process_time()
    chunks(doc, ["semantic", "recursive"], 100)
    assert time.process_time() - start < 10


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCK, max_size=12), st.integers(100, 400))
def test_sizes_hold_and_nothing_is_lost(blocks: list[Block], size: int) -> None:
    doc = document(blocks)
    whole = letters(chunks(doc, ["page"], size)["page"][0])
    found = chunks(doc, ["semantic", "recursive", "header"], size)
    assert all(len(part) <= size for kind in ("semantic", "recursive") for part in found[kind])
    assert letters("".join(found["header"])) == whole
    for kind in ("semantic", "recursive"):
        assert set(letters("".join(found[kind]))) == set(whole)
        assert len(letters("".join(found[kind]))) >= len(whole)
