"""One hostile or damaged file, and how its reading may end."""

from __future__ import annotations

from dataclasses import dataclass

READ = "read"
"""The outcome of a file that is read; the others are wire codes of errors."""


@dataclass(frozen=True)
class Case:
    """`outcomes` are separated by spaces; `says` must be in the markdown of a file that was read,
    `never` must not be in anything of it."""

    name: str
    data: bytes
    outcomes: str = READ
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
