"""Makes the small files in `data/` that only an office suite can write.

Run `python -m tests.formats_office.make_data` where LibreOffice is installed: a Word file and a
presentation made here are saved as .doc, .rtf, .odt, .ppt and .odp. The tests read what is in the
repository and need no LibreOffice.
"""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from tests.formats_office import ooxml
from tests.formats_office.ooxml import cell, item, level, paragraph, row, run, table

DATA = Path(__file__).parent / "data"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "%2)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + level(0, "bullet", "•")
    + level(1, "bullet", "•")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num>'
)


def red_png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 4), "red").save(out, "PNG")
    return out.getvalue()


def word_file(path: Path) -> Path:
    """Every feature the text formats share, once."""
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    link = f'<w:hyperlink r:id="L1">{run("a link")}</w:hyperlink>'
    picture = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="360000" cy="180000"/>'
        '<wp:docPr id="1" name="P" descr="a red box"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="P" descr="a red box"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="P1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="180000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )
    inner = table(row(cell("x"), cell("y")), row(cell("z"), cell("w")))
    body = (
        paragraph("The Book", "Title")
        + paragraph("Terms", "Heading1")
        + paragraph(
            run("Plain, ") + run("bold", "<w:b/>") + run(" and ") + run("italic", "<w:i/>")
            + run(" with ") + link + run(" and Grüße aus Łódź – 東京") + note + run(".")
        )
        + item("first", 1) + item("inner", 1, 1) + item("second", 1)
        + item("dot", 9) + item("deeper dot", 9, 1)
        + paragraph("Prices", "Heading2")
        + table(
            row(cell("Item"), cell("Price", '<w:gridSpan w:val="2"/>')),
            row(cell("Nut", '<w:vMerge w:val="restart"/>'), cell("1.50"), cell("EUR")),
            row(cell("", "<w:vMerge/>"), cell("1.60"), cell("USD")),
        )
        + paragraph("between")
        + table(
            row(cell("k"), cell("v")),
            row(cell(paragraph("in") + inner + paragraph("")), cell("r")),
        )
        + paragraph(picture)
        + paragraph("Second page", "Heading1", "<w:pageBreakBefore/>")
        + paragraph(run("The ") + run("gone ", "<w:vanish/>") + run("end."))
        + '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )  # fmt: skip
    page = f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>'
    return ooxml.write(
        path,
        body,
        parts={
            "numbering": _NUMBERING,
            "header1": paragraph("Running head"),
            "footer1": paragraph(run("Page ") + page),
            "footnotes": '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="1"><w:p/></w:footnote>'
            f'<w:footnote w:id="2">{paragraph(run("Said in passing."))}</w:footnote>',
        },
        relations=f'<Relationship Id="L1" Type="{_REL}hyperlink" Target="https://example.org/x" '
        f'TargetMode="External"/><Relationship Id="P1" Type="{_REL}image" Target="media/p.png"/>',
        files={"media/p.png": red_png()},
    )


def slides_file(path: Path) -> Path:
    """Titles, levels, order by place, a table with merges, a group, a picture, notes, hiding."""
    show = Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Agenda"
    frame = first.placeholders[1].text_frame
    frame.text = "Welcome"
    for text, depth in (("Detail", 1), ("Close – Łódź", 0)):
        one = frame.add_paragraph()
        one.text, one.level = text, depth
    first.notes_slide.notes_text_frame.text = "Speak slowly"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Figures"
    for text, left, top in (("low right", 5, 5), ("low left", 1, 5), ("upper", 1, 1.7)):
        box = second.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(0.5))
        box.text_frame.text = text
    grid = second.shapes.add_table(3, 2, Inches(1), Inches(2.5), Inches(6), Inches(1.5)).table
    for at, text in enumerate(["Item", "Price", "Nut", "1", "", "2"]):
        grid.cell(at // 2, at % 2).text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    third = show.slides.add_slide(show.slide_layouts[6])
    group = third.shapes.add_group_shape()
    for text, left in (("B", 5), ("A", 2)):
        shape = group.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, Inches(left), Inches(2), Inches(2), Inches(1)
        )
        shape.text_frame.text = text
    third.shapes.add_picture(io.BytesIO(red_png()), Inches(1), Inches(5), Inches(2), Inches(1))
    third._element.set("show", "0")
    show.save(str(path))
    return path


def main() -> int:
    DATA.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        word = word_file(Path(folder) / "text.docx")
        slides = slides_file(Path(folder) / "slides.pptx")
        for source, kinds in ((word, ("doc", "rtf", "odt")), (slides, ("ppt", "odp"))):
            for kind in kinds:
                command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(DATA)]
                subprocess.run([*command, str(source)], check=True, timeout=180)
    large = DATA / "slides.ppt"
    large.with_suffix(".ppt.gz").write_bytes(gzip.compress(large.read_bytes(), 9, mtime=0))
    large.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
