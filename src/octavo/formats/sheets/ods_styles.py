"""The few looks of an OpenDocument sheet that matter: hidden sheets, bold or filled cells."""

from __future__ import annotations

from typing import Any

from octavo.formats.sheets.ods_text import TABLE
from octavo.formats.sheets.package import local

Element = Any


class OdsStyles:
    """The automatic styles of a content part."""

    def __init__(self, root: Element) -> None:
        self._hidden: set[str] = set()
        self._strong: set[str] = set()
        for style in root.iterfind("{*}automatic-styles/{*}style"):
            name = next((v for k, v in style.attrib.items() if k.endswith("}name")), "")
            for part in style:
                self._read(name, part)

    def _read(self, name: str, part: Element) -> None:
        looks = {key.rpartition("}")[2]: value for key, value in part.attrib.items()}
        kind = local(part)
        if kind == "table-properties" and looks.get("display") == "false":
            self._hidden.add(name)
        bold = kind == "text-properties" and looks.get("font-weight") == "bold"
        colour = looks.get("background-color", "transparent")
        filled = kind == "table-cell-properties" and colour not in ("transparent", "#ffffff")
        if bold or filled:
            self._strong.add(name)

    def hides(self, table: Element) -> bool:
        """Whether a sheet is hidden."""
        return table.get(TABLE + "style-name") in self._hidden

    def strong(self, cell: Element) -> bool:
        """Whether a cell is bold or filled by its own style."""
        return cell.get(TABLE + "style-name") in self._strong
