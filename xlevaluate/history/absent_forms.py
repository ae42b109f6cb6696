"""Forms that the store has of a year and a roll-up has not: whose they are by its roster.

The file is gone, or another took its place. Where the roster now gives its unit another id, it
belongs to that: else the same unit would stand in the store twice.
"""

from collections.abc import Set

from sqlalchemy import Connection, select, update

from xlevaluate.history.moved_forms import FormPlace
from xlevaluate.history.store import Store, one_at_a_time
from xlevaluate.history.store_tables import submissions
from xlevaluate.history.stored_forms import StoredForm, stored_forms, stored_objects
from xlevaluate.rollup.collection import Collection
from xlevaluate.rollup.known_objects import KnownObjects


def absent_forms(
    store: Store, collection: Collection, years: Set[int], present: Set[FormPlace]
) -> dict[FormPlace, str]:
    """Return the objects of the forms of some years that are not ``present``, where it is sure."""
    known = KnownObjects(collection)
    with store.read() as connection:
        forms = stored_forms(connection, submissions.c.year.in_(years))
        entries = dict(stored_objects(connection))
    found: dict[FormPlace, str] = {}
    for form in sorted(forms, key=lambda form: form.kind == "project"):
        place = place_of(form)
        if place not in present:
            of = known.of_form(form, form.file_key, entries[form.object_id])
            if of is not None:
                found[place] = of
    return found


def place_of(form: StoredForm) -> FormPlace:
    """Return what tells a form from all others."""
    return form.year or 0, form.file_key, form.form_number


def withdraw_dropped(connection: Connection, present: Set[FormPlace], counting: Set[str]) -> int:
    """Withdraw projects of workbooks that others of their unit have replaced without them.

    ``present`` are the forms of a roll-up, ``counting`` the objects of which one of them counts.
    Returns how many were withdrawn; their files rolled up once more bring them back.
    """
    one_at_a_time(connection)
    project, own = submissions.alias(), submissions.alias()
    asked = (
        select(project.c.id, project.c.year, project.c.file_key, project.c.form_number)
        .add_columns(own.c.object_id)
        .join(own, (own.c.file_key == project.c.file_key) & (own.c.year == project.c.year))
        .where(project.c.is_current, project.c.sheet != "", own.c.sheet == "")
        .where(~own.c.is_current, ~own.c.is_withdrawn)
        .where(project.c.year.in_({year for year, _, _ in present}))
    )
    dropped = [
        row.id
        for row in connection.execute(asked)
        if row.object_id in counting and (row.year, row.file_key, row.form_number) not in present
    ]
    if dropped:
        there = update(submissions).where(submissions.c.id.in_(dropped))
        connection.execute(there.values(is_current=False, is_withdrawn=True))
    return len(dropped)
