"""How much each piece of a long document is likely to matter to a schema."""

from __future__ import annotations

import re
from typing import Any

from octavo.finding.llm.showing import Piece
from octavo.finding.topics_match import relevance
from octavo.finding.topics_text import tokens

_HINTED, _BESIDE, _FIRST = 3.0, 1.0, 0.5
"""Weight of a piece in which the embedded finder saw a value, of one beside it, and of those on
the first page."""


def weigh(pieces: list[Piece], schema: dict[str, Any], hints: set[str]) -> None:
    """Set `weight` of every piece, by its words and by what the embedded finder saw in it."""
    said = [sorted(set(tokens(" ".join(piece.texts.values())))) for piece in pieces]
    vocabulary = sorted({word for words in said for word in words})
    scores: dict[str, float] = {}
    if vocabulary:
        column = relevance(vocabulary, [(_words(schema), "")])[:, 0]
        scores = dict(zip(vocabulary, map(float, column), strict=True))
    for piece, words in zip(pieces, said, strict=True):
        piece.weight = sum(scores[word] for word in words) / (len(words) + 3) ** 0.5
    hinted = {n for n, piece in enumerate(pieces) if hints & {piece.key, *piece.texts}}
    for place, piece in enumerate(pieces):
        piece.weight += _HINTED if place in hinted else 0.0
        piece.weight += _BESIDE if {place - 1, place + 1} & hinted else 0.0
        piece.weight += _FIRST if piece.page == pieces[0].page else 0.0


def _words(schema: dict[str, Any]) -> str:
    """Everything a schema says of its fields."""
    parts: list[str] = []
    stack = [schema]
    while stack:
        node = stack.pop()
        parts += [str(node[key]) for key in ("title", "description") if node.get(key)]
        for name, part in (node.get("properties") or {}).items():
            parts.append(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " "))
            stack.append(part)
        if node.get("items"):
            stack.append(node["items"])
    return " ".join(parts)
