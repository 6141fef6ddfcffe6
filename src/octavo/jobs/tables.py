"""The database: its tables, and how to connect to it. SQLite and Postgres take the same SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite

metadata = sa.MetaData()


def _where_given(name: str, column: str) -> sa.Index:
    """An index of the rows that have a value in `column`."""
    there = sa.text(f"{column} IS NOT NULL")
    return sa.Index(name, column, sqlite_where=there, postgresql_where=there)


jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False, default=""),
    sa.Column("batch", sa.Text),
    sa.Column("seq", sa.Integer, nullable=False, default=0),
    sa.Column("attempt", sa.Integer, nullable=False, default=0),
    sa.Column("spent", sa.Integer, nullable=False, default=0),
    sa.Column("owner", sa.Text),
    sa.Column("work", sa.JSON, nullable=False),
    sa.Column("product", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("result_bytes", sa.BigInteger, nullable=False, default=0),
    sa.Column("fetched", sa.Float(53)),
    sa.Column("pages", sa.Integer, nullable=False, default=0),
    sa.Column("pages_read", sa.Integer),
    sa.Column("pages_in_all", sa.Integer),
    sa.Column("outputs", sa.JSON, nullable=False, default=list),
    sa.Column("error", sa.Text),
    sa.Column("error_code", sa.Text),
    sa.Column("error_details", sa.JSON, nullable=False, default=dict),
    sa.Column("fingerprint", sa.Text),
    sa.Column("reused", sa.Boolean, nullable=False, default=False),
    sa.Column("created", sa.Float(53), nullable=False),
    sa.Column("updated", sa.Float(53), nullable=False),
    sa.Index("jobs_by_batch", "batch", "status", "seq"),
    sa.Index("jobs_by_turn", "status", "tenant", "batch", "seq", "created", "fingerprint"),
    sa.Index("jobs_by_tenant", "tenant", "created"),
    _where_given("jobs_by_product", "product"),
    _where_given("jobs_by_fingerprint", "fingerprint"),
)

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("workers", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("completed", sa.Integer, nullable=False, default=0),
    sa.Column("failed", sa.Integer, nullable=False, default=0),
    sa.Column("canceled", sa.Integer, nullable=False, default=0),
    sa.Column("destination", sa.JSON, nullable=False),
    sa.Column("reported", sa.Boolean, nullable=False, default=False),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("who", sa.Text, primary_key=True, comment="a batch, or a lane and a tenant"),
    sa.Column("last", sa.Float(53), nullable=False),
)

products = sa.Table(
    "products",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("parent", sa.Text),
    sa.Column("data", sa.Text, comment="artifact key of what later steps read"),
    sa.Column("fingerprint", sa.Text, comment="what it was made of, if it may be reused"),
    sa.Column("created", sa.Float(53), nullable=False),
    sa.Index("products_by_job", "job"),
    sa.Index("products_by_parent", "parent"),
    _where_given("products_by_fingerprint", "fingerprint"),
)

usage = sa.Table(
    "usage",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
    sa.Column("credits", sa.Float(53), nullable=False),
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created", sa.Float(53), nullable=False),
    sa.Column("revoked", sa.Float(53)),
)

configurations = sa.Table(
    "configurations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.JSON, nullable=False),
    sa.Column("created", sa.Float(53), nullable=False),
    sa.Index("configurations_by_tenant", "tenant", "created"),
)

webhook_endpoints = sa.Table(
    "webhook_endpoints",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("events", sa.Text, nullable=False, comment="each between commas: ,a,b,"),
    sa.Column("headers", sa.JSON, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("ailing", sa.Boolean, nullable=False, default=False),
    sa.Column("created", sa.Float(53), nullable=False),
    sa.Index("webhook_endpoints_by_tenant", "tenant"),
)

webhook_deliveries = sa.Table(
    "webhook_deliveries",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("endpoint", sa.Text, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("event", sa.Text, nullable=False),
    sa.Column("job", sa.Text, nullable=False),
    sa.Column("job_created", sa.Float(53), nullable=False),
    sa.Column("error", sa.Text),
    sa.Column("body", sa.Text, comment="fixed by the first attempt"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("due", sa.Float(53), comment="when to try, or when a claim lapses; null: ended"),
    sa.Column("attempt", sa.Integer, nullable=False, default=0),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("response", sa.Integer, comment="HTTP status of the last answer"),
    sa.Column("note", sa.Text, comment="why the last attempt failed"),
    sa.Column("created", sa.Float(53), nullable=False),
    sa.Column("updated", sa.Float(53), nullable=False),
    sa.Index("webhook_deliveries_due", "endpoint", "due"),
    sa.Index("webhook_deliveries_by_tenant", "tenant", "created"),
    sa.Index("webhook_deliveries_by_age", "created"),
)

secrets = sa.Table(
    "secrets",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

nodes = sa.Table(
    "nodes",
    metadata,
    sa.Column("instance", sa.Text, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started", sa.Float(53), nullable=False),
    sa.Column("beat", sa.Float(53), nullable=False),
)


schema = sa.Table("octavo_schema", metadata, sa.Column("version", sa.Integer, primary_key=True))
SCHEMA_VERSION = 3


# What is stored holds secrets, which an error of the database would otherwise repeat.
ENGINE: dict[str, Any] = {"pool_size": 20, "max_overflow": 20, "hide_parameters": True}


class OtherVersion(Exception):
    """The database was made by a version of Octavo whose tables differ from this one's."""


