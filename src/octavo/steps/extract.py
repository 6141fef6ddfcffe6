"""Extract: a file becomes a Document, and the Document the contract's extraction result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from octavo.documents import Document
from octavo.errors import OctavoError
from octavo.formats import registry
from octavo.formats.base import Progress, ReadOptions, silent
from octavo.render import boxes, markdown
from octavo.steps import figures, progress
from octavo.steps.task import DOCUMENT, IMAGES, RESULT, SOURCE, TASK, ExtractOptions, ExtractTask


def run(folder: Path) -> dict[str, Any]:
    """Read `source` into `result.json`, `document.json` and `images/`; pages and credits."""
    task = msgspec.json.decode((folder / TASK).read_bytes(), type=ExtractTask)
    document = read(folder / SOURCE, task, progress.teller(folder))
    if task.options.figure_description:
        keep = task.options.show_images
        document.warnings += figures.describe(document, keep_images=keep)
    images = _write_images(document, folder) if task.options.show_images else []
    (folder / RESULT).write_bytes(msgspec.json.encode(result(document, task)))
    if task.options.store:
        (folder / DOCUMENT).write_bytes(msgspec.json.encode(document))
    pages = max(1, len(document.pages))
    return {"pages": pages, "credits": float(pages), "images": images}


def read(path: Path, task: ExtractTask, tell: Progress = silent) -> Document:
    """The file at `path` as a Document, read as the task's options say."""
    options = task.options
    read_options = ReadOptions(
        pages=options.pages,
        images=options.show_images or figures.needs_images(described=options.figure_description),
        words=options.word_boxes,
        spreadsheet=options.spreadsheet,
        progress=tell,
    )
    return registry.read(path, task.name, read_options)


def result(document: Document, task: ExtractTask) -> dict[str, Any]:
    """The part of the result that the document and the options decide."""
    options = task.options
    image_url = (lambda name: f"{task.image_base}{name}.png") if options.show_images else None
    warnings = options.warnings + document.warnings
    body: dict[str, Any] = {
        "markdown": markdown.render(document, image_url=image_url),
        "bounding_boxes": boxes.render(document, image_url=image_url),
        "page_count": max(1, len(document.pages)),
    }
    extensions = _extensions(document, options, warnings)
    if extensions:
        body["extensions"] = extensions
    body |= _legacy(document, options) | _structured(document, options)
    return body | {"warnings": warnings}


def _extensions(document: Document, options: ExtractOptions, warnings: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if options.chunk_kinds and not options.legacy_chunks:
        found["chunking"] = _chunks(document, options)
    if options.footnotes:
        found["footnoteReferences"] = boxes.footnote_references(document)
    if options.merge_tables:
        found["merge_tables"] = {}
    outputs = _alternates(document, options, warnings)
    return found | ({"altOutputs": outputs} if outputs else {})


def _alternates(document: Document, options: ExtractOptions, warnings: list[str]) -> dict[str, Any]:
    from octavo.render import html, xml

    outputs: dict[str, Any] = {}
    if options.word_boxes:
        if document.kind == "pdf":
            outputs["wlbb"] = {"words": boxes.word_boxes(document)}
        else:
            warnings.append("altOutputs.wlbb is given for PDF only")
    if options.html:
        outputs["html"] = html.render(document)
    if options.xml:
        outputs["xml"] = xml.render(document)
    return outputs


def _legacy(document: Document, options: ExtractOptions) -> dict[str, Any]:
    from octavo.render import html

    body: dict[str, Any] = {}
    if options.legacy_html:
        body["html"] = html.render(document)
    if options.legacy_chunks:
        body["chunks"] = _chunks(document, options)
    return body


def _structured(document: Document, options: ExtractOptions) -> dict[str, Any]:
    """The deprecated inline schema run; the extraction succeeds whatever becomes of it."""
    if options.structured is None:
        return {}
    from octavo.finding import json_schema
    from octavo.steps import schema

    asked = options.structured
    try:
        config = schema.drafted(
            schema.SchemaConfig(
                input_schema=asked.get("schema"),
                schema_prompt=asked.get("schema_prompt") or asked.get("schemaPrompt") or "",
                effort=bool(asked.get("effort")),
            )
        )
        wanted = json_schema.prepare(config.input_schema)
        found = schema.run_single([(None, document)], config)
    except OctavoError as error:
        return {"schema_error": error.message}
    return {"structured_output": found, "input_schema": wanted}


def _chunks(document: Document, options: ExtractOptions) -> dict[str, list[str]]:
    from octavo.render.chunks import chunks

    return chunks(document, options.chunk_kinds, options.chunk_size)


def _write_images(document: Document, folder: Path) -> list[str]:
    names = []
    (folder / IMAGES).mkdir(exist_ok=True)
    for _, block in document.blocks():
        if block.figure is not None and block.figure.image is not None:
            names.append(f"{block.id}.png")
            (folder / IMAGES / names[-1]).write_bytes(block.figure.image)
    return names
