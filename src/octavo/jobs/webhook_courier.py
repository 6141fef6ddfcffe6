"""Sends what webhooks have to tell: signed, retried on schedule, no endpoint in another's way.

Endpoints whose last attempt failed or was slow are served in a lane of their own, one delivery at
a time each; so however many are dead, the others keep their threads, and the first good answer
brings one back. Signatures follow Standard Webhooks (Svix): https://www.standardwebhooks.com.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from collections import Counter

import sqlalchemy as sa
import structlog

from octavo.errors import DownloadFailed
from octavo.jobs import tables, webhook_queue
from octavo.jobs.webhook_queue import Answer, Parcel
from octavo.settings import Settings
from octavo.storage import network

log = structlog.get_logger(__name__)

POLL_SECONDS = 0.3
SLOW_SECONDS = 3.0


class Lane:
    """The threads for one sort of endpoints: `threads` in all, `each` for one endpoint."""

    def __init__(self, *, ailing: bool, threads: int, each: int) -> None:
        self.ailing = ailing
        self._threads, self._each = threads, each
        self._busy: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def full(self) -> bool:
        with self._lock:
            return self._busy.total() >= self._threads

    def shares(self, endpoints: list[str]) -> dict[str, int]:
        """How many deliveries of each endpoint there are threads for.

        Those with the fewest under way come first, so that no backlog keeps others waiting.
        """
        shares = {}
        with self._lock:
            free = self._threads - self._busy.total()
            for endpoint in sorted(endpoints, key=lambda endpoint: self._busy[endpoint]):
                share = min(free, self._each - self._busy[endpoint])
                if share > 0:
                    shares[endpoint] = share
                    free -= share
        return shares

    def enter(self, endpoint: str) -> None:
        with self._lock:
            self._busy[endpoint] += 1

    def leave(self, endpoint: str) -> None:
        with self._lock:
            self._busy[endpoint] -= 1
            if self._busy[endpoint] <= 0:
                del self._busy[endpoint]


class Courier:
    """Delivers what is due, until stopped; any number of processes may do so at once."""

    def __init__(self, settings: Settings, database: sa.Engine) -> None:
        self._settings = settings
        self._database = database
        self._lanes = (
            Lane(ailing=False, threads=8, each=4),
            Lane(ailing=True, threads=8, each=1),
        )
        self._wake = threading.Event()
        self._stopping = threading.Event()

    def deliver(self) -> None:
        """Until stopped, start the attempts that are due."""
        while not self._stopping.is_set():
            try:
                for lane in self._lanes:
                    self._serve(lane)
            except Exception as error:
                log.warning("webhooks_failed", error=tables.reason(error))
                self._stopping.wait(1.0)
            self._wake.wait(POLL_SECONDS)
            self._wake.clear()

    def stop(self) -> None:
        """Start no more attempts. One under way that does not end is made again elsewhere."""
        self._stopping.set()
        self._wake.set()

    def _serve(self, lane: Lane) -> None:
        if lane.full:
            return
        shares = lane.shares(webhook_queue.ready(self._database, lane.ailing))
        if not shares:
            return
        # Twice the longest attempt: one that has not begun by half of it is left alone.
        for parcel in webhook_queue.claim(
            self._database, shares, 2 * self._settings.webhook_seconds
        ):
            lane.enter(parcel.endpoint)
            threading.Thread(
                target=self._attempt, args=(lane, parcel), name="webhook", daemon=True
            ).start()

    def _attempt(self, lane: Lane, parcel: Parcel) -> None:
        try:
            answer = self._send(parcel)
            waits = self._settings.webhook_retry_seconds
            kept = webhook_queue.finish(self._database, parcel, answer, waits)
            log.info(
                "webhook_delivered" if answer.delivered else "webhook_failed",
                **{"id": parcel.id, "event_type": parcel.event, "job": parcel.job},
                **{"endpoint": parcel.endpoint, "attempt": parcel.attempt, "recorded": kept},
                **{"status": answer.status, "reason": answer.note},
            )
        except Exception as error:
            log.warning("webhook_attempt_lost", id=parcel.id, error=tables.reason(error))
        finally:
            lane.leave(parcel.endpoint)
            self._wake.set()

    def _send(self, parcel: Parcel) -> Answer:
        seconds, begun = self._settings.webhook_seconds, time.monotonic()
        if begun - parcel.claimed > seconds:
            raise RuntimeError("the machine was too busy to begin in time")
        body = parcel.body.encode()
        headers = {**parcel.headers, **signed(parcel.id, body, parcel.secret, int(time.time()))}
        try:
            status = network.post(
                parcel.url,
                body,
                list(headers.items()),
                seconds=seconds,
                allow=self._settings.outbound_allow,
            )
        except DownloadFailed as error:
            return Answer(note=error.message)
        except Exception as error:  # whatever it is, it counts as an attempt and is shown
            return Answer(note=f"{type(error).__name__}: {error}")
        note = None if 200 <= status < 300 else f"The endpoint answered with status {status}"
        return Answer(status, note, slow=time.monotonic() - begun > SLOW_SECONDS)


def signed(message: str, body: bytes, secret: str, stamp: int) -> dict[str, str]:
    """The headers of one attempt to send `body` as `message`, at the Unix time `stamp`."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{message}.{stamp}.".encode() + body
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(stamp),
        "webhook-signature": f"v1,{signature}",
    }
