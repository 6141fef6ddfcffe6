"""The markers of OpenDocument lists and numbered headings, counted as the file is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.formats.office.counting import counted
from octavo.formats.office.odf_styles import ListLevel


@dataclass(slots=True)
class Counter:
    """The counts of one list by depth; deeper ones begin again below a new item."""

    levels: dict[int, ListLevel]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, depth: int, start: int | None = None) -> str:
        """The marker of the next item at a depth; `start` sets its number."""
        level = self.levels.get(depth, ListLevel())
        if start is not None:
            self.counts[depth] = start
        else:
            self.counts[depth] = self.counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in self.counts if one > depth]:
            del self.counts[deeper]
        if level.form == "bullet":
            return "-"
        return f"{level.prefix}{self._number(level, depth)}{level.suffix}".strip()

    def _number(self, level: ListLevel, depth: int) -> str:
        if level.form == "none":
            return ""
        parts = []
        for at in range(max(0, depth - level.shown + 1), depth + 1):
            outer = self.levels.get(at, ListLevel())
            if outer.form not in ("bullet", "none"):
                parts.append(counted(self.counts.get(at, outer.start), outer.form))
        return ".".join(parts)


@dataclass(slots=True)
class Lists:
    """The lists of a document, by style for those that go on, by id for those named."""

    styles: dict[str, dict[int, ListLevel]]
    by_style: dict[str, Counter] = field(default_factory=dict)
    by_id: dict[str, Counter] = field(default_factory=dict)

    def open(self, style: str, identifier: str, continues: str, go_on: bool) -> Counter:
        """The counter of a `text:list` that stands in no other."""
        counter = self.by_id.get(continues)
        if counter is None and go_on:
            counter = self.by_style.get(style)
        if counter is None:
            counter = Counter(self.styles.get(style, {}))
        self.by_style[style] = counter
        if identifier:
            self.by_id[identifier] = counter
        return counter
