"""The one guarded door to http(s)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def download(
    url: str, target: Path, *, max_bytes: int, seconds: float, allow: Sequence[str] = ()
) -> str:
    """Fetch `url` into the file `target`; give back the file name its sender suggests.

    Raises DownloadFailed, FileTooLarge.
    """
    raise NotImplementedError
