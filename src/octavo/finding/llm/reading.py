"""JSON out of what a model wrote, and whether it has the shape that was asked for."""

from __future__ import annotations

import json
import re
from typing import Any

from jsonschema import Draft202012Validator

_FENCE = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_MAX_FAULTS = 8


def json_in(text: str) -> Any:
    """The JSON value in `text`, which may stand in a code fence or between words.

    Raises ValueError if there is none.
    """
    text = _THOUGHTS.sub("", text).strip()
    fenced = _FENCE.search(text)
    for candidate in [text] if fenced is None else [fenced[1].strip(), text]:
        try:
            return json.loads(candidate)
        except ValueError:
            continue
    return _first_value(text)


def _first_value(text: str) -> Any:
    decoder = json.JSONDecoder()
    for match in re.finditer(r"[{\[]", text):
        try:
            return decoder.raw_decode(text, match.start())[0]
        except ValueError:
            continue
    raise ValueError("the answer has no JSON in it")


def faults(answer: Any, schema: dict[str, Any]) -> list[str]:
    """What is wrong with `answer` by `schema`, each with its place; [] if it is valid."""
    errors = Draft202012Validator(schema).iter_errors(answer)
    found = []
    for error in errors:
        found.append(f"{error.json_path}: {error.message[:200]}")
        if len(found) == _MAX_FAULTS:
            break
    return found
