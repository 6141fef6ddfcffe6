"""Comments on cells: plain notes and the threaded conversations of newer versions."""

from __future__ import annotations

from typing import Any

from octavo.formats.office.package import Package
from octavo.formats.sheets.grid import Sheet
from octavo.formats.sheets.package import local
from octavo.formats.sheets.sheet_xml import rich_text

Element = Any


def read(package: Package, part: str, sheet: Sheet) -> None:
    """Attach the comments of the sheet at `part`. A thread replaces the note that stands for it."""
    for name in package.related(part, "comments"):
        if not name.endswith(".bin"):
            for node in package.xml(name).iter("{*}comment"):
                text = next((rich_text(child) for child in node if local(child) == "text"), "")
                sheet.annotate(node.get("ref") or "", comment=text.strip())
    for ref, lines in _threads(package, part).items():
        sheet.annotate(ref, comment="\n".join(lines))


def _threads(package: Package, part: str) -> dict[str, list[str]]:
    threads: dict[str, list[str]] = {}
    for name in package.related(part, "threadedComment"):
        for node in package.xml(name):
            text = next((child.text or "" for child in node if local(child) == "text"), "")
            if text.strip():
                threads.setdefault(node.get("ref") or "", []).append(text.strip())
    return threads
