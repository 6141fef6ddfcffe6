"""Topics, descriptions and chart data by a scripted model, as the steps use them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from octavo import settings
from octavo.documents import Block, BlockKind, Document, Figure, Page, ids
from octavo.errors import ProcessingError
from octavo.finding import configured
from octavo.finding.embedded import EmbeddedFinder
from octavo.finding.llm import figures
from octavo.finding.llm.finder import LlmFinder
from octavo.finding.llm.topics import assign
from octavo.steps import figures as figure_step
from octavo.steps import split, tables
from tests.finding_llm.conftest import Serve, client_of
from tests.finding_llm.scripted import Body, Reply, ScriptedServer

TOPICS = [("Invoices", "Bills"), ("Letters", "Correspondence")]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    settings.get.cache_clear()
    yield monkeypatch
    settings.get.cache_clear()


def configure(use: pytest.MonkeyPatch, server: ScriptedServer) -> None:
    use.setenv("OCTAVO_LLM_BASE_URL", server.url)
    use.setenv("OCTAVO_LLM_MODEL", "scripted")
    settings.get.cache_clear()


def pages(count: int) -> list[Page]:
    names = ("Invoice no. {}", "Dear Sir, letter {}")
    return [
        Page(n, blocks=[Block(BlockKind.TEXT, text=names[n % 2].format(n) + " filler" * 200)])
        for n in range(1, count + 1)
    ]


def sort_pages(body: Body) -> Reply:
    found = re.findall(r"--- page (\d+) ---\n(\w+)", body["messages"][1]["content"])
    topic = {"Invoice": "Invoices", "Dear": "Letters"}
    return Reply({n: topic[word] for n, word in found})


def test_pages_are_sorted_in_windows(serve: Serve) -> None:
    server = serve(sort_pages)
    found = assign(client_of(server, context_tokens=2000), pages(60), TOPICS)
    assert found == [1 if n % 2 else 0 for n in range(1, 61)]
    assert 1 < len(server.asked) <= 8
    assert "Topic of the page before: Letters" not in server.asked[0]["messages"][1]["content"]


def test_unknown_pages_and_topics_are_not_taken(serve: Serve) -> None:
    wrong = {"1": "Recipes", "2": None}
    more = {"1": None, "2": "Letters", "77": "Invoices"}
    server = serve([Reply(wrong), Reply({"1": None, "2": "Letters"})])
    assert assign(client_of(server), pages(2), TOPICS) == [None, 1]
    server = serve([Reply(more), Reply(more)])
    with pytest.raises(ProcessingError, match="no valid answer"):
        assign(client_of(server), pages(2), TOPICS)


def test_the_split_step_uses_the_model(serve: Serve, use: pytest.MonkeyPatch) -> None:
    configure(use, serve(sort_pages))
    asked = [split.Topic(*topic) for topic in TOPICS]
    assert split.run(Document("pdf", pages(4)), asked) == {"Invoices": [2, 4], "Letters": [1, 3]}


def test_half_a_configuration_is_told(use: pytest.MonkeyPatch) -> None:
    use.setenv("OCTAVO_LLM_MODEL", "scripted")
    settings.get.cache_clear()
    with pytest.raises(ProcessingError, match="OCTAVO_LLM_BASE_URL"):
        configured.finder()


def test_the_finder_is_the_configured_one(serve: Serve, use: pytest.MonkeyPatch) -> None:
    assert isinstance(configured.finder(), EmbeddedFinder)
    configure(use, serve([]))
    assert isinstance(configured.finder(), LlmFinder)


def chart(image: bytes | None) -> Document:
    figure = Figure(kind="chart", caption="Sales", image=image)
    doc = Document("pdf", [Page(1, blocks=[Block(BlockKind.FIGURE, figure=figure)])], page_count=1)
    ids.number(doc)
    return doc


def test_charts_on_pages_are_read(serve: Serve, use: pytest.MonkeyPatch) -> None:
    server = serve([Reply({"columns": ["Year", "Sales"], "rows": [["2023", "5"], ["2024"]]})])
    configure(use, server)
    config = tables.TablesConfig(table_format="json", charts_to_tables=True)
    result = tables.run(chart(PNG), config)
    assert result["tables"][0]["table_content"]["rows"] == [
        {"Year": "2023", "Sales": "5"},
        {"Year": "2024", "Sales": ""},
    ]
    assert result["tables"][0]["from_chart"] is True
    part = server.asked[0]["messages"][1]["content"][0]
    assert part["image_url"]["url"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(("image", "warning"), [(None, "show_images"), (PNG, "found no values")])
def test_charts_that_cannot_be_read(
    serve: Serve, use: pytest.MonkeyPatch, image: bytes | None, warning: str
) -> None:
    configure(use, serve([Reply({"columns": [], "rows": []})]))
    result = tables.run(chart(image), tables.TablesConfig(charts_to_tables=True))
    assert result["tables"] == []
    assert warning in result["warnings"][0]


def test_pictures_are_described(serve: Serve) -> None:
    doc = chart(PNG)
    doc.pages[0].blocks.append(Block(BlockKind.FIGURE, figure=Figure(image=PNG)))
    server = serve([Reply({"description": "Bars  that rise."}), Reply("", refusal="no")])
    warnings = figures.describe(client_of(server), doc)
    first = doc.pages[0].blocks[0].figure
    assert first is not None
    assert first.description == "Bars that rise."
    assert warnings == ["A figure was not described: The language model refused: no"]


def test_no_description_at_all_is_a_failure(serve: Serve) -> None:
    with pytest.raises(ProcessingError, match="refused"):
        figures.describe(client_of(serve([Reply("", refusal="no")])), chart(PNG))


def test_a_reading_does_not_fail_for_want_of_descriptions(
    serve: Serve, use: pytest.MonkeyPatch
) -> None:
    doc = chart(PNG)
    assert figure_step.describe(doc, keep_images=True) == [figure_step.NO_MODEL]
    configure(use, serve([Reply("", refusal="no"), Reply({"description": "Bars."})]))
    (warning,) = figure_step.describe(doc, keep_images=True)
    assert "refused" in warning
    assert figure_step.describe(doc, keep_images=False) == []
    figure = doc.pages[0].blocks[0].figure
    assert figure is not None
    assert (figure.description, figure.image) == ("Bars.", None)
