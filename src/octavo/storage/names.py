"""Names of output files: safe on every file system and store, and unique within a batch.

A name is first made safe (`safe_path`), then made unique (`output_names`).
"""

from __future__ import annotations

import hashlib
import pickle
import re
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from posixpath import splitext
from typing import IO, TypeVar

import numpy as np

MANIFEST = "_batch.json"
"""The batch's own file beside its results; no result takes its name."""
PART_BYTES = 240
"""Longest part of a path that is written, in UTF-8; file systems allow 255."""
LABEL_BYTES = 200
"""Longest part of a label, so that `-2.json` still fits."""
PATH_BYTES = 700
"""Longest whole path; object stores allow 1,024 with the prefix."""

_IN_MEMORY = 1024 * 1024
# Control characters, surrogates, marks that turn or hide text (bidi controls, byte order mark),
# line and paragraph separators.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_EMPTY = "file"

Labelled = TypeVar("Labelled")


def safe_path(label: str, part_bytes: int = PART_BYTES) -> str:
    """`label` as a relative path that stays below its folder; a safe one comes back unchanged.

    Empty parts, `.` and `..` are dropped, unsafe characters become `_`, and what is too long is
    cut and given a hash of the whole, keeping its extension.
    """
    parts = [_part(part, part_bytes) for part in label.replace("\\", "/").split("/")]
    path = "/".join(part for part in parts if part)
    if len(path.encode()) > PATH_BYTES:
        path = shortened(path.replace("/", "_"), part_bytes)
    return path or _EMPTY


def shortened(name: str, limit: int) -> str:
    """`name` in at most `limit` bytes of UTF-8: its start, a hash of it, its extension."""
    raw = name.encode()
    if len(raw) <= limit:
        return name
    extension = splitext(name)[1]
    if len(extension.encode()) > 16:
        extension = ""
    tail = f"~{hashlib.sha256(raw).hexdigest()[:12]}{extension}"
    return raw[: limit - len(tail.encode())].decode(errors="ignore") + tail


def output_names(labels: Iterable[str]) -> Iterator[str]:
    """The output file of each label, in their order, all different.

    `<stem>.json` beside its folder; inputs that share a stem in one folder get
    `<filename.ext>.json`; what is still taken gets `-2`, `-3` … The same labels give the same
    names. Whether a stem is shared is known only at the end, so the labels are read once, kept
    on disk beyond a megabyte, and only their hashes held in memory: about 10 MB for 100,000.
    """
    return (name for _, name in named(labels, str))


def named(
    items: Iterable[Labelled], label: Callable[[Labelled], str]
) -> Iterator[tuple[Labelled, str]]:
    """Each item with its output name, by the rule and in the memory of `output_names`."""
    stems = array("Q")
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        for item in items:
            encoded = pickle.dumps(item)  # names of files may hold what UTF-8 cannot say
            spool.write(len(encoded).to_bytes(4, "big") + encoded)
            stems.append(_hash(_stem_name(label(item))))
        shared = _repeated(stems)
        del stems
        spool.seek(0)
        chooser = _Chooser(shared)
        for encoded in _records(spool):
            item = pickle.loads(encoded)
            yield item, chooser.choose(label(item))


class _Chooser:
    """Gives out names, never one twice."""

    def __init__(self, shared: frozenset[int]) -> None:
        self._shared = shared
        self._taken = {_hash(MANIFEST)}
        self._last: dict[int, int] = {}

    def choose(self, label: str) -> str:
        name = _stem_name(label)
        if _hash(name) in self._shared or _hash(name) in self._taken:
            name = safe_path(label, LABEL_BYTES) + ".json"
        if _hash(name) in self._taken:
            name = self._numbered(name.removesuffix(".json"))
        self._taken.add(_hash(name))
        return name

    def _numbered(self, base: str) -> str:
        number = self._last.get(_hash(base), 1) + 1
        while _hash(f"{base}-{number}.json") in self._taken:
            number += 1
        self._last[_hash(base)] = number
        return f"{base}-{number}.json"


def _stem_name(label: str) -> str:
    path = safe_path(label, LABEL_BYTES)
    return splitext(path)[0] + ".json"


def _part(part: str, limit: int) -> str:
    clean = _UNSAFE.sub("_", part)
    if clean.strip(". ") == "":
        return ""
    return shortened(clean, limit)


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


def _repeated(hashes: array[int]) -> frozenset[int]:
    """The values that occur more than once."""
    ordered = np.sort(np.frombuffer(hashes, dtype=np.uint64))
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


def _records(spool: IO[bytes]) -> Iterator[bytes]:
    while length := spool.read(4):
        yield spool.read(int.from_bytes(length, "big"))
