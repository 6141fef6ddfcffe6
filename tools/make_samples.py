"""Makes the documents in samples/: one small file of each common kind, all about one made-up firm.

    python tools/make_samples.py [FOLDER]

The files are committed; run this only to change them.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import xlsxwriter
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Inches
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    Flowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

FIRM = "Harbour Lights Bakery Ltd"
SALES = [
    ["Product", "January", "February", "March"],
    ["Rye bread", "1,240.50", "1,310.00", "1,405.75"],
    ["Sourdough", "2,310.00", "2,150.25", "2,480.00"],
    ["Cinnamon buns", "980.00", "1,020.50", "1,115.25"],
    ["Total", "4,530.50", "4,480.75", "5,001.00"],
]
INVOICE = [
    ["Item", "Quantity", "Unit price", "Amount"],
    ["Flour, 25 kg", "12", "18.40", "220.80"],
    ["Butter, 5 kg", "6", "41.00", "246.00"],
    ["Yeast, 1 kg", "10", "7.25", "72.50"],
    ["Total due", "", "", "539.30"],
]
STORY = (
    f"{FIRM} opened its second shop on the quay in March. The new oven bakes forty loaves at a "
    "time and uses a third less energy than the one it replaced."
)


def invoice_pdf(path: Path) -> None:
    styles = getSampleStyleSheet()
    story: list[Flowable] = [
        Paragraph("Invoice 2026-0042", styles["Title"]),
        Paragraph("Northern Mills Cooperative, 4 Dock Road, Whitby", styles["Normal"]),
        Paragraph(f"Billed to: {FIRM}", styles["Normal"]),
        Paragraph("Invoice date: 14 March 2026", styles["Normal"]),
        Spacer(1, 18),
        _ruled(INVOICE),
        Spacer(1, 18),
        Paragraph("Payment is due within 30 days.", styles["Normal"]),
    ]
    SimpleDocTemplate(str(path), pagesize=A4, title="Invoice 2026-0042", invariant=1).build(story)


def report_pdf(path: Path) -> None:
    styles = getSampleStyleSheet()
    story: list[Flowable] = [
        Paragraph("Quarterly report", styles["Title"]),
        Paragraph("Summary", styles["Heading1"]),
        Paragraph(STORY, styles["Normal"]),
        Paragraph("Sales by product", styles["Heading1"]),
        _ruled(SALES),
        PageBreak(),
        Paragraph("Risks", styles["Heading1"]),
        Paragraph("The price of rye rose by 8 % in the quarter.", styles["Normal"]),
        Paragraph("Outlook", styles["Heading1"]),
        Paragraph("A third shop is planned for the autumn.", styles["Normal"]),
    ]
    SimpleDocTemplate(str(path), pagesize=A4, title="Quarterly report", invariant=1).build(story)


def _ruled(rows: list[list[str]]) -> Table:
    table = Table(rows)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
                ("ALIGN", (1, 1), (-1, -1), "RIGHT"),
            ]
        )
    )
    return table


def receipt() -> Image.Image:
    image = Image.new("RGB", (760, 900), "white")
    draw = ImageDraw.Draw(image)
    lines = [
        FIRM,
        "12 Quay Street, Whitby",
        "Date: 03/04/2026",
        "",
        "Rye bread        4.20",
        "Cinnamon bun     2.80",
        "Coffee           3.10",
        "",
        "TOTAL           10.10",
        "Thank you for your visit",
    ]
    for number, line in enumerate(lines):
        draw.text((60, 60 + number * 72), line, fill="black", font=ImageFont.load_default(34))
    return image


def scanned_pdf(path: Path) -> None:
    receipt().convert("L").save(path, "PDF", resolution=120)


def fax_tiff(path: Path) -> None:
    pages = [receipt().convert("1"), receipt().rotate(180).convert("1")]
    pages[0].save(
        path, save_all=True, append_images=pages[1:], compression="group4", dpi=(120, 120)
    )


def contract_docx(path: Path) -> None:
    document = docx.Document()
    document.add_heading("Supply agreement", level=1)
    document.add_paragraph(f"This agreement is made between {FIRM} and Northern Mills Cooperative.")
    document.add_heading("Deliveries", level=2)
    for clause in ("Flour is delivered on Mondays.", "Butter is delivered on Thursdays."):
        document.add_paragraph(clause, style="List Number")
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    for row in INVOICE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


def deck_pptx(path: Path) -> None:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[0])
    first.shapes.title.text = "Spring plan"
    first.placeholders[1].text = FIRM
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Sales by product"
    frame = second.shapes.add_table(len(SALES), 4, Inches(1), Inches(2), Inches(8), Inches(3))
    for r, row in enumerate(SALES):
        for c, text in enumerate(row):
            frame.table.cell(r, c).text = text
    deck.save(str(path))


def workbook_xlsx(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Sales")
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, SALES[0], bold)
    for r, row in enumerate(SALES[1:], start=1):
        sheet.write(r, 0, row[0])
        for c, text in enumerate(row[1:], start=1):
            sheet.write_number(r, c, float(text.replace(",", "")), money)
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"name": "March", "categories": "=Sales!$A$2:$A$4", "values": "=Sales!$D$2:$D$4"}
    )
    chart.set_title({"name": "March sales"})
    sheet.insert_chart("F2", chart)
    book.close()


def table_csv(path: Path) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(SALES)
    path.write_text(buffer.getvalue(), encoding="utf-8")


def page_html(path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in SALES[1:])
    head = "".join(f"<th>{c}</th>" for c in SALES[0])
    path.write_text(
        f"<!doctype html><html><head><title>{FIRM}</title></head><body>"
        f"<nav><a href='/'>Home</a></nav><main><h1>Our quarter</h1><p>{STORY}</p>"
        f"<table><tr>{head}</tr>{rows}</table></main></body></html>",
        encoding="utf-8",
    )


def notes_md(path: Path) -> None:
    path.write_text(
        f"# Notes\n\n{STORY}\n\n- order flour\n- call the mill\n  - ask for Ada\n\n"
        "| Day | Opening |\n|---|---|\n| Monday | 7:00 |\n| Sunday | 9:00 |\n"
    )


def letter_txt(path: Path) -> None:
    path.write_text(f"Dear Ada,\n\n{STORY}\n\nKind regards,\nBo\n")


def letter_rtf(path: Path) -> None:
    path.write_text(r"{\rtf1\ansi{\b Delivery note}\par Twelve sacks of flour.\par}")


def mail_eml(path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "Ada <ada@mills.example>", "Bo <bo@bakery.example>"
    message["Subject"], message["Date"] = "Your order", "Sat, 14 Mar 2026 09:00:00 +0000"
    message.set_content("Dear Bo,\n\nthe price list is attached.\n\nAda\n")
    rows = "\n".join(",".join(cell.replace(",", "") for cell in row) for row in INVOICE)
    message.add_attachment(rows.encode(), maintype="text", subtype="csv", filename="prices.csv")
    path.write_bytes(message.as_bytes())


def book_epub(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>",
        )
        book.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Bread</dc:title>'
            '<dc:identifier id="id">bread-1</dc:identifier><dc:language>en</dc:language></metadata>'
            '<manifest><item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/>'
            "</manifest>"
            '<spine><itemref idref="c1"/></spine></package>',
        )
        book.writestr(
            "c1.xhtml",
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Bread</title></head><body>'
            f"<h1>Rye</h1><p>{STORY}</p></body></html>",
        )


MAKERS = {
    "invoice.pdf": invoice_pdf,
    "report.pdf": report_pdf,
    "receipt-scan.pdf": scanned_pdf,
    "fax.tiff": fax_tiff,
    "contract.docx": contract_docx,
    "plan.pptx": deck_pptx,
    "sales.xlsx": workbook_xlsx,
    "sales.csv": table_csv,
    "page.html": page_html,
    "notes.md": notes_md,
    "letter.txt": letter_txt,
    "delivery.rtf": letter_rtf,
    "order.eml": mail_eml,
    "bread.epub": book_epub,
}


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "samples")
    folder.mkdir(exist_ok=True)
    for name, make in MAKERS.items():
        make(folder / name)
    receipt().save(folder / "receipt.png", optimize=True)


if __name__ == "__main__":
    main()
