"""Who calls: an API key to a tenant. Keys are kept as SHA-256 digests only; they are random and
long, so a plain digest cannot be guessed back.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request
from starlette.concurrency import run_in_threadpool

from octavo.errors import AuthError, KeyMissing
from octavo.jobs import keys
from octavo.settings import Settings

OPEN_TENANT = "default"


class Doorman:
    """Knows the keys of this server: fixed ones from the settings, others from the database.

    With none at all every key opens the one tenant; the server allows that on loopback only.
    """

    def __init__(self, settings: Settings, ring: keys.KeyRing) -> None:
        self._fixed = dict(fixed_key(entry) for entry in settings.api_keys)
        self._ring = ring

    @property
    def open(self) -> bool:
        """Whether any key will do."""
        return not self._fixed and not self._ring.any()

    async def tenant(self, key: str | None) -> str:
        """The tenant `key` belongs to. Raises KeyMissing, AuthError."""
        if not key:
            raise KeyMissing("API key is required; send it in the x-api-key header")
        digest = keys.digest(key)
        fixed = self._fixed.get(digest)
        return fixed if fixed is not None else await run_in_threadpool(self._look_up, digest)

    def _look_up(self, digest: str) -> str:
        tenant = self._ring.tenant(digest)
        if tenant is not None:
            return tenant
        if self.open:
            return OPEN_TENANT
        raise AuthError("Invalid API key")


def fixed_key(entry: str) -> tuple[str, str]:
    """An entry of OCTAVO_API_KEYS, `key` or `tenant:key`, as digest and tenant."""
    tenant, colon, key = entry.rpartition(":")
    return keys.digest(key), tenant if colon else OPEN_TENANT


async def caller(
    request: Request,
    x_api_key: Annotated[str | None, Header()] = None,
    authorization: Annotated[str | None, Header()] = None,
) -> str:
    """The tenant of a request. Raises KeyMissing, AuthError."""
    key = x_api_key
    if key is None and authorization and authorization.lower().startswith("bearer "):
        key = authorization[7:].strip()
    doorman: Doorman = request.app.state.doorman
    return await doorman.tenant(key)


Tenant = Annotated[str, Depends(caller)]

__all__ = ["Doorman", "Tenant", "caller"]
