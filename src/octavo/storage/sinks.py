"""Where a batch's results go: a folder of the server, an object-store prefix, or both."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import obstore

from octavo.errors import DestinationRefused, MissingParameter, StorageError
from octavo.storage.kept import Kept
from octavo.storage.names import safe_path
from octavo.storage.roots import inside
from octavo.storage.stores import AccessDenied, explained, open_store, parse

NOTHING_KEPT = Kept()


class Destination(msgspec.Struct, frozen=True):
    """The contract's `output`: at least one of the two; results are written to each."""

    s3_prefix: str | None = None
    local_path: str | None = None


def check(destination: Destination, roots: Sequence[Path], kept: Kept) -> Destination:
    """Refuse, before any work, a destination that cannot be written; give it back resolved.

    Raises MissingParameter if it names no place, RequestError for a malformed URI,
    DestinationRefused for a folder outside `roots` or not writable, a place that is kept, a
    bucket that is not there, or credentials that are not accepted; StorageError for a store that
    cannot be reached.
    """
    if not destination.s3_prefix and not destination.local_path:
        raise MissingParameter("output needs s3_prefix or local_path (or both).")
    folder = None
    if destination.local_path:
        folder = str(_writable(inside(destination.local_path, roots, kept)))
    prefix = None
    if destination.s3_prefix:
        prefix = _reachable(kept.refuse_object(destination.s3_prefix))
    return Destination(prefix, folder)


def write(
    destination: Destination,
    name: str,
    data: bytes,
    attempt: int | None = None,
    kept: Kept = NOTHING_KEPT,
) -> list[str]:
    """Write `data` as `name` (a relative path) to every place; give back where it went.

    A place may have what is `kept` below it; a name that leads there is refused.

    Each write is atomic, and the same name and bytes may be written again. With a number of the
    `attempt` it clears away what earlier ones, killed at it, left half written. Raises
    StorageError, or DestinationRefused where the store refuses or the folder would be left.
    """
    name = safe_path(name)
    written = []
    if destination.local_path:
        written.append(_write_file(Path(destination.local_path), name, data, attempt, kept))
    if destination.s3_prefix:
        written.append(_write_object(destination.s3_prefix, name, data, kept))
    return written


def _write_file(folder: Path, name: str, data: bytes, attempt: int | None, kept: Kept) -> str:
    path = folder / name
    temporary = _temporary(path, attempt or secrets.token_hex(8))
    try:
        kept.refuse(path.parent.resolve())
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.parent.resolve().is_relative_to(folder.resolve()):
            raise DestinationRefused(f"{path} is led outside {folder} by a link.")
        try:
            for earlier in range(1, attempt or 1):
                _temporary(path, earlier).unlink(missing_ok=True)
            temporary.write_bytes(data)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}.") from error
    return str(path)


def _temporary(path: Path, mark: int | str) -> Path:
    short = hashlib.sha256(path.name.encode()).hexdigest()[:16]
    return path.parent / f".{short}-{mark}.tmp"


def _write_object(prefix: str, name: str, data: bytes, kept: Kept) -> str:
    uri = kept.refuse_object(f"{prefix.rstrip('/')}/{name}")
    with explained(uri):
        store, key = open_store(uri)
        obstore.put(store, key, data)
    return uri


def _writable(folder: Path) -> Path:
    """`folder`, if it can be made and written in."""
    nearest = folder
    while not nearest.exists():
        nearest = nearest.parent
    if not nearest.is_dir():
        raise DestinationRefused(f"{nearest} is a file; output.local_path must be a folder.")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise DestinationRefused(f"The server may not write to {nearest}.")
    return folder


def _reachable(prefix: str) -> str:
    """`prefix`, if its bucket answers. Only listing is tried, which changes nothing; credentials
    that may write need not be allowed to list."""
    scheme, bucket, key = parse(prefix)
    with suppress(AccessDenied), explained(prefix):
        store, _ = open_store(prefix)
        next(iter(obstore.list(store, key.rstrip("/") or None, chunk_size=1)), None)
    return f"{scheme}://{bucket}/{key}"
