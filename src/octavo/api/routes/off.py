"""What the contract has and this server does not do: forms, and the deprecated /convert.

A feature that is off is refused as such, so that no client takes it for a wrong
address.
"""

from __future__ import annotations

from fastapi import APIRouter

from octavo.api.auth import Tenant
from octavo.errors import Forbidden, NotStored

router = APIRouter(include_in_schema=False)


@router.post("/form/detect")
@router.post("/form/fill")
@router.post("/form/clear")
async def form(_tenant: Tenant) -> None:
    """Detecting, filling and clearing the fields of a form."""
    raise Forbidden("Forms are not offered by this server")


@router.post("/convert")
async def convert(_tenant: Tenant) -> None:
    """The deprecated upload to a temporary address."""
    raise Forbidden("POST /convert is not offered by this server; send the file to POST /extract")


@router.get("/results/{job_id}/pdf")
async def filled_form(job_id: str, _tenant: Tenant) -> None:
    """A filled form; clients know a 404 of this address, and no 403."""
    raise NotStored(f"Job {job_id} has no PDF: forms are not offered by this server")
