"""From the ids callers give to the stored work a later step reads, always within one tenant.

An extraction may also be named by the job that made it; a batch stands for its completed
children.
"""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from octavo.errors import NotStored, RequestError
from octavo.jobs import queries, tables
from octavo.jobs.batch import Item
from octavo.jobs.model import GONE, Kind, Status
from octavo.jobs.tables import jobs, products

CHUNK = 500


class Lineage:
    """The stored products of one tenant."""

    def __init__(self, database: sa.Engine, tenant: str) -> None:
        self._database = database
        self._tenant = tenant

    def extractions(self, ids: list[str]) -> list[sa.Row[Any]]:
        """The products with these extraction ids, in their order. Raises NotStored."""
        return self._named(Kind.EXTRACT, ids)

    def splits(self, ids: list[str]) -> list[sa.Row[Any]]:
        """The products with these split ids, in their order. Raises NotStored."""
        return self._named(Kind.SPLIT, ids)

    def batch(self, kind: Kind, batch_id: str) -> list[sa.Row[Any]]:
        """What a batch's children have completed so far, in their order.

        Raises NotStored for no such batch, RequestError if none has completed.
        """
        job = queries.job(self._database, self._tenant, batch_id)
        if job is None or job.kind is not kind:
            raise NotStored(f"There is no {kind.replace('_', ' ')} with the id {batch_id}")
        if job.status in GONE:
            raise NotStored(f"What batch {batch_id} made is not kept any more")
        query = _made(jobs.c.batch == batch_id).order_by(jobs.c.seq)
        with tables.read(self._database) as connection:
            found = list(connection.execute(query))
        if not found:
            raise RequestError(f"No document of batch {batch_id} has completed yet")
        return found

    def is_batch(self, job_id: str) -> bool:
        """Whether this id is that of a batch extract."""
        job = queries.job(self._database, self._tenant, job_id)
        return job is not None and job.kind is Kind.BATCH_EXTRACT

    def over_extraction(self, extraction: sa.Row[Any], **extra: Any) -> Item:
        """The work of a step over one extraction."""
        work = {"documents": [_reference(extraction)], "parent": extraction.id, **extra}
        return Item(label=extraction.label, work=work)

    def over_split(self, split: sa.Row[Any], **extra: Any) -> Item:
        """The work of a step over a split and the extraction it was made from."""
        [extraction] = self.extractions([split.parent])
        return _over_split(split, _reference(extraction), extra)

    def over_splits(self, splits: list[sa.Row[Any]], extras: list[dict[str, Any]]) -> list[Item]:
        """The work of a step over each of many splits, with its `extra`.

        One whose extraction was deleted is for its own job to fail at: the others go on.
        """
        parents = self._found(Kind.EXTRACT, [split.parent for split in splits])
        gone = {split.parent: {"id": split.parent} for split in splits}
        references = gone | {name: _reference(row) for name, row in parents.items()}
        return [
            _over_split(split, references[split.parent], {"extra": extra})
            for split, extra in zip(splits, extras, strict=True)
        ]

    def over_many(self, extractions: list[sa.Row[Any]]) -> Item:
        """The work of a step over several extractions as one."""
        names = ", ".join(row.label for row in extractions[:3])
        label = names if len(extractions) <= 3 else f"{names} and {len(extractions) - 3} more"
        references = [_reference(row) for row in extractions]
        work = {"documents": references, "merged": True, "parent": set_id(extractions)}
        return Item(label=label, work=work)

    def next_versions(self, parents: list[str]) -> dict[str, int]:
        """For each extraction, the number its next schema run gets: 1, 2 …"""
        counts: dict[str, int] = {}
        with tables.read(self._database) as connection:
            for start in range(0, len(parents), CHUNK):
                query = (
                    sa.select(products.c.parent, sa.func.count())
                    .where(
                        products.c.parent.in_(parents[start : start + CHUNK]),
                        products.c.kind == Kind.SCHEMA,
                    )
                    .group_by(products.c.parent)
                )
                counts |= {parent: count for parent, count in connection.execute(query)}
        return {parent: counts.get(parent, 0) + 1 for parent in parents}

    def _named(self, kind: Kind, ids: list[str]) -> list[sa.Row[Any]]:
        found = self._found(kind, ids)
        for given in ids:
            if given not in found:
                name = {Kind.EXTRACT: "extraction"}.get(kind, kind.value)
                raise NotStored(f"There is no stored {name} with the id {given}")
        return [found[given] for given in ids]

    def _found(self, kind: Kind, ids: list[str]) -> dict[str, sa.Row[Any]]:
        """Those of the products with these ids, or made by these jobs, that there are."""
        found: dict[str, sa.Row[Any]] = {}
        with tables.read(self._database) as connection:
            for start in range(0, len(ids), CHUNK):
                part = ids[start : start + CHUNK]
                mine = sa.and_(products.c.tenant == self._tenant, products.c.kind == kind)
                by_id = sa.select(products).where(mine, products.c.id.in_(part))
                found |= {row.id: row for row in connection.execute(by_id)}
                by_job = _made(jobs.c.id.in_(part)).where(mine).add_columns(jobs.c.id)
                found |= {row[-1]: row for row in connection.execute(by_job)}
        return found


def _made(by: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """What completed jobs made or took over, each under the label of its own file."""
    columns = [column for column in products.c if column.name != "label"]
    return (
        sa.select(*columns, jobs.c.label)
        .join(jobs, jobs.c.product == products.c.id)
        .where(by, jobs.c.status == Status.COMPLETED)
    )


def set_id(extractions: list[sa.Row[Any]]) -> str:
    """One id for a set of extractions, whatever their order."""
    joined = "\n".join(sorted(row.id for row in extractions))
    return "set-" + hashlib.sha256(joined.encode()).hexdigest()[:32]


def _over_split(split: sa.Row[Any], document: dict[str, str], extra: dict[str, Any]) -> Item:
    work = {
        "documents": [document],
        "parent": document["id"],
        "split": {"key": split.data, "id": split.id},
        **extra,
    }
    return Item(label=split.label, work=work)


def _reference(extraction: sa.Row[Any]) -> dict[str, str]:
    return {"key": extraction.data, "id": extraction.id}
