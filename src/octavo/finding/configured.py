"""Which finder answers: the language model's where one is configured, else the embedded one."""

from octavo.finding import llm
from octavo.finding.embedded import EmbeddedFinder
from octavo.finding.finder import Finder


def finder() -> Finder:
    """The finder of this process. Raises ProcessingError for half a configuration."""
    if not llm.is_configured():
        return EmbeddedFinder()
    from octavo.finding.llm.client import connected
    from octavo.finding.llm.finder import LlmFinder

    return LlmFinder(connected())
