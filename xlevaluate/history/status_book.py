"""Statuses of findings in the store: what a bureau said of each, kept from one year to the next."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from xlevaluate.history.store import Store
from xlevaluate.history.store_tables import statuses as table
from xlevaluate.history.upserts import upsert
from xlevaluate.rollup.statuses import StatusEntry


def statuses(store: Store) -> tuple[StatusEntry, ...]:
    """Return all statuses, by object and finding."""
    with store.read() as connection:
        return statuses_of(connection)


def statuses_of(
    connection: Connection, objects: Iterable[str] | None = None
) -> tuple[StatusEntry, ...]:
    """Return the statuses of objects by their ids, or all, by object and finding."""
    asked = select(table)
    if objects is not None:
        asked = asked.where(table.c.object_id.in_(list(objects)))
    found = (
        StatusEntry(row.object_id, row.finding_key, row.status, row.remark)
        for row in connection.execute(asked)
    )
    return tuple(sorted(found, key=lambda entry: (entry.of, entry.finding)))


def keep_statuses(store: Store, entries: Iterable[StatusEntry]) -> int:
    """Write statuses that somebody gave; return how many were new or other than before.

    A pending one without a remark is what every finding begins with: it says nothing, and leaves
    what the store holds. Raises ``CannotDoError`` where the store cannot be written to.
    """
    said = {
        (entry.of, entry.finding): {
            "object_id": entry.of,
            "finding_key": entry.finding,
            "status": entry.status,
            "remark": entry.remark,
        }
        for entry in entries
        if entry.status != "pending" or entry.remark
    }
    rows = [row for _, row in sorted(said.items())]
    return store.write(lambda connection: upsert(connection, table, rows))
