"""Contracts made for training: a preamble, clauses that distract, the law and the term."""

from __future__ import annotations

from random import Random

from octavo.finding.values.numbers import WORD_NUMBERS
from octavo.finding.values.places import STATES
from tools import training_words as words
from tools.finder_sources import DECOYS, Sample
from tools.training_page import Paper

_OPENINGS = (
    "This {kind} (this “Agreement”) is {made} {date} {joint} {a}{ad}, and {b}{bd}.",
    "THIS {kind} is {made} {date}, {joint} {a}{ad} and {b}{bd}.",
    "{kind}, dated as of {date}, {joint} {a}{ad} and {b}{bd}.",
    "This {kind} (the “Agreement”), effective as of {date} (the “Effective Date”), is {joint} "
    "{a}{ad}, and {b}{bd} (each a “Party” and together the “Parties”).",
    "In connection with the possible transaction between {a}{ad}, and {b}{bd}, the parties agree "
    "as of {date} to be bound by the terms set out below.",
)
_LAWS = (
    "This Agreement shall be governed by and construed in accordance with the laws of the State of "
    "{state}, without regard to its conflict of laws principles.",
    "Governing Law. This Agreement is governed by the internal laws of {state}.",
    "The laws of the State of {state} shall govern this Agreement and all disputes under it.",
    "Applicable law: the validity and construction of this letter are governed by {state} law.",
)
_TERMS = (
    "Term. This Agreement shall remain in effect for a period of {span} from the date hereof.",
    "This Agreement and the obligations hereunder shall terminate {span} after the date of this "
    "Agreement.",
    "The term of this Agreement shall be {span}.",
    "Each party's obligations under this Agreement shall expire {span} from the Effective Date.",
    "This Agreement shall continue in full force for {span} unless terminated earlier.",
)
_OTHERS = (
    "For a period of {span} following the termination of employment, the Recipient shall not "
    "solicit for employment any officer or employee of the Company without its prior "
    "written consent.",
    "Within {span} before the date of disclosure, the information was in the possession of the "
    "Receiving Party as shown by its written records, and was not subject to confidentiality.",
    "“Confidential Information” means all information, data, reports and records concerning the "
    "business of the Disclosing Party, whether oral or written, furnished to the Receiving Party.",
    "The Disclosing Party is {c}, a company organized under the laws of {other}, whose shares are "
    "listed; reference is made to the Credit Agreement dated {day} among its lenders and {d}.",
    "If any provision of this Agreement is held invalid, the remaining provisions shall remain in "
    "force, and the parties shall negotiate in good faith a valid provision in its place.",
    "Notices shall be sent by courier to {c} with a copy to {d}, attention General Counsel, and "
    "are deemed given {span} after posting.",
)
_KINDS = (
    "Confidentiality Agreement",
    "Mutual Nondisclosure Agreement",
    "Services Agreement",
    "Consulting Agreement",
    "Non-Competition Agreement",
    "License Agreement",
    "Supply Agreement",
)
_ROLE_NAMES = ("Company", "Recipient", "Consultant", "Employee", "Buyer", "Seller", "Executive")


def contract(rng: Random, name: str) -> Sample:
    """One contract; the schema asks for the same facts as such benchmarks do, and decoys."""
    paper = Paper(rng, geometry=False)
    first = words.company(rng, "en").title().replace("Llc", "LLC")
    second = words.company(rng, "en") if rng.random() < 0.65 else words.person(rng)
    day, state = words.day(rng), rng.choice(STATES[:50])
    term = _span(rng)
    has_date, has_term = rng.random() < 0.85, rng.random() < 0.6
    kind = rng.choice(_KINDS)
    paper.paragraph(kind.upper())
    date = words.printed_date(day, rng, "en") if has_date else "____________"
    paper.paragraph(_preamble(rng, kind, date, first, second))
    clauses = [_filled(rng, text) for text in rng.choices(_OTHERS, k=rng.randint(4, 9))]
    clauses.insert(rng.randint(0, len(clauses)), rng.choice(_LAWS).format(state=state))
    if has_term:
        clauses.insert(rng.randint(0, len(clauses)), rng.choice(_TERMS).format(span=term[1]))
    for count, clause in enumerate(clauses, start=1):
        paper.paragraph(f"{count}. {clause}" if rng.random() < 0.7 else clause)
    paper.paragraph("IN WITNESS WHEREOF, the parties have executed this Agreement.")
    for party in (first, second):
        signed = party.upper() if rng.random() < 0.5 else party
        paper.paragraph(f"{signed}\nBy:\nName: {words.person(rng)}\nTitle:")
    truth = {"jurisdiction": state, "parties": [first, second]}
    if has_date:
        truth["effective_date"] = day.isoformat()
    if has_term:
        truth["term"] = term[0]
    schema = {
        "effective_date": {"type": "string", "format": "date"},
        rng.choice(("jurisdiction", "governing_law")): {"type": "string"},
        "parties": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Names of the parties",
        },
        "term": {"type": "string", "description": "Duration, e.g. 2 years"},
    }
    if "governing_law" in schema:
        truth["governing_law"] = truth.pop("jurisdiction")
    return Sample(
        "contract",
        name,
        paper.document(),
        {"type": "object", "properties": schema},
        truth,
        DECOYS["contracts"],
    )


def _preamble(rng: Random, kind: str, date: str, first: str, second: str) -> str:
    def described() -> str:
        form = rng.choice(
            (
                "",
                f", a {rng.choice(STATES[:50])} corporation",
                ", a limited company",
                ", located at 12 Elm Street, Suite 4, Dover",
            )
        )
        role = rng.choice(_ROLE_NAMES)
        quoted = rng.choice((f" (“{role}”)", f" (the “{role}”)", f' (hereinafter "{role}")', ""))
        return form + quoted

    return rng.choice(_OPENINGS).format(
        kind=kind,
        date=date,
        a=first,
        b=second,
        ad=described(),
        bd=described(),
        made=rng.choice(
            ("made as of", "entered into as of", "dated", "made and entered into this")
        ),
        joint=rng.choice(("by and between", "between", "by and among", "among")),
    )


def _span(rng: Random) -> tuple[str, str]:
    """A duration as "2 years" and as printed."""
    count = rng.choice((1, 2, 3, 5, 12, 18))
    unit = "month" if count > 5 else "year"
    plural = f"{unit}s" if count > 1 else unit
    word = next((w for w, n in WORD_NUMBERS.items() if n == count and len(w) > 2), str(count))
    printed = rng.choice((f"{count} {plural}", f"{word} ({count}) {plural}", f"{word} {plural}"))
    return f"{count} {plural}", printed


def _filled(rng: Random, text: str) -> str:
    return text.format(
        span=_span(rng)[1],
        c=words.company(rng, "en"),
        d=words.company(rng, "en"),
        other=rng.choice(STATES[:50]),
        day=words.printed_date(words.day(rng), rng, "en"),
    )
