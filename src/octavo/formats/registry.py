"""Which format reads a file: the plug-ins by the kinds they declare, and the one way to read."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from octavo.documents import Document, ids
from octavo.formats.base import Format, ReadOptions
from octavo.formats.sniff import sniff

GROUP = "octavo.formats"


@cache
def formats() -> dict[str, Format]:
    """Every installed format by the kinds it reads."""
    found: dict[str, Format] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        plugin: Format = point.load()
        found.update(dict.fromkeys(plugin.kinds, plugin))
    return found


def read(path: Path, name: str, options: ReadOptions | None = None) -> Document:
    """Read the file at `path`, called `name` by its sender, with all ids given.

    Raises the FileErrors of `octavo.errors`, and InvalidPageRange.
    """
    kind = sniff(path, name)
    document = formats()[kind].read(path, kind, options or ReadOptions())
    ids.number(document)
    return document
