"""What stands inside one Word paragraph: styled text, breaks, note marks, formulas, objects.

Tracked changes are read as accepted: insertions count, deletions and the origins of moves do not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.documents import Block
from octavo.formats.office import omml
from octavo.formats.office.inline import Run, note_mark, safe_link, superscript
from octavo.formats.office.package import Element
from octavo.formats.office.symbols import symbol
from octavo.formats.office.word_context import PAGE_FIELD, Context
from octavo.formats.office.word_drawings import read_objects
from octavo.formats.office.word_names import child, chosen, integer, listed, local, r, value, w
from octavo.formats.office.word_styles import Look, read_look

_GONE = listed(
    "pPr rPr del moveFrom sdtPr sdtEndPr rt proofErr bookmarkStart bookmarkEnd tblPr "
    "commentRangeStart commentRangeEnd permStart permEnd customXmlPr smartTagPr rubyPr"
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


@dataclass(frozen=True, slots=True)
class Break:
    """A page break: written by the author, or where Word last saw the page end (`rendered`)."""

    rendered: bool


@dataclass(slots=True)
class Content:
    """The pieces of a paragraph in their order, and the marks of the notes it refers to."""

    pieces: list[Run | Break | Block] = field(default_factory=list)
    note_refs: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)

    @property
    def only_formulas(self) -> bool:
        """Whether nothing but formulas (and blanks) stands in the paragraph."""
        runs = [piece for piece in self.pieces if isinstance(piece, Run) and piece.text.strip()]
        return bool(self.formulas) and len(runs) == len(self.formulas)


class InlineReader:
    """Reads paragraphs one after the other; fields may span them, so it keeps what is open."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._content = Content()
        self._handlers: dict[str, Callable[[Element, Look, str], None]] = {
            "r": self._run,
            "hyperlink": self._hyperlink,
            "fldSimple": self._simple_field,
            "oMath": self._formula,
            "oMathPara": self._formula_paragraph,
            "AlternateContent": self._alternate,
        }

    def read(self, paragraph: Element, look: Look) -> Content:
        """The content of a `w:p` whose style gives its text `look`."""
        self._content, outer = Content(), self._content
        self._children(paragraph, look, "")
        self._context.fields.end_paragraph()
        content, self._content = self._content, outer
        return content

    def _children(self, node: Element, look: Look, link: str) -> None:
        for inner in node:
            name = local(inner)
            if name in _GONE:
                continue
            handler = self._handlers.get(name, self._children)
            handler(inner, look, link)

    def _run(self, node: Element, look: Look, link: str) -> None:
        properties = child(node, "rPr")
        style = value(properties, "rStyle")
        if style is not None:
            look = self._context.styles.look(style).over(look)
        look = read_look(properties).over(look)
        if not look.hidden:
            self._run_content(node, look, link)

    def _run_content(self, node: Element, look: Look, link: str) -> None:
        for inner in node:
            name = local(inner)
            if name == "t":
                self._text(inner.text or "", look, link)
            elif name in _CHARACTERS:
                self._text(_CHARACTERS[name], look, link)
            elif name != "rPr":
                self._special(name, inner, look, link)

    def _special(self, name: str, node: Element, look: Look, link: str) -> None:
        if name in ("br", "lastRenderedPageBreak"):
            self._break(name, node, look, link)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(name, node)
        elif name in ("drawing", "pict", "object"):
            self._content.pieces += read_objects(node, self._context)
        elif name == "AlternateContent":
            branch = chosen(node)
            if branch is not None:
                self._run_content(branch, look, link)
        elif name in ("ruby", "rubyBase"):
            self._children(node, look, link)
        else:
            self._text(self._shown(name, node), look, link)

    def _shown(self, name: str, node: Element) -> str:
        """The text of the elements that stand for some: symbols, fields, the page's number."""
        if name == "fldChar":
            return self._context.fields.mark(node)
        if name == "sym":
            return symbol(_hex(node.get(w("char"), "")), node.get(w("font"), ""))
        if name == "instrText":
            self._context.fields.code(node.text or "")
        return PAGE_FIELD if name == "pgNum" else ""

    def _text(self, text: str, look: Look, link: str) -> None:
        fields = self._context.fields
        if not text or fields.unseen:
            return
        if self._context.counts_pages and fields.shows_page:
            text = PAGE_FIELD
        if look.raised:
            text = superscript(text)
        run = Run(text, bool(look.bold), bool(look.italic), bool(look.strike), link or fields.link)
        self._content.pieces.append(run)

    def _break(self, name: str, node: Element, look: Look, link: str) -> None:
        if name == "lastRenderedPageBreak":
            self._content.pieces.append(Break(rendered=True))
        elif node.get(w("type")) == "page":
            self._content.pieces.append(Break(rendered=False))
        else:
            self._text("\n", look, link)

    def _note(self, name: str, node: Element) -> None:
        kind = name.removesuffix("Reference")
        mark = self._context.notes.refer(kind, node.get(w("id"), ""), _own_mark(node))
        if mark:
            self._content.note_refs.append(mark)
            if not _own_mark(node):
                self._content.pieces.append(Run(note_mark(mark)))

    def _hyperlink(self, node: Element, look: Look, link: str) -> None:
        relation = self._context.relation(node.get(r("id"), ""))
        if relation is not None and relation.external:
            link = safe_link(relation.target)
        self._children(node, look, link)

    def _simple_field(self, node: Element, look: Look, link: str) -> None:
        fields = self._context.fields
        fields.open.append(type(fields).opened(node.get(w("instr"), "")))
        self._children(node, look, link)
        fields.open.pop()

    def _alternate(self, node: Element, look: Look, link: str) -> None:
        branch = chosen(node)
        if branch is not None:
            self._children(branch, look, link)

    def _formula(self, node: Element, look: Look, link: str) -> None:  # noqa: ARG002
        latex = omml.latex(node)
        if latex:
            self._content.formulas.append(latex)
            self._content.pieces.append(Run(f"${latex}$", raw=True))

    def _formula_paragraph(self, node: Element, look: Look, link: str) -> None:
        self._children(node, look, link)


def _own_mark(node: Element) -> str:
    """The mark a note brings itself (`customMarkFollows`): the text that follows in its run."""
    if integer(node.get(w("customMarkFollows"))) == 0 and node.get(w("customMarkFollows")) not in (
        "true",
        "on",
    ):
        return ""
    text = "".join(sibling.text or "" for sibling in node.itersiblings(w("t")))
    symbols = "".join(
        symbol(_hex(sibling.get(w("char"), "")), sibling.get(w("font"), ""))
        for sibling in node.itersiblings(w("sym"))
    )
    return (text + symbols).strip()


def _hex(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0
