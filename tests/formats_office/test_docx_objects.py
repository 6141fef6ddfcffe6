"""What stands beside the text of a Word file: notes, headers, boxes, pictures, charts, formulas."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from octavo.documents import BlockKind
from octavo.formats.docx import DOCX
from tests.formats_office import ooxml
from tests.formats_office.ooxml import cell, paragraph, row, run, table
from tests.formats_office.outline import body, grid, nodes, read

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def reference(kind: str, identifier: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{identifier}"{more}/></w:r>'


def note(kind: str, identifier: int, text: str) -> str:
    return f'<w:{kind} w:id="{identifier}">{paragraph(text)}</w:{kind}>'


def picture_bytes(form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, form)
    return out.getvalue()


def drawing(alt: str, relation: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="{alt}"/><a:graphic>'
        f'<a:graphicData uri="p"><pic:pic><pic:blipFill><a:blip r:embed="{relation}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def test_notes_are_linked_and_stand_at_the_foot_of_their_page(tmp_path: Path) -> None:
    text = (
        paragraph(run("first") + reference("footnote", 2) + run(" and") + reference("endnote", 5))
        + paragraph(run("own") + reference("footnote", 4, ' w:customMarkFollows="1"') + run(" end"))
        + paragraph("next", properties="<w:pageBreakBefore/>")
        + paragraph(run("second") + reference("footnote", 3))
    ).replace('customMarkFollows="1"/></w:r>', 'customMarkFollows="1"/><w:t>*</w:t></w:r>')
    parts = {
        "footnotes": '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        + note("footnote", 2, "at two")
        + note("footnote", 3, "at three")
        + note("footnote", 4, "at four"),
        "endnotes": note("endnote", 5, "at the end"),
    }
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text, parts=parts))
    assert [nodes(page.blocks) for page in document.pages] == [
        ["text first¹ and[i]", "text own* end", "note 1 at two", "note * at four"],
        ["text next", "text second²", "note 2 at three", "note i at the end"],
    ]
    assert [block.note_refs for block in document.pages[0].blocks[:2]] == [["1", "i"], ["*"]]


def test_headers_and_footers_are_furniture_of_each_page(tmp_path: Path) -> None:
    page_field = f'<w:fldSimple w:instr=" PAGE ">{run("9")}</w:fldSimple>'
    text = (
        paragraph("one")
        + paragraph("two", properties="<w:pageBreakBefore/>")
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/><w:titlePg/></w:sectPr>'
    )
    parts = {
        "header1": paragraph("Running head"),
        "header2": paragraph("Cover head"),
        "footer1": paragraph(run("Page ") + page_field),
    }
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text, parts=parts))
    assert [nodes(page.blocks) for page in document.pages] == [
        ["header Cover head", "text one"],
        ["header Running head", "text two", "page_number Page 2"],
    ]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    inner = paragraph("in the box")
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", paragraph(run("anchor") + box)))
    assert body(document) == ["text anchor", "text in the box"]


def test_pictures_come_as_png_with_caption_or_alt_text(tmp_path: Path) -> None:
    relations = "".join(
        f'<Relationship Id="{name}" Type="{REL}image" Target="media/{target}"/>'
        for name, target in (("P1", "a.jpg"), ("P2", "b.bmp"))
    )
    files = {"media/a.jpg": picture_bytes("JPEG"), "media/b.bmp": picture_bytes("BMP")}
    text = (
        paragraph(drawing("a red box", "P1"))
        + paragraph("Figure 1: red", "Caption")
        + paragraph("between")
        + paragraph(run("see ") + drawing("other", "P2"))
    )
    path = ooxml.write(tmp_path / "a.docx", text, relations=relations, files=files)
    document = read(DOCX, path, images=True)
    assert body(document) == [
        "figure image Figure 1: red",
        "caption Figure 1: red",
        "text between",
        "text see",
        "figure image other",
    ]
    for block in document.pages[0].blocks:
        if block.figure is not None:
            assert block.figure.image is not None
            assert Image.open(io.BytesIO(block.figure.image)).size == (40, 20)
    without = read(DOCX, path).pages[0].blocks[0]
    assert without.figure is not None
    assert without.figure.image is None


def test_a_chart_is_a_figure_with_its_data(tmp_path: Path) -> None:
    def points(values: list[str]) -> str:
        return "".join(
            f'<c:pt idx="{at}"><c:v>{text}</c:v></c:pt>' for at, text in enumerate(values)
        )

    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx>'
        "<c:rich><a:p><a:r><a:t>Share</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>"
        "<c:pieChart><c:ser><c:tx><c:strRef><c:f>S!$B$1</c:f><c:strCache>"
        f"{points(['Part'])}</c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:f>S!$A$2:$A$3</c:f>"
        f"<c:strCache>{points(['North', 'South'])}</c:strCache></c:strRef></c:cat><c:val><c:numRef>"
        "<c:f>S!$B$2:$B$3</c:f><c:numCache><c:formatCode>0.0%</c:formatCode>"
        f"{points(['0.25', '0.75'])}</c:numCache></c:numRef></c:val></c:ser></c:pieChart>"
        "</c:plotArea></c:chart></c:chartSpace>"
    )
    relations = f'<Relationship Id="C1" Type="{REL}chart" Target="charts/c.xml"/>'
    text = paragraph(
        "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='c'/><a:graphic><a:graphicData>"
        "<c:chart r:id='C1'/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    path = ooxml.write(
        tmp_path / "a.docx", text, relations=relations, files={"charts/c.xml": chart.encode()}
    )
    figure = read(DOCX, path).pages[0].blocks[0].figure
    assert figure is not None
    assert (figure.kind, figure.caption) == ("chart", "Chart: Share")
    assert figure.chart["chart_type"] == "PieChart"
    assert figure.chart["source_ranges"] == ["S!$B$1", "S!$A$2:$A$3", "S!$B$2:$B$3"]
    assert grid(figure.data) == [["", "Part"], ["North", "25.0%"], ["South", "75.0%"]]


def test_formulas_stand_alone_or_in_the_line(tmp_path: Path) -> None:
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r>"
        "</m:den></m:f></m:oMath>"
    )
    text = paragraph(f"<m:oMathPara>{fraction}</m:oMathPara>") + paragraph(
        run("so ") + fraction + run(" < 1".replace("<", "&lt;"))
    )
    blocks = read(DOCX, ooxml.write(tmp_path / "a.docx", text)).pages[0].blocks
    assert (blocks[0].kind, blocks[0].text) == (BlockKind.FORMULA, "\\frac{a}{b}")
    assert blocks[0].markdown == "$$\\frac{a}{b}$$"
    assert blocks[1].text == "so $\\frac{a}{b}$ < 1"


def test_notes_in_tables_are_referred_to_by_the_table(tmp_path: Path) -> None:
    text = table(
        row(cell("k"), cell("v")),
        row(cell("a"), cell(paragraph(run("5") + reference("footnote", 2)))),
    ) + paragraph("after")
    parts = {"footnotes": note("footnote", 2, "about five")}
    document = read(DOCX, ooxml.write(tmp_path / "a.docx", text, parts=parts))
    assert body(document) == ["table 2x2", "text after", "note 1 about five"]
    assert document.pages[0].blocks[0].note_refs == ["1"]
    assert grid(document.pages[0].blocks[0].table)[1] == ["a", "5¹"]
