"""A mail as both its file kinds give it: head, body, attachments."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.documents import Block, BlockKind
from octavo.formats import text
from octavo.formats.web import page, pictures
from octavo.render.markdown import escape


@dataclass
class Attached:
    """What hangs on a letter: a file's bytes, or another letter. A body names it by
    `content_id` to show it."""

    name: str
    data: bytes = b""
    letter: Letter | None = None
    content_id: str = ""


@dataclass
class Letter:
    """`head` holds the lines to show ("From", "Alice <a@x>"), `body` what was written.

    A body in RTF is left in `rich` for its own reader, with its `plain` version to fall back on.
    """

    subject: str
    head: list[tuple[str, str]]
    body: list[Block] = field(default_factory=list)
    attached: list[Attached] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rich: bytes = b""
    plain: str = ""

    def blocks(self) -> list[Block]:
        """The letter as a page shows it: subject, head, body."""
        found = []
        if self.subject:
            found.append(Block(BlockKind.HEADING, self.subject, level=1))
        lines = [(label, value) for label, value in self.head if value]
        if names := ", ".join(one.name for one in self.attached if one.name):
            lines.append(("Attachments", names))
        if lines:
            plain = "\n".join(f"{label}: {value}" for label, value in lines)
            marked = "\n".join(f"**{label}:** {escape(value)}" for label, value in lines)
            found.append(Block(BlockKind.TEXT, plain, marked))
        return found + self.body


def html_body(markup: str, resource: pictures.Resource, letter: Letter, *, images: bool) -> None:
    """Add a body that is a web page to `letter`."""
    found = page.read(markup, images=images, resource=resource, furniture=False)
    letter.body += found.blocks
    letter.warnings += found.warnings


def text_body(plain: str, letter: Letter) -> None:
    """Add a body that is plain text to `letter`, what it quotes marked as such."""
    for depth, lines in _by_quote(plain.replace("\r\n", "\n").replace("\f", "\n")):
        for block in text.blocks("\n".join(lines)):
            if depth and block.kind is BlockKind.TEXT:
                quoted = escape(block.text).split("\n")
                block.markdown = "\n".join("> " * depth + line for line in quoted)
            letter.body.append(block)


def _by_quote(plain: str) -> list[tuple[int, list[str]]]:
    """The lines in runs of the same depth of quoting, without their `>` marks."""
    runs: list[tuple[int, list[str]]] = []
    for line in plain.split("\n"):
        depth, rest = 0, line
        while rest.startswith(">") and not rest.startswith(">From "):
            depth, rest = depth + 1, rest[1:].removeprefix(" ")
        if not runs or runs[-1][0] != depth:
            runs.append((depth, []))
        runs[-1][1].append(rest)
    return runs
