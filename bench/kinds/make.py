"""Draw the documents into a folder with `truth.json`: by file name its kind, schema and truth."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from bench.kinds.facts import LANGUAGES
from bench.kinds.forms import FORMS
from bench.kinds.paper import Paper
from bench.kinds.prose import PROSE

KINDS = (*FORMS, *PROSE)


def make(folder: Path, count: int, seed: int = 5) -> None:
    """`count` documents, the kinds in turn; two of five are in English."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        rng = Random(f"{seed}-{number}")
        spoken = LANGUAGES if kind in FORMS else LANGUAGES[:4]
        language = "en" if rng.random() < 0.35 else rng.choice(spoken[1:])
        name = f"{number:03}-{kind.__name__}-{language}.pdf"
        paper = Paper(folder / name, rng, language)
        kind(paper)
        paper.sheet.save()
        made[name] = {"kind": kind.__name__, "schema": paper.schema(), "truth": paper.truth}
    (folder / "truth.json").write_text(json.dumps(made, ensure_ascii=False, indent=1))
