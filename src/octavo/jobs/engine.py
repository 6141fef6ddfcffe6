"""The engine that moves the work: DBOS, on the same database as our tables.

It holds one ticket (job id and attempt) for every job that may run now, hands tickets to the
workers, and knows nothing else: what a job is and how it stands is in our tables. All its
workers share one pinned application version, so that a rolling upgrade strands no ticket, and
each process has an executor id of its own, because recovery is ours (`nodes`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig

QUEUE = "jobs"
WORKFLOW = "run_job"
VERSION = "octavo-1"
POLL_SECONDS = 0.1

Run = Callable[[str, int], None]


class Engine:
    """The queue of tickets of one process."""

    def __init__(self, database: sa.Engine, instance: str) -> None:
        self._database = database
        self._instance = instance
        self._client: DBOSClient | None = None
        logging.getLogger("dbos").setLevel(logging.WARNING)

    def launch(self, run: Run | None, concurrency: int) -> None:
        """Create the engine's tables; with `run`, also take tickets, `concurrency` at a time."""
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
            DBOS.workflow(name=WORKFLOW)(lambda job_id, attempt: run(job_id, attempt))
        else:
            DBOS.listen_queues([])
        DBOS.launch()
        self._client = DBOSClient(system_database_engine=self._database, application_name="octavo")
        self._client.register_queue(
            QUEUE, worker_concurrency=concurrency, polling_interval_sec=POLL_SECONDS
        )

    def enqueue(self, tx: sa.Connection, job_id: str, attempt: int, priority: int) -> None:
        """Put a ticket into the queue within the transaction `tx`."""
        assert self._client is not None
        self._client.enqueue_in_transaction(
            tx,
            {
                "workflow_name": WORKFLOW,
                "queue_name": QUEUE,
                "workflow_id": f"{job_id}:{attempt}",
                "app_version": VERSION,
                "priority": priority,
            },
            job_id,
            attempt,
        )

    def in_hand(self, tickets: list[str], alive: set[str]) -> set[str]:
        """Those of these tickets ("<job>:<attempt>") that wait, or are held by one of `alive`."""
        assert self._client is not None
        found = self._client.list_workflows(
            workflow_ids=tickets, load_input=False, load_output=False
        )
        return {
            ticket.workflow_id
            for ticket in found
            if ticket.status in ("ENQUEUED", "DELAYED")
            or (ticket.status == "PENDING" and ticket.executor_id in alive)
        }

    def tidy(self, older_than: float) -> int:
        """Delete the tickets used up before the epoch time `older_than`; how many."""
        assert self._client is not None
        used = self._client.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=_iso(older_than),
            limit=2000,
            load_input=False,
            load_output=False,
        )
        if used:
            self._client.delete_workflows([ticket.workflow_id for ticket in used])
        return len(used)

    def stop(self) -> None:
        """Take no more tickets; what is running is left to the caller to end."""
        if self._client is not None:
            self._client.destroy()
        DBOS.destroy(destroy_registry=True)


def _iso(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).isoformat()
