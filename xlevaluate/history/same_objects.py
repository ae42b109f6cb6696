"""An object of evaluation under another id: a unit that was a department in last year's roster.

An id is a kind, and a code or a name (``RosterEntry.id``). A roster that came later, or a code that
was filled in, gives the same unit another one.
"""

from collections.abc import Sequence, Set

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from xlevaluate.history.store_tables import objects
from xlevaluate.rollup.collection import OBJECT_KINDS


def ids_of_same(connection: Connection, of: str) -> list[str]:
    """Return the ids under which an object stands, its own first.

    Both are projects or neither is; the unit, and the project, has the same code, or where one of
    the two has none, the same name, short or whole.
    """
    c = objects.c
    here = connection.execute(select(objects).where(c.id == of)).one_or_none()
    if here is None:
        return [of]
    names = {here.name_key, here.short_name_key} - {""}
    same = _same(c.code_key, here.code_key, (c.name_key, c.short_name_key), names)
    if here.kind == "project":
        names = {here.project_name_key} - {""}
        alike = _same(c.project_code_key, here.project_code_key, (c.project_name_key,), names)
        same = and_(same, alike, c.kind == here.kind)
    else:
        same = and_(same, c.kind.in_([kind for kind in OBJECT_KINDS if kind != "project"]))
    found = connection.execute(select(c.id).where(same, c.id != of)).scalars()
    return [of, *sorted(found)]


def _same(
    code: ColumnElement[str],
    own_code: str,
    names: Sequence[ColumnElement[str]],
    own_names: Set[str],
) -> ColumnElement[bool]:
    by_name = or_(*(name.in_(own_names) for name in names))
    if not own_code:
        return by_name
    return or_(code == own_code, and_(code == "", by_name))
