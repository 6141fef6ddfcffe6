"""The document model every format is read into and everything is rendered from. No I/O here."""

from octavo.documents.model import (
    Block,
    BlockKind,
    Box,
    Cell,
    Document,
    Figure,
    Page,
    SheetPlace,
    Table,
    Word,
)

__all__ = [
    "Block",
    "BlockKind",
    "Box",
    "Cell",
    "Document",
    "Figure",
    "Page",
    "SheetPlace",
    "Table",
    "Word",
]
