"""The schema step in Excel-template mode: find what the headers ask for, fill the copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from octavo.documents import Document
from octavo.finding import configured
from octavo.finding.finder import Finder
from octavo.steps import schema
from octavo.steps.template import Form, Template, missing, record_schema

TREES = ("values", "citations", "confidence")
NOTHING: dict[str, Any] = {"values": None, "citations": "", "confidence": 0.0}


def run(
    documents: list[tuple[str | None, Document]],
    template: Path,
    filled: Path,
    config: schema.SchemaConfig,
    page_range: str | None = None,
    finder: Finder | None = None,
) -> dict[str, Any]:
    """As schema.run_single, the schema taken from `template`; writes the workbook `filled`.

    Raises FileCorrupted, SchemaMissing for a template that is none.
    """
    opened = Template(template)
    finder = finder or configured.finder()

    def find(wanted: dict[str, Any]) -> dict[str, Any]:
        asked = schema.SchemaConfig(wanted, config.schema_prompt, config.effort)
        return schema.run_single(documents, asked, page_range, finder)

    found = find(opened.schema)
    for form in opened.forms:
        columns = missing(form, found["values"].get(form.title))
        if columns:
            _repeat(found, form, find(record_schema(columns)))
    warnings = found.pop("warnings", []) + opened.save(found["values"], filled)
    return found | ({"warnings": warnings} if warnings else {})


def _repeat(found: dict[str, Any], form: Form, single: dict[str, Any]) -> None:
    """Put what was found once for the document into every row; into one row if there is none."""
    headers = {column.name.casefold() for column in form.columns}
    given = {
        name
        for name, value in single["values"].items()
        # A header of the document's own table is no value of another column.
        if value is not None and str(value).casefold() not in headers
    }
    if not given:
        return
    count = len(found["values"].get(form.title) or []) or 1
    for tree in TREES:
        rows = found[tree].get(form.title) or [{} for _ in range(count)]
        empty = {column.name: NOTHING[tree] for column in form.columns}
        extra = {name: single[tree][name] for name in given}
        found[tree][form.title] = [empty | row | extra for row in rows]
