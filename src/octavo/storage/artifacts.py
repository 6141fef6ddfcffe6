"""Where results and uploads are kept: keyed bytes in a folder or an object store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import obstore

from octavo.errors import NotStored
from octavo.storage.stores import explained, open_root

CHUNK = 1024 * 1024


class Artifacts:
    """Bytes by key ("results/<id>.json") under one root.

    A write is atomic: a reader sees the bytes of before or all of the new ones. Every method
    raises StorageError if the store fails, those that read NotStored for a missing key.
    """

    def __init__(self, url: str) -> None:
        """`url` is a folder (made if missing) or an s3://, gs://, az:// URL with a prefix."""
        self.url = url
        self._store, self._prefix = open_root(url)

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, in the place of what was there."""
        with explained(self.url):
            obstore.put(self._store, self._prefix + key, data)

    def put_file(self, key: str, path: Path) -> None:
        """Keep the content of a local file under `key`; it is streamed."""
        with explained(self.url), path.open("rb") as file:
            obstore.put(self._store, self._prefix + key, file)

    def get(self, key: str) -> bytes:
        """All bytes under `key`."""
        with self._reading(key):
            return bytes(obstore.get(self._store, self._prefix + key).bytes())

    def stream(self, key: str) -> Iterator[bytes]:
        """The bytes under `key` in pieces of about a megabyte; a missing key raises at once."""
        with self._reading(key):
            found = obstore.get(self._store, self._prefix + key)
        return self._pieces(key, found)

    def fetch(self, key: str, path: Path) -> None:
        """Copy the bytes under `key` to a local file."""
        pieces = self.stream(key)
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)

    def delete(self, keys: list[str]) -> None:
        """Forget these keys; some may be missing."""
        paths = [self._prefix + key for key in keys]
        with explained(self.url):
            try:
                obstore.delete(self._store, paths)
            except FileNotFoundError:  # a folder's, which may have left some of the others
                for path in paths:
                    with suppress(FileNotFoundError):
                        obstore.delete(self._store, path)

    def delete_folder(self, folder: str) -> None:
        """Forget every key below `folder` ("images/<id>")."""
        with explained(self.url):
            for batch in obstore.list(self._store, self._prefix + folder, chunk_size=1000):
                obstore.delete(self._store, [entry["path"] for entry in batch])

    def _pieces(self, key: str, found: obstore.GetResult) -> Iterator[bytes]:
        with self._reading(key):
            for piece in found.stream(min_chunk_size=CHUNK):
                yield bytes(piece)

    @contextmanager
    def _reading(self, key: str) -> Iterator[None]:
        try:
            with explained(self.url):
                yield
        except FileNotFoundError as error:
            raise NotStored(f"Nothing is stored under {key!r}; it may have expired.") from error
