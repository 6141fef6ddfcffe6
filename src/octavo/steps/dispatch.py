"""From the kind of a job to the step that does it. A step works on one folder: `task.json` says
what is asked, files beside it are the input, and what it writes there is the output."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

STEPS = {
    "extract": "octavo.steps.extract",
    "tables": "octavo.steps.tables_task",
    "split": "octavo.steps.split_task",
    "schema": "octavo.steps.schema_task",
}


def run(kind: str, folder: str) -> dict[str, Any]:
    """Do the task in `folder`; a few small facts about it ("pages", "credits", …).

    Raises the OctavoErrors of the step.
    """
    module = importlib.import_module(STEPS[kind])
    result: dict[str, Any] = module.run(Path(folder))
    return result
