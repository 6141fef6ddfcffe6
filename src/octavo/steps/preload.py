"""Imported once by the server that slots are forked from, so that each starts with the readers
loaded and shares their memory."""

from octavo.formats import registry
from octavo.steps import extract

registry.formats()

__all__ = ["extract", "registry"]
