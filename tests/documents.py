"""Documents made for tests, with known content."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

LINES_PER_PAGE = 45


def write_pdf(path: Path, marker: str, pages: int = 1) -> Path:
    """A PDF of `pages` pages of text; each says `marker` and its page number."""
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(72, 780, f"Report {marker} page {page}")
        canvas.setFont("Helvetica", 10)
        for line in range(LINES_PER_PAGE):
            canvas.drawString(72, 750 - 14 * line, f"Line {line} of {marker} on page {page}.")
        canvas.showPage()
    canvas.save()
    return path


def write_filing(path: Path, marker: str, pages: int) -> Path:
    """A PDF about money on its first half and about risks on the rest; every page says `marker`."""
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(1, pages + 1):
        money = page <= (pages + 1) // 2
        rows = [("Services", f"{page},200"), ("Total revenue", f"{page},900")] if money else []
        canvas.setFont("Helvetica-Bold", 16)
        title = "Financial statements" if money else "Risk factors"
        canvas.drawString(72, 780, f"{title} of {marker}, page {page}")
        canvas.setFont("Helvetica", 10)
        for number, (name, amount) in enumerate(rows):
            canvas.drawString(72, 750 - 14 * number, name)
            canvas.drawRightString(400, 750 - 14 * number, amount)
        if not money:
            canvas.drawString(72, 750, f"Risk: the courts may rule against {marker} ({page}).")
        canvas.showPage()
    canvas.save()
    return path


def write_encrypted_pdf(path: Path, password: str) -> Path:
    """A PDF that only a user who knows the password may open."""
    canvas = Canvas(str(path), encrypt=StandardEncryption(password, strength=128))
    canvas.drawString(72, 720, "A secret.")
    canvas.save()
    return path


def write_text(path: Path, marker: str) -> Path:
    """A plain text that says `marker`."""
    path.write_text(f"Note {marker}\n\nThis note says {marker}.\n")
    return path


def write_endless_pdf(path: Path, pages: int) -> Path:
    """A small PDF that declares `pages` pages, all showing one and the same content."""
    text = "".join(f"1 0 0 1 72 {760 - 14 * n} Tm (Line {n} again.) Tj " for n in range(50))
    content = f"BT /F1 10 Tf {text} ET".encode()
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *[page + b"/Contents 4 0 R>>"] * pages,
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    path.write_bytes(out)
    return path


def write_picture(path: Path, text: str) -> Path:
    """A PNG image that shows `text`."""
    image = Image.new("RGB", (60 + 30 * len(text), 120), "white")
    font = ImageFont.load_default(48)
    ImageDraw.Draw(image).text((20, 30), text, fill="black", font=font)
    image.save(path, "PNG")
    return path
