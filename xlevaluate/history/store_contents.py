"""What a store holds: for each year how many objects of which kind, forms, problems, statuses."""

from collections import Counter

from msgspec import Struct
from sqlalchemy import func, select

from xlevaluate.history.store import Store
from xlevaluate.history.store_tables import findings, objects, statuses, submissions


class StoredYear(Struct, frozen=True):
    """A year in the store.

    ``departments``, ``units`` and ``projects`` have a current form; ``forms`` are all but those
    that were withdrawn, with those that others took the place of; ``findings`` and ``decided`` (a
    status was given) are of the current ones.
    """

    year: int
    departments: int
    units: int
    projects: int
    forms: int
    findings: int
    decided: int


def stored_years(store: Store) -> tuple[StoredYear, ...]:
    """Return the years of a store, the first one first."""
    c = submissions.c
    with store.read() as connection:
        there = select(c.year, func.count()).where(~c.is_withdrawn)
        forms = connection.execute(there.group_by(c.year)).all()
        by_kind = connection.execute(
            select(c.year, objects.c.kind, func.count())
            .join_from(submissions, objects)
            .where(c.is_current)
            .group_by(c.year, objects.c.kind)
        ).all()
        told = (
            select(c.year, func.count())
            .join_from(submissions, findings)
            .where(c.is_current)
            .group_by(c.year)
        )
        decided = told.join(
            statuses,
            (statuses.c.object_id == c.object_id) & (statuses.c.finding_key == findings.c.key),
        ).where(statuses.c.status != "pending")
        counts = Counter({(year, kind): number for year, kind, number in by_kind})
        told_of = Counter(dict(map(tuple, connection.execute(told))))
        decided_of = Counter(dict(map(tuple, connection.execute(decided))))
    return tuple(
        StoredYear(
            year=year,
            departments=counts[year, "department"],
            units=counts[year, "unit"],
            projects=counts[year, "project"],
            forms=number,
            findings=told_of[year],
            decided=decided_of[year],
        )
        for year, number in sorted(map(tuple, forms))
    )
