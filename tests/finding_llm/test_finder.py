"""Values by a scripted model: proved, moved to where they stand, or left without a citation."""

from __future__ import annotations

import re
from typing import Any

import pytest

from octavo.documents import Block, BlockKind, Cell, Document, Page, Table, ids
from octavo.errors import ProcessingError
from octavo.finding.finder import Found
from octavo.finding.json_schema import plain
from octavo.finding.llm import asking, showing
from octavo.finding.llm.finder import LlmFinder
from octavo.finding.llm.proving import MOVED, PROVED, UNPROVED, prove, says
from tests.finding_llm.conftest import Serve, client_of
from tests.finding_llm.scripted import Body, Reply, Script

SCHEMA = {
    "type": "object",
    "properties": {
        "vendor": {"type": "string", "description": "Who sent it"},
        "date": {"type": "string", "format": "date"},
        "total": {"type": "number"},
        "paid": {"type": "boolean"},
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"item": {"type": "string"}, "price": {"type": "number"}},
            },
        },
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


def table(rows: list[list[str]]) -> Table:
    cells = [
        Cell(r, c, text, header=r == 0) for r, row in enumerate(rows) for c, text in enumerate(row)
    ]
    return Table(len(rows), len(rows[0]), cells)


def document(*texts: str, rows: list[list[str]] | None = None) -> Document:
    blocks = [Block(BlockKind.TEXT, text=text) for text in texts]
    blocks += [Block(BlockKind.TABLE, table=table(rows))] if rows else []
    doc = Document("pdf", [Page(1, blocks=blocks)], page_count=1)
    ids.number(doc)
    return doc


INVOICE = document(
    "Acme GmbH, Berlin",
    "Rechnung vom 3. Mai 2024",
    "Gesamtbetrag 1.234,50 EUR",
    "Bezahlt: ja",
    rows=[["Artikel", "Preis"], ["Bolzen", "34,50"], ["Presse", "1.200,00"]],
)


def leaf(value: Any = None, *sources: str) -> dict[str, Any]:
    return {"value": value, "sources": list(sources)}


def answer(**given: Any) -> dict[str, Any]:
    blank: dict[str, Any] = {name: leaf() for name in ("vendor", "date", "total", "paid")}
    return blank | {"lines": [], "tags": []} | given


def find(serve: Serve, script: Script, doc: Document = INVOICE, **options: Any) -> Found:
    effort = options.pop("effort", False)
    client = client_of(serve(script), **options)
    return LlmFinder(client).find([(None, doc)], SCHEMA, "a hint", effort)


def test_values_are_proved_in_the_elements_they_cite(serve: Serve) -> None:
    lines = [
        {"item": leaf("Bolzen", "tbl-1-r1c0"), "price": leaf(34.5, "tbl-1-r1c1")},
        {"item": leaf("Presse", "tbl-1-r2c0"), "price": leaf(1200, "tbl-1-r2c1")},
    ]
    given = answer(
        vendor=leaf("Acme GmbH", "txt-1"),
        date=leaf("2024-05-03", "txt-2"),
        total=leaf(1234.5, "txt-3"),
        paid=leaf(True, "txt-4"),
        lines=lines,
        tags=[leaf("Berlin", "txt-1")],
    )
    found = find(serve, [Reply(given)])
    assert found.values == {
        "vendor": "Acme GmbH",
        "date": "2024-05-03",
        "total": 1234.5,
        "paid": True,
        "lines": [{"item": "Bolzen", "price": 34.5}, {"item": "Presse", "price": 1200}],
        "tags": ["Berlin"],
    }
    assert found.citations["lines"][1] == {"item": "tbl-1-r2c0", "price": "tbl-1-r2c1"}
    assert found.citations["date"] == "txt-2"
    assert found.confidence["total"] == PROVED
    assert 0.5 < found.confidence["paid"] < PROVED


def test_a_wrong_citation_is_put_right(serve: Serve) -> None:
    found = find(serve, [Reply(answer(total=leaf(1234.5, "txt-1"), vendor=leaf("Acme GmbH")))])
    assert found.citations["total"] == "txt-3"
    assert found.confidence["total"] == MOVED
    assert found.citations["vendor"] == "txt-1"


def test_invented_ids_and_values_prove_nothing(serve: Serve) -> None:
    given = answer(vendor=leaf("Globex", "txt-1", "txt-99"), total=leaf(999.0, "tbl-7-r1c1"))
    found = find(serve, [Reply(given)])
    assert (found.values["vendor"], found.values["total"]) == ("Globex", 999)
    assert (found.citations["vendor"], found.citations["total"]) == ("", "")
    assert found.confidence["vendor"] == found.confidence["total"] == UNPROVED


def test_what_is_absent_is_null_without_confidence(serve: Serve) -> None:
    found = find(serve, [Reply(answer(lines=[{"item": leaf(), "price": leaf()}]))])
    assert found.values["vendor"] is None
    assert (found.citations["vendor"], found.confidence["vendor"]) == ("", 0.0)
    assert found.values["lines"] == []


def test_the_model_sees_ids_the_form_and_the_hint(serve: Serve) -> None:
    server = serve([Reply(answer())])
    LlmFinder(client_of(server)).find([(None, INVOICE)], SCHEMA, "a hint", False)
    asked = server.asked[0]["messages"][1]["content"]
    assert "[txt-3] Gesamtbetrag 1.234,50 EUR" in asked
    assert "[tbl-1-r2] c0: Presse | c1: 1.200,00" in asked
    assert "a hint" in asked
    form = server.asked[0]["response_format"]["json_schema"]["schema"]
    assert form["properties"]["date"]["properties"]["value"]["description"] == 'format: "date"'
    assert form["required"] == list(SCHEMA["properties"])


