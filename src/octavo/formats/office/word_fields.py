"""Fields of a Word document: what is code and unseen, what is their result and shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from octavo.formats.office.inline import safe_link
from octavo.formats.office.package import Element
from octavo.formats.office.symbols import symbol
from octavo.formats.office.word_names import child, integer, switched_on, value, w

_LINK = re.compile(r'HYPERLINK\s+(?!\\)"?([^"\s]+)', re.IGNORECASE)
_SYMBOL = re.compile(r"SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*?\\f\s+\"?([^\"\\]+))?", re.IGNORECASE)
MAX_DEPTH = 50


@dataclass(slots=True)
class Field:
    """One field being read: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    result: bool = False
    form: Element | None = None

    @property
    def kind(self) -> str:
        return self.instruction.split(None, 1)[0].upper() if self.instruction.strip() else ""


@dataclass(slots=True)
class Fields:
    """The fields open at the point of reading, outermost first."""

    open: list[Field] = field(default_factory=list)

    def mark(self, node: Element) -> str:
        """Take a `w:fldChar` in; gives text for fields that are their own result."""
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            self.begin(child(node, "ffData"))
        elif kind == "separate":
            self.separate()
        elif kind == "end":
            return self.end()
        return ""

    def begin(self, form: Element | None = None) -> None:
        if len(self.open) < MAX_DEPTH:
            self.open.append(Field(form=form))

    def separate(self) -> None:
        if self.open:
            self.open[-1].result = True

    def end(self) -> str:
        """Close the innermost field; gives the text of one that is its own result."""
        if not self.open:
            return ""
        closed = self.open.pop()
        return "" if self.unseen else _own_text(closed)

    @staticmethod
    def opened(instruction: str) -> Field:
        """A field whose code is known at once, its result following."""
        return Field(instruction, result=True)

    def code(self, text: str) -> None:
        if self.open and not self.open[-1].result:
            self.open[-1].instruction += text

    def end_paragraph(self) -> None:
        """A field whose code was left open must not swallow the rest of the document."""
        self.open = [one for one in self.open if one.result]

    @property
    def unseen(self) -> bool:
        return any(not one.result for one in self.open) or self._form_result

    @property
    def link(self) -> str:
        for one in reversed(self.open):
            if one.kind == "HYPERLINK" and (match := _LINK.search(one.instruction)):
                return safe_link(match[1])
        return ""

    @property
    def in_contents(self) -> bool:
        return any(one.kind in ("TOC", "TOA", "INDEX") and one.result for one in self.open)

    @property
    def shows_page(self) -> bool:
        return bool(self.open) and self.open[-1].kind == "PAGE"

    @property
    def _form_result(self) -> bool:
        return bool(self.open) and self.open[-1].kind in ("FORMCHECKBOX", "FORMDROPDOWN")


def _own_text(closed: Field) -> str:
    if closed.kind == "FORMCHECKBOX":
        box = child(closed.form, "checkBox")
        ticked = switched_on(box, "checked")
        return "☒" if (switched_on(box, "default") if ticked is None else ticked) else "☐"
    if closed.kind == "FORMDROPDOWN":
        choice = child(closed.form, "ddList")
        entries = [] if choice is None else choice.findall(w("listEntry"))
        at = integer(value(choice, "result") or value(choice, "default"))
        return entries[at].get(w("val"), "") if 0 <= at < len(entries) else ""
    if closed.kind == "SYMBOL" and not closed.result:
        match = _SYMBOL.search(closed.instruction)
        return symbol(int(match[1], 0), (match[2] or "").strip()) if match else ""
    return ""
