"""Forms taken out of a store: an object, a year of it, or a whole year.

They stay in the tables and count nowhere; rolling up the same files once more brings them back.
"""

from itertools import groupby

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, select, update

from xlevaluate.errors import CannotDoError
from xlevaluate.history.object_search import find_object
from xlevaluate.history.store import Store, one_at_a_time
from xlevaluate.history.store_tables import objects, submissions
from xlevaluate.history.stored_forms import stored_forms, stored_objects
from xlevaluate.rollup.collection import RosterEntry


class Withdrawn(Struct, frozen=True):
    """Forms of an object and a year that were withdrawn: how many, with those of its history."""

    year: int
    id: str
    entry: RosterEntry
    forms: int


def withdraw(store: Store, asked: str = "", year: int | None = None) -> tuple[Withdrawn, ...]:
    """Withdraw what stands under an id, or under the code or whole name of an object; or all.

    Of a year alone, where there is one. Raises ``CannotDoError`` where there is nothing, where
    several objects may be meant, and where neither an object nor a year is said.
    """
    if not asked and year is None:
        raise CannotDoError(
            "要撤下什么？请写上单位或项目的代号、编码或全名，或用 --year 写上年度。"
        )
    return store.write(lambda connection: _withdraw(connection, asked, year))


def _withdraw(connection: Connection, asked: str, year: int | None) -> tuple[Withdrawn, ...]:
    one_at_a_time(connection)
    c = submissions.c
    which: list[ColumnElement[bool]] = []
    if asked:
        which.append(c.object_id.in_(_ids(connection, asked)))
    if year is not None:
        which.append(c.year == year)
    forms = stored_forms(connection, *which)
    if not forms:
        of = f"“{asked}”" if asked else ""
        when = f" {year} 年度" if year is not None else ""
        raise CannotDoError(f"库中没有{of}{when}的表，没有撤下什么。")
    connection.execute(
        update(submissions).where(*which).values(is_current=False, is_withdrawn=True)
    )
    named = dict(stored_objects(connection, objects.c.id.in_({form.object_id for form in forms})))
    return tuple(
        Withdrawn(when or 0, of, named[of], len(list(group)))
        for (when, of), group in groupby(forms, key=lambda form: (form.year, form.object_id))
    )


def _ids(connection: Connection, asked: str) -> list[str]:
    """Return the ids that are meant: an id alone is that object and no other of the same name."""
    if connection.execute(select(objects.c.id).where(objects.c.id == asked)).first():
        return [asked]
    return find_object(connection, asked, with_parts=False)
