"""The made documents as sets for `bench.fields`: asked for what they hold, and what they lack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.kinds.make import make

_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}
_DAY = {"type": "string", "format": "date"}
ONLY: dict[str, dict[str, Any]] = {
    "bank_statement": {"opening_balance": _NUMBER, "closing_balance": _NUMBER},
    "payslip": {"gross_pay": _NUMBER, "employee_id": _TEXT, "hours_worked": _NUMBER},
    "utility_bill": {"meter_number": _TEXT, "previous_reading": _NUMBER, "usage_kwh": _NUMBER},
    "lab_report": {"specimen": _TEXT, "ordering_physician": _TEXT, "date_of_birth": _DAY},
    "insurance_certificate": {"policy_number": _TEXT, "deductible": _NUMBER, "premium": _NUMBER},
    "delivery_note": {"tracking_number": _TEXT, "carrier": _TEXT, "packages": {"type": "integer"}},
    "purchase_order": {"po_number": _TEXT, "payment_terms": _TEXT},
    "hotel_booking": {"check_in_date": _DAY, "room_type": _TEXT, "booking_reference": _TEXT},
    "tax_form": {"taxpayer_id": _TEXT, "tax_withheld": _NUMBER, "refund_amount": _NUMBER},
    "resume": {"skills": {"type": "array", "items": _TEXT}},
    "minutes": {"chair": _TEXT, "next_meeting_date": _DAY},
    "article": {"doi": _TEXT, "received_date": _DAY},
    "job_ad": {"application_deadline": _DAY, "salary_min": _NUMBER},
    "lease": {"landlord": _TEXT, "monthly_rent": _NUMBER, "security_deposit": _NUMBER},
}
"""Fields that documents of one kind have and those of no other."""
_SHARED = {("delivery_note", "purchase_order"), ("purchase_order", "delivery_note")}


@dataclass(frozen=True)
class Case:
    """A file with what is asked of it and what is true."""

    group: str
    path: Path
    schema: dict[str, Any]
    truth: dict[str, Any]


def kinds(folder: Path, count: int) -> Iterator[Case]:
    """Documents asked for what their kind has; what one of them lacks is null in its truth."""
    for name, made in _made(folder, count):
        yield Case(made["kind"], folder / name, made["schema"], made["truth"])


def crossed(folder: Path, count: int) -> Iterator[Case]:
    """Documents asked for what only other kinds have: all of it is null."""
    names = sorted(ONLY)
    for place, (name, made) in enumerate(_made(folder, count)):
        kind = made["kind"]
        others = [o for o in names if o != kind and (kind, o) not in _SHARED]
        fields: dict[str, Any] = {}
        for step in range(4):
            fields |= ONLY[others[(place * 5 + step * 3) % len(others)]]
        yield Case(kind, folder / name, {"type": "object", "properties": fields}, {})


def _made(folder: Path, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    make(folder, count)
    yield from sorted(json.loads((folder / "truth.json").read_text("utf-8")).items())
