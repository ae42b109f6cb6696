"""Which cells of last year's form go into which of this year's, as the form says it.

Fields are found by their names; in a form of another variant or family, where the name is not
there, by their roles. Nothing here knows a label.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from msgspec import Struct

from xlevaluate.form.carried_definition import CarriedAs
from xlevaluate.form.fields import Field, Listing
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.form.roles import OF_THE_UNIT, SPLIT, ColumnRole, FieldRole, IndicatorRole


class Move(Struct, frozen=True):
    """A value of last year's, where it stood, and where it goes; ``None`` is a blank.

    ``whole`` is what a person sees: a target with its sign and unit.
    """

    source: str
    target: str
    value: Any
    item: Field
    carried: CarriedAs
    whole: Any


def moves_of(figures: Figures, new: Form, *, is_project: bool = False) -> Iterator[Move]:
    """Yield what of last year's figures goes into a form, blanks of fields that stand once too.

    What a project's form has from the sheets of its unit goes there with them.
    """
    for target, source in _single(figures.form, new):
        (entry,) = figures[source.name]
        if entry.value is None and is_project and target.role in OF_THE_UNIT:
            continue
        if _can_hold(target, entry.value):
            how = target.carried or "same"
            yield Move(entry.path, target.path, entry.value, target, how, entry.value)
    for listing in new.listings.values():
        theirs = figures.form.listings.get(listing.name)
        is_plain = "" in listing.groups and not listing.is_outline and not listing.needs
        if is_plain and theirs is not None and "" in theirs.groups:
            yield from _rows(figures, theirs, new, listing)
    yield from _indicators(figures, new)


def lacking_in(old: Form, new: Form) -> Iterator[Field]:
    """Yield the fields of a form that would be taken over, of which last year's form has none."""
    for ours, theirs in _wanted(new):
        if counterpart(theirs, new, old) is None:
            yield ours


def _single(old: Form, new: Form) -> Iterator[tuple[Field, Field]]:
    """Yield the fields that stand once and are taken over, each with last year's."""
    for ours, theirs in _wanted(new):
        source = counterpart(theirs, new, old)
        if source is not None:
            yield ours, source


def _wanted(new: Form) -> Iterator[tuple[Field, Field]]:
    """Yield the fields that a form takes over, each with what the same form calls last year's."""
    yield from new.carried_pairs
    yield from ((item, item) for item in new.fields.values() if item.carried)


def counterpart(item: Field, form: Form, other: Form) -> Field | None:
    """Return the field of another form that is the same by its name, else by its role."""
    same = other.fields.get(item.name)
    if same is not None and same.is_number == item.is_number:
        return same
    roles: tuple[FieldRole, ...] = get_args(FieldRole)
    role = next((role for role in roles if form.with_role(role) is item), None)
    return None if role is None else other.with_role(role)


def _can_hold(item: Field, value: Any) -> bool:
    """Tell whether a field takes a value: a choice only one of its own."""
    return not item.choices or value is None or value in item.choices


def _rows(figures: Figures, theirs: Listing, new: Form, ours: Listing) -> Iterator[Move]:
    """Yield what is taken over of the rows of a list; a row of which nothing is, is left out."""
    by_name = {item.name: item for item in theirs.fields}
    by_role: Mapping[ColumnRole, ColumnRole] = new.definition.carried.columns
    pairs = [
        *((item, by_name.get(item.name)) for item in ours.fields if item.carried),
        *(
            (item, next((other for other in theirs.fields if other.role == role), None))
            for item in ours.fields
            for mine, role in by_role.items()
            if item.role == mine
        ),
    ]
    used = [(item, figures.at(source.path)) for item, source in pairs if source is not None]
    count = 0
    for index in range(max((len(found) for _, found in used), default=0)):
        row = [(item, found[index]) for item, found in used if found[index].value is not None]
        for item, entry in row:
            path = item.path.replace("*", str(count), 1)
            how = item.carried or "same"
            yield Move(entry.path, path, entry.value, item, how, entry.value)
        count += bool(row)


def _indicators(figures: Figures, new: Form) -> Iterator[Move]:
    """Yield what is taken over of each indicator whose category the form has."""
    columns = {role: item for role, item in new.indicator_columns.items() if item.carried}
    # Whoever has sign and unit in columns of their own wants them so; else they are one text.
    is_split = new.indicator_columns.keys() >= SPLIT
    counts: Counter[str] = Counter()
    for row in figures.indicators:
        group = _group_of(row, new)
        if group is None:
            continue
        moved = False
        for role, item in columns.items():
            value = _indicator_value(figures, row, role, is_split=is_split)
            if value is None or item.carried is None or not _can_hold(item, value):
                continue
            moved = True
            path = f"{group}.{counts[group]}.{item.path.rsplit('.', 1)[1]}"
            whole = row.target if role == "target" else value
            yield Move(row.paths[role], path, value, item, item.carried, whole)
        counts[group] += moved


def _indicator_value(
    figures: Figures, row: Indicator, role: IndicatorRole, *, is_split: bool
) -> Any:
    if role not in row.paths:
        return None
    if role == "target" and not is_split:
        return row.target
    return figures.at(row.paths[role])[0].value


def _group_of(row: Indicator, new: Form) -> str | None:
    """Return the path of the rows of an indicator's category, of its goal where it has one."""
    goal = row.goal.key if row.goal else None
    same = [
        group.path
        for group in new.indicator_groups
        if group.category.name == row.category.name
        and (group.goal.key if group.goal else None) == goal
    ]
    of_dimension = [
        group.path
        for group in new.indicator_groups
        if group.path in same and group.dimension.name == row.dimension.name
    ]
    return next(iter([*of_dimension, *same]), None)
