"""Values for a schema by a language model, each proved in the element it cites.

A document is shown whole if it fits, else in windows; the embedded finder and the schema's words
say which elements matter most where not all can be shown. The answers of the windows become one:
the best-proved value for a single field, all records for a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from octavo.errors import ProcessingError
from octavo.finding.embedded import EmbeddedFinder
from octavo.finding.finder import Finder, Found, Sources
from octavo.finding.json_schema import plain
from octavo.finding.llm import answering, asking, showing, weighing
from octavo.finding.llm.answering import Answer
from octavo.finding.llm.client import Client, Truncated
from octavo.finding.llm.showing import Piece, Window

_OTHER_TOKENS = 1500
"""Tokens of a question besides the document and the form."""
_SPARED = 3
"""Of so many calls one is used to show the document; the rest is for repairs, answers that are
cut off, other topics of a split, and the second look."""


@dataclass(frozen=True)
class Question:
    """What is asked of every window: the plain schema, its form, the user's hint."""

    schema: dict[str, Any]
    form: dict[str, Any]
    prompt: str
    effort: bool


@dataclass
class LlmFinder:
    """Implements `octavo.finding.finder.Finder`."""

    client: Client
    embedded: Finder = field(default_factory=EmbeddedFinder)

    def find(self, documents: Sources, schema: dict[str, Any], prompt: str, effort: bool) -> Found:
        """Values for the schema; `effort` has the model check its answer a second time.

        Raises ProcessingError when the server is away or gives no valid answer.
        """
        wanted = plain(schema)
        form = asking.form(wanted)
        windows, left_out = self._windows(documents, schema, wanted, form)
        question = Question(wanted, form, prompt, effort)
        answers = self._answers(windows, question)
        found = answering.merged(answers, wanted, _names(documents))
        if left_out:
            found.warnings.append(
                f"{left_out} parts of the document were not shown to the language model, since it "
                "is longer than OCTAVO_LLM_CONTEXT_TOKENS and OCTAVO_LLM_CALLS allow"
            )
        return found

    def _windows(
        self, documents: Sources, schema: dict[str, Any], wanted: dict[str, Any], form: Any
    ) -> tuple[list[Window], int]:
        pieces = _pieces(documents)
        budget = self.client.context_tokens - _OTHER_TOKENS - showing.tokens(str(form))
        if budget < 500:
            raise ProcessingError(
                "The schema leaves no room for the document; raise "
                "OCTAVO_LLM_CONTEXT_TOKENS or ask for fewer fields"
            )
        most = max(1, self.client.calls_left // _SPARED)
        if sum(piece.tokens for piece in pieces) > budget:
            weighing.weigh(pieces, wanted, self._hints(documents, schema))
        return showing.windows(pieces, budget, most)

    def _hints(self, documents: Sources, schema: dict[str, Any]) -> set[str]:
        """The elements in which the embedded finder sees values."""
        hints: set[str] = set()
        for number, (_, document) in enumerate(documents, 1):
            found = self.embedded.find([(None, document)], schema, "", False)
            prefix = _prefix(documents, number)
            hints |= {prefix + name for name in _leaves(found.citations)}
        return hints

    def _answers(self, windows: list[Window], question: Question) -> list[Answer]:
        """The answers of all windows; one whose answer is cut off is asked in halves."""
        answers: list[Answer] = []
        waiting = list(enumerate(windows, 1))
        while waiting:
            part, window = waiting.pop(0)
            try:
                answers.append(self._answer(window, question, part, len(windows)))
            except Truncated:
                halves = window.halves()
                if len(halves) == 1:
                    raise
                waiting = [(part, half) for half in halves] + waiting
        return answers

    def _answer(self, window: Window, question: Question, part: int, parts: int) -> Answer:
        """The proved answer to one window; with `effort`, after a second look."""

        def ask(draft: Any) -> Any:
            text = asking.question(
                window.text, question.prompt, part=part, parts=parts, draft=draft
            )
            return self.client.ask(asking.SYSTEM, text, question.form)

        first = ask(None)
        answer = answering.proved(first, question.schema, window.texts)
        if not question.effort:
            return answer
        second = answering.proved(ask(first), question.schema, window.texts)
        return answering.after_second_look(answer, second)


def _names(documents: Sources) -> dict[str, str | None]:
    """The prefixes of citations by what precedes ids as shown; {} where nothing does."""
    if not _prefix(documents, 1):
        return {}
    return {f"d{number}": prefix for number, (prefix, _) in enumerate(documents, 1)}


def _prefix(documents: Sources, number: int) -> str:
    """What precedes ids as shown: "d2/" where there are several documents."""
    alone = len(documents) == 1 and documents[0][0] is None
    return "" if alone else f"d{number}/"


def _pieces(documents: Sources) -> list[Piece]:
    found: list[Piece] = []
    for number, (_, document) in enumerate(documents, 1):
        found += showing.pieces(document, _prefix(documents, number))
    return found


def _leaves(tree: Any) -> Iterable[str]:
    if isinstance(tree, str):
        yield from (name for name in tree.split(", ") if name)
        return
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for child in children:
        yield from _leaves(child)
