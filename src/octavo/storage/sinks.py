"""Where a batch's results go: a folder of the server, an object-store prefix, or both."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec
import obstore

from octavo.errors import DestinationRefused, StorageError
from octavo.storage.names import safe_path
from octavo.storage.stores import explained, open_store


class Destination(msgspec.Struct, frozen=True):
    """The contract's `output`: at least one of the two; results are written to each."""

    s3_prefix: str | None = None
    local_path: str | None = None


def check(destination: Destination, roots: Sequence[Path]) -> Destination:
    """Refuse, before any work, a destination that cannot be written; give it back resolved.

    Raises MissingParameter if it names no place, RequestError for a malformed URI,
    DestinationRefused for a folder outside `roots` or a bucket that is not there.
    """
    raise NotImplementedError


def write(destination: Destination, name: str, data: bytes) -> list[str]:
    """Write `data` as `name` (a relative path) to every place; give back where it went.

    Each write is atomic, and the same name and bytes may be written again. Raises StorageError.
    """
    raise NotImplementedError
