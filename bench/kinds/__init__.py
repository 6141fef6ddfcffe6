"""Fourteen kinds of documents in seven languages with schemas as users write them, drawn as PDF.

Nothing here is used in training: neither the kinds, nor the layouts, nor the labels, nor the
values (which Faker makes).
"""
