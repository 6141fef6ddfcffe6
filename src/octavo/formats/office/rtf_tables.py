"""The definitions at the head of an RTF file: fonts, styles, lists."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.formats.office.rtf_tokens import Token
from octavo.formats.office.word_numbering import Level, ListDefinition, Numbering

_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    5: "ordinal", 6: "cardinalText", 7: "ordinalText", 22: "decimalZero", 23: "bullet",
    255: "none",
}  # fmt: skip
CHARSETS = {
    0: "cp1252", 2: "symbol", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab",
    134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
}  # fmt: skip


def list_form(code: int) -> str:
    """The OOXML name of a number form that RTF and binary Word give by a code."""
    return _FORMS.get(code, "decimal")


@dataclass(slots=True)
class Font:
    name: str = ""
    encoding: str = ""


@dataclass(slots=True)
class StyleEntry:
    """A paragraph style: its name, and the control words it stands for."""

    name: str = ""
    words: list[tuple[str, int | None]] = field(default_factory=list)


@dataclass(slots=True)
class Definitions:
    """What the head of the file defines, filled as its groups are read."""

    fonts: dict[int, Font] = field(default_factory=dict)
    styles: dict[int, StyleEntry] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=lambda: Numbering(None))
    lists: dict[int, dict[int, Level]] = field(default_factory=dict)

    def read_fonts(self, group: list[Token]) -> None:
        font = Font()
        for token in group:
            if token.kind == "word" and token.word == "f" and token.number is not None:
                font = self.fonts.setdefault(token.number, Font())
            elif token.kind == "word" and token.word == "fcharset":
                font.encoding = CHARSETS.get(token.number or 0, "")
            elif token.kind == "text":
                font.name += token.data.decode("cp1252", "replace")
        for one in self.fonts.values():
            one.name = one.name.split(";")[0].strip()

    def read_styles(self, group: list[Token], encoding: str) -> None:
        for entry in _subgroups(group):
            number, style = 0, StyleEntry()
            character = False
            for token in entry:
                if token.kind == "word" and token.word == "s":
                    number = token.number or 0
                elif token.kind == "word" and token.word in ("cs", "ds", "ts", "tsrowd"):
                    character = True
                elif token.kind == "word":
                    style.words.append((token.word, token.number))
                elif token.kind == "text":
                    style.name += token.data.decode(encoding, "replace")
            style.name = style.name.split(";")[0].strip()
            if not character:
                self.styles[number] = style

    def read_lists(self, group: list[Token]) -> None:
        for entry in _subgroups(group):
            identifier = 0
            levels: dict[int, Level] = {}
            for token in entry:
                if token.kind == "word" and token.word == "listid":
                    identifier = token.number or 0
            for depth, level in enumerate(
                one for one in _subgroups(entry) if _has(one, "listlevel")
            ):
                levels[depth] = _level(level)
            self.lists[identifier] = levels

    def read_overrides(self, group: list[Token]) -> None:
        for entry in _subgroups(group):
            found = {t.word: t.number for t in entry if t.kind == "word" and t.number is not None}
            identifier, number = found.get("listid", 0), found.get("ls", 0)
            levels = self.lists.get(identifier or 0)
            if levels is None:
                continue
            starts = {
                depth: _number(one, "levelstartat", 1)
                for depth, one in enumerate(_subgroups(entry))
                if _has(one, "listoverridestartat")
            }
            definition = ListDefinition(str(identifier), dict(levels), starts)
            self.numbering.add(str(number), definition)


def _level(group: list[Token]) -> Level:
    code = _number(group, "levelnfc", _number(group, "levelnfcn", 0))
    text = next((one for one in _subgroups(group) if _has(one, "leveltext")), [])
    return Level(
        start=_number(group, "levelstartat", 1),
        form=list_form(code),
        text=_level_text(text),
        legal=bool(_number(group, "levellegal", 0)),
    )


def _level_text(group: list[Token]) -> str:
    """The template, whose first character is its length and whose low ones stand for numbers."""
    out: list[str] = []
    for token in group:
        if token.kind == "text":
            out += [chr(byte) for byte in token.data]
        elif token.kind == "word" and token.word == "u":
            out.append(chr((token.number or 0) % 65_536))
    raw = "".join(out)
    size = ord(raw[0]) if raw else 0
    return "".join(
        f"%{ord(char) + 1}" if ord(char) < 9 else char for char in raw[1 : 1 + size]
    ).rstrip(";")


def _subgroups(group: list[Token]) -> list[list[Token]]:
    """The groups directly within a group, each without its braces but with all it holds."""
    found: list[list[Token]] = []
    depth = 0
    for token in group:
        if token.kind == "{":
            depth += 1
            if depth == 1:
                found.append([])
                continue
        elif token.kind == "}":
            depth -= 1
        if depth >= 1:
            found[-1].append(token)
    return found


def _has(group: list[Token], word: str) -> bool:
    return any(token.kind == "word" and token.word == word for token in group[:3])


def _number(group: list[Token], word: str, default: int) -> int:
    for token in group:
        if token.kind == "word" and token.word == word and token.number is not None:
            return token.number
    return default
