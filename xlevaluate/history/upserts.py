"""Rows that are written whether they are there or not, in both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, or_
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[dict[str, Any]],
    *,
    unless_later: Column[int] | None = None,
) -> int:
    """Write rows by the primary key of their table; return how many were new or differed.

    Where ``unless_later`` is a column, a row that has more there stays as it is. No two rows have
    the same key, and they come in the order of keys, so that two processes do not wait for each
    other.
    """
    if not rows:
        return 0
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    given = insert(table)
    new = given.excluded
    others = [column.name for column in table.columns if not column.primary_key]
    differs = or_(*(table.c[name].is_distinct_from(new[name]) for name in others))
    if unless_later is not None:
        differs &= unless_later <= new[unless_later.name]
    statement = given.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: new[name] for name in others},
        where=differs,
    ).returning(*table.primary_key.columns)
    return len(connection.execute(statement, list(rows)).all())
