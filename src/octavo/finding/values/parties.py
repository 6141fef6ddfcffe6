"""Names of organisations and persons, and lines of postal addresses, by how they are written."""

from __future__ import annotations

import re

from octavo.finding import lexicon as lx
from octavo.finding.values import dates

_SUFFIXES = (
    r"inc|incorporated|corp|corporation|co|company|ltd|limited|llc|l\.l\.c|llp|l\.p|lp|plc|n\.a|"
    r"gmbh(?: & co\.? kg)?|ag|kg|ohg|gbr|e\.? ?k|ug|se|mbh|s\.?a\.?r\.?l|sarl|sas|s\.a\.s|"
    r"sasu|eurl|s\.a|"
    r"s\.l\.u?|s\.l|slu|s\.r\.l|srl|s\.p\.a|spa|s\.n\.c|snc|s\.a\.s|b\.v|bv|n\.v|nv|vof|oy|ab|"
    r"as|aps|"
    r"a/s|sdn\.? bhd|s/b|bhd|pte\.? ltd|pty\.? ltd|pvt\.? ltd|kk|k\.k|s\.?c|lda|ltda|sp\. z o\.?o|"
    r"s\.r\.o|kft|doo|d\.o\.o|trust|bank|group|holdings|foundation|university|partners|associates"
)
SUFFIX = re.compile(rf"(?<![\w.])(?:{_SUFFIXES})(?:\.(?!\w)|(?![\w]))", re.I)
_TRADE = frozenset(
    [
        "enterprise", "enterprises", "trading", "restaurant", "restoran", "hotel", "shop", "store",
        "stationery", "supermarket", "mart", "market", "bakery", "cafe", "coffee", "services",
        "solutions", "systems", "supply", "supplies", "hardware", "kedai", "syarikat", "perniagaan",
        "pharmacy", "clinic", "books", "bookstore", "motors", "electric", "electronics", "foods",
        "industries", "international", "consulting", "technologies", "software", "logistics",
        "werkstatt", "buero", "handel", "bau", "druckerei", "garten", "boulangerie", "librairie",
        "atelier", "imprenta", "talleres", "libreria", "officina", "tipografia", "studio",
        "house", "center", "centre", "city", "gallery", "garden", "kitchen", "express",
    ]
)  # fmt: skip
_STREET = re.compile(
    r"(?<!\w)(?:street|st|road|rd|avenue|ave|boulevard|blvd|drive|dr|lane|ln|way|court|ct|place|pl|"
    r"square|sq|highway|hwy|parkway|pkwy|plaza|suite|ste|floor|flr|level|unit|building|bldg|"
    r"block|lot|"
    r"p\.? ?o\.? box|jalan|jln|lorong|taman|tmn|bandar|kampung|kg|persiaran|lebuh|seksyen|section|"
    r"kawasan|wisma|menara|pusat|rue|place|allée|allee|chemin|quai|impasse|cedex|bp|bis|"
    r"\w*straße|\w*strasse|\w*str|"
    r"\w*weg|\w*platz|\w*allee|\w*gasse|\w*ring|\w*damm|postfach|calle|c/|avda|avenida|paseo|"
    r"plaza|carrera|"
    r"polígono|poligono|pol|ind|apartado|via|viale|piazza|corso|largo|vicolo|strada|casella|"
    r"\w*straat|\w*laan|\w*plein|\w*kade|postbus|rua|travessa|praça|ulica|ul|no|house|"
    r"industrial|park|"
    r"estate|mall|complex|centre|center|shopping)(?!\w)\.?",
    re.I,
)
_POSTCODE = re.compile(
    r"(?<![\w.,-])(?:[A-Z]{1,2}-)?(?:\d{5}(?:-\d{4})?|\d{4}\s?[A-Z]{2}|\d{4}(?=\s+[A-Z])|"
    r"\d{4}-\d{3}|"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{2}-\d{3}|\d{6})(?![\w-])"
)
_NOT_ADDRESS = re.compile(
    r"(?<!\w)(?:tel|phone|fax|email|e-mail|www|http|gst|vat|tax|invoice|receipt|cashier|date|total|"
    r"iban|bic|reg|co\.? reg|hotline|mobile|whatsapp|page|qty|cash|thank|rechnung|facture|"
    r"factura|fattura|"
    r"ust|steuer|siret|tva|nif|cif|piva|p\.? ?iva|hp|telefon|telefono|teléfono|mwst)(?!\w)"
    r"|@|\w\.(?:com|net|org|de|fr|es|it|co)\b",
    re.I,
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_PIECE = rf"(?:[{_UPPER}](?:[\w'’&-]|\.(?=\w))*|[{_UPPER}]\.)"
_ABBREVIATED = r"(?:Inc|Corp|Ltd|Co|Bros|St|Dr|Mr|Ms|Mrs|Jr|Sr|L\.?P|N\.A|S\.A|B\.V|N\.V|Cos)\."
_ENDING = (
    r"(?:Inc|LLC|L\.L\.C|LLP|Ltd|Limited|Corp|Corporation|L\.P|LP|N\.A|Co|S\.A|B\.V|N\.V|PLC|plc)"
    r"\b\.?"
)
_NAME = re.compile(
    rf"(?<![\w.])(?:{_ABBREVIATED}|{_PIECE}|\d{{1,3}}(?=\s[{_UPPER}]))"
    rf"(?:(?:\s+(?:of|the|de|du|des|del|della|von|van|für|y|et)){{0,2}}"
    rf"\s+(?:{_ABBREVIATED}|{_PIECE}|&|\d+)|,\s+{_ENDING})*"
)
_ENDED = re.compile(r"(?:\b(?:Inc|Corp|Ltd)\.|\bLLC|, (?:Inc|Ltd|Corp|LLC)\b\.?)(?=\s)")


_LEAD = re.compile(
    r"(?:Between|Among|By|From|To|With|And|Zwischen|Von|Mit|Und|Entre|Avec|Par|Con|Tra|Fra|Tussen|"
    r"Met|Door)\s+(?=\S)"
)
"""Words that a sentence may begin with before a name."""
_WORD = re.compile(r"\S+")
_TOWN = re.compile(rf",?\s[{_UPPER}][\w'’-]+(?:\s[{_UPPER}][\w'’-]+){{0,3}}")
_LOWER_NAME = re.compile(rf"(?<![\w.])[a-z][\w.&-]{{2,40}},?\s(?:{_SUFFIXES})(?!\w)\.?")


def organisation(text: str) -> float:
    """How much a line looks like the name of an organisation, 0..1."""
    words = lx.tokens(text)
    if not words or len(words) > 12 or not any(c.isalpha() for c in text):
        return 0.0
    score = 0.25
    if SUFFIX.search(text):
        score += 0.5
    if any(word in _TRADE for word in words):
        score += 0.25
    if text[:1].islower() or text.rstrip().endswith(":"):
        score -= 0.3
    if sum(c.isdigit() for c in text) > 0.3 * len(text):
        score -= 0.3
    if _STREET.search(text) and not SUFFIX.search(text):
        score -= 0.15
    return min(1.0, max(0.0, score))


def person(text: str) -> bool:
    """Whether a text may be a person's name: two to four capitalised words, nothing else."""
    words = [word for word in re.split(r"[\s-]+", text) if lx.fold(word) not in lx.EMPTY]
    return 2 <= len(words) <= 4 and not SUFFIX.search(text) and all(
        word[:1].isupper() and not any(c.isdigit() or c in "/|()@&" for c in word) for word in words
    )  # fmt: skip


def address_line(text: str) -> float:
    """How much a line looks like part of a postal address; from 1 it is likely one, may be < 0."""
    stop = _NOT_ADDRESS.search(text)
    if stop and (stop.start() < 3 or not _POSTCODE.search(text)):
        return -1.0
    score = 0.0
    if _STREET.search(text):
        score += 0.8
    if _POSTCODE.search(text):
        score += 0.8
    score += 0.3 * min(2, text.count(","))
    score += 0.3 if any(c.isdigit() for c in text) else 0.0
    if SUFFIX.search(text) and not any(c.isdigit() for c in text):
        score -= 0.8
    if stop:
        score -= 0.8
    if len(text) > 120 or dates.find(text) or re.search(r"\d[.,]\d{2}\s*$", text):
        score -= 1.0
    return score


def address_part(text: str) -> str:
    """A line up to where it goes over from an address to something else (a phone, a tax number)."""
    found = _NOT_ADDRESS.search(text)
    if found is None or found.start() < 6:
        return text
    part = text[: found.start()].rstrip(" (:;-|")
    return part if address_line(part) > 0.25 else text


def starts_address(text: str) -> bool:
    """Whether a line may be the first of an address: a number or a street word leads it."""
    return bool(re.match(r"\W*(?:no\b|lot\b|\d)", text, re.I) or _STREET.match(text.strip()))


def has_postcode(text: str) -> bool:
    """Whether a postal code stands in a line."""
    return _POSTCODE.search(text) is not None


def addresses_in(text: str) -> list[tuple[int, int]]:
    """Addresses in prose: what leads to a postal code, with the town behind it or without."""
    spans: list[tuple[int, int]] = []
    for code in _POSTCODE.finditer(text):
        pieces = _leading(text, code.start())
        known = text[pieces[0] : code.start()] if pieces else ""
        if len(pieces) < 2 or not (_STREET.search(known) or any(c.isdigit() for c in known)):
            continue
        first = next((at for at in pieces if starts_address(text[at : code.end()])), pieces[0])
        town = _TOWN.match(text, code.end())
        ends = [code.end()] if town is None else [code.end(), town.end()]
        spans += [(start, end) for start in dict.fromkeys((pieces[0], first)) for end in ends]
    return spans


def _leading(text: str, end: int) -> list[int]:
    """Where the pieces of an address begin that stand before its postal code, in their order."""
    places: list[int] = []
    for piece in reversed(list(_WORD.finditer(text, max(0, end - 120), end))[-14:]):
        word = piece[0]
        part = word[0].isupper() or word[0].isdigit() or lx.fold(word.strip(",.")) in lx.EMPTY
        if not (part or _STREET.match(word)) or word[-1] in ":;)":
            break
        if word[-1] == "." and len(word) > 5 and not _STREET.match(word):
            break
        places.append(piece.start())
    while places and text[places[-1]].islower() and not _STREET.match(text, places[-1]):
        places.pop()
    return places[::-1]


def names_in(text: str) -> list[tuple[int, int]]:
    """Runs of capitalised words in prose, trimmed of what leads and trails them."""
    spans = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        if ended := _ENDED.search(text, start, end):
            end = ended.end()
        while (lead := _LEAD.match(text, start, end)) is not None:
            start = lead.end()
        piece = text[start:end].rstrip(" ,&-")
        if not SUFFIX.search(piece[-12:]):
            piece = piece.rstrip(".")
        if len(piece) >= 2 and any(c.islower() or c.isupper() for c in piece):
            spans.append((start, start + len(piece)))
    for match in _LOWER_NAME.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in spans):
            spans.append(match.span())
    return spans
