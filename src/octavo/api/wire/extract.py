"""The body of POST /extract and of `extract_options`, and its meaning."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field, field_validator

from octavo.api.wire.base import Wire
from octavo.errors import InvalidBody, InvalidChunkSize, RequestError
from octavo.formats import pages as page_range
from octavo.formats.base import SpreadsheetOptions
from octavo.steps.task import ExtractOptions

ChunkKind = Literal["semantic", "header", "page", "recursive"]
CHUNK_KINDS: tuple[ChunkKind, ...] = ("semantic", "header", "page", "recursive")
CHUNK_SIZES = range(100, 10_001)
DEFAULT_CHUNK_SIZE = 1000


class FigureProcessing(Wire):
    description: bool = False
    show_images: bool = False


class Chunking(Wire):
    chunk_types: list[ChunkKind] = ["semantic"]
    chunk_size: int = DEFAULT_CHUNK_SIZE


class AltOutputs(Wire):
    wlbb: bool = False
    return_html: bool = False
    return_xml: bool = False


class Extensions(Wire):
    footnote_references: bool = False
    chunking: Chunking | None = None
    alt_outputs: AltOutputs = Field(default_factory=AltOutputs)
    merge_tables: Any = None


class Spreadsheet(Wire):
    include_hidden_rows: bool = False
    include_hidden_cols: bool = False
    include_hidden_sheets: bool = False
    use_raw_values: bool = False
    only_data_rows: bool = False
    only_data_cols: bool = False


class Storage(Wire):
    """Whether the extraction is kept for later steps, and where.

    `reuse` is an addition of ours: if the same file was extracted before with the same options,
    that extraction is taken over, with its id; the result says `reused` and costs nothing. Only
    the caller's own extractions are, and only while they are kept.
    """

    enabled: bool = True
    reuse: bool = False
    folder_name: str | None = None
    folder_id: str | None = None


class ExtractSettings(Wire):
    """The options of an extraction: current names first, deprecated ones below."""

    model: Literal["default", "pulse-ultra-2"] = "default"
    extraction_config_id: str | None = None
    pages: str | None = None
    figure_processing: FigureProcessing = Field(default_factory=FigureProcessing)
    extensions: Extensions = Field(default_factory=Extensions)
    spreadsheet: Spreadsheet = Field(default_factory=Spreadsheet)
    storage: Storage = Field(default_factory=Storage)
    force_url: bool = False

    structured_output: dict[str, Any] | None = None
    schema_: dict[str, Any] | str | None = Field(None, alias="schema")
    experimental_schema: dict[str, Any] | str | None = None
    schema_prompt: str | None = None
    custom_prompt: str | None = None
    chunking: str | list[str] | None = None
    chunk_size: int | None = None
    extract_figure: bool | None = None
    figure_description: bool | None = None
    show_images: bool | None = None
    return_html: bool | None = None
    thinking: bool | None = None

    @field_validator("pages", mode="before")
    @classmethod
    def _page_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def options(self) -> ExtractOptions:
        """What is asked, in the terms of the step.

        Raises InvalidPageRange, InvalidChunkSize, RequestError, InvalidBody.
        """
        if self.pages is not None:
            page_range.check(self.pages)
        if self.storage.reuse and not self.storage.enabled:
            raise RequestError("storage.reuse needs storage.enabled: what it finds is stored")
        chunking, extras = self._chunking(), self.extensions
        alternates = extras.alt_outputs
        return ExtractOptions(
            pages=self.pages,
            figure_description=self.figure_processing.description or bool(self.figure_description),
            show_images=self.figure_processing.show_images or bool(self.show_images),
            footnotes=extras.footnote_references,
            chunk_kinds=list(chunking.chunk_types) if chunking else [],
            chunk_size=chunking.chunk_size if chunking else DEFAULT_CHUNK_SIZE,
            word_boxes=alternates.wlbb,
            html=alternates.return_html,
            xml=alternates.return_xml,
            merge_tables=bool(extras.merge_tables),
            spreadsheet=SpreadsheetOptions(**self.spreadsheet.model_dump()),
            store=self.storage.enabled,
            reuse=self.storage.reuse,
            folder=self.storage.folder_id or self.storage.folder_name,
            force_url=self.force_url,
            legacy_html=bool(self.return_html),
            legacy_chunks=extras.chunking is None and self.chunking is not None,
            structured=self._structured(),
            warnings=self._warnings(),
        )

    def _chunking(self) -> Chunking | None:
        chunking = self.extensions.chunking
        if chunking is None and self.chunking is not None:
            named = self.chunking if isinstance(self.chunking, list) else self.chunking.split(",")
            kinds = [kind for name in named if (kind := _chunk_kind(name.strip()))]
            chunking = Chunking(
                chunk_types=kinds or ["semantic"], chunk_size=self.chunk_size or DEFAULT_CHUNK_SIZE
            )
        for size in (self.chunk_size, chunking.chunk_size if chunking else None):
            if size is not None and size not in CHUNK_SIZES:
                raise InvalidChunkSize(
                    f"chunk_size is {size}; give a number of characters from "
                    f"{CHUNK_SIZES.start} to {CHUNK_SIZES.stop - 1}"
                )
        return chunking

    def _structured(self) -> dict[str, Any] | None:
        if self.structured_output is not None:
            return self.structured_output
        schema = self.schema_ if self.schema_ is not None else self.experimental_schema
        if schema is None and self.schema_prompt is None:
            return None
        return {"schema": _decoded(schema), "schema_prompt": self.schema_prompt or ""}

    def _warnings(self) -> list[str]:
        deprecated = {
            "structured_output": "POST /schema",
            "schema_": "POST /schema",
            "experimental_schema": "POST /schema",
            "schema_prompt": "POST /schema",
            "custom_prompt": "",
            "chunking": "extensions.chunking",
            "chunk_size": "extensions.chunking.chunk_size",
            "extract_figure": "figure_processing",
            "figure_description": "figure_processing.description",
            "show_images": "figure_processing.show_images",
            "return_html": "extensions.alt_outputs.return_html",
            "thinking": "",
        }
        found = []
        for name, instead in deprecated.items():
            if getattr(self, name) is not None:
                advice = f"use {instead}" if instead else "it has no effect"
                found.append(f"'{name.strip('_')}' is deprecated: {advice}")
        if self.model != "default":
            found.append(f"model '{self.model}' is not offered here; 'default' was used")
        return found


class ExtractRequest(ExtractSettings):
    """POST /extract: one source, and the options."""

    file_url: str | None = None
    async_: bool = Field(False, alias="async")


def _chunk_kind(name: str) -> ChunkKind | None:
    for kind in CHUNK_KINDS:
        if name.lower() == kind:
            return kind
    if name:
        raise RequestError(f"Unknown chunking {name!r}; choose from {', '.join(CHUNK_KINDS)}")
    return None


def _decoded(schema: dict[str, Any] | str | None) -> Any:
    """A schema given as JSON text, however often it was encoded."""
    for _ in range(4):
        if not isinstance(schema, str):
            return schema
        try:
            schema = json.loads(schema)
        except ValueError as error:
            raise InvalidBody(f"schema is not JSON: {error}") from None
    return schema
