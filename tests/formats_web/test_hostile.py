"""Pages made to hurt: bounded in time, nothing run, nothing fetched, nothing expanded."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.formats.web import page
from tests.formats_web.shapes import read, shapes


@pytest.mark.parametrize(
    "tag", ["div", "b", "ul><li", "table><tr><td", "blockquote", "span", "font size=1"]
)
def test_a_hundred_thousand_nested_tags_are_bounded(tag: str) -> None:
    start = time.process_time()
    found = page.read("<html>" + f"<{tag}>" * 100_000 + "the bottom")
    assert "the bottom" in found.blocks[-1].text
    assert found.warnings
    assert time.process_time() - start < 12


def test_ordinary_nesting_is_not_warned_of() -> None:
    found = page.read("<div>" * 300 + "x" + "</div>" * 300 + "<p>y</p>" * 500 + "<li>z" * 900)
    assert found.warnings == []


def test_formatting_that_repeats_in_every_paragraph_is_bounded() -> None:
    start = time.process_time()
    found = page.read("".join(f"<p><font x={at}>{at}" for at in range(3_000)))
    assert len(found.blocks) == 3_000
    assert time.process_time() - start < 8


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!ENTITY l0 "ha">{levels}<!ENTITY x SYSTEM "file:///etc/passwd">'
    body = "<html><body><p>&l9; &x;</p></body></html>"
    data = f'<?xml version="1.0"?><!DOCTYPE html [{declared}]>{body}'
    text = " ".join(str(found[-1]) for found in shapes(read(tmp_path, "a.html", data)))
    assert len(text) < 1_000
    assert "root:" not in text


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    body = (
        '<link rel=stylesheet href="http://x.example/a.css"><script src="http://x.example/a.js"></script>'
        '<img alt=A src="http://x.example/a.png"><iframe src="http://x.example"></iframe>'
        '<object data="http://x.example"></object><base href="http://x.example"><p>text'
    )
    assert ("text", "text") in shapes(read(tmp_path, "a.html", "<html>" + body, images=True))


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr>" + "<td colspan=1000>x" * 2_000,
        "<table>" + "<tr><td rowspan=1000 colspan=1000>x" * 500,
        "<ol start=99999999999999999999><li>x",
        "<ol type=I start=99999><li>x",
        "<a href='#1'><sup>1</sup></a>" * 3_000,
        "<" * 50_000,
        "<a '" * 20_000,
        "<!--" * 20_000,
        "&" + "a" * 50_000 + ";",
        "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">x",
    ],
)
def test_absurd_markup_is_read_in_time(body: str) -> None:
    start = time.process_time()
    page.read(body + "<p>end")
    assert time.process_time() - start < 6


FRAGMENTS = (
    *("<table>", "<tr>", "<td rowspan=3>", "<th>", "</table>", "<ul>", "<li>", "</ul>", "<p>"),
    *(
        "<b>",
        "</b>",
        "<h1>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<main>",
        "</main>",
        "<a href=#x>",
        "</a>",
    ),
    *("<sup>", "<math>", "<mi>", "</math>", "<img alt=a>", "<blockquote>", "text", "&", "<!--"),
    *("-->", "<br>", "<caption>", "<figure>", "<figcaption>", "<svg>", "<select>", "<option>"),
    *("<template>", "<dl>", "<dt>", "<dd>", "<nav>"),
)
fragments = st.sampled_from(FRAGMENTS)


@settings(deadline=None, max_examples=150)
@given(st.lists(fragments, max_size=40))
def test_any_soup_is_read(parts: list[str]) -> None:
    for block in page.read("".join(parts)).blocks:
        if block.table is not None:
            covered = sum(cell.row_span * cell.column_span for cell in block.table.cells)
            assert covered == block.table.rows * block.table.columns
