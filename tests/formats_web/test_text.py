"""Plain text and markdown, node by node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.errors import EmptyFile, InvalidPageRange
from octavo.render.markdown import render
from tests.formats_web.shapes import read, shapes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\r\rc", [("text", "a\nb"), ("text", "c")]),
        (
            "Title\n=====\nBody\n\nPart\n----\nMore",
            [("h1", "Title"), ("text", "Body"), ("h2", "Part"), ("text", "More")],
        ),
        (
            "- a\n- b\n  more\n    * c\n",
            [("item", 0, "-", "a"), ("item", 0, "-", "b\nmore"), ("item", 1, "-", "c")],
        ),
        (
            "1. a\n2. b\n\nb) x\nc) y",
            [
                ("item", 0, "1.", "a"),
                ("item", 0, "2.", "b"),
                ("item", 0, "b)", "x"),
                ("item", 0, "c)", "y"),
            ],
        ),
        (
            "- just a dash at the start\nof a paragraph of prose",
            [("text", "- just a dash at the start\nof a paragraph of prose")],
        ),
        (
            "Name     Qty\nApples     3\nPears     12",
            [("code", "Name     Qty\nApples     3\nPears     12")],
        ),
        ("  a\tb\n  c\td", [("code", "a     b\nc     d")]),
        ("-----\n\nx", [("text", "-----"), ("text", "x")]),
        ("a\x00b\x07c", [("text", "abc")]),
    ],
)
def test_plain_text(tmp_path: Path, text: str, expected: list[Any]) -> None:
    assert shapes(read(tmp_path, "a.txt", text)) == expected


def test_nothing_in_plain_text_turns_into_markdown_or_html(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", "# not a heading\n> nor a quote\n<b>nor bold</b>")
    assert render(document) == "\\# not a heading\n\\> nor a quote\n&lt;b>nor bold&lt;/b>"


def test_a_form_feed_ends_a_page(tmp_path: Path) -> None:
    document = read(tmp_path, "a.txt", "one\ftwo\f\fthree\f", pages="2-4")
    assert document.page_count == 4
    assert [page.number for page in document.pages] == [2, 3, 4]
    assert shapes(document) == [("text", "two"), ("text", "three")]
    with pytest.raises(InvalidPageRange):
        read(tmp_path, "a.txt", "one\ftwo", pages="3")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_text_without_text_is_empty(tmp_path: Path, name: str) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, name, "\ufeff\f\n ")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    text = "Grüße, naïve café – 10 €"
    assert shapes(read(tmp_path, name, text.encode(encoding))) == [("text", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\nB\n===\n\n### C *d*", [("h1", "A"), ("h1", "B"), ("h3", "C d")]),
        ("one\ntwo  \nthree", [("text", "one two\nthree")]),
        (
            "1. a\n   - b\n\n     more\n2. c\n\n7) d",
            [
                ("item", 0, "1.", "a"),
                ("item", 1, "-", "b\nmore"),
                ("item", 0, "2.", "c"),
                ("item", 0, "7.", "d"),
            ],
        ),
        ("```py\nx = 1\n\ny\n```\n\n    indented", [("code", "x = 1\n\ny"), ("code", "indented")]),
        ("| a | b |\n|---|:-:|\n| 1 \\| 2 | |", [("table", [["#a", "#b"], ["1 | 2", ""]])]),
        ("---\ntitle: x\n---\n# A", [("code", "title: x"), ("h1", "A")]),
        ("Term\n: Definition", [("text", "Term"), ("text", "Definition")]),
        ("- [ ] open\n- [x] done", [("item", 0, "-", "[ ] open"), ("item", 0, "-", "[x] done")]),
        ("![Alt](http://x.example/y.png)", [("figure", "Alt")]),
        (
            "$5 and $6, but $a_1*b*c$.\n\n$$\n\\frac{a}{b}\n$$",
            [("text", "$5 and $6, but $a_1*b*c$."), ("formula", "\\frac{a}{b}")],
        ),
        (
            "<table><tr><th>k</th><td>v</td></tr></table>\n\n<script>a()</script>\n\nx <b>y</b>",
            [("table", [["#k", "v"]]), ("text", "x y")],
        ),
        ("Claim.[^n]\n\n[^n]: Note.", [("text", "Claim.[1]"), ("footnote", "1", "Note.")]),
    ],
)
def test_markdown(tmp_path: Path, text: str, expected: list[Any]) -> None:
    assert shapes(read(tmp_path, "a.md", text)) == expected


def test_markdown_comes_out_as_it_went_in(tmp_path: Path) -> None:
    text = (
        "# Title\n\nSome **bold**, *italic*, `code` and a [link](https://x.example).\n\n"
        "- a\n  - b\n- c\n\n> quoted\n\n```\nx < 1\n```"
    )
    document = read(tmp_path, "a.md", text)
    assert render(document) == text
    assert document.title == "Title"


def test_markdown_nested_beyond_reason_is_read(tmp_path: Path) -> None:
    for text in (">" * 20_000 + "x", "[" * 20_000, "- " * 5_000 + "x", "*a " * 3_000):
        assert read(tmp_path, "a.md", text).pages[0].blocks