def connect(url: str) -> sa.Engine:
    """An engine for `url`, with the tables there. Raises OtherVersion, and
    sqlalchemy errors if it is away."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed)
    else:
        engine = sa.create_engine(parsed, pool_pre_ping=True, **ENGINE)
    with write(engine) as tx:
        if engine.dialect.name == "postgresql":
            tx.execute(sa.text("SELECT pg_advisory_xact_lock(726164)"))
        _create(tx)
    return engine


def reason(error: BaseException) -> str:
    """What may be said of an unexpected error: of a database's, its first line alone.

    The statement follows there, and with Postgres the values of the row.
    """
    if isinstance(error, sa.exc.StatementError) and error.orig is not None:
        first, _, _ = str(error.orig).partition("\n")
        return f"{type(error.orig).__name__}: {first}"
    return f"{type(error).__name__}: {error}"


def _create(tx: sa.Connection) -> None:
    there = sa.inspect(tx).get_table_names()
    if "octavo_schema" in there:
        found = tx.execute(sa.select(schema.c.version)).scalar()
    else:
        found = 0 if "jobs" in there else SCHEMA_VERSION
    if found != SCHEMA_VERSION:
        raise OtherVersion(
            f"This database has the tables of schema {found}; this version of Octavo needs "
            f"{SCHEMA_VERSION}. Start with a new database or data folder."
        )
    metadata.create_all(tx)
    if "octavo_schema" not in there:
        tx.execute(schema.insert().values(version=SCHEMA_VERSION))


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    options = {WRITING: threading.Lock()}
    engine = sa.create_engine(url, execution_options=options, **ENGINE)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # Writers queue for the lock at the start of their transaction instead of failing at the
        # first write; WAL lets readers go on meanwhile. A commit is on the disk before the caller
        # is told of it: a power cut loses no job that was accepted. (Of uploads and results,
        # which are files, the system may still lose the last seconds; their jobs then fail.)
        connection.isolation_level = "IMMEDIATE"
        for pragma in (
            "busy_timeout=30000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


WRITING = "octavo_writing"


@contextmanager
def write(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction whose reads and writes see no other writer's changes in between."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as tx:
            yield tx
        return
    # Threads take turns here: SQLite would have them sleep and try again, in no order.
    with engine.get_execution_options()[WRITING], engine.begin() as tx:
        tx.exec_driver_sql("BEGIN IMMEDIATE")
        yield tx


@contextmanager
def read(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for reading."""
    with engine.connect() as connection:
        yield connection


def now(tx: sa.Connection) -> float:
    """The database's clock, in seconds since the epoch: the one clock all machines share."""
    return float(tx.execute(sa.select(clock(tx.dialect.name))).scalar_one())


def clock(dialect: str) -> sa.ColumnElement[float]:
    """`now` as a part of a statement."""
    if dialect == "postgresql":
        text = "extract(epoch FROM clock_timestamp())::float8"
    else:
        text = "(julianday('now') - 2440587.5) * 86400.0"
    return sa.literal_column(text, sa.Float(53))


def random_hex(dialect: str) -> sa.ColumnElement[str]:
    """32 random hexadecimal digits, others for every row of a statement."""
    if dialect == "postgresql":
        return sa.func.replace(sa.cast(sa.func.gen_random_uuid(), sa.Text), "-", "")
    return sa.func.lower(sa.func.hex(sa.func.randomblob(16)))


def insert(dialect: str, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """An insert of the dialect, which may say what to do on a conflict."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def put_once(tx: sa.Connection, table: sa.Table, values: dict[str, Any]) -> sa.Row[Any]:
    """The row with the id of `values`: made of them, or the one that was there."""
    tx.execute(insert(tx.dialect.name, table).values(**values).on_conflict_do_nothing())
    return tx.execute(sa.select(table).where(table.c.id == values["id"])).one()


def json_object(dialect: str, members: dict[str, sa.Column[Any]]) -> sa.ColumnElement[str]:
    """A JSON object of columns, those of the JSON type as what they hold, as text."""
    make = sa.func.json_build_object if dialect == "postgresql" else sa.func.json_object
    arguments: list[Any] = []
    for name, column in members.items():
        if dialect != "postgresql" and isinstance(column.type, sa.JSON):
            arguments += [name, sa.func.json(sa.type_coerce(column, sa.Text))]
        else:
            arguments += [name, column]
    return sa.cast(make(*arguments), sa.Text)


def add_usage(tx: sa.Connection, tenant: str, source: str, pages: int, credits: float) -> None:
    """Count one document of `pages` towards the tenant's use of today (UTC)."""
    counted = {
        "tenant": tenant,
        "day": datetime.now(UTC).date().isoformat(),
        "source": source,
        "documents": 1,
        "pages": pages,
        "credits": credits,
    }
    tx.execute(_counting(tx.dialect.name), counted)


@lru_cache(maxsize=2)
def _counting(dialect: str) -> sa.Insert:
    counters = ("documents", "pages", "credits")
    statement = insert(dialect, usage)
    added = {name: usage.c[name] + statement.excluded[name] for name in counters}
    return statement.on_conflict_do_update(index_elements=["tenant", "day", "source"], set_=added)
