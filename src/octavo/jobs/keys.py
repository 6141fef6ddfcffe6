"""API keys made here: each belongs to a tenant and is stored as a digest only."""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import Any

import sqlalchemy as sa

from octavo.jobs import tables
from octavo.jobs.tables import keys

PREFIX = "octavo_"


def digest(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


class KeyRing:
    """The keys of one database."""

    def __init__(self, database: sa.Engine) -> None:
        self._database = database

    def create(self, tenant: str, name: str) -> tuple[str, str]:
        """Make a key; its id and the key itself, which is never shown again."""
        key, key_id = PREFIX + secrets.token_urlsafe(32), secrets.token_hex(4)
        with tables.write(self._database) as tx:
            tx.execute(
                keys.insert().values(
                    id=key_id, tenant=tenant, hash=digest(key), name=name, created=time.time()
                )
            )
        return key_id, key

    def list(self) -> list[sa.Row[Any]]:
        """Every key, the newest first."""
        with tables.read(self._database) as connection:
            return list(connection.execute(sa.select(keys).order_by(keys.c.created.desc())))

    def revoke(self, key_id: str) -> bool:
        """End a key; False if there is no such valid key."""
        with tables.write(self._database) as tx:
            done = tx.execute(
                keys.update()
                .where(keys.c.id == key_id, keys.c.revoked.is_(None))
                .values(revoked=time.time())
            )
        return bool(done.rowcount)

    def tenant(self, hashed: str) -> str | None:
        """The tenant of the valid key with this digest."""
        query = sa.select(keys.c.tenant).where(keys.c.hash == hashed, keys.c.revoked.is_(None))
        with tables.read(self._database) as connection:
            return connection.execute(query).scalar_one_or_none()

    def any(self) -> bool:
        """Whether a key was ever made. Revoking the last one must not open the door."""
        with tables.read(self._database) as connection:
            return connection.execute(sa.select(keys.c.id).limit(1)).first() is not None