def test_several_documents_have_their_own_prefixes(serve: Serve) -> None:
    other = document("Globex Corporation")
    server = serve([Reply(answer(vendor=leaf("Globex Corporation", "d2/txt-1")))])
    sources: list[tuple[str | None, Document]] = [("ex-a", INVOICE), ("ex-b", other)]
    found = LlmFinder(client_of(server)).find(sources, SCHEMA, "", False)
    assert found.citations["vendor"] == "ex-b-txt-1"
    assert "--- document d2, page 1 ---" in server.asked[0]["messages"][1]["content"]


def test_effort_looks_twice(serve: Serve) -> None:
    first = answer(vendor=leaf("Acme GmbH", "txt-1"), total=leaf(34.5, "tbl-1-r1c1"))
    second = answer(vendor=leaf("Acme GmbH", "txt-1"), total=leaf(1234.5, "txt-3"))
    server = serve([Reply(first), Reply(second)])
    found = LlmFinder(client_of(server)).find([(None, INVOICE)], SCHEMA, "", True)
    assert found.values["total"] == 1234.5
    assert found.confidence["vendor"] > PROVED > found.confidence["total"]
    assert "first answer" in server.asked[1]["messages"][1]["content"]


def test_an_answer_cut_off_is_asked_in_halves(serve: Serve) -> None:
    def script(body: Body) -> Reply:
        text = body["messages"][1]["content"]
        if "txt-1]" in text and "tbl-1" in text:
            return Reply("{", finish="length")
        return Reply(answer(vendor=leaf("Acme GmbH", "txt-1")) if "txt-1]" in text else answer())

    assert find(serve, script).values["vendor"] == "Acme GmbH"


LONG = document(
    *(f"Filler sentence {n} on nothing. " * 20 for n in range(120)), "Vendor: Acme GmbH"
)


def test_long_documents_are_shown_in_windows(serve: Serve) -> None:
    def script(body: Body) -> Reply:
        seen = re.search(r"\[(txt-\d+)\] Vendor: Acme", body["messages"][1]["content"])
        return Reply(answer(vendor=leaf("Acme GmbH", seen[1])) if seen else answer())

    found = find(serve, script, LONG, context_tokens=6000, calls_left=60)
    assert found.values["vendor"] == "Acme GmbH"
    assert found.citations["vendor"] == "txt-121"
    assert found.warnings == []


def test_too_long_documents_are_shown_where_it_matters(serve: Serve) -> None:
    server = serve(lambda _: Reply(answer()))
    client = client_of(server, context_tokens=4000, calls_left=6)
    found = LlmFinder(client).find([(None, LONG)], SCHEMA, "", False)
    asked = [body["messages"][1]["content"] for body in server.asked]
    assert len(asked) <= 2
    assert any("Vendor: Acme GmbH" in text for text in asked)
    assert "OCTAVO_LLM_CONTEXT_TOKENS" in found.warnings[0]


def test_nothing_is_asked_about_nothing(serve: Serve) -> None:
    server = serve([])
    found = LlmFinder(client_of(server)).find([(None, document())], SCHEMA, "", False)
    assert found.values["total"] is None
    assert server.asked == []


def test_a_server_that_is_away_fails_the_run(serve: Serve) -> None:
    server = serve([])
    client = client_of(server, attempts=1)
    server.close()
    with pytest.raises(ProcessingError, match="OCTAVO_LLM_BASE_URL"):
        LlmFinder(client).find([(None, INVOICE)], SCHEMA, "", False)


@pytest.mark.parametrize(
    ("text", "value", "proved"),
    [
        ("Total due: $1,234.50", 1234.5, True),
        ("Total due: $1,234.50", 1234.0, False),
        ("Steuersatz 19 %", 0.19, True),
        ("Signed on March 4th, 2021", "2021-03-04", True),
        ("Signed on March 4th, 2021", "2021-03-05", False),
        ("ACME  Corp., Ltd.", "Acme Corp Ltd", True),
        ("Acme Corporation of Delawane", "Acme Corporation of Delaware", True),
        ("cart", "art", False),
        ("anything", "", False),
    ],
)
def test_what_a_text_says(text: str, value: Any, proved: bool) -> None:
    assert bool(says(text, value)) is proved


def test_short_values_are_not_looked_for_elsewhere() -> None:
    assert prove("7", [], {"txt-1": "7 apples"}).ids == ()
    assert prove("12", [], {"txt-1": "12 apples", "txt-2": "12 pears"}).ids == ()
    assert prove("12", ["txt-9"], {"txt-1": "12 apples"}).ids == ("txt-1",)


def test_the_form_is_strict_all_the_way_down() -> None:
    stack = [asking.form(plain(SCHEMA))]
    while stack:
        node = stack.pop()
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
            stack += node["properties"].values()
        if "items" in node:
            stack.append(node["items"])
        assert not {"format", "pattern", "minimum"} & node.keys()


def test_windows_keep_to_the_budget_and_the_order() -> None:
    pieces = showing.pieces(LONG)
    windows, left_out = showing.windows(pieces, 2000, 100)
    assert left_out == 0
    assert all(sum(piece.tokens for piece in window.pieces) <= 2000 for window in windows)
    assert [p for window in windows for p in window.pieces] == pieces
