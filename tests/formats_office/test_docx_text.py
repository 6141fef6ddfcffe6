"""Word text: headings, runs, lists with their numbers, changes, fields, formulas, pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.errors import InvalidPageRange
from octavo.formats.docx import DOCX
from tests.formats_office import ooxml
from tests.formats_office.ooxml import item, level, paragraph, run
from tests.formats_office.outline import body, nodes, read

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "%2)")
    + level(2, "lowerRoman", "(%3)")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "%1.", start=4)
    + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="2">'
    + level(0, "bullet", "•")
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    + '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="9"><w:abstractNumId w:val="2"/></w:num>'
)


def test_headings_come_from_styles_outline_and_localised_names(tmp_path: Path) -> None:
    text = (
        paragraph("Book", "Title")
        + paragraph("One", "Heading1")
        + paragraph("Derived", "Derived")
        + paragraph("Drei", "berschrift3")
        + paragraph("By outline", properties='<w:outlineLvl w:val="3"/>')
        + paragraph("Not one", "Heading1", '<w:outlineLvl w:val="9"/>')
    )
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text))
    assert body(document) == [
        "h1 Book", "h1 One", "h2 Derived", "h3 Drei", "h4 By outline", "text Not one",
    ]  # fmt: skip


def test_lists_carry_the_numbers_word_shows(tmp_path: Path) -> None:
    text = (
        item("a", 1) + item("b", 1, 1) + item("c", 1, 2) + item("d", 1, 1) + item("e", 1)
        + item("f", 1, 1) + paragraph("between") + item("g", 1) + item("seven", 2)
        + item("eight", 2) + item("four", 3) + item("legal", 3, 1) + item("dot", 9)
        + paragraph("deep", "ListBullet2")
    )  # fmt: skip
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text, parts={"numbering": NUMBERING}))
    assert body(document) == [
        "1. 0 a", "a) 1 b", "(i) 2 c", "b) 1 d", "2. 0 e", "a) 1 f", "text between",
        "3. 0 g", "7. 0 seven", "8. 0 eight", "IV. 0 four", "4.1 1 legal", "- 0 dot",
        "- 1 deep",
    ]  # fmt: skip


def test_numbered_headings_show_their_numbers(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'
    text = paragraph("Scope", "Heading1", numbered.format(0)) + paragraph(
        "Terms", "Heading2", numbered.format(1)
    )
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text, parts={"numbering": NUMBERING}))
    assert body(document) == ["h1 IV. Scope", "h2 4.1 Terms"]


def test_looks_become_marks_around_words(tmp_path: Path) -> None:
    text = paragraph(
        run("plain ")
        + run("bold ", "<w:b/>")
        + run("both", "<w:b/><w:i/>")
        + run(" and ")
        + run("gone", "<w:strike/>")
        + run(" by style", '<w:rStyle w:val="Strong"/>')
        + run(" not", '<w:rStyle w:val="Strong"/><w:b w:val="0"/>')
        + run(" secret", "<w:vanish/>")
        + run(" 10")
        + run("6", '<w:vertAlign w:val="superscript"/>')
    )
    block = read(DOCX, ooxml.write(tmp_path / "a.docx", text)).pages[0].blocks[0]
    assert block.text == "plain bold both and gone by style not 10⁶"
    assert block.markdown == "plain **bold** ***both*** and ~~gone~~ **by style** not 10⁶"


def test_links_are_kept_and_unsafe_ones_are_not(tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    relations = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}" TargetMode="External"/>'
        for name, target in (("L1", "https://example.org/a_b"), ("L2", "javascript:alert(1)"))
    )
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "mailto:a@b.org" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("post")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    text = paragraph(
        f'<w:hyperlink r:id="L1">{run("site")}</w:hyperlink>{run(" ")}'
        f'<w:hyperlink r:id="L2">{run("trap")}</w:hyperlink>{run(" ")}{field}'
    )
    path = ooxml.write(tmp_path / "a.docx", text, relations=relations)
    block = read(DOCX, path).pages[0].blocks[0]
    assert block.text == "site trap post"
    assert block.markdown == "[site](https://example.org/a_b) trap [post](mailto:a@b.org)"


def test_tracked_changes_read_as_accepted(tmp_path: Path) -> None:
    text = (
        paragraph(
            run("kept ")
            + f'<w:ins w:id="1">{run("new ")}</w:ins>'
            + '<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del>'
            + f'<w:moveFrom w:id="3">{run("from")}</w:moveFrom>'
            + f'<w:moveTo w:id="4">{run("to")}</w:moveTo>'
        )
        + paragraph(run("joined "), properties='<w:rPr><w:del w:id="5"/></w:rPr>')
        + paragraph("on")
    )
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text))
    assert body(document) == ["text kept new to", "text joined on"]


def test_a_contents_list_is_dropped_if_the_body_repeats_it(tmp_path: Path) -> None:
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        "</w:docPartObj></w:sdtPr><w:sdtContent>"
        + paragraph("Contents", "TOCHeading")
        + paragraph("1. Scope\t3", "TOC1")
        + paragraph("2. Terms\t4", "TOC1")
        + "</w:sdtContent></w:sdt>"
    )
    headings = paragraph("Scope", "Heading1") + paragraph("Terms", "Heading1")
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", contents + headings))
    assert body(document) == ["h1 Scope", "h1 Terms"]
    assert any("table of contents" in warning for warning in document.warnings)

    alone = read(DOCX, ooxml.write(tmp_path / "b.docx", contents + paragraph("Other")))
    assert "text 1. Scope 3" in body(alone)


def test_pages_end_at_breaks_and_rendered_breaks(tmp_path: Path) -> None:
    text = (
        paragraph(run("one") + '<w:r><w:br w:type="page"/></w:r>' + run("two"))
        + paragraph("<w:r><w:lastRenderedPageBreak/></w:r>" + run("three"))
        + paragraph(run("three goes ") + "<w:r><w:lastRenderedPageBreak/></w:r>" + run("on"))
        + paragraph("four", properties="<w:pageBreakBefore/>")
        + paragraph("four too", properties="<w:sectPr/>")
        + paragraph("five")
        + paragraph("five too", properties='<w:sectPr><w:type w:val="nextPage"/></w:sectPr>')
        + paragraph("still five")
        + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    )
    path = ooxml.write(tmp_path / "a.docx", text)
    document = read(DOCX, path)
    assert [nodes(page.blocks) for page in document.pages] == [
        ["text one"],
        ["text two"],
        ["text three", "text three goes on"],
        ["text four", "text four too"],
        ["text five", "text five too", "text still five"],
    ]
    some = read(DOCX, path, pages="2,4-5")
    assert [page.number for page in some.pages] == [2, 4, 5]
    assert some.page_count == 5
    with pytest.raises(InvalidPageRange):
        read(DOCX, path, pages="6")


def test_code_paragraphs_join_into_one_block(tmp_path: Path) -> None:
    text = paragraph("def f():", "Code") + paragraph("    return 1", "Code") + paragraph("end")
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text))
    assert body(document) == ["code def f():\n    return 1", "text end"]


def test_form_fields_show_their_values(tmp_path: Path) -> None:
    def form(kind: str, data: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
            f"<w:r><w:instrText> {kind} </w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    text = paragraph(
        form("FORMCHECKBOX", '<w:checkBox><w:checked w:val="1"/></w:checkBox>')
        + run(" yes ")
        + form("FORMCHECKBOX", '<w:checkBox><w:default w:val="0"/></w:checkBox>')
        + run(" no ")
        + form(
            "FORMDROPDOWN",
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="red"/>'
            '<w:listEntry w:val="blue"/></w:ddList>',
        )
        + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    )
    assert body(read(DOCX, ooxml.write(tmp_path / "a.docx", text))) == ["text ☒ yes ☐ no blue☑"]
