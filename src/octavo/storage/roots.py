"""Which folders of the server callers may name: inside the roots, outside what is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.errors import DestinationRefused
from octavo.storage.kept import Kept


def inside(path: str, roots: Sequence[Path], kept: Kept) -> Path:
    """`path` with links resolved. `roots` are resolved folders.

    Raises DestinationRefused if it is not absolute, lies outside every root, or is kept.
    """
    if not path.startswith("/") or "\0" in path:
        raise DestinationRefused(f"{path!r} is not an absolute path on the server.")
    try:
        resolved = Path(path).resolve()
    except (OSError, RuntimeError) as error:
        raise DestinationRefused(f"{path!r} cannot be resolved: {error}.") from error
    if not any(resolved.is_relative_to(root) for root in roots):
        allowed = ", ".join(str(root) for root in roots) or "none"
        raise DestinationRefused(
            f"{path} lies outside the folders this server may use ({allowed}). Choose a folder "
            "inside them, or name further ones in OCTAVO_LOCAL_ROOTS."
        )
    return kept.refuse(resolved)
