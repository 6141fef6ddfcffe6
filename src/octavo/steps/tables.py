"""POST /tables: the tables of a document as HTML or records, merged over pages, with citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from octavo.documents import Block, Document, Page, Table
from octavo.finding import llm
from octavo.formats import pages as page_ranges
from octavo.render.table_html import table_html
from octavo.render.table_json import table_json
from octavo.steps.table_merging import Part, merged


@dataclass(frozen=True)
class TablesConfig:
    """The contract's `tables_config`."""

    merge: bool = False
    table_format: Literal["html", "json"] = "html"
    charts_to_tables: bool = False


@dataclass(frozen=True)
class _Item:
    """A table to be given out: the ids it came from, its topic, and whether it was drawn."""

    table: Table
    citations: list[str]
    topic: str | None
    from_chart: bool


def run(
    document: Document,
    config: TablesConfig,
    *,
    page_range: str | None = None,
    splits: dict[str, list[int]] | None = None,
) -> dict[str, Any]:
    """`{"tables": […], "warnings": […]}` of the pages asked for, in reading order.

    With `splits` (topic to page numbers) only tables on a topic's pages are given, each with its
    `topic`. Raises InvalidPageRange.
    """
    topics = _topics_of_pages(splits)
    wanted = set(page_ranges.parse(page_range, _page_count(document)))
    pages = [
        page
        for page in document.pages
        if page.number in wanted and (topics is None or page.number in topics)
    ]
    warnings: list[str] = []
    items: list[_Item] = []
    for topic, run_of_pages in _runs(pages, topics):
        items += _items(run_of_pages, topic, config, warnings)
    return {"tables": [_entry(item, config) for item in items], "warnings": warnings}


def _page_count(document: Document) -> int:
    return max([document.page_count, *(page.number for page in document.pages)], default=0)


def _topics_of_pages(splits: dict[str, list[int]] | None) -> dict[int, str] | None:
    if splits is None:
        return None
    return {page: topic for topic, numbers in splits.items() for page in numbers}


def _runs(pages: list[Page], topics: dict[int, str] | None) -> list[tuple[str | None, list[Page]]]:
    """The pages cut where the topic changes: a table does not continue into another topic."""
    runs: list[tuple[str | None, list[Page]]] = []
    for page in pages:
        topic = topics[page.number] if topics is not None else None
        if not runs or runs[-1][0] != topic:
            runs.append((topic, []))
        runs[-1][1].append(page)
    return runs


def _items(
    pages: list[Page],
    topic: str | None,
    config: TablesConfig,
    warnings: list[str],
) -> list[_Item]:
    groups = _groups(pages, config)
    items = []
    for page in pages:
        for block in page.blocks:
            if block.id in groups:
                table, ids = groups[block.id]
                items.append(_Item(table, ids, topic, from_chart=False))
            elif config.charts_to_tables and (chart := _chart(page, block, warnings)) is not None:
                items.append(_Item(chart, [block.id], topic, from_chart=True))
    return items


def _groups(pages: list[Page], config: TablesConfig) -> dict[str, tuple[Table, list[str]]]:
    """Each table under the id of its first part, with the ids of all its parts."""
    parts = [
        Part(page, block, block.table)
        for page in pages
        for block in page.blocks
        if block.table is not None and not block.table.info.get("is_chart")
    ]
    if not config.merge:
        return {part.block.id: (part.table, [part.block.id]) for part in parts}
    return {ids[0]: (table, ids) for table, ids in merged(parts)}


def _chart(page: Page, block: Block, warnings: list[str]) -> Table | None:
    """The data behind a chart: the chart's own, else as a language model reads its picture."""
    if block.table is not None and block.table.info.get("is_chart"):
        return block.table
    figure = block.figure
    if figure is None or (figure.kind != "chart" and figure.data is None):
        return None
    if figure.data is not None:
        return figure.data
    table = None
    if not llm.is_configured():
        reason = "reading its values needs a language model (OCTAVO_LLM_BASE_URL)"
    elif figure.image is None:
        reason = "the extraction kept no pictures; extract with figure_processing.show_images"
    else:
        table = _read_off(figure.image)
        reason = "the language model found no values in it"
    if table is None:
        warnings.append(f"The chart {block.id} on page {page.number} is a picture; {reason}")
    return table


def _read_off(png: bytes) -> Table | None:
    from octavo.finding.llm import client, figures

    return figures.chart_table(client.connected(), png)


def _entry(item: _Item, config: TablesConfig) -> dict[str, Any]:
    content = table_json if config.table_format == "json" else table_html
    entry: dict[str, Any] = {
        "table_content": content(item.table),
        "citations": item.citations,
        "from_chart": item.from_chart,
    }
    return entry | ({} if item.topic is None else {"topic": item.topic})
