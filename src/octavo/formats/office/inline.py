"""Runs of styled text into a block's plain text and its markdown variant.

Marks are set around whole words (spaces moved outside), neighbours of the same look are joined,
and characters that markdown would take for a mark are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from octavo.render.markdown import escape, link_target

_SPECIAL = re.compile(r"(?<!\s)[*_~]|[*_~](?!\s)|[`\[\]]|\\(?=[!-/:-@\[-`{-~])")
_SUPERSCRIPT = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_SAFE_LINK = re.compile(r"(?:https?|ftps?|mailto|tel|sip|xmpp|file):|//|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. `raw` marks text that already is markdown (a formula between dollars)."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    link: str = ""
    raw: bool = False
    code: bool = False


def compose(runs: Iterable[Run]) -> tuple[str, str | None]:
    """The plain text of some runs, and their markdown where it differs from it."""
    joined = _join(runs)
    text = tidy("".join(run.text for run in joined))
    if not any(map(_has_look, joined)):
        return text, None
    return text, tidy("".join(_marked(run) for run in joined))


def plain(runs: Iterable[Run]) -> str:
    return tidy("".join(run.text for run in runs))


def heading(runs: Iterable[Run]) -> tuple[str, str | None]:
    """Like `compose`, for a heading: bold says nothing there, and it is one line."""
    calm = [replace(run, bold=False, text=run.text.replace("\n", " ")) for run in runs]
    return compose(calm)


def tidy(text: str) -> str:
    """One space for tabs and runs of blanks, no blanks at the ends of lines or empty ends."""
    lines = [re.sub(r"[ \t\xa0\u2002-\u200a\u202f]+", " ", line) for line in text.split("\n")]
    return "\n".join(line.strip() for line in lines).strip("\n")


def superscript(text: str) -> str:
    """Raised figures and signs as such, so that a note's mark does not read as part of a number."""
    raised = text.translate(_SUPERSCRIPT)
    return raised if all(char in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾" for char in raised) else text


def note_mark(mark: str) -> str:
    """How a note's mark stands in the text: raised figures, symbols as they are, letters fenced."""
    raised = superscript(mark)
    return f"[{mark}]" if raised == mark and any(char.isalpha() for char in mark) else raised


def safe_link(address: str) -> str:
    """The address if a reader may follow it out of the document, else ""."""
    address = address.strip()
    return address if _SAFE_LINK.match(address) and not re.search(r"[\s<>]", address) else ""


def _join(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        run = _clean(run)
        if not run.text:
            continue
        before = joined[-1] if joined else None
        if before is not None and replace(before, text="") == replace(run, text=""):
            joined[-1] = replace(before, text=before.text + run.text)
        else:
            joined.append(run)
    return joined


def _clean(run: Run) -> Run:
    """Text of blanks alone has no look but its neighbours'; control characters go."""
    text = "".join(char for char in run.text if char >= " " or char in "\t\n")
    if text.isspace():
        return Run(text)
    return replace(run, text=text) if text != run.text else run


def _marked(run: Run) -> str:
    if run.raw:
        return run.text
    body = run.text.strip()
    if not body or not _has_look(run):
        return _escaped(run.text)
    before, after = run.text[: run.text.index(body)], run.text[run.text.index(body) + len(body) :]
    return before + "\n".join(_wrapped(run, line) for line in body.split("\n")) + after


def _wrapped(run: Run, line: str) -> str:
    body = line.strip()
    if not body:
        return line
    mark = "*" * (2 * run.bold + run.italic)
    strike = "~~" if run.strike else ""
    shown = _code(body) if run.code else _escaped(body)
    marked = f"{strike}{mark}{shown}{mark[::-1]}{strike}"
    return f"[{marked}]({link_target(run.link)})" if run.link else marked


def _has_look(run: Run) -> bool:
    return bool(run.bold or run.italic or run.strike or run.link or run.code)


def _code(text: str) -> str:
    """Text between more backticks than it has in a row itself."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def _escaped(text: str) -> str:
    return escape(_SPECIAL.sub(r"\\\g<0>", text))
