"""Documents with known values to train and test the finder on, as scenes and fields.

A source is a kind of document; leave-one-source-out training holds one of them back. Receipts and
contracts are read from the benchmark data where they are present (see bench/data.py), through our
own reading, cached as JSON under the scratch folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from bench import data
from octavo.documents import Document
from octavo.finding.json_schema import plain


@dataclass
class Sample:
    """One document, its schema, its true values (missing means absent), and decoy fields."""

    source: str
    name: str
    document: Document
    schema: dict[str, Any]
    truth: dict[str, Any]
    decoys: dict[str, Any] = field(default_factory=dict)


DECOYS: dict[str, dict[str, Any]] = {
    "receipts": {
        "iban": {"type": "string"},
        "birth_date": {"type": "string", "format": "date"},
        "policy_number": {"type": "string"},
        "governing_law": {"type": "string"},
        "monthly_rent": {"type": "number"},
        "employer": {"type": "string", "description": "Name of the employer"},
        "contract_duration": {"type": "string"},
        "delivery_address": {"type": "string"},
        "opening_balance": {"type": "number"},
        "passport_number": {"type": "string"},
        "due_date": {"type": "string", "format": "date"},
        "interest_rate": {"type": "number"},
    },
    "contracts": {
        "invoice_number": {"type": "string"},
        "iban": {"type": "string"},
        "total_amount": {"type": "number"},
        "vat_amount": {"type": "number"},
        "due_date": {"type": "string", "format": "date"},
        "birth_date": {"type": "string", "format": "date"},
        "tracking_number": {"type": "string"},
        "shipping_cost": {"type": "number"},
        "email": {"type": "string", "format": "email"},
        "order_number": {"type": "string"},
        "quantity": {"type": "integer"},
        "tax_rate": {"type": "number"},
    },
}


def benchmark(cache: Path, kind: str) -> Iterator[Sample]:
    """The documents of `bench/fields/{kind}`; nothing where the folder is absent."""
    folder = data.FOLDER / "fields" / kind
    if not (folder / "truth.json").exists():
        return
    known = json.loads((folder / "truth.json").read_text())
    schema = plain(known["schema"])
    for name, truth in sorted(known["truth"].items()):
        document = cached(folder / name, cache / f"own_{kind}")
        yield Sample(kind, name, document, schema, truth, DECOYS[kind])


def cached(path: Path, cache: Path) -> Document:
    """A file through our own reading; the Document is kept as JSON in `cache`."""
    from octavo.formats.base import ReadOptions
    from octavo.formats.registry import read

    kept = cache / f"{path.name}.json"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        document = read(path, path.name, ReadOptions(words=True))
        kept.write_bytes(msgspec.json.encode(document))
    return msgspec.json.decode(kept.read_bytes(), type=Document)
