"""Statuses of findings in the store: what a bureau said of each, kept from one year to the next."""

from collections.abc import Iterable

from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from xlevaluate.history.store import Store
from xlevaluate.history.store_tables import findings, submissions
from xlevaluate.history.store_tables import statuses as table
from xlevaluate.history.stored_forms import stored_objects
from xlevaluate.history.upserts import upsert
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.rollup.same_names import same_name
from xlevaluate.rollup.statuses import EarlierStatus, StatusEntry


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


def known_statuses(store: Store, year: int | None) -> tuple[EarlierStatus, ...]:
    """Return all statuses with their objects, those of findings that came last first.

    Of a finding of a year's forms a status may go on when its figures change. What was said of
    another year is said of that alone.
    """
    c, s = submissions.c, table.c
    found_in = (
        select(s.object_id, s.finding_key, func.max(c.id))
        .join_from(table, submissions, s.object_id == c.object_id)
        .join(findings, (findings.c.submission_id == c.id) & (findings.c.key == s.finding_key))
        .where(c.year == year)
        .group_by(s.object_id, s.finding_key)
    )
    with store.read() as connection:
        last = {(of, key): number for of, key, number in connection.execute(found_in)}
        whose = dict(stored_objects(connection))
        known = [
            EarlierStatus(
                entry=entry,
                whose=whose.get(entry.of),
                may_change=(entry.of, entry.finding) in last,
            )
            for entry in statuses_of(connection)
        ]
    return tuple(sorted(known, key=lambda status: -last.get(status.key, 0)))


def with_short_names(store: Store, typed: Iterable[EarlierStatus]) -> tuple[EarlierStatus, ...]:
    """Return typed statuses with what else the store calls their objects.

    To be asked before a roll-up is kept, which may give their ids to others.
    """
    with store.read() as connection:
        known = dict(stored_objects(connection))
    return tuple(
        replace(status, whose=_with_short_name(status.whose, known.get(status.entry.of)))
        for status in typed
    )


def _with_short_name(whose: RosterEntry | None, known: RosterEntry | None) -> RosterEntry | None:
    if whose is None or known is None or same_name(whose.name) != same_name(known.name):
        return whose
    return replace(whose, short_name=known.short_name)


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
