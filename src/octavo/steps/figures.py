"""Descriptions of figures, where they were asked for and a language model is configured."""

from __future__ import annotations

from octavo.documents import Document
from octavo.errors import OctavoError
from octavo.finding import llm

NO_MODEL = (
    "figureProcessing.description needs a language model; none is configured (OCTAVO_LLM_BASE_URL)"
)


def describe(document: Document, *, keep_images: bool) -> list[str]:
    """Describe every figure whose picture was read, and return warnings of what was not.

    Pictures are dropped afterwards unless they are to be kept. A reading does not fail for want
    of descriptions.
    """
    if not llm.is_configured():
        return [NO_MODEL]
    from octavo.finding.llm import client, figures

    try:
        warnings = figures.describe(client.connected(), document)
    except OctavoError as error:
        warnings = [f"The figures were not described: {error.message}"]
    if not keep_images:
        for _, block in document.blocks():
            if block.figure is not None:
                block.figure.image = None
    return warnings


def needs_images(*, described: bool) -> bool:
    """Whether a reading must keep pictures only so that they can be described."""
    return described and llm.is_configured()
