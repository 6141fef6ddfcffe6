"""Tables as HTML and records; scopes; charts; tables continued over pages against known truth."""

from __future__ import annotations

import random
import time
from itertools import pairwise
from typing import Any

import pytest

from octavo.documents import Block, BlockKind, Box, Cell, Document, Figure, Page, Table, ids
from octavo.errors import InvalidPageRange
from octavo.render.table_html import table_html
from octavo.render.table_json import table_json
from octavo.steps.tables import TablesConfig, run

MERGE_JSON = TablesConfig(merge=True, table_format="json")


def table(rows: list[list[str]], *, headers: int = 1, edges: list[float] | None = None) -> Table:
    """A table of texts; with `edges` its cells have boxes between these fractions of the page."""
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = Box(edges[c], 0.1, edges[c + 1], 0.9) if edges else None
            cells.append(Cell(row=r, column=c, text=text, header=r < headers, box=box))
    return Table(len(rows), len(rows[0]), cells)


def block(content: Table | str, kind: BlockKind = BlockKind.TEXT, y: float = 0.5) -> Block:
    if isinstance(content, Table):
        return Block(BlockKind.TABLE, table=content)
    return Block(kind, text=content, level=1, box=Box(0.1, y, 0.9, y + 0.02))


def document(*pages: list[Block]) -> Document:
    doc = Document("pdf", [Page(n, 600, 800, blocks) for n, blocks in enumerate(pages, 1)])
    doc.page_count = len(pages)
    ids.number(doc)
    return doc


def found(doc: Document, config: TablesConfig = MERGE_JSON, **scope: Any) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = run(doc, config, **scope)["tables"]
    return tables


def test_html_is_compact_and_escaped() -> None:
    spanned = Table(
        2,
        2,
        [
            Cell(0, 0, "A & <b>", column_span=2, header=True),
            Cell(1, 0, "one\ntwo"),
            Cell(1, 1, ""),
        ],
    )
    body = '<tr><th colspan="2">A &amp; &lt;b&gt;</th></tr><tr><td>one<br>two</td><td></td></tr>'
    assert table_html(spanned) == f"<table>{body}</table>"
    doc = document([block(spanned)])
    assert doc.pages[0].blocks[0].table is not None
    with_ids = table_html(doc.pages[0].blocks[0].table, ids=True)
    assert with_ids == f'<table data-bb-table-id="tbl-1">{body}</table>'


@pytest.mark.parametrize(
    ("heads", "names"),
    [
        (["Year", "Revenue"], ["Year", "Revenue"]),
        (["", "A", ""], ["Column 1", "A", "Column 3"]),
        (["A", "A", "A (2)", "A"], ["A", "A (3)", "A (2)", "A (4)"]),
        (["Column 2", "", ""], ["Column 2", "Column 2 (2)", "Column 3"]),
    ],
)
def test_records_lose_no_column(heads: list[str], names: list[str]) -> None:
    values = [f"v{n}" for n in range(len(heads))]
    assert table_json(table([heads, values])) == {
        "headers": names,
        "rows": [dict(zip(names, values, strict=True))],
    }


def test_unmarked_headers_are_seen_above_figures() -> None:
    rows = [["Item", "Price"], ["apple", "1.20"], ["pear", "2.00"]]
    assert table_json(table(rows, headers=0))["headers"] == ["Item", "Price"]
    pairs = [["Name", "Anna"], ["Town", "Bonn"]]
    assert table_json(table(pairs, headers=0))["headers"] == ["Column 1", "Column 2"]


def test_unmarked_headers_repeated_are_dropped() -> None:
    parts = [[["Item", "Price"], [f"thing {n}", f"{n}.00"]] for n in range(3)]
    (entry,) = found(document(*([block(table(rows, headers=0))] for rows in parts)))
    assert entry["table_content"]["rows"] == [
        {"Item": f"thing {n}", "Price": f"{n}.00"} for n in range(3)
    ]


