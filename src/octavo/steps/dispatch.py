"""From the kind of a job to the step that does it. A step works on one folder: `task.json` says
what is asked, files beside it are the input, and what it writes there is the output."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

STEPS = {
    "extract": "octavo.steps.extract:run",
    "tables": "octavo.steps.later:run_tables",
    "split": "octavo.steps.later:run_split",
    "schema": "octavo.steps.later:run_schema",
}


def run(kind: str, folder: str) -> dict[str, Any]:
    """Do the task in `folder`; a few small facts about it ("pages", "credits", …).

    Raises the OctavoErrors of the step.
    """
    module, _, name = STEPS[kind].partition(":")
    step = getattr(importlib.import_module(module), name)
    result: dict[str, Any] = step(Path(folder))
    return result
