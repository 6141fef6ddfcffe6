"""Webhook endpoints: where one tenant's events are sent, and what became of each delivery."""

from __future__ import annotations

import base64
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from octavo.errors import DownloadFailed, KeyReused, NotStored, RequestError
from octavo.jobs import tables, webhook_events
from octavo.jobs.tables import webhook_deliveries, webhook_endpoints
from octavo.jobs.webhook_events import EVENTS, TEST
from octavo.storage import network

MAX_ENDPOINTS, MAX_HEADERS, MAX_HEADER = 50, 20, 4096
NO_JOB = "00000000-0000-0000-0000-000000000000"
"""The job a test event tells of."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")
_OURS = re.compile(
    r"host|connection|content-.*|transfer-encoding|te|trailer|upgrade|keep-alive|expect|user-agent"
    r"|proxy-.*|webhook-.*|accept.*",
    re.IGNORECASE,
)


class Webhooks:
    """The endpoints and deliveries of one tenant."""

    def __init__(self, database: sa.Engine, tenant: str) -> None:
        self._database = database
        self._tenant = tenant

    def add(
        self,
        url: str,
        events: Sequence[str] = (),
        headers: Mapping[str, str] | None = None,
        endpoint_id: str | None = None,
    ) -> sa.Row[Any]:
        """Have `events` (none given: all) sent to `url` from now on; the row it became.

        `headers` are sent with every delivery, and so are the user and password of `url`, which
        is shown without them. Raises RequestError for what cannot be taken, KeyReused if there
        is another endpoint with the id given.
        """
        shown, sign_in = _checked_url(url)
        given = {
            "id": endpoint_id or f"ep_{secrets.token_hex(12)}",
            "tenant": self._tenant,
            "url": shown,
            "events": f",{','.join(_checked_events(events))},",
            "headers": _checked_headers([*(headers or {}).items(), *sign_in.items()]),
        }
        with tables.write(self._database) as tx:
            others = sa.select(sa.func.count()).where(
                webhook_endpoints.c.tenant == self._tenant, webhook_endpoints.c.id != given["id"]
            )
            if tx.execute(others).scalar_one() >= MAX_ENDPOINTS:
                raise RequestError(f"There are {MAX_ENDPOINTS} endpoints already; remove one first")
            made = given | {"secret": new_secret(), "created": time.time()}
            row = tables.put_once(tx, webhook_endpoints, made)
        if any(row._mapping[key] != wanted for key, wanted in given.items()):
            raise KeyReused
        return row

    def endpoints(self) -> list[sa.Row[Any]]:
        """Every endpoint, the oldest first."""
        query = sa.select(webhook_endpoints).where(webhook_endpoints.c.tenant == self._tenant)
        with tables.read(self._database) as connection:
            return list(connection.execute(query.order_by(webhook_endpoints.c.created)))

    def remove(self, endpoint_id: str) -> None:
        """Forget an endpoint and its deliveries; nothing more is sent there. Raises NotStored."""
        with tables.write(self._database) as tx:
            gone = tx.execute(webhook_endpoints.delete().where(self._mine(endpoint_id)))
            if not gone.rowcount:
                raise _unknown(endpoint_id)
            tx.execute(
                webhook_deliveries.delete().where(webhook_deliveries.c.endpoint == endpoint_id)
            )

    def send_test(self, endpoint_id: str) -> str:
        """Send an event of the type `webhook.test`, whatever the endpoint asked for; its id.

        Raises NotStored.
        """
        with tables.write(self._database) as tx:
            moment = sa.literal(time.time(), sa.Float(53))
            values = webhook_events.new_delivery(tx.dialect.name, TEST, moment) | {
                "job": sa.literal(NO_JOB),
                "job_created": moment,
            }
            chosen = sa.select(*(value.label(name) for name, value in values.items()))
            chosen = chosen.where(self._mine(endpoint_id))
            sent = tx.execute(
                webhook_deliveries.insert()
                .from_select(list(values), chosen)
                .returning(webhook_deliveries.c.id)
            ).scalar_one_or_none()
        if sent is None:
            raise _unknown(endpoint_id)
        return str(sent)

    def log(self, limit: int) -> list[sa.Row[Any]]:
        """The newest deliveries, each with the `url` it goes to."""
        query = (
            sa.select(webhook_deliveries, webhook_endpoints.c.url)
            .join(webhook_endpoints, webhook_endpoints.c.id == webhook_deliveries.c.endpoint)
            .where(webhook_deliveries.c.tenant == self._tenant)
            .order_by(webhook_deliveries.c.created.desc(), webhook_deliveries.c.id)
            .limit(limit)
        )
        with tables.read(self._database) as connection:
            return list(connection.execute(query))

    def _mine(self, endpoint_id: str) -> sa.ColumnElement[bool]:
        return sa.and_(
            webhook_endpoints.c.id == endpoint_id, webhook_endpoints.c.tenant == self._tenant
        )


def new_secret() -> str:
    """A signing secret, as receivers' libraries take it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def events_of(endpoint: sa.Row[Any]) -> list[str]:
    """The events an endpoint asked for."""
    return str(endpoint.events).strip(",").split(",")


def basic_auth(user: str, password: str) -> dict[str, str]:
    """The header of HTTP basic authentication."""
    pair = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def _checked_url(url: str) -> tuple[str, dict[str, str]]:
    """A URL without its user and password, and the header that says them."""
    try:
        parsed = network.parse(url)
    except DownloadFailed as error:
        raise RequestError(error.message, parameter="url") from None
    sign_in = basic_auth(parsed.username, parsed.password) if parsed.userinfo else {}
    return str(parsed.copy_with(fragment=None, userinfo=b"")), sign_in


def _checked_events(events: Sequence[str]) -> Sequence[str]:
    unknown = [event for event in events if event not in EVENTS]
    if unknown:
        raise RequestError(
            f"There is no event {unknown[0]!r}; choose from {', '.join(EVENTS)}",
            parameter="events",
        )
    return [event for event in EVENTS if event in events] or EVENTS


def _checked_headers(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    if len(headers) > MAX_HEADERS:
        raise RequestError(f"At most {MAX_HEADERS} headers can be added", parameter="headers")
    if len({name.lower() for name, _ in headers}) < len(headers):
        raise RequestError("A header is given twice", parameter="headers")
    for name, value in headers:
        if not _NAME.fullmatch(name) or _OURS.fullmatch(name):
            raise RequestError(f"{name[:100]!r} cannot be set as a header", parameter="headers")
        if len(value) > MAX_HEADER or not _VALUE.fullmatch(value):
            raise RequestError(f"The header {name} cannot have this value", parameter="headers")
    return {name: value.strip() for name, value in headers}


def _unknown(endpoint_id: str) -> NotStored:
    return NotStored(f"There is no webhook endpoint with the id {endpoint_id}")
