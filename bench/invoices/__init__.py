"""Invoices with known truth: 20 layouts in 5 languages, drawn as PDF. Judges the finder.

None of the layouts, wordings' order or companies is used in training (`tools/training_documents`).
"""
