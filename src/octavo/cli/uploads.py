"""The files of this machine that a batch is sent: which, under what names, and how."""

from __future__ import annotations

import os
from collections.abc import Iterator
from glob import escape, iglob
from itertools import takewhile
from pathlib import Path, PurePath
from typing import IO

from octavo.cli.inputs import refuse


class Upload:
    """A file to be read once, open only meanwhile: a request may send more than can be open."""

    def __init__(self, name: PurePath | str, path: Path) -> None:
        self.path = path
        # A name that is not UTF-8 cannot be sent as it is.
        self.name = os.fsencode(name).decode(errors="replace")
        self._file: IO[bytes] | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, none at the end."""
        if self._file is None:
            self._file = self.path.open("rb")
        piece = self._file.read(size)
        if not piece:
            self._file.close()
        return piece


def find(sources: list[str]) -> list[Upload]:
    """The files that are named, and what a server would read of the folders.

    Each is called by its path below its folder, or below the fixed part of its glob.
    """
    found = [upload for source in sources for upload in _find(source)]
    if not found:
        refuse(f"There is no document in {', '.join(sources)}")
    for upload in found:
        if not os.access(upload.path, os.R_OK):
            refuse(f"The file {upload.path} may not be read")
    return found


def _find(source: str) -> Iterator[Upload]:
    path = Path(source)
    if path.is_dir():
        yield from _below(path)
    elif path.is_file():
        yield Upload(path.name, path)
    else:
        fixed = Path(*takewhile(lambda part: escape(part) == part, path.parts))
        matches = map(Path, iglob(source, recursive=True))  # noqa: PTH207
        files = sorted(match for match in matches if match.is_file())
        if not files:
            refuse(f"There is no file {source}")
        for file in files:
            yield Upload(file.relative_to(fixed), file)


def _below(folder: Path) -> Iterator[Upload]:
    from octavo.errors import OctavoError
    from octavo.storage.kept import Kept
    from octavo.storage.sources import list_folder

    try:
        for source in list_folder(str(folder.resolve()), [Path("/")], Kept()):
            yield Upload(source.name, Path(source.uri))
    except OctavoError:
        refuse(f"There is a folder in {folder} that may not be read")
