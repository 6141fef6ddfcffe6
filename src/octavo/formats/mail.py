"""Mail (.eml, .msg): a page with its head and body, then the pages of what is attached.

Attachments are read by the formats of their own kinds; one that cannot be read is named in the
warnings, and the letter stays whole.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from octavo.documents import Block, BlockKind, Document, Page
from octavo.errors import EmptyFile, OctavoError
from octavo.formats import pages, registry
from octavo.formats.base import ReadOptions
from octavo.formats.letters import eml, msg
from octavo.formats.letters.letter import Attached, Letter, text_body

MAX_ATTACHMENTS = 200


class Mail:
    """Reads Internet mail and Outlook messages."""

    name = "mail"
    kinds = frozenset({"eml", "msg"})

    def read(self, path: Path, kind: str, options: ReadOptions) -> Document:
        """The letter and its attachments as pages, counted through.

        Raises FileCorrupted, EmptyFile or InvalidPageRange.
        """
        if kind == "msg":
            letter = msg.read(path, images=options.images)
        else:
            letter = eml.read(path.read_bytes(), images=options.images)
        document = Document(kind, [], title=letter.subject)
        with tempfile.TemporaryDirectory(prefix="octavo-mail-") as folder:
            _Pages(document, replace(options, pages=None), Path(folder)).add(letter)
        if not any(page.blocks for page in document.pages):
            raise EmptyFile("The mail has neither head nor body.")
        document.page_count = len(document.pages)
        wanted = set(pages.parse(options.pages, document.page_count))
        document.pages = [page for page in document.pages if page.number in wanted]
        return document


class _Pages:
    """Adds the pages of letters and attachments to a document."""

    def __init__(self, document: Document, options: ReadOptions, folder: Path) -> None:
        self._document, self._options, self._folder = document, options, folder
        self._count = 0

    def add(self, letter: Letter, title: str = "") -> None:
        """The letter's own page, then those of what is attached to it."""
        self._rich_body(letter)
        blocks = ([_heading(title)] if title else []) + letter.blocks()
        self._append(Page(0, blocks=blocks, name=title or letter.subject))
        self._document.warnings += letter.warnings
        for one in letter.attached:
            self._count += 1
            if self._count > MAX_ATTACHMENTS:
                self._warn(f"Only the first {MAX_ATTACHMENTS} attachments were read.")
                return
            self._attached(one)

    def _attached(self, one: Attached) -> None:
        if one.letter is not None:
            self.add(one.letter, one.name)
            return
        read = self._read(one.name, one.data)
        if read is None:
            return
        for number, page in enumerate(read.pages):
            if number == 0:
                page.blocks.insert(0, _heading(one.name))
            page.name = one.name if not page.name else f"{one.name}: {page.name}"
            self._append(page)
        self._document.defined_names += read.defined_names
        self._document.warnings += [f"{one.name}: {warning}" for warning in read.warnings]

    def _read(self, name: str, data: bytes) -> Document | None:
        path = self._folder / str(self._count)
        path.write_bytes(data)
        try:
            return registry.read(path, name, self._options)
        except MemoryError:
            raise
        except OctavoError as error:
            self._warn(f"The attachment {name} was not read: {error.message}")
            return None
        except Exception as error:  # one reader's fault must not cost the letter
            self._warn(f"The attachment {name} was not read: {type(error).__name__}: {error}")
            return None
        finally:
            path.unlink()

    def _rich_body(self, letter: Letter) -> None:
        """A body in RTF, by the reader of RTF; its plain version where that fails."""
        if not letter.rich:
            return
        read = self._read(msg.RTF_NAME, letter.rich)
        if read is not None:
            letter.body += [block for _, block in read.blocks()]
        else:
            text_body(letter.plain, letter)

    def _append(self, page: Page) -> None:
        page.number = len(self._document.pages) + 1
        self._document.pages.append(page)

    def _warn(self, warning: str) -> None:
        self._document.warnings.append(warning)


def _heading(name: str) -> Block:
    return Block(BlockKind.HEADING, f"Attachment: {name}", level=1)


MAIL = Mail()
