"""What finds values: a schema and documents in, values with their proof out.

The embedded finder and the language-model finder are two of these; a step may run one after the
other, since both speak in the ids of blocks and cells.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from octavo.documents import Document

Sources = list[tuple[str | None, Document]]
"""Documents with the prefix of their citations: the extraction id in multi mode, else None."""


@dataclass(frozen=True)
class Found:
    """Three trees of one shape: values, the ids each leaf came from, how sure it is (0..1).

    A leaf that was not found is None in `values`, "" in `citations` and 0.0 in `confidence`.
    Citations are element ids joined by ", ", with the prefix of their document where it has one.
    """

    values: Any
    citations: Any
    confidence: Any
    warnings: list[str] = field(default_factory=list)


class Finder(Protocol):
    """Finds the values a schema asks for. Must not reach for what the documents do not say."""

    def find(self, documents: Sources, schema: dict[str, Any], prompt: str, effort: bool) -> Found:
        """Values for `schema`, a JSON Schema that `json_schema.prepare` has let through.

        `prompt` is the caller's hint in plain words, "" for none; `effort` asks for a second,
        slower look.
        """
        ...


def prefixed(prefix: str | None, element_id: str) -> str:
    """An element's id as citations name it: `{extraction_id}-{id}` in multi mode."""
    return element_id if prefix is None else f"{prefix}-{element_id}"
