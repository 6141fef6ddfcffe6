"""Scans, OCR and image files."""
