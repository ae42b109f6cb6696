"""An object of evaluation as a person asks for it: by its code, its name, or part of its name."""

from typing import Any

from sqlalchemy import Connection, and_, or_, select

from xlevaluate.errors import CannotDoError
from xlevaluate.history.same_objects import ids_of_same
from xlevaluate.history.store_tables import objects, submissions
from xlevaluate.history.stored_forms import stored_objects
from xlevaluate.rollup.collection import OBJECT_KINDS, RosterEntry
from xlevaluate.rollup.same_names import same_code, same_name

_MOST = 30
"""Objects that are listed where several may be meant."""


def find_object(connection: Connection, asked: str, *, with_parts: bool = True) -> list[str]:
    """Return the ids under which the object that is asked for stands, that of its last year first.

    Code or whole name come before parts of names, where these are looked for; an id is always
    understood. Raises ``CannotDoError`` where there is none, or several, which it lists.
    """
    found = _matching(connection, asked, with_parts)
    if not found:
        parts = "，名称里有这几个字的也没有" if with_parts else ""
        raise CannotDoError(
            f"库中没有编码或名称是“{asked}”的单位或项目{parts}。"
            "不写单位，只写 --store，可以看库里有什么。"
        )
    groups = _groups(connection, found)
    if len(groups) > 1:
        entries = dict(found)
        lines = [_line(group[0], entries[group[0]]) for group in groups[:_MOST]]
        more = f"\n…… 共 {len(groups)} 个" if len(groups) > _MOST else ""
        raise CannotDoError(
            f"“{asked}”可能是下面 {len(groups)} 个中的一个，请写全名、编码，或行首的代号：\n"
            + "\n".join(lines)
            + more
        )
    return groups[0]


def _line(of: str, entry: RosterEntry) -> str:
    unit = f"（{entry.name}）" if entry.kind == "project" and entry.name else ""
    return f"{of}　{OBJECT_KINDS[entry.kind]}　{entry.title}{unit}"


def _matching(
    connection: Connection, asked: str, with_parts: bool
) -> list[tuple[str, RosterEntry]]:
    c = objects.c
    code, name = same_code(asked), same_name(asked)
    is_project = c.kind == "project"
    ways: list[Any] = [c.id == asked]
    if code:
        ways.append(or_(and_(~is_project, c.code_key == code), c.project_code_key == code))
    unit_names = c.name_key, c.short_name_key
    if name:
        ways.append(
            or_(
                and_(is_project, c.project_name_key == name),
                and_(~is_project, or_(*(column == name for column in unit_names))),
            )
        )
    if name and with_parts:
        ways.append(
            or_(
                and_(is_project, c.project_name_key.contains(name, autoescape=True)),
                and_(
                    ~is_project,
                    or_(*(column.contains(name, autoescape=True) for column in unit_names)),
                ),
            )
        )
    # What holds nothing any more is not found: its forms were withdrawn, or are another's now.
    holds = objects.c.id.in_(select(submissions.c.object_id).where(submissions.c.is_current))
    for way in ways:
        if found := stored_objects(connection, way, holds):
            return found
    return []


def _groups(connection: Connection, found: list[tuple[str, RosterEntry]]) -> list[list[str]]:
    """Put ids of the same object together, unless it has forms of one year under both."""
    asked = {of for of, _ in found}
    groups: list[list[str]] = []
    for of in sorted(asked):
        if any(of in group for group in groups):
            continue
        group, years = [of], _years(connection, of)
        for other in ids_of_same(connection, of)[1:]:
            theirs = _years(connection, other)
            if years.isdisjoint(theirs):
                group.append(other)
                years |= theirs
        newest = sorted(group, key=lambda of: max(_years(connection, of), default=0), reverse=True)
        groups.append(
            [of for of in newest if of in asked] + [of for of in newest if of not in asked]
        )
    return groups


def _years(connection: Connection, of: str) -> set[int]:
    c = submissions.c
    return set(connection.execute(select(c.year).where(c.object_id == of, c.is_current)).scalars())
