"""Where documents come from: object-store prefixes, folders, URLs, and uploads kept before.

Listing streams: a hundred thousand keys pass through, none are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from octavo.storage.artifacts import Artifacts

SUPPORTED_EXTENSIONS = frozenset(
    ".pdf .png .jpg .jpeg .webp .tif .tiff .bmp .gif .docx .doc .pptx .ppt .xlsx .xlsm .xlsb .xls"
    " .ods .odt .odp .csv .tsv .html .htm .xhtml .mhtml .mht .txt .md .markdown .rtf .epub .eml"
    " .msg".split()
)
"""What is picked from a prefix or folder; a file named one by one is judged by its bytes."""


class Source(msgspec.Struct, frozen=True):
    """One input document. `name` labels it: its path relative to the prefix ("sub/report.pdf").

    `uri` is an object-store URI, a URL, an absolute path, or the key of an artifact.
    """

    kind: Literal["s3", "url", "path", "artifact"]
    uri: str
    name: str
    size: int | None = None


def list_prefix(uri: str) -> Iterator[Source]:
    """Every supported file below an s3://, gs:// or az:// prefix, or the one object it names.

    Keys ending in "/" and unsupported extensions are passed over. Raises RequestError for a
    malformed URI, DestinationRefused (400) for a missing bucket or refused access, StorageError.
    """
    raise NotImplementedError


def list_folder(path: str, roots: Sequence[Path]) -> Iterator[Source]:
    """Every supported file below an absolute folder (or the one file) inside `roots`, sorted.

    Raises DestinationRefused for a place outside `roots`, NoInput for one that is not there.
    """
    raise NotImplementedError


def check_url(url: str) -> Source:
    """The source a URL names, without connecting. Raises DownloadFailed (400) if malformed."""
    raise NotImplementedError


def fetch(source: Source, target: Path, *, max_bytes: int, artifacts: Artifacts | None) -> str:
    """Stream a source to the file `target`; give back the best name known for it.

    Raises FileTooLarge, DownloadFailed, NotStored, StorageError.
    """
    raise NotImplementedError
