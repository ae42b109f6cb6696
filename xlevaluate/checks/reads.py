"""What a rule reads of a form, said by roles, kinds and the template's own lists.

``names`` gives real fields, which the table of rules names and of which an unreadable one keeps a
rule from passing. ``is_there`` tells whether a form has what is meant: where it has not, a rule
that requires it is not applicable.
"""

from collections.abc import Callable, Iterable

from msgspec import Struct

from xlevaluate.form.fields import Field
from xlevaluate.form.roles import (
    THIS_YEAR_AND_LAST,
    ColumnRole,
    FieldRole,
    IndicatorRole,
    RowRole,
)
from xlevaluate.template.template import Template


class Reads(Struct, frozen=True):
    """Names of fields as a function of the template; ``|`` puts two together."""

    names: Callable[[Template], tuple[str, ...]]
    is_there: Callable[[Template], bool]

    def __or__(self, other: "Reads") -> "Reads":
        return Reads(
            lambda template: tuple(dict.fromkeys(self.names(template) + other.names(template))),
            lambda template: self.is_there(template) and other.is_there(template),
        )

    @property
    def optional(self) -> "Reads":
        """The same, which a form need not have."""
        return Reads(self.names, lambda _: True)


NOTHING = Reads(lambda _: (), lambda _: True)


def any_of(names: Callable[[Template], Iterable[str]]) -> Reads:
    """Read names of which a form must have one at least."""
    return Reads(lambda template: tuple(names(template)), lambda t: any(True for _ in names(t)))


def every_of(fields: Callable[[Template], Iterable[Field | None]]) -> Reads:
    """Read fields of which a form must have every one."""
    return Reads(
        lambda template: tuple(item.name for item in fields(template) if item is not None),
        lambda template: None not in tuple(fields(template)),
    )


def roles(*given: FieldRole) -> Reads:
    """Read fields that stand once, by their roles."""
    return every_of(lambda template: (template.form.with_role(role) for role in given))


def any_role(*given: FieldRole) -> Reads:
    """Read fields by their roles, of which a form need have only one."""
    return any_of(roles(*given).names)


def cell(row: RowRole, column: ColumnRole) -> Reads:
    """Read the cell of a row and a column by their roles."""
    return every_of(lambda template: (template.form.cell(row, column),))


def columns(*given: ColumnRole, explained: bool = False) -> Reads:
    """Read the cells of rows that have all these columns; ``explained``: that want reasons."""
    return any_of(
        lambda template: (
            row.cells[column].name
            for row in template.form.rows
            if set(given) <= set(row.cells) and (row.explained or not explained)
            for column in given
        )
    )


def indicator(*given: IndicatorRole) -> Reads:
    """Read columns of the indicator table, by their roles."""
    return every_of(lambda template: (template.form.indicator_columns.get(role) for role in given))


def kinds(*given: str) -> Reads:
    """Read all fields of some kinds."""
    return any_of(
        lambda template: (
            name for name, item in template.form.all_fields.items() if item.kind in given
        )
    )


REQUIRED = any_of(
    lambda template: (name for name, item in template.form.fields.items() if item.required)
)
"""Fields that may not stay blank."""


def both_years(template: Template) -> Iterable[tuple[Field, Field]]:
    """Yield the figures of this year with those of last year beside them."""
    for now, then in THIS_YEAR_AND_LAST:
        for row in template.form.rows:
            if now in row.cells and then in row.cells and row.cells[now].is_number:
                yield row.cells[now], row.cells[then]


BOTH_YEARS = any_of(lambda template: (item.name for pair in both_years(template) for item in pair))
"""Figures of this year and of last year that stand beside one another."""
