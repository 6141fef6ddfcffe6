"""How pages are understood: OCR, layout, tables, headings, figures."""
