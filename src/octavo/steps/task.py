"""What lies in a task's folder: the request, the names of the files in and out. Light to import,
because the process that hands tasks out does not do them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from octavo.formats.base import SpreadsheetOptions

TASK = "task.json"
SOURCE = "source"
RESULT = "result.json"
DOCUMENT = "document.json"
IMAGES = "images"
SPLITS = "splits.json"
TEMPLATE = "template.xlsx"
FILLED = "filled.xlsx"


class ExtractOptions(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What a caller asked of an extraction, deprecated names already translated.

    `legacy_*` put a result where older clients look for it, at the top level. `structured` is
    the schema configuration of a deprecated inline schema run.
    """

    pages: str | None = None
    figure_description: bool = False
    show_images: bool = False
    footnotes: bool = False
    chunk_kinds: list[str] = []
    chunk_size: int = 1000
    word_boxes: bool = False
    html: bool = False
    xml: bool = False
    merge_tables: bool = False
    spreadsheet: SpreadsheetOptions = msgspec.field(default_factory=SpreadsheetOptions)
    store: bool = True
    folder: str | None = None
    force_url: bool = False
    reuse: bool = False
    legacy_html: bool = False
    legacy_chunks: bool = False
    structured: dict[str, Any] | None = None
    warnings: list[str] = []


class ExtractTask(msgspec.Struct, kw_only=True):
    """One file to read: the name its sender gave it, and where its images will be served."""

    name: str
    options: ExtractOptions
    image_base: str = ""


class LaterTask(msgspec.Struct, kw_only=True):
    """What is asked of stored extractions.

    `names` are the extraction ids of the documents, in the order of their files. `splits` maps
    topics to page numbers where the task is scoped by a split. `config` is the contract's
    configuration object of the step, in snake_case; `extra` goes into the result as it is.
    """

    names: list[str]
    config: dict[str, Any]
    page_range: str | None = None
    splits: dict[str, list[int]] | None = None
    merged: bool = False
    extra: dict[str, Any] = {}
