"""The paragraphs of a slide's shapes as blocks: bullets, numbers, levels, links, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.documents import Block, BlockKind
from octavo.formats.office import omml
from octavo.formats.office.counting import letters, roman
from octavo.formats.office.inline import Run, compose, safe_link, superscript
from octavo.formats.office.package import Element, Relation
from octavo.formats.office.slide_geometry import number
from octavo.formats.office.slide_styles import A, Bullet, Inheritance, bullet_of
from octavo.formats.office.word_names import local, r

MAX_LEVEL = 8

Counts = dict[int, tuple[Bullet, int]]
"""By level, the numbering that runs there and how far it has come; another kind begins anew."""


class TextReader:
    """Reads text bodies of one slide; `relations` are the slide's, for its links."""

    def __init__(self, relations: dict[str, Relation], inheritance: Inheritance) -> None:
        self._relations = relations
        self._inheritance = inheritance

    def blocks(self, body: Element | None, shape: Element) -> list[Block]:
        """A block for each paragraph that says something."""
        found: list[Block] = []
        counts: Counts = {}
        for paragraph in () if body is None else body.iterchildren(A + "p"):
            runs, formulas = self.runs(paragraph)
            if not any(run.text.strip() for run in runs):
                continue
            if formulas and all(run.raw or not run.text.strip() for run in runs):
                joined = " \\\\ ".join(formulas)
                found.append(Block(BlockKind.FORMULA, joined, f"$${joined}$$"))
                continue
            found.append(self._paragraph(paragraph, runs, shape, counts))
        return found

    def text(self, body: Element | None) -> tuple[str, str | None]:
        """A whole text body as one text, its paragraphs as lines."""
        lines = [
            compose(self.runs(paragraph)[0])
            for paragraph in (() if body is None else body.iterchildren(A + "p"))
        ]
        plain = "\n".join(text for text, _ in lines).strip("\n")
        if not any(markdown for _, markdown in lines):
            return plain, None
        return plain, "<br>".join(text if mark is None else mark for text, mark in lines)

    def runs(self, paragraph: Element) -> tuple[list[Run], list[str]]:
        """The runs of a paragraph and the formulas among them."""
        runs: list[Run] = []
        formulas: list[str] = []
        for node in _pieces(paragraph):
            name = local(node)
            if name == "oMath":
                formulas.append(omml.latex(node))
                runs.append(Run(f"${formulas[-1]}$", raw=True))
            elif name == "br":
                runs.append(Run("\n"))
            else:
                runs.append(self._run(node))
        return runs, formulas

    def _run(self, node: Element) -> Run:
        text = node.findtext(A + "t") or ""
        text = re.sub(r"_x000B_|\v", "\n", text)
        look = node.find(A + "rPr")
        if look is None:
            return Run(text)
        if number(look.get("baseline")) > 0:
            text = superscript(text)
        return Run(
            text,
            bold=look.get("b") in ("1", "true"),
            italic=look.get("i") in ("1", "true"),
            strike=look.get("strike", "noStrike") != "noStrike",
            link=self._link(look.find(A + "hlinkClick")),
        )

    def _link(self, node: Element | None) -> str:
        relation = None if node is None else self._relations.get(node.get(r("id"), ""))
        return safe_link(relation.target) if relation is not None and relation.external else ""

    def _paragraph(
        self, paragraph: Element, runs: list[Run], shape: Element, counts: Counts
    ) -> Block:
        text, markdown = compose(runs)
        properties = paragraph.find(A + "pPr")
        level = 0 if properties is None else int(number(properties.get("lvl")))
        level = min(max(level, 0), MAX_LEVEL)
        bullet = self._bullet(properties, shape, level)
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if bullet is None or bullet.kind == "none":
            counts.pop(level, None)
            return Block(BlockKind.TEXT, text, markdown)
        marker = "-"
        if bullet.kind == "number":
            before, count = counts.get(level, (bullet, bullet.start - 1))
            count = count + 1 if before == bullet else bullet.start
            counts[level] = (bullet, count)
            marker = numbered(count, bullet.form)
        else:
            counts.pop(level, None)
        return Block(BlockKind.LIST_ITEM, text, markdown, level=level, marker=marker)

    def _bullet(self, properties: Element | None, shape: Element, level: int) -> Bullet | None:
        own = bullet_of(properties)
        if own is not None:
            return own
        for inherited in self._inheritance.level_properties(shape, level):
            bullet = bullet_of(inherited)
            if bullet is not None:
                return bullet
        return None


def numbered(count: int, form: str) -> str:
    """A number in one of DrawingML's forms, such as `alphaLcParenR` for "b)"."""
    shown = str(count)
    if form.startswith("alpha"):
        shown = letters(count)
    elif form.startswith("roman"):
        shown = roman(count)
    if "Uc" in form:
        shown = shown.upper()
    if form.endswith("ParenBoth"):
        return f"({shown})"
    if form.endswith("ParenR"):
        return f"{shown})"
    return shown if form.endswith("Plain") else f"{shown}."


def _pieces(paragraph: Element) -> Iterator[Element]:
    """Runs, fields, breaks and formulas in their order, the readable branch of alternatives."""
    for node in paragraph:
        name = local(node)
        if name in ("r", "fld", "br", "oMath"):
            yield node
        elif name in ("AlternateContent", "Choice", "m", "oMathPara"):
            branch = node[:1] if name == "AlternateContent" else [node]
            for one in branch:
                yield from _pieces(one)
