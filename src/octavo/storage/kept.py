"""The places the server keeps for itself, which no caller may name, list or write in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.errors import DestinationRefused
from octavo.storage.stores import parse


class Kept:
    """Folders and object-store URLs that hold what belongs to every tenant."""

    def __init__(self, places: Sequence[str] = ()) -> None:
        far = [place for place in places if "://" in place and not place.startswith("file://")]
        near = [place.removeprefix("file://") for place in places if place not in far]
        self._prefixes = [_segments(uri) for uri in far]
        self._folders = [Path(folder).expanduser().resolve() for folder in near]

    def holds(self, path: Path) -> bool:
        """Whether a path, with its links resolved, is one of the folders or inside one."""
        return any(path.is_relative_to(folder) for folder in self._folders)

    def holds_object(self, uri: str) -> bool:
        """Whether an object-store URI is one of the prefixes or inside one."""
        segments = _segments(uri)
        return any(segments[: len(prefix)] == prefix for prefix in self._prefixes)

    def refuse(self, path: Path) -> Path:
        """`path`, if it is not kept. Raises DestinationRefused."""
        if self.holds(path):
            raise _refusal(str(path))
        return path

    def refuse_object(self, uri: str) -> str:
        """`uri`, if it is not kept. Raises DestinationRefused."""
        if self.holds_object(uri):
            raise _refusal(uri)
        return uri


def _segments(uri: str) -> tuple[str, ...]:
    scheme, bucket, key = parse(uri)
    return (scheme, bucket, *filter(None, key.split("/")))


def _refusal(place: str) -> DestinationRefused:
    return DestinationRefused(
        f"{place} lies where the server keeps what is its own. Choose another place."
    )
