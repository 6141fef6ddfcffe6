"""The pass to the page where a tenant's webhooks are managed: a token, signed and short-lived.

The signing secret is made once and kept in the database, so every process there honours it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets as randomness
import time

import msgspec
import sqlalchemy as sa

from octavo.errors import AuthError
from octavo.jobs import tables
from octavo.jobs.tables import secrets

LIFE_SECONDS = 900.0
_NAME = "webhook_portal"


class Claims(msgspec.Struct, forbid_unknown_fields=True):
    """What a token says: whose webhooks may be managed, until when (seconds since the epoch)."""

    tenant: str
    until: float


class Portal:
    """Issues tokens of one database and opens them."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def issue(self, tenant: str, seconds: float = LIFE_SECONDS) -> str:
        """A token for `tenant` that holds for so long."""
        claims = _text(msgspec.json.encode(Claims(tenant, time.time() + seconds)))
        return f"{claims}.{_text(self._sign(claims))}"

    def open(self, token: str) -> str:
        """The tenant of a token. Raises AuthError if it is not one of ours, or has lapsed."""
        claims, _, signature = token.partition(".")
        try:
            if not hmac.compare_digest(_bytes(signature), self._sign(claims)):
                raise AuthError("This link is not valid; ask for another")
            found = msgspec.json.decode(_bytes(claims), type=Claims)
        except (binascii.Error, ValueError) as error:
            raise AuthError("This link is not valid; ask for another") from error
        if found.until < time.time():
            raise AuthError("This link has lapsed; ask for another")
        return found.tenant

    def _sign(self, claims: str) -> bytes:
        return hmac.new(self._secret(), claims.encode(), hashlib.sha256).digest()

    def _secret(self) -> bytes:
        query = sa.select(secrets.c.value).where(secrets.c.name == _NAME)
        with tables.read(self._database) as connection:
            found = connection.execute(query).scalar_one_or_none()
        if found is None:
            with tables.write(self._database) as tx:
                made = tables.insert(tx.dialect.name, secrets).values(
                    name=_NAME, value=randomness.token_hex(32)
                )
                tx.execute(made.on_conflict_do_nothing())
                found = tx.execute(query).scalar_one()
        return bytes.fromhex(found)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)
