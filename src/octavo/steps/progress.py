"""How many of a document's pages are read, told by a small file in the task's folder."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from octavo.formats.base import Progress

PROGRESS = "progress"
TELL_SECONDS = 0.5
"""Between two tellings, and before the first: most documents are done by then."""


def teller(folder: Path) -> Progress:
    """What a reader calls with the number of pages it has read, and of all it is to read."""
    due = time.monotonic() + TELL_SECONDS

    def tell(done: int, total: int) -> None:
        nonlocal due
        if time.monotonic() < due:
            return
        due = time.monotonic() + TELL_SECONDS
        whole = folder / f"{PROGRESS}.new"
        whole.write_text(f"{done} {total}")
        whole.replace(folder / PROGRESS)

    return tell


def told(folder: Path) -> tuple[int, int] | None:
    """The pages read and in all, if the task in `folder` has told."""
    with suppress(OSError, ValueError), (folder / PROGRESS).open() as file:
        done, total = map(int, file.read(40).split())
        if 0 <= done <= total < 2**31:
            return done, total
    return None
