"""Finding with a language model behind any OpenAI-compatible server (OCTAVO_LLM_*).

    client.py      one question, one valid answer: transport, retries, formats, repair
    reading.py     JSON out of what a model wrote, and whether it has the shape asked for
    showing.py     a document as lines with ids, in windows of a token budget
    asking.py      a schema as the question's answer form, and back
    proving.py     a value checked against the elements it cites
    finder.py      values for a schema (implements `octavo.finding.finder.Finder`)
    topics.py      pages to topics
    figures.py     descriptions of pictures, tables out of charts
    drafting.py    a schema from a wish

Nothing below this package is imported unless a model is configured.
"""

from octavo import settings


def is_configured() -> bool:
    """Whether a language model is set: OCTAVO_LLM_BASE_URL or OCTAVO_LLM_MODEL."""
    current = settings.get()
    return bool(current.llm_base_url or current.llm_model)
