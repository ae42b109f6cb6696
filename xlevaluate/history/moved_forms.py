"""A form that turns out to be another object's than the store has it under.

A roster with another code, kind or name for the same unit gives it another id. What the store has
of the form goes over to that: the row itself, what it had taken the place of, and what was said of
its findings.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from xlevaluate.history.store import one_at_a_time
from xlevaluate.history.store_tables import findings, statuses, submissions

FormPlace = tuple[int, str, int]
"""Year, file and number: what tells a form from all others, whose ever it is."""


def move_forms(connection: Connection, whose: Mapping[FormPlace, str]) -> set[FormPlace]:
    """Put forms that stand under another object to their own; return which.

    ``whose`` are all forms of a roll-up. It is done for all before any of them is written: a form
    that stays is current only when what is not its object's has gone. What moved is not current
    where it comes to; writing it says whether it is. What was withdrawn is moved and not returned.
    """
    one_at_a_time(connection)
    c = submissions.c
    moved: set[FormPlace] = set()
    columns = c.id, c.object_id, c.year, c.file_key, c.form_number, c.is_current, c.is_withdrawn
    asked = select(*columns).where(c.year.in_({year for year, _, _ in whose}))
    for row in connection.execute(asked).all():
        place = row.year, row.file_key, row.form_number
        if whose.get(place, row.object_id) != row.object_id:
            move_form(connection, row, whose)
            moved.update([] if row.is_withdrawn else [place])
    return moved


def move_form(
    connection: Connection, row: Row[*tuple[Any, ...]], whose: Mapping[FormPlace, str]
) -> None:
    """Put the row of a form to its object.

    Where it was current, the history that it had under the former object goes along, but for the
    forms of which the roll-up itself says whose they are.
    """
    c, of, moved = submissions.c, row.object_id, [row.id]
    to = whose[row.year, row.file_key, row.form_number]
    if row.is_current:
        asked = select(c.id, c.year, c.file_key, c.form_number).where(
            c.object_id == of, c.year == row.year, c.id != row.id
        )
        moved += [
            other.id
            for other in connection.execute(asked)
            if (other.year, other.file_key, other.form_number) not in whose
        ]
    there = update(submissions).where(c.id.in_(moved))
    connection.execute(there.values(object_id=to, is_current=False))
    _move_statuses(connection, moved, of, to)


def _move_statuses(connection: Connection, moved: Sequence[int], of: str, to: str) -> None:
    """Give the new object what was said of the findings; what it has itself stays as it is."""
    c, s = submissions.c, statuses.c
    theirs = select(findings.c.key).where(findings.c.submission_id.in_(moved))
    rest = select(findings.c.key).join_from(findings, submissions).where(c.object_id == of)
    is_left = connection.execute(select(c.id).where(c.object_id == of).limit(1)).first()
    goes = s.object_id == of
    if is_left:
        goes &= s.finding_key.in_(theirs)
    said = connection.execute(select(statuses).where(goes).order_by(s.finding_key)).all()
    if not said:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    rows = [{**row._asdict(), "object_id": to} for row in said]
    connection.execute(insert(statuses).on_conflict_do_nothing(), rows)
    connection.execute(delete(statuses).where(goes, s.finding_key.not_in(rest)))