def test_stacked_headers_and_spans_become_records() -> None:
    cells = [
        Cell(0, 0, "Region", row_span=2, header=True),
        Cell(0, 1, "2024", column_span=2, header=True),
        Cell(1, 1, "Q1", header=True),
        Cell(1, 2, "Q2", header=True),
        Cell(2, 0, "North", row_span=2),
        Cell(2, 1, "1"),
        Cell(2, 2, "2"),
        Cell(3, 1, "Total of both", column_span=2),
    ]
    assert table_json(Table(4, 3, cells)) == {
        "headers": ["Region", "2024 Q1", "2024 Q2"],
        "rows": [
            {"Region": "North", "2024 Q1": "1", "2024 Q2": "2"},
            {"Region": "North", "2024 Q1": "Total of both", "2024 Q2": ""},
        ],
    }


def test_tables_keep_apart_unless_asked() -> None:
    doc = document([block(table([["A"], ["1"]]))], [block(table([["A"], ["2"]]))])
    assert [t["citations"] for t in found(doc, TablesConfig())] == [["tbl-1"], ["tbl-2"]]
    assert [t["citations"] for t in found(doc)] == [["tbl-1", "tbl-2"]]
    assert found(doc, TablesConfig(merge=True))[0] == {
        "table_content": "<table><tr><th>A</th></tr><tr><td>1</td></tr><tr><td>2</td></tr></table>",
        "citations": ["tbl-1", "tbl-2"],
        "from_chart": False,
    }


def split_over_pages(rows: list[list[str]], cuts: list[int], *, repeat: bool) -> list[Table]:
    """The truth `rows` (first the headers) as one table a page, cut before the rows `cuts`."""
    places = [1, *cuts, len(rows)]
    parts = [rows[a:b] for a, b in pairwise(places)]
    edges = [0.1, 0.3, 0.6, 0.9]
    with_heads = [[rows[0], *part] if repeat or n == 0 else part for n, part in enumerate(parts)]
    return [
        table(part, headers=1 if repeat or n == 0 else 0, edges=edges)
        for n, part in enumerate(with_heads)
    ]


@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_tables_over_pages_are_exact(seed: int, repeat: bool) -> None:
    rng = random.Random(seed)
    size = rng.randint(12, 60)
    truth = [["Part", "Description", "Price"]]
    truth += [[f"P-{n}", f"Thing {rng.random():.3f}.", f"{rng.random():.2f}"] for n in range(size)]
    cuts = sorted(rng.sample(range(3, size - 1), rng.randint(1, 4)))
    furniture = [block(f"Acme price list, page {n}", y=0.95) for n in range(9)]
    parts = split_over_pages(truth, cuts, repeat=repeat)
    pages = [[block(part), furniture[n]] for n, part in enumerate(parts)]
    pages[0].insert(0, block("Prices", BlockKind.HEADING))
    pages[-1].append(block("All prices without tax.", y=0.6))
    (entry,) = found(document(*pages))
    assert entry["citations"] == [f"tbl-{n + 1}" for n in range(len(parts))]
    heads = truth[0]
    assert entry["table_content"] == {
        "headers": heads,
        "rows": [dict(zip(heads, row, strict=True)) for row in truth[1:]],
    }


def test_a_row_cut_by_the_page_break_is_joined() -> None:
    first = [["Clause", "Duty", "Due"], ["1", "Deliver", "May"], ["2", "Insure the", "June"]]
    second = [["Clause", "Duty", "Due"], ["", "goods in transit", ""], ["3", "Pay", "July"]]
    (entry,) = found(document([block(table(first))], [block(table(second))]))
    assert [row["Duty"] for row in entry["table_content"]["rows"]] == [
        "Deliver",
        "Insure the goods in transit",
        "Pay",
    ]


def test_a_hyphenated_word_at_the_break_is_made_whole() -> None:
    first = [["No", "Text"], ["1", "All is well."], ["2", "The ship-"]]
    second = [["", "ment is late."], ["3", "Done."]]
    (entry,) = found(document([block(table(first))], [block(table(second, headers=0))]))
    assert [row["Text"] for row in entry["table_content"]["rows"]][1] == "The shipment is late."


