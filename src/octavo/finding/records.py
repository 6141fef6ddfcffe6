"""Arrays of objects: rows of tables by their headers, and rows of text set like a table."""

from __future__ import annotations

from typing import Any

from octavo.finding.finder import Found
from octavo.finding.scene import Scene


def find(
    scenes: list[tuple[str | None, Scene]],
    schema: dict[str, Any],
    prompt: str,
    path: tuple[str, ...],
) -> Found:
    """One object for every record found, [] for none."""
    del scenes, schema, prompt, path
    return Found([], [], [])
