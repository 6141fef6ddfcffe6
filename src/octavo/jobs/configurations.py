"""Saved configurations: option sets kept under an id, each within one tenant."""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa

from octavo.errors import KeyReused, NotStored
from octavo.jobs import tables
from octavo.jobs.tables import configurations


class Configurations:
    """The saved configurations of one tenant."""

    def __init__(self, database: sa.Engine, tenant: str) -> None:
        self._database = database
        self._tenant = tenant

    def add(self, config_id: str, kind: str, name: str, value: dict[str, Any]) -> sa.Row[Any]:
        """Save `value`, checked by the caller; the row it became, or had become before.

        Raises KeyReused if there is another with this id.
        """
        given = {"tenant": self._tenant, "kind": kind, "name": name, "value": value}
        with tables.write(self._database) as tx:
            made = given | {"id": config_id, "created": time.time()}
            row = tables.put_once(tx, configurations, made)
        if any(row._mapping[key] != wanted for key, wanted in given.items()):
            raise KeyReused
        return row

    def list(self) -> list[sa.Row[Any]]:
        """Every one, the newest first."""
        with tables.read(self._database) as connection:
            return list(connection.execute(self._mine().order_by(configurations.c.created.desc())))

    def get(self, config_id: str, kind: str | None = None) -> sa.Row[Any]:
        """The one with this id, of this kind if given. Raises NotStored."""
        query = self._mine().where(configurations.c.id == config_id)
        if kind is not None:
            query = query.where(configurations.c.kind == kind)
        with tables.read(self._database) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            what = f"{kind} configuration" if kind else "configuration"
            raise NotStored(f"There is no saved {what} with the id {config_id}")
        return row

    def remove(self, config_id: str) -> None:
        """Forget one; jobs already submitted keep what they took from it. Raises NotStored."""
        self.get(config_id)
        with tables.write(self._database) as tx:
            tx.execute(configurations.delete().where(configurations.c.id == config_id))

    def _mine(self) -> sa.Select[Any]:
        return sa.select(configurations).where(configurations.c.tenant == self._tenant)