def test_rows_that_are_whole_stay_whole() -> None:
    """A group's later rows leave its name out; they are no halves."""
    first = [["Group", "Item", "Price"], ["Fruit", "apple", "1"], ["", "pear", "2"]]
    second = [["", "plum", "3"], ["Nuts", "almond", "4"]]
    doc = document([block(table(first))], [block(table(second, headers=0))])
    assert len(found(doc)[0]["table_content"]["rows"]) == 4


def test_a_first_row_taken_for_headers_is_a_row() -> None:
    first = [["Item", "Price"], ["apple", "1.20"], ["pear", "2.00"]]
    second = [["plum", "3.10"], ["fig", "4.50"]]
    doc = document([block(table(first))], [block(table(second))])
    assert len(found(doc)[0]["table_content"]["rows"]) == 4


@pytest.mark.parametrize(
    ("between", "kind", "count"),
    [
        ("Prices (continued)", BlockKind.CAPTION, 1),
        ("Fortsetzung", BlockKind.TEXT, 1),
        ("Prices", BlockKind.HEADING, 1),
        ("Opening hours", BlockKind.HEADING, 2),
        ("The next table is about something else.", BlockKind.TEXT, 2),
    ],
)
def test_what_may_stand_between(between: str, kind: BlockKind, count: int) -> None:
    doc = document(
        [block("Prices", BlockKind.HEADING), block(table([["A", "B"], ["1", "2"]]))],
        [block(between, kind), block(table([["A", "B"], ["3", "4"]]))],
    )
    assert len(found(doc)) == count


def test_other_headers_and_other_pages_are_other_tables() -> None:
    one, other = table([["A", "B"], ["x", "y"]]), table([["C", "D"], ["p", "q"]])
    assert len(found(document([block(one)], [block(other)]))) == 2
    assert len(found(document([block(one)], [], [block(one)]))) == 2


def test_a_column_left_out_on_a_page_stays_in_its_place() -> None:
    first = table([["A", "B", "C"], ["a", "b", "c"]])
    second = table([["A", "C"], ["d", "e"]])
    (entry,) = found(document([block(first)], [block(second)]))
    assert entry["table_content"]["rows"][1] == {"A": "d", "B": "", "C": "e"}


def test_scopes_by_pages_and_topics() -> None:
    doc = document(*([block(table([["A"], [str(n)]]))] for n in range(4)))
    assert [t["citations"] for t in found(doc, page_range="2-3")] == [["tbl-2", "tbl-3"]]
    splits = {"first": [1, 2], "rest": [4], "none": []}
    assert [(t["citations"], t["topic"]) for t in found(doc, splits=splits)] == [
        (["tbl-1", "tbl-2"], "first"),
        (["tbl-4"], "rest"),
    ]
    with pytest.raises(InvalidPageRange, match="exceeds doc length"):
        run(doc, MERGE_JSON, page_range="9")


def test_charts_give_their_data_when_asked() -> None:
    data = table([["Quarter", "Sales"], ["Q1", "5"]])
    chart = Block(BlockKind.FIGURE, figure=Figure(kind="chart", data=data))
    picture = Block(BlockKind.FIGURE, figure=Figure(kind="chart"))
    doc = document([chart, picture, Block(BlockKind.FIGURE, figure=Figure())])
    assert run(doc, TablesConfig()) == {"tables": [], "warnings": []}
    result = run(doc, TablesConfig(table_format="json", charts_to_tables=True))
    assert result["tables"] == [
        {
            "table_content": {
                "headers": ["Quarter", "Sales"],
                "rows": [{"Quarter": "Q1", "Sales": "5"}],
            },
            "citations": ["fig-1"],
            "from_chart": True,
        }
    ]
    (warning,) = result["warnings"]
    assert "fig-2" in warning
    assert "OCTAVO_LLM_BASE_URL" in warning


def test_a_table_over_hundreds_of_pages_takes_seconds() -> None:
    rows = [[f"P-{n}", f"Thing {n}.", f"{n}.50"] for n in range(40)]
    part = [["Part", "Description", "Price"], *rows]
    doc = document(*([block(table(part))] for _ in range(300)))
    start = time.process_time()
    (entry,) = found(doc)
    assert len(entry["table_content"]["rows"]) == 12_000
    assert time.process_time() - start < 10
