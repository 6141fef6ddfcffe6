"""What a format is: a plug-in that reads one family of files into a Document.

A format is a module-level object registered under the entry point group `octavo.formats`.
Readers run in a limited child process; they may use all its memory and time, never the network,
and raise the errors of `octavo.errors` for files they cannot read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from octavo.documents import Document

Progress = Callable[[int, int], None]
"""Is told the number of pages read, and of all that are to be."""


def silent(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class SpreadsheetOptions:
    """The API's `spreadsheet` options."""

    include_hidden_rows: bool = False
    include_hidden_cols: bool = False
    include_hidden_sheets: bool = False
    use_raw_values: bool = False
    only_data_rows: bool = False
    only_data_cols: bool = False


@dataclass(frozen=True)
class ReadOptions:
    """What the caller asked of a reading. `pages` is the API's page range ("1-3,5") or None.

    `images` asks readers to keep the PNG bytes of figures; `words` to keep word boxes. A reader
    that may take long tells `progress` of its pages.
    """

    pages: str | None = None
    images: bool = False
    words: bool = False
    spreadsheet: SpreadsheetOptions = field(default_factory=SpreadsheetOptions)
    progress: Progress = silent


class Format(Protocol):
    """A reader of one family of files."""

    name: str
    """What errors and `Document.kind` call it: "pdf", "image", "docx" …"""
    kinds: frozenset[str]
    """The sniffed kinds (`octavo.formats.sniff`) it reads."""

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """Read the file at `path`, whose sniffed kind is `kind`.

        Raises `octavo.errors.FileCorrupted`, `PasswordProtected`, `EmptyFile` or
        `InvalidPageRange`; anything else that escapes is reported as a failure to process.
        """
        ...
