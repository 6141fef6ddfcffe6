"""The engine that moves the work: DBOS, on the same database as our tables.

It holds one ticket for every job that may run now, in a queue a lane, hands tickets to the
workers, and knows nothing else: what a job is, how it stands and which is next is in our tables.
All its workers share one pinned application version, so that a rolling upgrade strands no ticket,
and each process has an executor id of its own, because recovery is ours (`nodes`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig

from octavo.jobs.model import Lane

WORKFLOW = "run_job"
VERSION = "octavo-1"
POLL_SECONDS = 0.1

Run = Callable[[Lane], None]


class Engine:
    """The queue of tickets of one process."""

    def __init__(self, database: sa.Engine, instance: str) -> None:
        self._database = database
        self._instance = instance
        self._client: DBOSClient | None = None
        logging.getLogger("dbos").setLevel(logging.WARNING)

    def launch(self, run: Run | None, at_once: Mapping[Lane, int]) -> None:
        """Create the engine's tables; with `run`, also take so many tickets of a lane at a time.

        The engine keeps that number with the queue: it is one for all workers.
        """
        config: DBOSConfig = {
            "name": "octavo",
            "system_database_url": self._database.url.render_as_string(hide_password=False),
            "system_database_engine": self._database,
            "application_version": VERSION,
            "executor_id": self._instance,
            "log_level": "WARNING",
            "use_listen_notify": False,
            "notification_listener_polling_interval_sec": 1.0,
            "scheduler_polling_interval_sec": 3600.0,
        }
        DBOS(config=config)
        if run is not None:
            # A plain function, since DBOS marks it and a bound method cannot be marked.
            DBOS.workflow(name=WORKFLOW)(lambda lane: run(Lane(lane)))
        else:
            DBOS.listen_queues([])
        DBOS.launch()
        self._client = DBOSClient(system_database_engine=self._database, application_name="octavo")
        for lane, most in at_once.items():
            self._client.register_queue(
                lane.value, worker_concurrency=most, polling_interval_sec=POLL_SECONDS
            )

    def enqueue(self, tx: sa.Connection, job_id: str, attempt: int, lane: Lane) -> None:
        """Put the ticket of a job's attempt into a lane's queue, within the transaction `tx`."""
        assert self._client is not None
        self._client.enqueue_in_transaction(
            tx,
            {
                "workflow_name": WORKFLOW,
                "queue_name": lane.value,
                "workflow_id": f"{job_id}:{attempt}",
                "app_version": VERSION,
            },
            lane.value,
        )

    def waiting(self, lane: Lane, at_most: int) -> int:
        """How many tickets of a lane wait to be taken; no more than `at_most` are counted."""
        assert self._client is not None
        found = self._client.list_workflows(
            status="ENQUEUED",
            queue_name=lane.value,
            limit=at_most,
            load_input=False,
            load_output=False,
        )
        return len(found)

    def tidy(self, older_than: float, at_most: int) -> int:
        """Delete the tickets used up before the epoch time `older_than`; how many."""
        assert self._client is not None
        used = self._client.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=_iso(older_than),
            limit=at_most,
            load_input=False,
            load_output=False,
        )
        if used:
            self._client.delete_workflows([ticket.workflow_id for ticket in used])
        return len(used)

    def stop_taking(self) -> None:
        """Take no more tickets; what is running is left to the caller to end."""
        DBOS.destroy(destroy_registry=True)

    def stop(self) -> None:
        """Let go of the queues."""
        if self._client is not None:
            self._client.destroy()


def _iso(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).isoformat()
