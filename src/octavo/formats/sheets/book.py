"""What every kind of workbook offers to the code that lays its sheets out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from octavo.formats.sheets.grid import Sheet


@dataclass(frozen=True, slots=True)
class Head:
    """A sheet before it is read; `number` counts from 1, `source` is its reader's own."""

    name: str
    number: int
    hidden: bool = False
    source: str = ""


class Book(Protocol):
    """An opened workbook."""

    heads: list[Head]
    names: list[dict[str, Any]]
    warnings: list[str]

    def load(self, head: Head) -> Sheet:
        """Read one sheet. Raises FileCorrupted."""
        ...
