"""Which text kind a text is: html, mhtml, eml, rtf, csv, tsv, md or txt.

What can be told from the content alone is; between the rest the extension decides, and without
one the marks a kind leaves in its lines.
"""

from __future__ import annotations

import re

from octavo.formats.sheets.encoding import decode

_BY_NAME = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".md": "md",
    ".markdown": "md",
    ".mdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".eml": "eml",
    ".txt": "txt",
    ".text": "txt",
    ".log": "txt",
}
_UNNAMED = frozenset({"", ".bin", ".dat", ".tmp", ".upload", ".blob", ".asc"})
_TABLE_NAMES = frozenset({".xls", ".xlsx"})

_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+(?:x?html)|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"\s*<(div|p|h[1-6]|table|ul|ol|section|article|main|span|center|font|b|br|pre|style)\b[^>]*>",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*(?:<\?xml\b|<!doctype\b|<[\w:-]+\s[^>]*xmlns)", re.IGNORECASE)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?(.*)")
_CERTAIN = frozenset({"received", "message-id", "mime-version", "return-path", "delivered-to"})
_MAIL = _CERTAIN | frozenset(
    {"from", "to", "cc", "bcc", "subject", "date", "reply-to", "sender", "content-type"}
    | {"in-reply-to", "references"}
)
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^(?:`{3}|~{3})\w*$", re.MULTILINE),
    re.compile(r"^\|?(?: *:?-{3,}:? *\|)+ *(?::?-{3,}:?)? *$", re.MULTILINE),
    re.compile(r"!?\[[^\]\n]+\]\([^)\s]+\)"),
    re.compile(r"(?<!\w)\*\*[^*\n]+\*\*(?!\w)"),
    re.compile(r"^[-*+] \[[ xX]\] ", re.MULTILINE),
)
_SEPARATORS = ",;\t|"


def sample(head: bytes) -> str | None:
    """The first bytes of a file as text, None if they are none."""
    text = decode(head)
    odd = sum(
        1 for char in text if (char < " " and char not in "\t\n\r\f\x0b\x1b\b") or char == "\x7f"
    )
    if odd > max(2, len(text) / 200) or text.count("\ufffd") > max(2, len(text) / 20):
        return None
    return text.lstrip("\ufeff")


def kind(text: str, extension: str) -> str | None:
    """The kind of a text; None where the name claims something that no text can be."""
    if text.lstrip().startswith("{\\rtf"):
        return "rtf"
    named = _BY_NAME.get(extension)
    if named == "md":
        return named
    if named != "txt" and (mail := _mail(text, named)):
        return mail
    if named != "txt" and (named == "html" or _MARKUP.match(text)):
        return "html"
    if named in ("csv", "tsv", "txt"):
        return named
    return _unnamed(text, extension)


def _unnamed(text: str, extension: str) -> str | None:
    if extension in _TABLE_NAMES:  # many programs write their tables as text under this name
        return _table(text) or _fragment(text)
    if extension not in _UNNAMED and _BY_NAME.get(extension) is None:
        return None
    if _XML.match(text):
        return None
    return _fragment(text) or _table(text) or ("md" if _is_markdown(text) else "txt")


def _fragment(text: str) -> str | None:
    found = _FRAGMENT.match(text)
    return "html" if found and f"</{found[1].lower()}" in text.lower() else None


def _mail(text: str, named: str | None) -> str | None:
    """eml or mhtml, if the text begins with a mail's headers."""
    headers = _headers(text)
    known = headers.keys() & _MAIL
    enough = len(known) >= 3 or (len(known) >= 2 and known & _CERTAIN) or named in ("eml", "mhtml")
    if not known or not enough:
        return named if named in ("eml", "mhtml") else None
    archived = "snapshot-content-location" in headers or "content-location" in headers
    related = headers.get("content-type", "").lower().startswith("multipart/related")
    saved = "saved by" in headers.get("from", "").lower()
    if named == "mhtml" or (
        named != "eml" and related and (archived or saved or "to" not in headers)
    ):
        return "mhtml"
    return "eml"


def _headers(text: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    lines = text.lstrip("\r\n").splitlines()[:400]
    for at, line in enumerate(lines):
        if at == 0 and line.startswith(("From ", ">From ")):
            continue
        if line[:1] in (" ", "\t") and headers:
            continue
        found = _HEADER.fullmatch(line)
        if found is None:
            return headers if not line.strip() else {}
        headers.setdefault(found[1].lower(), found[2])
    return headers


def _table(text: str) -> str | None:
    """csv or tsv, if every line of the sample has the same number of separators."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if len(text) > 60_000:
        lines = lines[:-1]
    for separator in _SEPARATORS:
        counts = {re.sub(r'"[^"]*"', "", line).count(separator) for line in lines}
        if len(lines) >= 2 and len(counts) == 1 and counts.pop() >= (1 if separator != "," else 2):
            if separator == "|" and any(set(line) <= set("|-: ") for line in lines):
                return None
            return "tsv" if separator == "\t" else "csv"
    return None


def _is_markdown(text: str) -> bool:
    return sum(bool(pattern.search(text)) for pattern in _MARKDOWN) >= 2 or bool(
        _MARKDOWN[0].match(text.lstrip())
    )
