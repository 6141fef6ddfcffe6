"""Documents made for tests, with known content."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
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


def write_text(path: Path, marker: str) -> Path:
    """A plain text that says `marker`."""
    path.write_text(f"Note {marker}\n\nThis note says {marker}.\n")
    return path
