"""Where documents come from: object-store prefixes, folders, URLs, and uploads kept before.

Listing streams: a hundred thousand keys pass through, none are held.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from posixpath import basename
from typing import Literal

import msgspec
import obstore

from octavo import settings
from octavo.errors import DestinationRefused, DownloadFailed, NoInput
from octavo.storage import network
from octavo.storage.artifacts import CHUNK, Artifacts
from octavo.storage.kept import Kept
from octavo.storage.roots import inside
from octavo.storage.stores import explained, open_store, parse

SUPPORTED_EXTENSIONS = frozenset(
    {".pdf", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp", ".gif"}
    | {".docx", ".doc", ".pptx", ".ppt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".rtf"}
    | {".odt", ".odp", ".ods", ".csv", ".tsv", ".txt", ".md", ".markdown"}
    | {".html", ".htm", ".xhtml", ".mhtml", ".mht", ".epub", ".eml", ".msg"}
)
"""What is picked from a prefix or folder; a file named one by one is judged by its bytes."""
_ENDINGS = tuple(SUPPORTED_EXTENSIONS)


class Source(msgspec.Struct, frozen=True):
    """One input document. `name` labels it: its path relative to the prefix ("sub/report.pdf").

    `uri` is an object-store URI, a URL, an absolute path, or the key of an artifact. `kind` "s3"
    stands for every object store.
    """

    kind: Literal["s3", "url", "path", "artifact"]
    uri: str
    name: str
    size: int | None = None


def supported(name: str) -> bool:
    """Whether a file of this name is picked from a prefix or folder."""
    return name.lower().endswith(_ENDINGS)


def list_prefix(uri: str, kept: Kept) -> Iterator[Source]:
    """Every supported file below an s3://, gs:// or az:// prefix, or the one object it names.

    A prefix ends at a "/" whether it is written or not: `s3://b/in` has `in/a.pdf` below it, not
    `inbox/a.pdf`. Keys ending in "/", unsupported extensions and what is kept are passed over.
    Raises RequestError for a malformed URI and DestinationRefused for a kept one at once; while
    listing DestinationRefused (400) for a missing bucket or refused access, StorageError for a
    store that fails.
    """
    scheme, bucket, key = parse(kept.refuse_object(uri))
    found = _objects(uri, f"{scheme}://{bucket}/", key.rstrip("/"))
    return (source for source in found if not kept.holds_object(source.uri))


def list_folder(path: str, roots: Sequence[Path], kept: Kept) -> Iterator[Source]:
    """Every supported file below an absolute folder (or the one file) inside `roots`, sorted.

    Links are followed to files inside `roots` only, never to folders; what is kept is passed
    over. Raises DestinationRefused for a place outside `roots` or kept, NoInput for one that is
    not there.
    """
    top = inside(path, roots, kept)
    if top.is_file():
        return iter([Source("path", str(top), top.name, top.stat().st_size)])
    if not top.is_dir():
        raise NoInput(f"There is no folder {path} on the server.")
    return _files(top, "", roots, kept)


def check_url(url: str) -> Source:
    """The source a URL names, without connecting. Raises DownloadFailed (400) if malformed."""
    return Source("url", url.strip(), network.name_of(network.parse(url)))


def fetch(source: Source, target: Path, *, max_bytes: int, artifacts: Artifacts | None) -> str:
    """Stream a source to the file `target`; give back the best name known for it.

    Raises FileTooLarge beyond `max_bytes`, DownloadFailed for a URL that fails or a file that is
    gone, NotStored for a missing artifact, StorageError and DestinationRefused as listing does.
    """
    if source.kind == "url":
        return _fetch_url(source, target, max_bytes)
    if source.size is not None and source.size > max_bytes:
        raise network.too_large(max_bytes)
    try:
        _copy(_pieces(source, artifacts), target, max_bytes)
    except FileNotFoundError as error:
        raise DownloadFailed(f"{source.uri} is no longer there.") from error
    return source.name


def _fetch_url(source: Source, target: Path, max_bytes: int) -> str:
    current = settings.get()
    return network.download(
        source.uri,
        target,
        max_bytes=max_bytes,
        seconds=current.download_seconds,
        allow=current.outbound_allow,
    )


def _pieces(source: Source, artifacts: Artifacts | None) -> Iterator[bytes]:
    if source.kind == "path":
        return _read(source.uri)
    if source.kind == "s3":
        return _download(source.uri)
    if artifacts is None:
        raise ValueError("an artifact can only be fetched where artifacts are kept")
    return artifacts.stream(source.uri)


def _copy(pieces: Iterable[bytes], target: Path, max_bytes: int) -> None:
    total = 0
    try:
        with target.open("wb") as file:
            for piece in pieces:
                total += len(piece)
                if total > max_bytes:
                    raise network.too_large(max_bytes)
                file.write(piece)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _read(path: str) -> Iterator[bytes]:
    """The bytes of a regular file; a link or pipe put in its place since is not followed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DownloadFailed(f"{path} could not be opened: {error.strerror}.") from error
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise DownloadFailed(f"{path} is not a file.")
        while piece := os.read(descriptor, CHUNK):
            yield piece
    finally:
        os.close(descriptor)


def _download(uri: str) -> Iterator[bytes]:
    with explained(uri):
        store, key = open_store(uri)
        for piece in obstore.get(store, key).stream(min_chunk_size=CHUNK):
            yield bytes(piece)


def _objects(uri: str, bucket: str, prefix: str) -> Iterator[Source]:
    with explained(uri):
        store, _ = open_store(bucket)
        below = prefix + "/" if prefix else ""
        found = False
        for batch in obstore.list(store, prefix or None, chunk_size=1000):
            for entry in batch:
                found = True
                name = entry["path"][len(below) :]
                if supported(name) and not _folder_mark(store, entry):
                    yield Source("s3", bucket + entry["path"], name, entry["size"])
        if prefix and not found:
            yield from _single(store, bucket, prefix)


def _folder_mark(store: obstore.store.ObjectStore, entry: obstore.ObjectMeta) -> bool:
    """Whether an empty object only stands for a folder: the client drops the "/" its key ends
    in, so that the key without it does not exist."""
    if entry["size"]:
        return False
    try:
        obstore.head(store, entry["path"])
    except FileNotFoundError:
        return True
    return False


def _single(store: obstore.store.ObjectStore, bucket: str, key: str) -> Iterator[Source]:
    """The object whose whole key was given in the place of a prefix."""
    try:
        entry = obstore.head(store, key)
    except FileNotFoundError:
        return
    yield Source("s3", bucket + key, basename(key), entry["size"])


def _files(folder: Path, label: str, roots: Sequence[Path], kept: Kept) -> Iterator[Source]:
    """The supported files below a resolved folder; of links those that stay inside the roots."""
    if kept.holds(folder):
        return
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except PermissionError as error:
        raise DestinationRefused(f"The server may not read the folder {folder}.") from error
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path), f"{label}{entry.name}/", roots, kept)
        elif supported(entry.name) and entry.is_file():
            path = entry.path if not entry.is_symlink() else _followed(entry.path, roots, kept)
            if path is not None:
                yield Source("path", path, label + entry.name, entry.stat().st_size)


def _followed(link: str, roots: Sequence[Path], kept: Kept) -> str | None:
    """Where a link leads, None if that is outside the roots or kept."""
    path = Path(link).resolve()
    allowed = any(path.is_relative_to(root) for root in roots) and not kept.holds(path)
    return str(path) if allowed else None
