"""Web pages, node by node."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from octavo.documents import Document
from octavo.errors import EmptyFile, InvalidPageRange
from octavo.render.markdown import render
from tests.formats_web.shapes import read, shapes


def page(folder: Path, body: str, **options: Any) -> Document:
    return read(folder, "page.html", f"<!doctype html><title>T</title><body>{body}", **options)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<h1>A <b>b</b></h1><h3>c</h3><p>d\n  e</p>f",
            [("h1", "A b"), ("h3", "c"), ("text", "d e"), ("text", "f")],
        ),
        ("<p>one<br>two<p>three", [("text", "one\ntwo"), ("text", "three")]),
        ("one<br> <br/><br>two<br>three<br>", [("text", "one"), ("text", "two\nthree")]),
        ("<div>a<div>b</div>c</div>", [("text", "a"), ("text", "b"), ("text", "c")]),
        (
            "<ul><li>a<ul><li>b</ul><li>c</ul><ol start=3><li>d<li value=7>e</ol>",
            [
                *(("item", 0, "-", "a"), ("item", 1, "-", "b"), ("item", 0, "-", "c")),
                *(("item", 0, "3.", "d"), ("item", 0, "7.", "e")),
            ],
        ),
        (
            "<ol type=a><li>x</ol><ol type=I start=4><li>y</ol><ol reversed><li>p<li>q</ol>",
            [
                *(("item", 0, "a.", "x"), ("item", 0, "IV.", "y")),
                *(("item", 0, "2.", "p"), ("item", 0, "1.", "q")),
            ],
        ),
        ("<ul><li><p>a</p><p>b</p></ul>", [("item", 0, "-", "a\nb")]),
        ("<pre>\n  a\n\tb &lt;c&gt;\n</pre>", [("code", "  a\n\tb <c>")]),
        ("<dl><dt>t<dd>d</dl>", [("text", "t"), ("text", "d")]),
        ("x<sup>2</sup> m<sup>3</sup>", [("text", "x² m³")]),
        ("<p>a</p><hr><p>b</p>", [("text", "a"), ("text", "b")]),
        ("ex&shy;am&#8203;ple", [("text", "example")]),
        ("a&nbsp;b&eacute;&#8364;&amp;lt;", [("text", "a bé€&lt;")]),
        (
            "<figure><img src=x.png alt='A dog'><figcaption>Fig. 1</figcaption></figure>",
            [("figure", "Fig. 1"), ("caption", "Fig. 1")],
        ),
        (
            "<p>ok <img src=e.png alt='👍'> and <img width=1 height=1 src=t.gif></p>",
            [("text", "ok 👍 and")],
        ),
        (
            "<input type=checkbox checked> yes <input type=radio> no <input value=v>"
            "<select><option>a<option selected>b</select><input type=hidden value=h>",
            [("text", "☒ yes ☐ no vb")],
        ),
        (
            "<p>a <math><mfrac><mi>x</mi><mn>2</mn></mfrac></math></p>"
            "<math display=block><msup><mi>y</mi><mn>2</mn></msup></math>",
            [("text", "a $\\frac{x}{2}$"), ("formula", "y^{2}")],
        ),
    ],
)
def test_elements(tmp_path: Path, body: str, expected: list[Any]) -> None:
    assert shapes(page(tmp_path, body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script><style>p{}</style><noscript>Enable</noscript><template>t</template>",
        "<p hidden>x</p><div style='color:red; DISPLAY : none'>y</div><dialog>z</dialog>",
        "<span class='a sr-only'>skip</span><svg><text>s</text></svg><iframe src=x>f</iframe>",
        "<!-- comment --><button>Go</button><datalist><option>d</datalist>",
    ],
)
def test_what_no_reader_sees_is_left_out(tmp_path: Path, body: str) -> None:
    assert shapes(page(tmp_path, body + "<p>seen")) == [("text", "seen")]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "<tr><th rowspan=2>A<th colspan=2>B<tr><th>c<th>d<tr><td>1<td>2<td>3",
            [["#A|2x1", "#B|1x2"], ["#c", "#d"], ["1", "2", "3"]],
        ),
        ("<tr><td>a<td>b<tr><td>c", [["a", "b"], ["c", ""]]),
        (
            "<thead><tr><td>h<td>i</thead><tfoot><tr><td>t<td>9</tfoot><tr><td>a<td>1",
            [["#h", "#i"], ["a", "1"], ["t", "9"]],
        ),
        ("<tr><td><b>N</b><td><b>V</b><tr><td>a<td>1", [["#N", "#V"], ["a", "1"]]),
        ("<tr><th>k<td>v<tr><th>l<td>w", [["#k", "v"], ["#l", "w"]]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c", [["a|2x1", "b"], ["c"]]),
        ("<tr><td rowspan=99999999 colspan=x>a<td>b<tr><td>c", [["a|2x1", "b"], ["c"]]),
        ("<tr><th>x<td>p<br>q<ul><li>r</ul>", [["#x", "p\nq\n- r"]]),
        ("<tr><th>o<td><table border=1><tr><td>i<td>j</table>", [["#o", "i\nj"]]),
    ],
)
def test_tables(tmp_path: Path, table: str, expected: list[list[str]]) -> None:
    assert shapes(page(tmp_path, f"<table>{table}</table>")) == [("table", expected)]


def test_a_caption_stands_before_its_table_and_total_rows_are_known(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<table><caption>Sales</caption><tbody><tr><td>a<td>1</tbody><tfoot><tr><td>T<td>1</table>",
    )
    assert [found[0] for found in shapes(document)] == ["caption", "table"]
    table = document.pages[0].blocks[1].table
    assert table is not None
    assert (table.rows, table.footer_rows) == (2, 1)


def test_tables_that_only_place_things_are_seen_through(tmp_path: Path) -> None:
    body = (
        "<table><tr><td><h1>Top</h1></td></tr><tr><td><table><tr><th>a<th>b<tr><td>1<td>2</table>"
        "</td></tr></table><table role=presentation><tr><td>x<td>y<tr><td>z<td>w</table>"
    )
    assert shapes(page(tmp_path, body)) == [
        ("h1", "Top"),
        ("table", [["#a", "#b"], ["1", "2"]]),
        *(("text", text) for text in "xyzw"),
    ]


def test_marks_within_text_become_markdown(tmp_path: Path) -> None:
    body = (
        "<p>a <b>b</b> <i>c</i> <a href='https://x.example/a(b)?c=d'>e</a> <del>f</del> "
        "<code>g*h`i</code> 2*3 <a href='javascript:alert(1)'>j</a></p>"
    )
    (block,) = page(tmp_path, body).pages[0].blocks
    assert block.text == "a b c e f g*h`i 2*3 j"
    assert block.markdown == (
        "a **b** *c* [e](https://x.example/a%28b%29?c=d) ~~f~~ ``g*h`i`` 2\\*3 j"
    )


def test_quotes_are_marked_by_their_depth(tmp_path: Path) -> None:
    document = page(tmp_path, "<blockquote>a<br>b<blockquote><p>c</p></blockquote></blockquote>")
    assert render(document) == "> a\n> b\n\n> > c"


@pytest.mark.parametrize(
    "main", ["<main>{}</main>", "<div role=main>{}</div>", "<article>{}</article>"]
)
def test_navigation_and_boilerplate_give_way_to_the_main_part(tmp_path: Path, main: str) -> None:
    body = (
        "<header><nav><a href=/>Home</a></nav><table><tr><th>M<th>N</table></header>"
        + main.format("<nav>Crumbs</nav><h1>Title</h1><p>What it is about, in some words.</p>")
        + "<footer>© 2026</footer>"
    )
    document = page(tmp_path, body)
    assert shapes(document) == [
        *(("header", text) for text in ("Home", "M", "N", "Crumbs")),
        ("h1", "Title"),
        ("text", "What it is about, in some words."),
        ("footer", "© 2026"),
    ]
    assert render(document) == "# Title\n\nWhat it is about, in some words."


def test_without_a_main_part_nothing_is_dropped(tmp_path: Path) -> None:
    assert shapes(page(tmp_path, "<nav>Home</nav><p>Text")) == [("text", "Home"), ("text", "Text")]
    shell = "<main><div id=app></div></main><p>" + "All the text is outside. " * 30
    assert [found[0] for found in shapes(page(tmp_path, shell))] == ["text"]


@pytest.mark.parametrize(
    "note",
    [
        '<ol><li id="fn1">The note. <a href="#r1">↩</a></li></ol>',
        '<p id="fn1"><a href="#r1">1</a> The note.</p>',
        '<p><a id="fn1" href="#r1">[1]</a> The note.</p>',
        '<aside id="fn1"><sup>1</sup> The note.</aside>',
    ],
)
def test_footnotes_know_who_refers_to_them(tmp_path: Path, note: str) -> None:
    body = f'<p>Claim<sup><a id="r1" href="#fn1">1</a></sup>.</p><p><a href="#x">Jump</a></p>{note}'
    claim, _, found = page(tmp_path, body).pages[0].blocks
    assert (claim.text, claim.note_refs) == ("Claim¹.", ["1"])
    assert (found.kind.value, found.marker, found.text) == ("footnote", "1", "The note.")


def test_pictures_that_came_with_the_page_are_kept_when_asked_for(tmp_path: Path) -> None:
    source = "data:image/png;base64," + base64.b64encode(png()).decode()
    others = '<img src="https://away.example/x.png"><img src="/etc/passwd">'
    body = f'<img alt="Red" src="{source}">{others}'
    for images in (False, True):
        (block,) = page(tmp_path, body, images=images).pages[0].blocks
        assert block.figure is not None
        assert block.figure.caption == "Red"
        assert (block.figure.image is not None) == images
        kept = block.figure.image
    assert Image.open(io.BytesIO(kept or b"")).size == (40, 40)


TEXT = "Grüße, naïve café – 10 €"


@pytest.mark.parametrize(
    "data",
    [
        f"<meta charset=utf-8><p>{TEXT}".encode(),
        f"<html><p>{TEXT}".encode("utf-8-sig"),
        f"<html><p>{TEXT}".encode("utf-16"),
        b"\xfe\xff" + f"<html><p>{TEXT}".encode("utf-16-be"),
        f"<html><p>{TEXT}".encode("utf-16-le"),
        f"<meta charset='iso-8859-1'><p>{TEXT}".encode("cp1252"),
        f"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'><p>{TEXT}".encode(
            "cp1252"
        ),
        f"<meta charset=utf-16><p>{TEXT}".encode(),
        f"<meta charset=iso-8859-1><p>{TEXT}".encode(),
        f"<meta charset=latin1><p>{TEXT}".encode("cp1252"),
        f"<?xml version='1.0' encoding='cp1252'?><html><p>{TEXT}</p></html>".encode("cp1252"),
        f"<html><p>{TEXT}".encode("cp1252"),
    ],
)
def test_encodings_are_honoured(tmp_path: Path, data: bytes) -> None:
    assert shapes(read(tmp_path, "page.html", data)) == [("text", TEXT)]


def test_japanese_and_russian_labels(tmp_path: Path) -> None:
    for text, label in (
        ("日本語のページ", "shift_jis"),
        ("日本語", "euc-jp"),
        ("Привет", "koi8-r"),
    ):
        data = f"<meta charset={label}><p>{text}".encode(label)
        assert shapes(read(tmp_path, "a.html", data)) == [("text", text)]


def test_self_closed_tags_of_xhtml_end(tmp_path: Path) -> None:
    data = (
        "<?xml version='1.0'?><html xmlns='x'><head><title/><script src='a'/></head>"
        "<body><a id='x'/><p>Text</p></body></html>"
    )
    assert shapes(read(tmp_path, "page.xhtml", data)) == [("text", "Text")]


def test_a_page_is_one_page_and_says_its_title(tmp_path: Path) -> None:
    document = page(tmp_path, "<p>x")
    assert (document.title, document.page_count, document.kind) == ("T", 1, "html")
    with pytest.raises(InvalidPageRange):
        page(tmp_path, "<p>x", pages="2")
    with pytest.raises(EmptyFile):
        read(tmp_path, "a.html", "<html><body></body></html>")


def test_a_web_archive_is_read_with_its_pictures(tmp_path: Path) -> None:
    picture = base64.encodebytes(png()).decode()
    coded = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n"
    data = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://x.example/a/\nSubject: S\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="B"\n\n'
        '--B\nContent-Type: text/html; charset="utf-8"\n'
        "Content-Transfer-Encoding: quoted-printable\n"
        "Content-Location: https://x.example/a/\n\n"
        '<title>Saved</title><p>Gr=C3=BC=C3=9Fe</p><img src=3D"i.png" alt=3D"I">=\n'
        '<img src=3D"cid:c@x" alt=3D"C">\n'
        f"--B\n{coded}Content-Location: https://x.example/a/i.png\n\n{picture}\n"
        f"--B\n{coded}Content-ID: <c@x>\n\n{picture}\n--B--\n"
    )
    document = read(tmp_path, "upload", data, images=True)
    assert (document.kind, document.title) == ("mhtml", "Saved")
    assert shapes(document) == [("text", "Grüße"), ("figure", "I"), ("figure", "C")]
    assert all(block.figure.image for _, block in document.blocks() if block.figure)
